"""Drawings: pages of a PDF of which only the text is taken, by a program that asks for no more than that."""

from typing import TYPE_CHECKING

from ingest.readers.pdf_words import Page, Word
from ingest.readers.pdfium import PdfiumFile

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

MAX_CONTENT = 2 * 2**20
"""Most bytes of instructions on a page that are followed one by one; a full page of text has some 50,000."""
MAX_RUNS = 20_000
"""Most runs of text that are taken from a drawing."""


def is_drawing(page: "PlumberPage") -> bool:
    """Tell whether a page has more instructions than can be followed in a few seconds."""
    from pdfminer.pdftypes import PDFStream, dict_value, resolve1

    streams = [resolve1(content) for content in page.page_obj.contents]
    forms = dict_value(resolve1(page.page_obj.resources).get("XObject") or {}).values()
    streams += [form for form in map(resolve1, forms) if isinstance(form, PDFStream) and _is_form(form)]
    return sum(len(stream.get_data()) for stream in streams if isinstance(stream, PDFStream)) > MAX_CONTENT


class Sketches:
    """Reads no more than the text of pages."""

    def __init__(self, file: PdfiumFile) -> None:
        self._file = file

    def count(self) -> int:
        """Return the number of pages.

        Raises:
            PdfiumError: The file cannot be opened.
        """
        return len(self._file.opened())

    def read(self, number: int) -> Page:
        """Take the text of a page, each run of it as one word; its tables and headings are not known.

        Args:
            number: The page's number, counted from 1.

        Raises:
            PdfiumError: The file or the page cannot be opened.
        """
        from pypdfium2 import raw

        page = self._file.opened()[number - 1]
        try:
            width, height = page.get_size()
            pictures = any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
            made = Page(number, width, height, pictures=pictures)
            text = page.get_textpage()
            for place in range(min(text.count_rects(), MAX_RUNS)):
                left, bottom, right, top = text.get_rect(place)
                run = " ".join(text.get_text_bounded(left, bottom, right, top).split())
                if run:
                    size = round(top - bottom, 1) or 1.0
                    made.words.append(Word(run, left, right, height - top, height - bottom, size))
            text.close()
        finally:
            page.close()
        return made


def _is_form(stream: object) -> bool:
    subtype = getattr(stream, "attrs", {}).get("Subtype")
    return getattr(subtype, "name", "") == "Form"
