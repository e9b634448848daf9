"""Words of a PDF's pages: where each stands and how it is set, and the tables that rules enclose."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from ingest.readers.grid import Cell, Grid

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage
    from pdfplumber.table import Table

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
MAX_EDGES = 3000
"""Most rules on a page among which tables are looked for: more are a drawing."""
MAX_CELL_WORDS = 150
"""Most words in a cell of a table; where there are more, the rules are a page's layout."""
MAX_PLACES = 4000
"""Most places of a ruled table."""
MAX_CHARACTERS = 100_000
"""Most characters of a page that is read."""


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
        pictures: Whether there are pictures or drawings on it.
        garbled: Whether most of its letters cannot be told.
        crowded: Whether there are too many letters on it to be read.
    """

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    tables: list[RuledTable] = field(default_factory=list)
    pictures: bool = False
    garbled: bool = False
    crowded: bool = False


def read_page(page: "PlumberPage") -> Page:
    """Take words and ruled tables from a page of pdfplumber."""
    made = Page(page.page_number, float(page.width), float(page.height))
    made.pictures = bool(page.images) or len(page.curves) > 20
    if not page.chars:
        return made
    made.crowded = len(page.chars) > MAX_CHARACTERS
    if made.crowded:
        return made
    words = list(_words(page))
    unknown = sum(len(UNKNOWN.findall(word.text)) for word in words)
    made.garbled = unknown * 3 > sum(len(UNKNOWN.sub("x", word.text)) for word in words)
    if made.garbled:
        return made
    made.words = [word for word in words if word.text.strip()]
    if len(page.edges) <= MAX_EDGES:
        for table in page.find_tables():
            ruled = _ruled_table(table, made)
            if ruled is not None:
                made.tables.append(ruled)
    made.tables.sort(key=lambda table: table.top)
    return made


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


def _words(page: "PlumberPage") -> Iterator[Word]:
    """Yield the words on the page; what lies outside of it, or across it like a watermark, is not on it."""
    from pdfplumber.utils.text import extract_words

    letters = list(_without_doubles(page.chars))
    found = extract_words(letters, x_tolerance_ratio=0.15, extra_attrs=["fontname", "size"])
    for word in found:
        x0, x1, top, bottom = (float(word[key]) for key in ("x0", "x1", "top", "bottom"))
        if not (0 <= (x0 + x1) / 2 <= float(page.width) and 0 <= (top + bottom) / 2 <= float(page.height)):
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
    seen: set[tuple[str, int, int]] = set()
    for letter in letters:
        step = DOUBLE * (abs(letter["size"]) or 1.0)
        text, x, y = letter["text"], round(letter["x0"] / step), round(letter["top"] / step)
        if text == " " or not any((text, x + a, y + b) in seen for a in (-1, 0, 1) for b in (-1, 0, 1)):
            yield letter
        seen.add((text, x, y))


def _ruled_table(table: "Table", page: Page) -> RuledTable | None:
    """Return a table with the words in its cells, which are taken off the page; None where the rules are none."""
    boxes = [tuple(float(value) for value in cell) for cell in table.cells]
    lefts = _distinct([box[0] for box in boxes] + [max(box[2] for box in boxes)])
    tops = _distinct([box[1] for box in boxes] + [max(box[3] for box in boxes)])
    if len(lefts) < 3 or len(tops) < 3 or len(lefts) * len(tops) > MAX_PLACES:
        return None
    x0, top, x1, bottom = (float(value) for value in table.bbox)
    inside = [word for word in page.words if x0 <= (word.x0 + word.x1) / 2 <= x1 and top <= word.middle <= bottom]
    held: dict[int, list[Word]] = {}
    for word in inside:
        place = _containing(boxes, (word.x0 + word.x1) / 2, word.middle)
        if place is None:
            return None
        held.setdefault(place, []).append(word)
    if len(held) < 3 or any(len(words) > MAX_CELL_WORDS for words in held.values()):
        return None
    cells = {place: _cell_text(words) for place, words in held.items()}
    strong = {place: all(word.bold for word in words) for place, words in held.items()}
    rows = []
    for y0, y1 in pairwise(tops):
        places = [_containing(boxes, (a + b) / 2, (y0 + y1) / 2) for a, b in pairwise(lefts)]
        rows.append([(place, cells.get(place, "") if place is not None else "") for place in places])
    grid = tuple(
        tuple(
            Cell(
                text,
                left=place is not None and column > 0 and row[column - 1][0] == place,
                above=place is not None and number > 0 and rows[number - 1][column][0] == place,
                strong=place is not None and strong.get(place, False),
            )
            for column, (place, text) in enumerate(row)
        )
        for number, row in enumerate(rows)
    )
    if not any(sum(bool(cell.text) and not cell.left for cell in row) >= 2 for row in grid):
        return None
    gone = set(map(id, inside))
    page.words = [word for word in page.words if id(word) not in gone]
    return RuledTable(Grid(grid, page.number), x0, x1, top, bottom)


def _cell_text(words: Sequence[Word]) -> str:
    """Return the text of a cell: its lines joined, words that were hyphenated at a line's end whole."""
    text = ""
    for line in map(text_of, into_rows(words)):
        broken = re.search(r"[^\W\d_]{2}[-\u00ad]$", text) and line[:1].islower()
        text = text[:-1] + line if broken else f"{text} {line}".strip()
    return text


def _distinct(values: Sequence[float]) -> list[float]:
    """Return the values in order, those within two points of each other as one."""
    kept: list[float] = []
    for value in sorted(values):
        if not kept or value - kept[-1] > 2:
            kept.append(value)
    return kept


def _containing(boxes: Sequence[tuple[float, ...]], x: float, y: float) -> int | None:
    return next(
        (n for n, box in enumerate(boxes) if box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1), None
    )
