"""Scans: pages that are pictures are named page by page, and read where the extra `ocr` is installed."""

import pytest

from assistant.errors import SourceError
from ingest.readers import ocr, read
from tests.pdf_pages import Drawing

WITHOUT_EXTRA = "the extra `ocr` is not installed"
SENTENCES = ["The partners met in the town hall.", "They agreed on a plan for the harbour."]
INSTALL = 'To have text recognised on pictures, run `python -m pip install -e ".[ocr]"`, then ingest it again.'
needs_extra = pytest.mark.skipif(bool(ocr.missing_extra()), reason=WITHOUT_EXTRA)


def scan(drawing: Drawing, lines: list[str]) -> None:
    """Draw lines as a scanner would: as a picture that covers the page."""
    from pypdfium2 import PdfDocument
    from reportlab.lib.utils import ImageReader

    typed = Drawing()
    typed.text(60, 90, "Minutes of the Harbour Board", 20)
    typed.lines(60, 130, lines, size=12, leading=17)
    page = PdfDocument(typed.done())[0]
    picture = page.render(scale=2).to_pil()
    drawing.canvas.drawImage(ImageReader(picture), 0, 0, *page.get_size())


def report() -> bytes:
    """Make a report whose second page is a scan."""
    drawing = Drawing()
    drawing.lines(60, 80, ["This page was typed and not scanned."])
    drawing.next_page()
    scan(drawing, SENTENCES)
    return drawing.done()


@pytest.fixture
def no_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "NEEDED", ("no_such_package_for_recognition",))


@pytest.mark.usefixtures("no_extra")
def test_without_the_extra_a_scan_is_named_and_the_other_pages_are_read() -> None:
    source = read(report(), "a.pdf")
    assert [block.text for block in source.blocks] == ["This page was typed and not scanned."]
    assert source.pages == 2
    assert source.warnings == ("Page 2 has no text (a scan?).", INSTALL)


@pytest.mark.usefixtures("no_extra")
def test_a_report_that_is_nothing_but_scans_is_refused_with_the_line_that_installs_the_extra() -> None:
    drawing = Drawing()
    scan(drawing, SENTENCES)
    with pytest.raises(SourceError) as refused:
        read(drawing.done(), "a.pdf")
    assert str(refused.value) == f"a.pdf: there is no text in it. Page 1 has no text (a scan?). {INSTALL}"


@needs_extra
def test_with_the_extra_the_words_of_a_scan_are_read_and_said_to_be_recognised() -> None:
    source = read(report(), "a.pdf")
    heading, *rest = [block for block in source.blocks if block.page == 2]
    assert (heading.kind, heading.text) == ("heading", "Minutes of the Harbour Board")
    assert " ".join(block.text for block in rest) == " ".join(SENTENCES)
    assert source.warnings == ("Page 2 has no text (a scan?); its words were recognised on its picture.",)


@needs_extra
def test_long_lines_of_a_scan_lose_no_letters() -> None:
    lines = [
        "The company, the council and the town hall agreed on a policy for the whole region in the spring,",
        "and the network of leaders wrote a plan for the training of those who teach in the workshops,",
    ]
    drawing = Drawing()
    scan(drawing, lines)
    found = " ".join(block.text for block in read(drawing.done(), "a.pdf").blocks if block.kind == "paragraph")
    assert found.replace(" ", "") == "".join(lines).replace(" ", "")


@needs_extra
def test_a_picture_without_words_is_named_as_such() -> None:
    drawing = Drawing()
    scan(drawing, [])
    drawing.next_page()
    drawing.canvas.setFillGray(0.5)
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    drawing.canvas.drawImage(ImageReader(Image.new("RGB", (200, 200), "grey")), 50, 50, 400, 600)
    assert "Page 2 has no text (a scan?)." in read(drawing.done(), "a.pdf").warnings
