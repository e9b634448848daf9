"""Ruled tables of a PDF: what stands between rules, as the cells that they enclose."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.readers.grid import Cell, Grid
from ingest.readers.pdf_words import Page, RuledTable, Word, into_rows, text_of

if TYPE_CHECKING:
    from pdfplumber.table import Table

MAX_CELL_WORDS = 150
"""Most words in a cell of a table; where there are more, the rules are a page's layout."""
MAX_PLACES = 4000
"""Most places of a ruled table."""
MIN_SHARE = 0.25
"""Smallest share of a table's rows that have several cells; where there are fewer, the rules underlie running text."""


def ruled_table(table: "Table", page: Page) -> RuledTable | None:
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
    filled = [sum(bool(cell.text) and not cell.left for cell in row) for row in grid]
    if sum(count >= 2 for count in filled) < MIN_SHARE * sum(count >= 1 for count in filled):
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
