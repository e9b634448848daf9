"""Grids: tables whose cells are known, as PDF rules, Word, slides, spreadsheets and web pages give them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from assistant.vocabulary import Block
from ingest.readers.lines import Line
from ingest.readers.tables import MAX_HEADER, cased_columns, continues, is_name, join_cells

MAX_HEADER_ROWS = 3


@dataclass(frozen=True)
class Cell:
    """One place of a grid.

    Attributes:
        text: Its text; that of the merged cell it is part of.
        left: Whether it is one with the cell to its left.
        above: Whether it is one with the cell above it.
        strong: Whether it is set as a header: all bold, or marked as one.
    """

    text: str
    left: bool = False
    above: bool = False
    strong: bool = False


@dataclass(frozen=True)
class Grid:
    """A table as it stands on one page.

    Attributes:
        rows: Its cells, row by row.
        page: Its page.
        headers: How many of its first rows are known to be headers; None: the file does not say.
    """

    rows: tuple[tuple[Cell, ...], ...]
    page: int | None = None
    headers: int | None = None


def grid_lines(parts: Sequence[Grid], number: int) -> list[Line]:
    """Return the rows of one table, which may go over several pages, as lines that `read_lines` takes as they are.

    Merged cells are repeated in each row and column that they cover, and stand in the row's text only once. A
    header that is repeated on a later page is dropped, a row that a page break split is joined, empty rows and
    columns are left out, and a row that is one cell across the table becomes a paragraph if it is the first.

    Args:
        parts: The table's part on each page, in order.
        number: Number of the table in the file, counted from 1.
    """
    parts = [part for part in (_tidy(part) for part in _same_width(parts)) if part.rows]
    if not parts:
        return []
    lines: list[Line] = []
    first = parts[0]
    while len(first.rows) > 1 and _is_title(first.rows[0]):
        lines += [Line(first.rows[0][0].text, page=first.page), Line("", page=first.page)]
        first = replace(
            first, rows=first.rows[1:], headers=None if first.headers is None else max(first.headers - 1, 0)
        )
    if len(first.rows[0]) < 2:
        return lines + _as_paragraphs([first, *parts[1:]])
    count = _header_rows(first)
    head = first.rows[:count]
    headers = tuple(_header(column) for column in zip(*head, strict=True)) if head else ()
    rows: list[tuple[list[str], list[str], int | None]] = []
    for turn, part in enumerate([replace(first, rows=first.rows[count:]), *parts[1:]]):
        for place, row in enumerate(_without_repeated(part.rows, head) if turn else part.rows):
            _add(rows, row, part.page, after_break=turn > 0 and place == 0)
    pairs = not headers and sum(filled[0].endswith(":") for _, filled, _ in rows) * 2 > len(rows)
    for verbatim, filled, page in rows:
        cells = (filled[0].removesuffix(":").rstrip(), *filled[1:]) if pairs else tuple(filled)
        text = "\t".join(verbatim)
        row_block = Block("row", text, page=page, cells=cells, headers=headers, group=number)
        lines.append(Line(text, page=page, row=row_block))
    return [*lines, Line("", page=parts[-1].page)]


def _add(
    rows: list[tuple[list[str], list[str], int | None]], row: Sequence[Cell], page: int | None, *, after_break: bool
) -> None:
    """Add a row to those before it; the first one after a page break may go on with the last one."""
    filled = [cell.text for cell in row]
    verbatim = ["" if cell.left or cell.above else cell.text for cell in row]
    if after_break and rows:
        cased = cased_columns([cells for _, cells, _ in rows])
        if not filled[0] and any(filled) and continues(rows[-1][1], filled, cased):
            join_cells(rows[-1][0], filled)
            join_cells(rows[-1][1], filled)
            return
        if filled[0] and filled[0][0].islower() and continues(rows[-1][1], filled, cased | {0}):
            join_cells(rows[-1][0], verbatim)
            join_cells(rows[-1][1], filled)
            return
        if not filled[0] and any(filled):
            filled[0] = rows[-1][1][0]
    rows.append((verbatim, filled, page))


def _same_width(parts: Iterable[Grid]) -> list[Grid]:
    """Return the parts with all rows of all of them equally long."""
    parts = list(parts)
    width = max((len(row) for part in parts for row in part.rows), default=0)
    return [replace(part, rows=tuple(row + (Cell(""),) * (width - len(row)) for row in part.rows)) for part in parts]


def _tidy(grid: Grid) -> Grid:
    """Return the grid without rows and columns in which nothing stands, or only what is merged into them."""
    rows = [row for row in grid.rows if any(cell.text and not cell.above for cell in row)]
    dropped = len([row for row in grid.rows[: grid.headers or 0] if row not in rows])
    columns = [
        column
        for column in range(len(rows[0]) if rows else 0)
        if any(row[column].text and not row[column].left for row in rows)
    ]
    return Grid(
        tuple(tuple(row[column] for column in columns) for row in rows),
        grid.page,
        None if grid.headers is None else grid.headers - dropped,
    )


def _is_title(row: Sequence[Cell]) -> bool:
    """Tell whether a row is one cell that goes over the whole table."""
    return len(row) > 1 and bool(row[0].text) and all(cell.left for cell in row[1:])


def _as_paragraphs(parts: Sequence[Grid]) -> list[Line]:
    """Return the lines of a grid with a single column: a frame around text."""
    return [line for part in parts for row in part.rows for line in (Line(row[0].text, page=part.page), Line(""))]


def _header_rows(grid: Grid) -> int:
    """Return how many of the first rows are headers."""
    count = _stated_headers(grid)
    while 0 < count < min(MAX_HEADER_ROWS, len(grid.rows) - 1) and _is_below_group(grid.rows, count):
        count += 1
    return count


def _is_below_group(rows: Sequence[Sequence[Cell]], place: int) -> bool:
    """Tell whether a row goes on with the header above it: one header reaches into it, another is parted there."""
    pairs = list(zip(rows[place - 1], rows[place], strict=True))
    return any(below.above for _, below in pairs) and any(above.left and not below.left for above, below in pairs)


def _stated_headers(grid: Grid) -> int:
    """Return how many of the first rows are set as headers, or name columns."""
    rows = grid.rows
    if grid.headers is not None:
        return min(grid.headers, len(rows) - 1)
    strong = [_all_strong(row) for row in rows]
    if strong[0] and not all(strong):
        count = next(place for place, whole in enumerate(strong) if not whole)
        return count if count <= MAX_HEADER_ROWS else 0
    if any(cell.strong for row in rows for cell in row) and not strong[0] and _strong_column(rows):
        return 0
    if not _names_columns(rows, 0) or len(rows) < 2:
        return 0
    grouped = any(cell.left for cell in rows[0]) and len(rows) > 2 and _names_columns(rows, 1)
    return 2 if grouped else 1


def _all_strong(row: Sequence[Cell]) -> bool:
    return any(cell.text for cell in row) and all(cell.strong for cell in row if cell.text)


def _strong_column(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first column is set as a header and the first row is not."""
    return all(row[0].strong for row in rows if row[0].text) and not any(cell.strong for cell in rows[0][1:])


def _names_columns(rows: Sequence[Sequence[Cell]], place: int) -> bool:
    """Tell whether a row names columns: short, no amounts, no sentences; only the first may be blank."""
    texts = [cell.text for cell in rows[place]]
    below = [[row[column].text for row in rows[place + 1 :]] for column in range(len(texts))]
    return all(texts[1:]) and all(
        len(text) <= MAX_HEADER and is_name(text, under) and not text.endswith((".", ":"))
        for text, under in zip(texts, below, strict=True)
    )


def _header(column: Sequence[Cell]) -> str:
    """Return a column's header out of the header rows, each text once."""
    return " ".join(dict.fromkeys(cell.text for cell in column if cell.text))


def _without_repeated(rows: Sequence[tuple[Cell, ...]], head: Sequence[Sequence[Cell]]) -> Sequence[tuple[Cell, ...]]:
    """Return a later part's rows without the table's header."""
    count = len(head)
    same = count and [[_key(c) for c in row] for row in rows[:count]] == [[_key(c) for c in row] for row in head]
    return rows[count:] if same else rows


def _key(cell: Cell) -> str:
    return "".join(cell.text.split()).casefold()
