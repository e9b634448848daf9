"""The reader of spreadsheets, on workbooks made for each oddity of real ones."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers import READERS, read, sniff, xlsx


def made(write: Callable[[Worksheet, Workbook], object]) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    write(sheet, book)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def rows_of(*rows: tuple[object, ...], title: str = "Schools") -> bytes:
    def write(sheet: Worksheet, book: Workbook) -> None:
        sheet.title = title
        for row in rows:
            sheet.append(list(row))

    return made(write)


def cells(source: SourceText) -> list[tuple[str, ...]]:
    return [block.cells for block in source.blocks if block.kind == "row"]


def test_a_sheet_is_a_section_with_its_title_table_and_notes() -> None:
    data = rows_of(
        ("Schools by region",), (None,), ("Region", "Schools", "Firms"), ("North", 4, None), ("South", None, 17),
        (None,), ("Counted in the spring of 2024",),
    )  # fmt: skip
    source = read(data, "a.xlsx")
    assert [(b.kind, b.text) for b in source.blocks] == [
        ("heading", "Schools"), ("paragraph", "Schools by region"), ("row", "North\t4\t"), ("row", "South\t\t17"),
        ("paragraph", "Counted in the spring of 2024"),
    ]  # fmt: skip
    assert cells(source) == [("North", "4", ""), ("South", "", "17")]
    assert source.blocks[2].headers == ("Region", "Schools", "Firms")


def test_merged_cells_are_repeated_and_grouped_headers_joined() -> None:
    def write(sheet: Worksheet, book: Workbook) -> None:
        for row in (("Field", "Count", None), ("Field", 2023, 2024), ("Money", 3, 4), (None, 5, 6)):
            sheet.append(row)
        for place in ("B1:C1", "A3:A4"):
            sheet.merge_cells(place)
        for place in ("A1", "B1", "A2", "B2", "C2"):
            sheet[place].font = Font(bold=True)

    source = read(made(write), "a.xlsx")
    assert cells(source) == [("Money", "3", "4"), ("Money", "5", "6")]
    assert source.blocks[-1].headers == ("Field", "Count 2023", "Count 2024")
    assert source.blocks[-1].text == "\t5\t6"


def test_values_are_shown_as_people_write_them() -> None:
    def write(sheet: Worksheet, book: Workbook) -> None:
        sheet.append(("What", "Value"))
        values = (0.1 + 0.2, 1234567, date(2024, 5, 6), datetime(2024, 5, 6, 7, 8), True, 0.45, 3.0)
        for value in values:
            sheet.append(("it", value))
        sheet["B7"].number_format = "0%"

    assert [row[1] for row in cells(read(made(write), "a.xlsx"))] == [
        "0.3", "1234567", "2024-05-06", "2024-05-06 07:08", "TRUE", "45%", "3",
    ]  # fmt: skip


def test_money_is_shown_with_its_currency() -> None:
    def write(sheet: Worksheet, book: Workbook) -> None:
        sheet.append(("What", "Value"))
        for row, form in enumerate(('#,##0 "€"', "[$€-407]#,##0", "[$CHF] 0.00", "[$-407]0.00", "0.00"), start=2):
            sheet.append(("it", 1500))
            sheet.cell(row, 2).number_format = form

    assert [row[1] for row in cells(read(made(write), "a.xlsx"))] == ["1500 €", "1500 €", "1500 CHF", "1500", "1500"]


def test_formulas_that_were_never_reckoned_are_said_to_be_blank() -> None:
    source = read(rows_of(("What", "Value"), ("Firms", 3), ("Total", "=SUM(B2:B2)")), "a.xlsx")
    assert cells(source)[-1] == ("Total", "")
    assert source.warnings == (
        "Formulas without a result: 1. Open the file in its program, save it again, and ingest that.",
    )
    assert read(rows_of(("What", "Value"), ("Firms", 3)), "a.xlsx").warnings == ()


def test_tables_side_by_side_and_one_below_the_other_are_several() -> None:
    data = rows_of(
        ("Region", "Schools", None, "Region", "Firms"),
        ("North", 1, None, "East", 2),
        (None,),
        ("Year", "People"),
        (2024, 9),
    )
    source = read(data, "a.xlsx")
    assert [(b.cells, b.group) for b in source.blocks if b.kind == "row"] == [
        (("North", "1"), 1), (("East", "2"), 2), (("2024", "9"), 3),
    ]  # fmt: skip


def test_hidden_sheets_are_left_out_and_listed() -> None:
    def write(sheet: Worksheet, book: Workbook) -> None:
        sheet.append(("Region", "Schools"))
        sheet.append(("North", 4))
        hidden = book.create_sheet("Lists")
        hidden.append(("a", "b"))
        hidden.sheet_state = "hidden"

    source = read(made(write), "a.xlsx")
    assert cells(source) == [("North", "4")]
    assert source.left_out == ("Hidden sheet: “Lists”",)


def test_a_sheet_that_spans_far_too_much_is_refused_with_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    data = made(lambda sheet, book: sheet.cell(1_048_576, 16_000, "far away"))
    with pytest.raises(SourceError, match="Delete what is empty"):
        read(data, "a.xlsx")
    monkeypatch.setattr(xlsx, "MAX_SHEETS_XML", 10)
    with pytest.raises(SourceError, match="unpacked"):
        read(rows_of(("a", "b")), "a.xlsx")


def test_an_empty_or_damaged_workbook_is_refused_with_a_reason() -> None:
    with pytest.raises(SourceError, match="no text"):
        read(rows_of(), "a.xlsx")
    with pytest.raises(SourceError, match="damaged"):
        read(rows_of(("a", "b"))[:2000], "a.xlsx")
    assert sniff(rows_of(("a", "b")), "a.pdf") == "xlsx"


GOOD = rows_of(("Region", "Schools"), ("North", 4))
WORD = st.from_regex(r"[a-z]{2,8}", fullmatch=True)


@given(st.lists(st.tuples(WORD, WORD, WORD), min_size=2, max_size=12))
@settings(max_examples=25, deadline=None)
def test_every_cell_is_read_once_and_in_order(rows: list[tuple[str, str, str]]) -> None:
    source = READERS["xlsx"](rows_of(*rows), "a.xlsx")
    read_rows = [*([source.blocks[-1].headers] if source.blocks[-1].headers else []), *cells(source)]
    assert read_rows == rows


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_damaged_workbook_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SourceError):
        assert READERS["xlsx"](bytes(content), "a.xlsx").pages == 0
