"""Rows of tables: their figures, how they are written, which are alike, and which are highest."""

import pytest

from assistant.tables import extremes, labelled, rows_like, same_label, tables, text_of, value_of
from assistant.vocabulary import Document, Hit, Passage, Section

DOCUMENT = Document("d", "mills.md", "Mills")
SECTION = Section("s", "d", ("Mills",), 0, "")


def row(*cells: str, headers: tuple[str, ...] = ("Type of mill", "Number"), group: int = 1) -> Passage:
    text = " | ".join(cells)
    return Passage(text, "d", "s", 0, "row", text, 0, len(text), headers=headers, cells=cells, group=group)


def hit(passage: Passage) -> Hit:
    return Hit(passage, SECTION, DOCUMENT, 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("cells", "figure", "shown"),
    [
        (("Grain mills", "12"), 12, "12"),
        (("Grain mills", "1,200"), 1200, "1,200"),
        (("Grain mills", "1.200"), 1200, "1.200"),
        (("Grain mills", "4,5"), 4.5, "4,5"),
        (("Grain mills", "12 working"), 12, "12 working"),
        (("Grain mills", "35 %"), 35, "35 %"),
    ],
)
def test_the_figure_of_a_row_is_read_as_it_is_written(cells: tuple[str, ...], figure: float, shown: str) -> None:
    value = value_of(row(*cells))
    assert value is not None
    assert (value.label, value.header, value.value, value.shown) == ("Grain mills", "Number", figure, shown)


def test_a_blank_cell_is_a_figure_that_is_not_given() -> None:
    value = value_of(row("Paper mills", " "))
    assert value is not None
    assert (value.label, value.value, value.shown) == ("Paper mills", None, "")


@pytest.mark.parametrize("cells", [("Oda Brandt", "miller"), ("12", "7"), ("", "7"), ("Grain mills",)])
def test_a_row_without_label_and_figure_has_no_value(cells: tuple[str, ...]) -> None:
    assert value_of(row(*cells)) is None


def test_a_paragraph_has_no_value() -> None:
    assert value_of(Passage("p", "d", "s", 0, "paragraph", "12 mills", 0, 8)) is None


def test_a_row_of_two_cells_is_written_as_label_and_value() -> None:
    assert text_of(row("Grain mills", "12")) == "Grain mills: 12"
    assert text_of(row("Grain mills:", "12")) == "Grain mills: 12"


def test_a_row_of_more_cells_is_written_with_its_headers() -> None:
    wide = row("Oda Brandt", "miller", "1907", headers=("Name", "Trade", "Born"))
    assert text_of(wide) == "Name: Oda Brandt; Trade: miller; Born: 1907"


def test_labels_are_compared_by_the_stems_of_their_words() -> None:
    assert same_label("Grain mills", "grain mill") == 1
    assert same_label("Grain mills", "Saw mills") < 0.6
    assert same_label("", "") == 0


def test_rows_about_the_same_thing_come_most_alike_first() -> None:
    near, exact, far = row("Large grain mills", "1"), row("Grain mill", "2"), row("Saw mills", "3")
    assert rows_like(row("Grain mills", "12"), [near, far, exact]) == [exact, near]


def test_the_highest_and_lowest_leave_blanks_out_and_name_all_that_tie() -> None:
    hits = [hit(row(*cells)) for cells in (("A", "7"), ("B", ""), ("C", "2"), ("D", "7"))]
    (rows,) = tables(hits).values()
    assert [value.label for value, _ in extremes(rows, lowest=False)] == ["A", "D"]
    assert [value.label for value, _ in extremes(rows, lowest=True)] == ["C"]
    assert extremes(rows[1:2], lowest=True) == []


def test_rows_of_different_tables_are_kept_apart() -> None:
    hits = [hit(row("A", "1")), hit(row("B", "2", group=2)), hit(row("C", "3"))]
    assert [[value.label for value, _ in rows] for rows in tables(hits).values()] == [["A", "C"], ["B"]]


@pytest.mark.parametrize(
    ("cells", "meant"),
    [
        (("Type of mill", "grain"), True),
        (("Mill", "grain"), False),
        (("Type of wheel", "grain"), False),
        (("Type of mill", "101132841"), True),
        (("Type of mill", "12"), False),
        (("Type of mill", "grain", "12"), False),
    ],
)
def test_a_row_of_a_label_and_its_value_is_meant_where_the_label_is_said_whole(
    cells: tuple[str, ...], meant: bool
) -> None:
    assert labelled(row(*cells), frozenset({"type", "of", "mill", "tarnbrook"})) == meant
