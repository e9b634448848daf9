"""Pages of a PDF that are made in odd ways: cropped, set twice, with headers that change, or damaged in part."""

import re
from io import BytesIO

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, FloatObject, NameObject

from ingest.readers import read
from tests.pdf_pages import Drawing
from tests.test_readers_pdf import PROSE, cells, prose_page, texts


def boxed(data: bytes, **boxes: tuple[float, float, float, float]) -> bytes:
    """Return a PDF with other page boxes."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(data)))
    for page in writer.pages:
        for name, box in boxes.items():
            page[NameObject(f"/{name}")] = ArrayObject(FloatObject(edge) for edge in box)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


def test_a_page_whose_points_begin_elsewhere_is_read_whole() -> None:
    drawing = Drawing()
    drawing.text(560, 30, "At the right.")
    drawing.lines(60, 80, PROSE)
    drawing.text(60, 830, "At the bottom.")
    source = read(boxed(drawing.done(), MediaBox=(40, -200, 640, 842), CropBox=(40, -200, 640, 842)), "a.pdf")
    assert texts(source) == ["At the right.", " ".join(PROSE), "At the bottom."]


def test_what_lies_outside_of_the_part_that_is_shown_is_left_out() -> None:
    drawing = Drawing()
    drawing.lines(60, 400, PROSE)
    drawing.text(60, 30, "Printer's marks")
    assert texts(read(boxed(drawing.done(), CropBox=(0, 100, 595, 700)), "a.pdf")) == [" ".join(PROSE)]


def test_letters_of_one_size_do_not_hide_those_of_another() -> None:
    drawing = Drawing()
    y = 40.0
    for size in (7, 8, 9, 10, 11, 12, 14.3, 16):
        drawing.lines(60, y, ["A letter that stands at the latter, tattered start of it all"] * 6, size, size + 1)
        y += 7 * size + 10
    found = " ".join(block.text for block in read(drawing.done(), "a.pdf").blocks)
    assert found.count("A letter that stands at the latter, tattered start of it all") == 48


def test_headers_that_name_a_short_chapter_are_left_out_with_those_of_long_ones() -> None:
    drawing = Drawing()
    chapters = ["Rivers"] * 5 + ["Lakes"] * 1 + ["Seas"] * 4
    for number, chapter in enumerate(chapters, start=3):
        drawing.text(60, 40, f"Chapter on {chapter}")
        drawing.text(500, 40, str(number))
        drawing.text(60, 100, f"The {chapter.lower()} are told of here.")
        prose_page(drawing, 120)
        drawing.next_page()
    source = read(drawing.done(), "a.pdf")
    assert not any("Chapter on" in block.text for block in source.blocks)
    assert any("Chapter on Lakes" in text for text in source.left_out)


def test_rules_behind_lines_of_text_are_no_table() -> None:
    drawing = Drawing()
    for place in range(12):
        top = 80 + 14 * place
        drawing.grid([60, 420], [top, top + 14])
        if place == 5:
            drawing.grid([180, 300], [top, top + 14])
        drawing.text(62, top + 10, PROSE[place % 3])
    source = read(drawing.done(), "a.pdf")
    assert cells(source) == []
    assert " ".join(block.text for block in source.blocks) == " ".join(PROSE * 4)


def test_a_quad_within_a_column_parts_no_line_although_the_other_column_is_set_off_by_half_a_line() -> None:
    drawing = Drawing()
    left = ["Terms", "design of courses and the ways in which", "they are then taught in the towns nearby."]
    right = [
        "What is said in this column is of another",
        "matter altogether, which goes on and on",
        "until the page is full.",
    ]
    drawing.bold(60, 100, left[0])
    drawing.text(102, 100, "All that is of use to the teachers: the")
    drawing.lines(60, 113, left[1:])
    drawing.lines(320, 93.5, right)
    assert texts(read(drawing.done(), "a.pdf")) == [
        "Terms All that is of use to the teachers: the design of courses and the ways in which "
        "they are then taught in the towns nearby.",
        " ".join(right),
    ]


def test_a_first_row_like_those_below_is_no_header() -> None:
    drawing = Drawing()
    for place, (option, meaning) in enumerate(
        [("check", "looks at the form only"), ("name", "says how it is called"), ("help", "shows this list")]
    ):
        drawing.text(60, 100 + 14 * place, option)
        drawing.text(200, 100 + 14 * place, meaning)
    source = read(drawing.done(), "a.pdf")
    assert [block.headers for block in source.blocks] == [()] * 3
    assert cells(source)[0] == ("check", "looks at the form only")


def test_a_page_that_the_better_way_cannot_read_is_read_in_a_simpler_one() -> None:
    drawing = Drawing()
    prose_page(drawing, times=1)
    drawing.next_page()
    drawing.lines(60, 80, ["A second page."])
    data = drawing.done()
    broken = re.sub(rb"/Type /Pages\n", b"/Type /Pagos\n", data)
    assert broken != data
    source = read(broken, "a.pdf")
    assert " ".join(PROSE) in " ".join(texts(source))


def test_a_disclaimer_in_the_middle_of_a_list_is_left_out_and_the_list_goes_on() -> None:
    notice = ["Funded by the Union. The views and opinions are those of the authors", "alone and bind no one else."]
    drawing = Drawing()
    for page in range(2):
        drawing.lines(60, 80, ["What they learned:" if page == 0 else "What they did:"])
        for place, item in enumerate(("to ask early", "to listen well")):
            drawing.text(70, 110 + 16 * place, f"• {item} in part {page + 1}")
        drawing.lines(60, 160, notice)
        drawing.text(70, 210, f"• to write it down in part {page + 1}")
        drawing.next_page()
    source = read(drawing.done(), "a.pdf")
    items = [(block.text, block.group) for block in source.blocks if block.kind == "item"]
    assert items == [
        (f"{item} in part {page}", page)
        for page in (1, 2)
        for item in ("to ask early", "to listen well", "to write it down")
    ]
    assert not any("Funded" in block.text for block in source.blocks)
    assert any("Disclaimer, 2 times" in text for text in source.left_out)
