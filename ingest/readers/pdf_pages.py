"""Pages of a PDF: the words and tables on each, taken by whichever of two programs can read it."""

from contextlib import suppress
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assistant.errors import SourceError
from ingest.readers.limits import Deadline, damaged, protected
from ingest.readers.ocr import Scans
from ingest.readers.pdf_drawings import Sketches, is_drawing
from ingest.readers.pdf_forms import filled_in
from ingest.readers.pdf_mended import WHAT, pdf_errors
from ingest.readers.pdf_ruled import ruled_table
from ingest.readers.pdf_words import UNKNOWN, Page, words_of
from ingest.readers.pdfium import PdfiumFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from pdfminer.layout import LTItem
    from pdfplumber.page import Page as PlumberPage

MAX_PAGES = 1000
MAX_EDGES = 3000
"""Most rules on a page among which tables are looked for: more are a drawing."""
MAX_CHARACTERS = 100_000
"""Most characters of a page that is read."""
MANY_CURVES = 20
"""Curves on a page from which it is taken for a picture."""
SIMPLY = "could be read only in part: its words, without headings and tables."


def read_pages(data: bytes, name: str) -> tuple[list[Page], list[str]]:
    """Return the pages' words and tables, and a warning for each page that is not read in full.

    Raises:
        SourceError: The file is damaged, protected with a password, or too long.
    """
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    errors = pdf_errors()
    with PdfiumFile(data) as file:
        reader = _Reader(name, errors, Sketches(file), Scans(file))
        try:
            with pdfplumber.open(BytesIO(data)) as document:
                _check_length(len(document.pages), name)
                for page in document.pages:
                    reader.read(page)
        except errors as error:
            locked = any(isinstance(cause, PDFPasswordIncorrect) for cause in (error, *error.args))
            refusal = protected(name, WHAT) if locked else damaged(name, WHAT)
            reader.read_simply(error, refusal)
        if reader.broken == len(reader.pages):
            raise damaged(name, WHAT)
        return reader.pages, reader.warnings


def read_page(page: "PlumberPage") -> Page:
    """Take words and ruled tables from a page of pdfplumber."""
    _start_at_zero(page)
    page.process_object = partial(_needed, page, page.process_object)  # type: ignore[method-assign]
    made = Page(page.page_number, float(page.width), float(page.height))
    made.pictures = bool(page.images) or len(page.curves) > MANY_CURVES
    if not page.chars:
        made.words = list(filled_in(page, []))
        return made
    made.crowded = len(page.chars) > MAX_CHARACTERS
    if made.crowded:
        return made
    words = list(words_of(page))
    unknown = sum(len(UNKNOWN.findall(word.text)) for word in words)
    made.garbled = unknown * 3 > sum(len(UNKNOWN.sub("x", word.text)) for word in words)
    if made.garbled:
        return made
    made.words = [word.with_text(text) for word in words if (text := UNKNOWN.sub("", word.text).strip())]
    made.words += filled_in(page, made.words)
    if len(page.edges) <= MAX_EDGES:
        made.rules = [(float(edge["x0"]), float(edge["x1"]), float(edge["top"])) for edge in page.horizontal_edges]
        for table in page.find_tables():
            ruled = ruled_table(table, made)
            if ruled is not None:
                made.tables.append(ruled)
    made.tables.sort(key=lambda table: table.top)
    return made


