"""Headings of a PDF, from its outline and from how lines are set."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.boilerplate import CONTENTS, ENTRY
from ingest.readers.headings import looks_like_heading, looks_like_label, plain
from ingest.readers.pdf_paragraphs import Paragraph

LARGER = 1.12
"""How much larger than the running text a heading is set at least, if it is not bold."""
MAX_HEADING_WORDS = 30
MAX_HEADING_LINES = 4
LOWEST = 6
"""Lowest rank of a heading."""
CAPTION = re.compile(
    r"^(?:figure|fig\.|table|abbildung|abb\.|tabelle|figura|tabella|obrázek|tabulka|figuur|tabel)\s*\d", re.I
)


@dataclass(frozen=True)
class OutlineEntry:
    """An entry of a PDF's outline: its title, rank from 1, and page from 1 (None: unknown)."""

    title: str
    level: int
    page: int | None


Style = tuple[float, bool, bool]
"""How a heading is set: its size, whether it is bold, whether it is all capitals."""


def find_headings(
    paragraphs: list[Paragraph], outline: Sequence[OutlineEntry], body_size: float, *, body_bold: bool = False
) -> dict[int, int]:
    """Return the rank of each paragraph that is a heading, by its place in the list.

    Entries of the outline come first; a heading that it does not name has the rank of those set like it, or else
    one below those that are set larger. A heading that runs into its paragraph is parted from it, in place.

    Args:
        paragraphs: The document's paragraphs, changed in place.
        outline: Its outline.
        body_size: Size of the running text in points.
        body_bold: Whether the running text is bold.
    """
    named = _from_outline(paragraphs, outline)
    styled = {
        place: _style(paragraph)
        for place, paragraph in enumerate(paragraphs)
        if place in named or _stands_out(paragraphs, place, body_size, body_bold)
    }
    ranks = _ranks_of_styles(styled, named)
    return {place: named.get(place) or ranks[style] for place, style in styled.items()}


def _from_outline(paragraphs: list[Paragraph], outline: Sequence[OutlineEntry]) -> dict[int, int]:
    """Return the rank of each paragraph that the outline names."""
    by_page: dict[int, list[Paragraph]] = {}
    for paragraph in paragraphs:
        by_page.setdefault(paragraph.page, []).append(paragraph)
    found: dict[int, int] = {}
    for entry in outline:
        key = _key(entry.title)
        if not key:
            continue
        pages = sorted(by_page) if entry.page is None else [entry.page, entry.page + 1, entry.page - 1]
        match = next(
            (
                (paragraph, count)
                for page in pages
                for paragraph in by_page.get(page, ())
                if id(paragraph) not in found and (count := _lines_named(paragraph, key))
            ),
            None,
        )
        if match is None:
            continue
        paragraph, count = match
        if count < len(paragraph.lines):
            rest = Paragraph(paragraph.page, paragraph.lines[count:], paragraph.right)
            rest.text = _text_after(paragraph, count)
            paragraph.text = " ".join(line.text for line in paragraph.lines[:count])
            paragraph.lines = paragraph.lines[:count]
            paragraphs.insert(paragraphs.index(paragraph) + 1, rest)
            by_page[paragraph.page].insert(by_page[paragraph.page].index(paragraph) + 1, rest)
        found[id(paragraph)] = entry.level
    return {place: found[id(paragraph)] for place, paragraph in enumerate(paragraphs) if id(paragraph) in found}


def _lines_named(paragraph: Paragraph, key: str) -> int:
    """Return how many of a paragraph's first lines an entry of the outline names, 0 where it names none."""
    if paragraph.is_row:
        return 0
    if ENTRY.match(paragraph.text):
        return 0
    for count in range(1, min(len(paragraph.lines), MAX_HEADING_LINES) + 1):
        if _key(" ".join(line.text for line in paragraph.lines[:count])) == key:
            return count
    return 0


def _text_after(paragraph: Paragraph, count: int) -> str:
    """Return a paragraph's text without its first lines; hyphens that were resolved stay so."""
    head = sum(len("".join(line.text.split())) for line in paragraph.lines[:count])
    seen = 0
    for position, letter in enumerate(paragraph.text):
        if seen >= head:
            return paragraph.text[position:].strip()
        seen += not letter.isspace()
    return ""


def _key(text: str) -> str:
    return "".join(plain(text).split())


def _stands_out(paragraphs: Sequence[Paragraph], place: int, body_size: float, body_bold: bool) -> bool:
    """Tell whether a paragraph is a heading by how it is set."""
    paragraph = paragraphs[place]
    text = paragraph.text
    if paragraph.is_row or text.startswith("•") or len(paragraph.lines) > MAX_HEADING_LINES or CAPTION.match(text):
        return False
    if not re.search(r"[^\W\d_]{2}", text) or len(text.split()) > MAX_HEADING_WORDS or ENTRY.match(text):
        return False
    if CONTENTS.match(text):
        return True
    if paragraph.size >= LARGER * body_size:
        return not text.endswith((".", ",", ";")) or len(text.split()) <= 3
    if paragraph.size < 0.95 * body_size or not (paragraph.bold and not body_bold):
        return False
    following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
    heads = following is not None and not (following.bold and following.size == paragraph.size and following.is_row)
    return heads and (looks_like_label(text) if text.endswith(":") else looks_like_heading(text.rstrip("?!")))


def _style(paragraph: Paragraph) -> Style:
    letters = [letter for letter in paragraph.text if letter.isalpha()]
    return paragraph.size, paragraph.bold, all(letter.isupper() for letter in letters)


def _ranks_of_styles(styled: dict[int, Style], named: dict[int, int]) -> dict[Style, int]:
    """Return the rank of each way in which headings are set: larger, then bold, then capitals rank higher."""
    known: dict[Style, Counter[int]] = {}
    for place, level in named.items():
        known.setdefault(styled[place], Counter())[level] += 1
    ranks: dict[Style, int] = {}
    for style in sorted(set(styled.values()), reverse=True):
        above = max(ranks.values(), default=0)
        ranks[style] = known[style].most_common(1)[0][0] if style in known else min(above + 1, LOWEST)
    return ranks
