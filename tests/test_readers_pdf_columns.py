"""PDF pages with narrow columns of justified text, and with tables whose rows only horizontal rules part."""

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph

from ingest.readers import read
from tests.pdf_pages import HEIGHT, Drawing
from tests.test_readers_pdf import PROSE, cells, texts

JUSTIFIED = ParagraphStyle("justified", alignment=TA_JUSTIFY, fontName="Helvetica", fontSize=10, leading=13)
LONG = (
    "Representatives of all the neighbouring municipalities appreciated that the communication was so straightforward. "
    "Entrepreneurship and apprenticeship organisations of the region developed qualification opportunities in a joint "
    "effort, and the transportation infrastructure remained controversial throughout. Administrative simplification "
    "went with digitalisation in most of the places."
)
"""A paragraph whose words are so long that a narrow column has wide gaps between them."""
HEADER = ("Course", "Place", "Start", "Cost")


def column(drawing: Drawing, x: float, y: float, texts: list[str], width: float = 190) -> None:
    """Draw justified paragraphs below each other."""
    for text in texts:
        paragraph = Paragraph(text, JUSTIFIED)
        _, height = paragraph.wrapOn(drawing.canvas, width, 700)
        paragraph.drawOn(drawing.canvas, x, HEIGHT - y - height)
        y += height + 8


def numbered(first: int, last: int) -> list[str]:
    return [f"Paragraph {number}: {LONG}" for number in range(first, last)]


def test_narrow_columns_of_justified_text_are_read_one_after_the_other_and_are_no_table() -> None:
    drawing = Drawing()
    column(drawing, 60, 80, numbered(1, 5))
    column(drawing, 275, 80, numbered(5, 8))
    source = read(drawing.done(), "a.pdf")
    assert texts(source) == numbered(1, 8)


def test_a_single_narrow_column_of_justified_text_is_no_table() -> None:
    drawing = Drawing()
    column(drawing, 60, 80, numbered(1, 5), width=170)
    source = read(drawing.done(), "a.pdf")
    assert texts(source) == numbered(1, 5)


def table_page(drawing: Drawing, first: int, last: int) -> float:
    """Draw a table in which every third place takes two lines, the other cells standing beside the second."""
    y = 80.0
    for number in range(first - 1, last + 1):
        row = HEADER if number < first else (f"Course {number}", "Hall", f"{number}.3.2024", f"{1000 + number} €")
        if number >= first and number % 3 == 0:
            drawing.text(160, y, "Hall of the town with a")
            y += 12
            row = (row[0], "long name", *row[2:])
        for x, text in zip((60, 160, 320, 420), row, strict=True):
            drawing.text(x, y, text)
        drawing.canvas.line(60, HEIGHT - y - 5, 480, HEIGHT - y - 5)
        y += 18
    return y


def test_lines_that_no_rule_parts_are_one_row_and_a_header_repeated_on_the_next_page_is_dropped() -> None:
    drawing = Drawing()
    drawing.lines(60, 40, ["The courses of this year:"])
    table_page(drawing, 1, 9)
    drawing.next_page()
    y = table_page(drawing, 10, 16)
    drawing.lines(60, y + 30, PROSE)
    source = read(drawing.done(), "a.pdf")
    places = {True: "Hall of the town with a long name", False: "Hall"}
    assert cells(source) == [
        (f"Course {number}", places[number % 3 == 0], f"{number}.3.2024", f"{1000 + number} €")
        for number in range(1, 17)
    ]
    assert {block.headers for block in source.blocks if block.kind == "row"} == {HEADER}