class _Reader:
    """Reads one page after the other, by a simpler way where the first one fails.

    Attributes:
        pages: The pages read so far.
        warnings: What a person should know of them.
        broken: How many of them cannot be read at all.
    """

    def __init__(self, name: str, errors: tuple[type[BaseException], ...], sketches: Sketches, scans: Scans) -> None:
        self._name = name
        self._errors = errors
        self._sketches = sketches
        self._scans = scans
        self._deadline = Deadline(name)
        self.pages: list[Page] = []
        self.warnings: list[str] = []
        self.broken = 0

    def read(self, page: "PlumberPage") -> None:
        """Read a page."""
        number = page.page_number
        self._deadline.check(f"page {number}")
        try:
            heavy = is_drawing(page)
            made = self._sketches.read(number) if heavy else read_page(page)
        except self._errors:
            self._rescue(number)
        else:
            if heavy:
                self.warnings.append(f"Page {number} is a drawing; only the words on it were read.")
            self._add(made)
        finally:
            page.close()

    def read_simply(self, error: BaseException, refusal: SourceError) -> None:
        """Read all pages of a file that cannot be opened in the better way; raise the refusal if that fails as well."""
        try:
            count = self._sketches.count()
        except self._errors:
            raise refusal from error
        _check_length(count, self._name)
        self.pages, self.warnings, self.broken = [], [], 0
        for number in range(1, count + 1):
            self._deadline.check(f"page {number}")
            self._rescue(number)
        if not any(page.words or page.pictures for page in self.pages):
            raise refusal from error

    def _rescue(self, number: int) -> None:
        """Read a page's words alone."""
        try:
            made = self._with_words(_legible(self._sketches.read(number)))
        except self._errors:
            made = Page(number, 1.0, 1.0)
        if not (made.words or made.pictures):
            self.broken += 1
            self.warnings.append(f"Page {number} is damaged and cannot be read.")
        elif made.words and not made.recognised:
            self.warnings.append(f"Page {number} {SIMPLY}")
        self.pages.append(made)

    def _add(self, made: Page) -> None:
        if not (made.words or made.tables or made.garbled or made.crowded):
            with suppress(*self._errors):
                other = _legible(self._sketches.read(made.number))
                if other.words:
                    self.warnings.append(f"Page {made.number} {SIMPLY}")
                    made = other
        self.pages.append(self._with_words(made))

    def _with_words(self, page: Page) -> Page:
        """Return a page with the words that are recognised on it, if there are no others."""
        needed = not (page.words or page.tables) and (page.pictures or page.garbled or page.crowded)
        return self._scans.read(page) if needed else page


def _check_length(count: int, name: str) -> None:
    if count > MAX_PAGES:
        raise SourceError(
            f"{name}: it has {count:,} pages, and at most {MAX_PAGES:,} are read. Split it into smaller files."
        )


def _legible(page: Page) -> Page:
    """Return a page with its words only if most of its letters can be told."""
    unknown = sum(len(UNKNOWN.findall(word.text)) for word in page.words)
    if unknown * 3 > sum(len(word.text) for word in page.words):
        page.words = []
    return page


def _start_at_zero(page: "PlumberPage") -> None:
    """Have a page count its points from its own corner, wherever the file says that this is."""
    left, top, right, bottom = page.mediabox
    x0, y0, x1, y1 = page.cropbox
    page.mediabox = page.bbox = (0, 0, right - left, bottom - top)
    cropped = max(x0, left), max(y0, top), min(x1, right), min(y1, bottom)
    if cropped[2] <= cropped[0] or cropped[3] <= cropped[1]:
        cropped = left, top, right, bottom
    page.cropbox = cropped[0] - left, cropped[1] - top, cropped[2] - left, cropped[3] - top


def _needed(page: "PlumberPage", process: "Callable[[LTItem], dict[str, Any]]", item: "LTItem") -> dict[str, Any]:
    """Return what is needed of an object on a page; of letters pdfplumber works out far more, in twice the time."""
    from pdfminer.layout import LTChar

    if not isinstance(item, LTChar):
        return process(item)
    name: str | bytes = item.fontname
    return {
        "object_type": "char",
        "text": item.get_text(),
        "fontname": name if isinstance(name, str) else name.decode("latin-1"),
        "size": item.size,
        "upright": item.upright,
        "x0": item.x0,
        "x1": item.x1,
        "top": page.height - item.y1,
        "bottom": page.height - item.y0,
        "doctop": page.height - item.y1,
        "width": item.width,
        "height": item.height,
    }
