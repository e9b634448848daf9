"""PDF files that are damaged: what is left of them is read, and said to be no more than that."""

import re

from ingest.readers import read
from tests.pdf_pages import Drawing
from tests.test_readers_pdf import PROSE, cells, prose_page, texts


def report() -> bytes:
    """Draw a report with a heading, a table and running text."""
    drawing = Drawing()
    drawing.bold(60, 80, "What was done", 16)
    y = prose_page(drawing)
    drawing.grid([60, 200, 330], [y, y + 20, y + 40])
    for row, words in enumerate((("Group", "Members"), ("Firms", "12"))):
        for column, word in enumerate(words):
            drawing.text(65 + 140 * column, y + 14 + 20 * row, word)
    return drawing.done()


def without_directory(data: bytes) -> bytes:
    """Return a file that broke off before its directory; what names its root is gone as well."""
    return data[: data.rindex(b"xref\n0 ")]


def test_a_file_that_broke_off_is_mended_with_its_headings_and_tables_and_said_to_be_damaged() -> None:
    source = read(without_directory(report()), "a.pdf")
    assert [block.text for block in source.blocks if block.kind == "heading"] == ["What was done"]
    assert texts(source) == [" ".join(PROSE)] * 3
    assert cells(source) == [("Firms", "12")]
    assert any("damaged" in warning or "breaks off" in warning for warning in source.warnings)


def test_a_file_whose_root_is_not_named_is_mended() -> None:
    data = re.sub(rb"startxref", b"startxxxx", report()).replace(b"/Root", b"/Roxt")
    source = read(data, "a.pdf")
    assert texts(source) == [" ".join(PROSE)] * 3
    assert source.warnings == ("The file is damaged. It was mended; parts of it may be missing.",)


def test_what_stands_before_the_beginning_of_a_file_does_no_harm() -> None:
    mail = b"Received: from the town hall\r\n" * 100 + bytes(range(256))
    source = read(mail + report(), "a.pdf")
    assert texts(source) == [" ".join(PROSE)] * 3
    assert source.warnings == ()


def test_a_whole_file_has_no_warning() -> None:
    assert read(report() + b"\n" * 5000, "a.pdf").warnings == ()
