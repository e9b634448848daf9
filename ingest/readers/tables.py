"""Tables that plain text hints at: columns parted by tabs, and "label: value" lines one below the other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.vocabulary import Block
from ingest.readers.lines import BULLET, HASHES, NUMBERED, Line, without_marks

DASHES = frozenset(" \t:|+=_-")
"""What the line between a table's headers and its rows is made of."""
OPEN_END = re.compile(r"[^.!?:;…]\s*$")
LABEL = re.compile(r"^\s*(?P<label>[^\s:][^:\t]{0,59}?)\s*:(?:\s+(?P<value>\S.{0,59}?))?\s*$")
AMOUNT = re.compile(r"^[~≈<>±+-]?\s*[\d€$£]")
YEAR = re.compile(r"^(?:19|20)\d\d$")
MAX_HEADER = 60
"""Longest column header, in characters."""
NAMES = 2
"""Columns that have to be named where the first one is not."""
MAX_VALUE_WORDS = 8
MAX_LABELS = 100
"""Most lines in a row that are read as one list of labels and values."""
FURTHER = "; "
"""Put between the values that one merged cell holds."""


@dataclass(frozen=True)
class Table:
    """A table found among lines.

    Attributes:
        blocks: Its rows, without their group.
        end: Number of the line after its last one.
    """

    blocks: tuple[Block, ...]
    end: int


def tab_table(lines: Sequence[Line], start: int) -> Table | None:
    """Return the table of tab-separated columns that begins on a line, None where none does.

    Blank lines inside are skipped and the dash row is dropped. A row that a page break split is joined again,
    a first cell left blank repeats the one above (a merged cell), and a row of which only the last cells are
    filled is a further value of the row above. Headers that are repeated on a later page are dropped; the first of
    them may be blank.
    """
    rows: list[tuple[list[str], int | None]] = []
    end = position = start
    gap = False
    while position < len(lines):
        line = lines[position]
        position += 1
        if line.blank:
            gap = True
            continue
        cells = _cells(line)
        if cells is None or (not rows and not cells[0] and sum(map(bool, cells)) < NAMES):
            break
        dashes = "--" in line.text and DASHES.issuperset(line.text)
        if gap and rows and len(cells) != len(rows[-1][0]) and not dashes:
            break
        gap = False
        end = position
        if not dashes:
            rows.append((cells, line.page))
    if not rows:
        return None
    width = max(len(cells) for cells, _ in rows)
    grid = [(cells + [""] * (width - len(cells)), page) for cells, page in rows]
    if sum(cells[0].endswith(":") for cells, _ in grid) * 2 > len(grid):
        return Table(tuple(_pair(cells, page) for cells, page in grid), end)
    headers = tuple(grid[0][0]) if _is_header([cells for cells, _ in grid]) else ()
    if not headers and not grid[0][0][0]:
        return None
    rows_below = [row for row in grid[1:] if row[1] == grid[0][1] or row[0] != grid[0][0]] if headers else grid
    return Table(tuple(_rows(rows_below, headers)), end)


