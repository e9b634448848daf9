"""Spreadsheets (XLSX): each sheet's tables, with what stands above and below them."""

import math
import re
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers.grid import Cell, Grid, grid_lines
from ingest.readers.limits import PARSER_ERRORS, damaged, open_zip
from ingest.readers.lines import Line
from ingest.readers.properties import stated
from ingest.readers.text import read_lines

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WHAT = "spreadsheet"
RECALCULATE = "Open the file in its program, save it again, and ingest that."
MAX_SHEETS_XML = 30 * 2**20
"""Most bytes that the sheets may take when unpacked; in memory they take some twenty times that."""
MAX_PLACES = 1_000_000
"""Most places, empty ones included, that a sheet may span."""
CURRENCY = re.compile(r"\[\$([^\]-]+)(?:-[^\]]*)?\]|\"\s*([€£$¥]|[A-Z]{3}|Kč|zł)\s*\"|([€£¥])")
"""The currency in a cell's form."""
NO_RESULT = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
DIGITS = 10
"""Digits to which numbers that are the result of a formula are shown."""


def read_xlsx(data: bytes, name: str) -> SourceText:
    """Read a spreadsheet: values as they were when it was saved; hidden sheets are left out.

    Raises:
        SourceError: It is damaged, protected with a password, or too large.
    """
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException
    from openpyxl.worksheet.worksheet import Worksheet

    with open_zip(data, name, WHAT) as archive:
        sheets = [entry for entry in archive.infolist() if entry.filename.startswith("xl/worksheets/")]
        size = sum(entry.file_size for entry in sheets)
        if size > MAX_SHEETS_XML:
            raise _too_large(name, f"takes {size / 2**20:.0f} MB when unpacked")
        try:
            unknown = sum(len(NO_RESULT.findall(archive.read(entry))) for entry in sheets)
        except PARSER_ERRORS as error:
            raise damaged(name, WHAT) from error
    lines: list[Line] = []
    left_out: list[str] = []
    tables = 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(BytesIO(data), data_only=True)
        for sheet in book.worksheets:
            if not isinstance(sheet, Worksheet):
                continue
            if sheet.sheet_state != "visible":
                left_out.append(f"Hidden sheet: “{sheet.title}”")
                continue
            if sheet.max_row * sheet.max_column > MAX_PLACES:
                raise _too_large(
                    name, f"has a sheet “{sheet.title}” of {sheet.max_row:,} × {sheet.max_column:,} places"
                )
            lines += [Line(sheet.title, heading=1), Line("")]
            for grid in _grids(_rows(sheet)):
                tables += 1
                lines += _table(grid, tables)
        title, created = book.properties.title or "", book.properties.created
    except (InvalidFileException, *PARSER_ERRORS) as error:
        raise damaged(name, WHAT) from error
    source = read_lines(lines, guess_headings=False)
    if all(block.kind == "heading" for block in source.blocks):
        return SourceText(blocks=())
    return replace(
        source,
        metadata=stated(title, created.date().isoformat() if created else "", source.blocks),
        warnings=(f"Formulas without a result: {unknown}. {RECALCULATE}",) if unknown else (),
        left_out=(*left_out, *source.left_out),
    )


def _too_large(name: str, how: str) -> SourceError:
    return SourceError(f"{name}: this {WHAT} {how}, which is too much. Delete what is empty, or split it into several.")


def _rows(sheet: "Worksheet") -> list[list[Cell]]:
    """Return a sheet's cells, merged ones repeated."""
    rows = [
        [Cell(_shown(cell.value, str(cell.number_format)), strong=bool(cell.font and cell.font.b)) for cell in row]
        for row in sheet.iter_rows()
    ]
    for merged in sheet.merged_cells.ranges:
        first = rows[merged.min_row - 1][merged.min_col - 1]
        for row in range(merged.min_row - 1, min(merged.max_row, len(rows))):
            for column in range(merged.min_col - 1, min(merged.max_col, len(rows[row]))):
                left, above = column >= merged.min_col, row >= merged.min_row
                rows[row][column] = replace(first, left=left, above=above)
    return rows


def _grids(rows: Sequence[Sequence[Cell]]) -> Iterator[list[list[Cell]]]:
    """Yield what is parted by empty rows, and then by empty columns where there are tables on both sides."""
    for block in _runs(rows):
        columns = [list(column) for column in zip(*block, strict=True)]
        parts = list(_runs(columns))
        if len(parts) > 1 and all(len(part) > 1 for part in parts):
            for part in parts:
                yield [list(row) for row in zip(*part, strict=True)]
        else:
            yield [list(row) for row in block]


def _runs(rows: Sequence[Sequence[Cell]]) -> Iterator[list[Sequence[Cell]]]:
    """Yield the stretches of rows in which anything stands."""
    run: list[Sequence[Cell]] = []
    for row in rows:
        if any(cell.text for cell in row):
            run.append(row)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _table(rows: list[list[Cell]], number: int) -> list[Line]:
    """Return a stretch of rows as lines: what stands alone above and below a table are paragraphs."""
    above: list[Line] = []
    below: list[Line] = []
    while rows and (text := _alone(rows[0])):
        above += [Line(text), Line("")]
        rows = rows[1:]
    while len(rows) > 1 and (text := _alone(rows[-1])) and len(text.split()) > 2:
        below = [Line(text), Line(""), *below]
        rows = rows[:-1]
    return [*above, *grid_lines([Grid(tuple(map(tuple, rows)))], number), *below]


def _alone(row: Sequence[Cell]) -> str:
    """Return the text of a row's only cell, "" where there are several."""
    texts = [cell.text for cell in row if cell.text and not cell.left]
    return texts[0] if len(texts) == 1 and row[0].text else ""


def _shown(value: object, form: str) -> str:
    """Return a value as it is shown: percentages and money as such, days without time, no needless digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, (int, float)):
        percent = "%" in form
        number = value * 100 if percent else value
        if isinstance(number, float) and not math.isfinite(number):
            return str(number)
        text = f"{number:.{DIGITS}g}" if isinstance(number, float) and abs(number) < 10**DIGITS else f"{number:.0f}"
        currency = CURRENCY.search(form)
        return f"{text}%" if percent else f"{text} {currency[1] or currency[2] or currency[3]}" if currency else text
    return " ".join(str(value).split())
