"""Words of a PDF's pages: where each stands and how it is set, and which of them stand on one line."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ingest.readers.grid import Grid

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

BOLD = re.compile(r"bold|black|heavy|semibd|demi|(?<![a-z])bd(?![a-z])|cmbx|-b$", re.IGNORECASE)
UNKNOWN = re.compile(r"\(cid:\d+\)|[\ufffd\x00-\x08\x0e-\x1f]")
ICON = re.compile(r"[\ue000-\uf8ff\U000f0000-\U0010fffd]")
NAMELESS_BULLET = "(cid:127)"
"""A code that the standard encoding of PDF leaves free, and that by its rules is shown as a bullet."""
BULLETS = {
    **dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf0be\uf0e8\uf02d\uf06e\uf071\uf0d2\uf075", "•"),
    **dict.fromkeys("∙⁃➢➤➔►▶✓✔❖◆◇▷❑❒❍●■▪◦‣○◾⦁", "•"),
}
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
DOUBLE = 0.07
"""How far apart, in font sizes, two equal letters are that are one, set twice."""


Rule = tuple[float, float, float]
"""A horizontal rule: its left and right edge, and its distance from the top of the page, in points."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it is set: its box in points from the page's top left corner, its size in points."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool = False
    upright: bool = True

    @property
    def middle(self) -> float:
        """Height of the middle of the word."""
        return (self.top + self.bottom) / 2

    def with_text(self, text: str) -> "Word":
        """Return the word with another text."""
        return self if text == self.text else replace(self, text=text)


@dataclass(frozen=True)
class RuledTable:
    """A table that rules enclose, and its box."""

    grid: Grid
    x0: float
    x1: float
    top: float
    bottom: float


@dataclass
class Page:
    """One page.

    Attributes:
        number: Its number, counted from 1.
        width: Its width in points.
        height: Its height in points.
        words: The words outside of ruled tables, in no particular order.
        tables: The ruled tables, from the top.
        rules: The horizontal rules on it.
        pictures: Whether there are pictures or drawings on it.
        garbled: Whether most of its letters cannot be told.
        crowded: Whether there are too many letters on it to be read.
        recognised: Whether its words were recognised on a picture of it.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    tables: list[RuledTable] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    pictures: bool = False
    garbled: bool = False
    crowded: bool = False
    recognised: bool = False


def text_of(words: Sequence[Word]) -> str:
    """Return the text of words that stand on one line, in order; parts of one word set differently stay one."""
    text = ""
    before: Word | None = None
    size = max((word.size for word in words), default=0)
    for word in words:
        raised = word.size < 0.8 * size and before is not None and word.bottom < before.bottom - 0.15 * size
        part = word.text.translate(SUPERSCRIPT) if raised and word.text.isdigit() else word.text
        touching = before is not None and -0.5 * word.size < word.x0 - before.x1 < 0.12 * word.size
        text += part if touching or not text else f" {part}"
        before = word
    return text


def into_rows(words: Sequence[Word]) -> list[list[Word]]:
    """Group words into the lines that they stand on, from the top, each from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: (word.middle, word.x0)):
        for row in rows[-1:-4:-1]:
            first = row[0]
            shared = min(word.bottom, first.bottom) - max(word.top, first.top)
            if shared > 0.5 * min(word.bottom - word.top, first.bottom - first.top):
                row.append(word)
                break
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=lambda word: word.x0)
    return sorted(rows, key=lambda row: min(word.top for word in row))


def words_of(page: "PlumberPage") -> Iterator[Word]:
    """Yield the words on the page; what lies outside of it, or across it like a watermark, is not on it."""
    from pdfplumber.utils.text import extract_words

    letters = list(_without_doubles(page.chars))
    found = extract_words(letters, x_tolerance_ratio=0.15, extra_attrs=["fontname", "size"])
    left, upper, right, lower = (float(edge) for edge in page.cropbox)
    for word in found:
        x0, x1, top, bottom = (float(word[key]) for key in ("x0", "x1", "top", "bottom"))
        if not (left <= (x0 + x1) / 2 <= right and upper <= (top + bottom) / 2 <= lower):
            continue
        text = word["text"].replace(NAMELESS_BULLET, "•")
        text = ICON.sub("", "".join(BULLETS.get(letter, letter) for letter in text))
        bold = bool(BOLD.search(str(word["fontname"]).split("+")[-1]))
        size, upright = abs(float(word["size"])) or 1.0, bool(word["upright"])
        if text.startswith("•") and len(text) > 1:
            yield Word("•", x0, x0, top, bottom, size, bold, upright)
            text, x0 = text[1:], min(x0 + size / 2, x1)
        yield Word(text, x0, x1, top, bottom, size, bold, upright)


def _without_doubles(letters: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield letters without those that are set twice at nearly the same place to look bold."""
    seen: set[tuple[str, float, int, int]] = set()
    for letter in letters:
        step = DOUBLE * (round(abs(letter["size"]), 1) or 1.0)
        text, x, y = letter["text"], round(letter["x0"] / step), round(letter["top"] / step)
        if text == " " or not any((text, step, x + a, y + b) in seen for a in (-1, 0, 1) for b in (-1, 0, 1)):
            yield letter
        seen.add((text, step, x, y))
