"""Lines: what files without real structure are made of, and what the marks at a line's start mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.vocabulary import Block

BULLET = re.compile(r"^(?P<indent>\s*)(?P<mark>[-*•●▪◦‣–·○■])\s+(?P<text>\S.*)$")
NUMBERED = re.compile(r"^(?P<indent>\s*)(?P<mark>\d{1,2}|[a-zA-Z])[.)]\s+(?P<text>\S.*)$")
HASHES = re.compile(r"^ {0,3}(?P<hashes>#{1,6})\s+(?P<text>\S.*)$")
CLOSING_HASHES = re.compile(r"(?<=\s)#+$")
BOLD = re.compile(r"\*\*|(?<!\w)__|__(?!\w)")
EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]+?)(?<=\S)\*(?![\w*])|(?<![\w_])_(?=\S)([^_]+?)(?<=\S)_(?![\w_])")
LINK = re.compile(r"!?\[([^\[\]]{1,300})\]\((?:https?|mailto|#)[^()\s]{0,2000}\)")


@dataclass(frozen=True)
class Line:
    """One line of a file.

    Attributes:
        text: The line without its line end.
        page: Page number, counted from 1; None where the format has none.
        heading: Rank of the heading that the line is known to be (0: its rank is unknown); None: not known to be one.
        row: The row of a table that the line is known to be, with the number of its table in the file.
    """

    text: str
    page: int | None = None
    heading: int | None = None
    row: Block | None = None

    @property
    def blank(self) -> bool:
        """Whether there is nothing on the line but white space."""
        return not self.text.strip()

    @property
    def marked(self) -> bool:
        """Whether the line begins a list item or a heading, or is a row of a table."""
        return (
            self.heading is not None
            or self.row is not None
            or "\t" in self.text.strip()
            or bool(BULLET.match(self.text) or NUMBERED.match(self.text) or HASHES.match(self.text))
            or self.text.lstrip().startswith("|")
        )


def heading_text(match: re.Match[str]) -> str:
    """Return the text of a heading that `HASHES` matched, without the marks that may close it."""
    return without_marks(CLOSING_HASHES.sub("", match["text"].rstrip()))


def split_lines(text: str) -> list[Line]:
    """Split a text into lines; form feeds part its pages, if it has any."""
    pages = text.split("\f")
    numbered = len(pages) > 1
    return [
        Line(line, page=number if numbered else None)
        for number, page in enumerate(pages, start=1)
        for line in re.split(r"\r\n|\r|\n", page)
    ]


def without_marks(text: str) -> str:
    """Return the text without marks for bold, emphasis and links, its white space folded."""
    text = LINK.sub(r"\1", BOLD.sub("", text))
    text = EMPHASIS.sub(lambda match: match[1] or match[2], text)
    return " ".join(text.split())


def joined(lines: Sequence[str]) -> str:
    """Join the lines of one paragraph; a hyphen at a line's end keeps its word together."""
    text = ""
    for line in (line.strip() for line in lines):
        broken = re.search(r"\w-$", text) and line[:1].islower()
        text += line if broken or not text else f" {line}"
    return text


def item_line(text: str, level: int, number: int = 0, page: int | None = None) -> Line:
    """Return the line of a list item.

    Args:
        text: The item's text.
        level: Its depth, 0 is outermost.
        number: Its number, counted from 1; 0 if the list is not numbered.
        page: Its page.
    """
    mark = f"{min(number, 99)}." if number else "•"
    return Line(f"{'  ' * level}{mark} {text}", page=page)