class Labels:
    """The "label: value" lines of a file."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._pairs = [_label(line) for line in lines]
        self._valued = {pair[0].casefold() for pair in self._pairs if pair is not None and AMOUNT.match(pair[1])}

    def table(self, start: int) -> Table | None:
        """Return the table of such lines that begins on a line, None where none does.

        A label without value has a blank cell; it is taken for a row only if another line follows it in the
        run, or if the label has an amount elsewhere in the file.
        """
        run = self._run(start)
        while run and not self._is_row(run[-1]):
            run.pop()
        if len(run) < 2 or not self._is_row(run[0]):
            return None
        values = [pair[1] for position in run if (pair := self._pairs[position]) is not None and pair[1]]
        amounts = sum(bool(AMOUNT.match(value)) for value in values)
        if len(values) * 2 < len(run) or (len(run) < 3 and amounts < len(values)):
            return None
        blocks = tuple(
            Block("row", without_marks(line.text), page=line.page, cells=self._pairs[position] or ())
            for position, line in ((position, self._lines[position]) for position in run)
        )
        return Table(blocks, run[-1] + 1)

    def _run(self, start: int) -> list[int]:
        """Return the numbers of the lines with labels from here on, until a line that has none."""
        run: list[int] = []
        for position in range(start, len(self._lines)):
            if self._pairs[position] is not None and len(run) < MAX_LABELS:
                run.append(position)
            elif not self._lines[position].blank:
                break
        return run

    def _is_row(self, position: int) -> bool:
        label, value = self._pairs[position] or ("", "")
        return bool(value) or label.casefold() in self._valued


def _cells(line: Line) -> list[str] | None:
    text = line.text
    if "\t" not in text or line.heading is not None or line.row is not None or HASHES.match(text):
        return None
    if BULLET.match(text) or NUMBERED.match(text) or text.lstrip().startswith("|"):
        return None
    return [without_marks(cell) for cell in text.split("\t")]


def _pair(cells: list[str], page: int | None) -> Block:
    return Block("row", "\t".join(cells), page=page, cells=(cells[0].removesuffix(":").rstrip(), *cells[1:]))


def _is_header(grid: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row names the columns: all filled, short, and neither amounts nor sentences.

    Where it begins in lower case as the cells below do, it is one of them. The column of the rows' own names may have
    none.
    """
    if len(grid) < 2 or len(grid[0]) < 2:
        return False
    rows = [row[1:] for row in grid] if not grid[0][0] and all(row[0] for row in grid[1:]) else grid
    first = rows[0]
    below = [[row[number] for row in rows[1:]] for number in range(len(first))]
    if not all(
        cell and len(cell) <= MAX_HEADER and is_name(cell, under) and not cell.endswith((".", ":", ",", ";"))
        for cell, under in zip(first, below, strict=True)
    ):
        return False
    columns = ([row[number] for row in rows if row[number]] for number in range(len(first)))
    return not any(len(cells) > 1 and all(cell[0].islower() for cell in cells) for cells in columns)


def _rows(grid: Sequence[tuple[list[str], int | None]], headers: tuple[str, ...]) -> list[Block]:
    """Return the rows: split ones joined, further values added to the row above, merged cells repeated."""
    rows: list[tuple[list[str], list[str], int | None]] = []
    cased = cased_columns([cells for cells, _ in grid])
    for cells, page in grid:
        if rows and continues(rows[-1][1], cells, cased):
            join_cells(rows[-1][0], cells)
            join_cells(rows[-1][1], cells)
            continue
        filled = list(cells)
        if rows and not cells[0] and any(cells):
            filled[0] = rows[-1][1][0]
        rows.append((list(cells), filled, page))
    return [
        Block("row", "\t".join(verbatim), page=page, cells=tuple(filled), headers=headers)
        for verbatim, filled, page in rows
    ]


def is_name(text: str, below: Sequence[str]) -> bool:
    """Tell whether a cell may name its column: it is no amount, or a year over what are no years."""
    return not AMOUNT.match(text) or (bool(YEAR.match(text)) and not any(YEAR.match(cell) for cell in below))


def cased_columns(grid: Sequence[Sequence[str]]) -> frozenset[int]:
    """Return the columns whose cells mostly begin in upper case, so that lower case means something there."""
    columns = [[cell for cell in column if cell] for column in zip(*grid, strict=True)]
    return frozenset(
        number for number, cells in enumerate(columns) if sum(cell[0].islower() for cell in cells) * 2 < len(cells)
    )


def continues(above: Sequence[str], cells: Sequence[str], cased: frozenset[int]) -> bool:
    """Tell whether a row goes on with the one above: in the middle of its sentence, or only its last cells filled."""
    first = next((column for column, cell in enumerate(cells) if cell), None)
    if first is None or not above[first]:
        return False
    incomplete = first > 0 or any(not cell or not other for cell, other in zip(cells, above, strict=True))
    broken = first in cased and cells[first][0].islower() and bool(OPEN_END.search(above[first]))
    return first >= 2 or (broken and incomplete)


def join_cells(above: list[str], cells: Sequence[str]) -> None:
    """Add a row's cells to the row above, in place."""
    for column, cell in enumerate(cells):
        if cell and above[column]:
            broken = cell[0].islower() and OPEN_END.search(above[column])
            above[column] += f" {cell}" if broken else f"{FURTHER}{cell}"
        elif cell:
            above[column] = cell


def _label(line: Line) -> tuple[str, str] | None:
    """Return label and value of a line that is nothing else, None where it is."""
    if (
        line.heading is not None
        or line.row is not None
        or "\t" in line.text
        or HASHES.match(line.text)
        or BULLET.match(line.text)
    ):
        return None
    match = LABEL.match(without_marks(line.text))
    if match is None or "://" in line.text:
        return None
    value = match["value"] or ""
    if len(value.split()) > MAX_VALUE_WORDS or value.endswith((".", "!", "?", ";")):
        return None
    return match["label"], value
