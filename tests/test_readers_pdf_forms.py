"""Forms in a PDF: what was filled in is read beside what asks for it."""

from io import BytesIO
from typing import cast

from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from ingest.readers import read
from tests.pdf_pages import HEIGHT, Drawing
from tests.test_readers_pdf import PROSE, cells, texts


def form() -> bytes:
    """Draw a form with text fields, a choice, and boxes."""
    drawing = Drawing()
    drawing.lines(60, 60, PROSE)
    fields = drawing.canvas.acroForm
    y = 130
    for label, value in (("Region:", "Meadow Region"), ("Coordinator:", "Ole Dahl"), ("Firms:", "42"), ("Start:", "")):
        drawing.text(60, y, label)
        fields.textfield(name=label, value=value, x=180, y=int(HEIGHT) - y - 4, width=200, height=16)
        y += 26
    drawing.text(60, y, "Kind:")
    fields.choice(name="kind", value="Local", options=["Regional", "Local"], x=180, y=int(HEIGHT) - y - 4, height=16)
    for label, ticked in (("Agreement signed:", True), ("Report sent:", False)):
        y += 26
        drawing.text(60, y, label)
        fields.checkbox(name=label, checked=ticked, x=180, y=int(HEIGHT) - y - 4, size=14)
    y += 26
    drawing.text(60, y, "Remarks:")
    text = "They met in the spring.\nThey will meet again."
    fields.textfield(
        name="r", value=text, x=180, y=int(HEIGHT) - y - 40, width=300, height=54, fieldFlags="multiline", maxlen=500
    )
    return drawing.done()


def test_values_in_fields_are_rows_with_their_labels_and_fields_left_blank_stay_blank() -> None:
    assert cells(read(form(), "a.pdf")) == [
        ("Region", "Meadow Region"), ("Coordinator", "Ole Dahl"), ("Firms", "42"), ("Start", ""), ("Kind", "Local"),
        ("Agreement signed", "✓"), ("Report sent", ""), ("Remarks", "They met in the spring. They will meet again."),
    ]  # fmt: skip


def test_every_value_is_read_once() -> None:
    source = read(form(), "a.pdf")
    text = " ".join(block.text for block in source.blocks)
    for value in ("Meadow Region", "Ole Dahl", "42", "They met in the spring.", "They will meet again."):
        assert text.count(value) == 1
    assert texts(source)[0] == " ".join(PROSE)


def test_a_value_that_the_field_has_from_what_it_is_part_of_is_read_in_any_script() -> None:
    writer = PdfWriter(clone_from=PdfReader(BytesIO(form())))
    for field in cast("list[DictionaryObject]", [each.get_object() for each in writer.pages[0].annotations or []]):
        if field.get("/T") == "Region:":
            parent = writer._add_object(DictionaryObject(field))
            cast("DictionaryObject", parent.get_object())[NameObject("/V")] = TextStringObject("Česká Třebová")
            for key in ("/V", "/FT", "/Ff"):
                del field[key]
            field[NameObject("/Parent")] = parent
    made = BytesIO()
    writer.write(made)
    assert ("Region", "Česká Třebová") in [row[:2] for row in cells(read(made.getvalue(), "a.pdf"))]
