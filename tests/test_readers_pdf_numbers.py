"""Numbered lists of a PDF whose numbers stand bare beside their texts."""

from collections.abc import Sequence
from io import BytesIO

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Table

from assistant.vocabulary import Block
from ingest.readers import read

LONG = "Wheels turn as long as there is water, and they stand still as soon as the ice comes, whatever anybody says."
TEXTS = (LONG, "Flour keeps for six weeks.", f"Nobody mends a mill alone. {LONG}")


def blocks(*flowables: Flowable) -> list[Block]:
    made = BytesIO()
    SimpleDocTemplate(made).build(list(flowables))
    return list(read(made.getvalue(), "mills.pdf").blocks)


def text(words: str) -> Flowable:
    return Paragraph(words, getSampleStyleSheet()["BodyText"])


def listed(kind: str, texts: Sequence[str]) -> Flowable:
    return ListFlowable([text(each) for each in texts], bulletType=kind)


@pytest.mark.parametrize("kind", ["1", "a"])
def test_bare_numbers_and_letters_that_count_on_mark_the_items_of_a_list(kind: str) -> None:
    found = blocks(text("The millers learned:"), listed(kind, TEXTS), text("That was all."))
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", "The millers learned:"),
        *(("item", each) for each in TEXTS),
        ("paragraph", "That was all."),
    ]


def test_a_table_with_numbers_in_front_stays_a_table() -> None:
    cells = [["Place", "Grain", "Share"], ["1", "Rye", "52%"], ["2", "Wheat", "40%"], ["3", "Oats", "8%"]]
    found = blocks(text(LONG), Table(cells, colWidths=[60, 120, 60], hAlign="LEFT"), text("That was all."))
    assert [block.cells for block in found if block.kind == "row"] == [tuple(row) for row in cells[1:]]


def test_numbers_that_do_not_count_on_mark_nothing() -> None:
    found = blocks(text(LONG), text(f"7 {LONG}"), text(f"9 {LONG}"))
    assert [(block.kind, block.text) for block in found] == [
        ("paragraph", LONG), ("paragraph", f"7 {LONG}"), ("paragraph", f"9 {LONG}"),
    ]  # fmt: skip
