"""The reader of slides, on presentations made for each oddity of real ones."""

from contextlib import suppress
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.presentation import Presentation as Made
from pptx.slide import Slide
from pptx.util import Inches

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers import READERS, pptx, read, sniff

TITLE_AND_CONTENT, TITLE_ONLY, BLANK = 1, 5, 6


def saved(presentation: Made) -> bytes:
    buffer = BytesIO()
    presentation.save(buffer)
    return buffer.getvalue()


def slide_of(presentation: Made, layout: int, title: str = "") -> Slide:
    slide: Slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    if title and slide.shapes.title is not None:
        slide.shapes.title.text = title
    return slide


def box(slide: Slide, text: str, left: float, top: float) -> None:
    slide.shapes.add_textbox(Inches(left), Inches(top), Inches(3), Inches(1)).text_frame.text = text


def shape(source: SourceText) -> list[tuple[str, int, str, int | None]]:
    return [(block.kind, block.level, block.text, block.page) for block in source.blocks]


def test_slides_have_titles_nested_lists_and_notes_with_their_numbers() -> None:
    presentation = Presentation()
    slide = slide_of(presentation, TITLE_AND_CONTENT, "North Region")
    frame = slide.placeholders[1].text_frame
    frame.text = "Mapping"
    for text, level in (("with schools", 1), ("Meeting", 0)):
        paragraph = frame.add_paragraph()
        paragraph.text, paragraph.level = text, level
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    notes.text = "Say how it went."
    slide = slide_of(presentation, TITLE_AND_CONTENT, "South Region")
    slide.placeholders[1].text_frame.text = "There it has only begun."
    source = read(saved(presentation), "a.pptx")
    assert shape(source) == [
        ("heading", 1, "North Region", 1), ("item", 0, "Mapping", 1), ("item", 1, "with schools", 1),
        ("item", 0, "Meeting", 1), ("paragraph", 0, "Say how it went.", 1),
        ("heading", 1, "South Region", 2), ("paragraph", 0, "There it has only begun.", 2),
    ]  # fmt: skip
    assert source.pages == 2


def test_boxes_are_read_from_the_top_and_from_the_left() -> None:
    presentation = Presentation()
    slide = slide_of(presentation, TITLE_ONLY, "Four fields")
    for text, left, top in (
        ("Last of all.", 5, 5),
        ("Third of them.", 1, 5),
        ("Second one.", 5, 2),
        ("First one.", 1, 2),
    ):
        box(slide, text, left, top)
    assert [block.text for block in read(saved(presentation), "a.pptx").blocks] == [
        "Four fields", "First one.", "Second one.", "Third of them.", "Last of all.",
    ]  # fmt: skip


def test_tables_repeat_merged_cells_and_keep_blank_ones_blank() -> None:
    presentation = Presentation()
    slide = slide_of(presentation, TITLE_ONLY, "Advice")
    table = slide.shapes.add_table(3, 3, Inches(1), Inches(2), Inches(6), Inches(2)).table
    for row, values in enumerate((("Field", "Advice", "Source"), ("Money", "Ask early", ""), ("", "Ask often", "A"))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    rows = [block for block in read(saved(presentation), "a.pptx").blocks if block.kind == "row"]
    assert [row.cells for row in rows] == [("Money", "Ask early", ""), ("Money", "Ask often", "A")]
    assert {(row.headers, row.page) for row in rows} == {(("Field", "Advice", "Source"), 1)}


def test_a_chart_is_read_as_the_table_it_is_drawn_from() -> None:
    presentation = Presentation()
    slide = slide_of(presentation, TITLE_ONLY, "Schools")
    new_data: Any = CategoryChartData
    data = new_data()
    data.categories = ["North", "South"]
    data.add_series("2023", (4, 5.5))
    data.add_series("2024", (6, None))
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Inches(1), Inches(2), Inches(6), Inches(4), data)
    rows = [block for block in read(saved(presentation), "a.pptx").blocks if block.kind == "row"]
    assert [row.cells for row in rows] == [("North", "4", "6"), ("South", "5.5", "")]
    assert rows[0].headers == ("", "2023", "2024")


def test_what_stands_on_every_slide_is_left_out_and_listed() -> None:
    presentation = Presentation()
    for number in range(4):
        slide = slide_of(presentation, TITLE_ONLY, f"Title {number}")
        box(slide, "LEAP meeting, Lisbon", 1, 7)
        box(slide, f"What is said on the slide {number}.", 1, 3)
    source = read(saved(presentation), "a.pptx")
    assert source.left_out == ("On several slides: “LEAP meeting, Lisbon”",)
    assert [block.text for block in source.blocks if block.kind == "paragraph"] == [
        f"What is said on the slide {number}." for number in range(4)
    ]


def test_a_hidden_slide_is_left_out_and_listed() -> None:
    presentation = Presentation()
    for number in (1, 2, 3):
        box(slide_of(presentation, TITLE_ONLY, f"Title {number}"), f"What is said on the slide {number}.", 1, 3)
    presentation.slides[1].element.set("show", "0")
    source = read(saved(presentation), "a.pptx")
    assert [(block.page, block.text) for block in source.blocks if block.kind == "heading"] == [
        (1, "Title 1"),
        (3, "Title 3"),
    ]
    assert (source.left_out, source.pages) == (("Hidden slide: 2",), 3)


def test_a_slide_without_text_is_named(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    presentation = Presentation()
    slide_of(presentation, TITLE_ONLY, "First")
    slide_of(presentation, BLANK).shapes.add_picture(str(tmp_path / "a.png"), Inches(0), Inches(0))
    assert read(saved(presentation), "a.pptx").warnings == ("Slide 2 has no text (a picture?).",)


def test_what_cannot_be_read_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    data = saved(Presentation())
    with pytest.raises(SourceError, match="no text"):
        read(data, "a.pptx")
    with pytest.raises(SourceError, match="damaged"):
        read(data[:5000], "a.pptx")
    presentation = Presentation()
    slide_of(presentation, TITLE_ONLY, "One")
    monkeypatch.setattr(pptx, "MAX_SLIDES", 0)
    with pytest.raises(SourceError, match="at most 0"):
        read(saved(presentation), "a.pptx")
    assert sniff(data, "a.docx") == "pptx"


@cache
def good() -> bytes:
    presentation = Presentation()
    slide_of(presentation, TITLE_ONLY, "One")
    return saved(presentation)


@given(st.data())
@settings(max_examples=25, deadline=None)
def test_a_damaged_presentation_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(good())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SourceError):
        assert READERS["pptx"](bytes(content), "a.pptx").pages
