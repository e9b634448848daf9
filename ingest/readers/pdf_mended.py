"""Damaged PDF files: what stands before the beginning is dropped, and the directory of a broken one is made again."""

import re
from io import BytesIO

from ingest.readers.limits import PARSER_ERRORS, protected

WHAT = "PDF"
BEGINNING = re.compile(rb"%PDF-\d")
END = b"%%EOF"
END_WITHIN = 4096
"""Bytes at a file's end among which the mark of its end stands; some programs write more behind it."""
CLOSED = b"\nendstream\nendobj\n%%EOF\n"
"""What a file is lacking that breaks off: without it, its last object would be lost."""
MENDED = "The file is damaged. It was mended; parts of it may be missing."
BROKEN_OFF = "The file breaks off; what stood at its end may be missing."


def pdf_errors() -> tuple[type[Exception], ...]:
    """Return what the libraries that read words and tables raise on a damaged file."""
    from pdfminer.pdfexceptions import PDFException
    from pdfminer.psexceptions import PSException
    from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

    return (PDFException, PSException, PdfminerException, MalformedPDFException, *PARSER_ERRORS)


def mended(data: bytes, name: str) -> tuple[bytes, list[str]]:
    """Return a PDF that can be opened, where there is a way, and what a person should know of the damage.

    Raises:
        SourceError: It is damaged, and protected with a password.
    """
    begin = BEGINNING.search(data)
    cut = data[begin.start() :] if begin is not None and begin.start() else data
    for candidate in (data, cut) if cut is not data else (data,):
        if _opens(candidate):
            return candidate, [] if END in candidate.rstrip(b"\0\r\n\t ")[-END_WITHIN:] else [BROKEN_OFF]
    made = _rebuilt(cut, name)
    return (data, []) if made is None else (made, [MENDED])


def _opens(data: bytes) -> bool:
    """Tell whether a file has a page, or a password that keeps it from being opened."""
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        return next(PDFPage.create_pages(PDFDocument(PDFParser(BytesIO(data)))), None) is not None
    except PDFPasswordIncorrect:
        return True
    except pdf_errors():
        return False


def _rebuilt(data: bytes, name: str) -> bytes | None:
    """Return a file with its directory made again out of the objects that are found in it; None without pages."""
    from pikepdf import PasswordError, PdfError
    from pikepdf import open as open_pdf

    made = BytesIO()
    try:
        with open_pdf(BytesIO(data + CLOSED)) as file:
            if not len(file.pages):
                return None
            file.save(made)
    except PasswordError as error:
        raise protected(name, WHAT) from error
    except (PdfError, *PARSER_ERRORS):
        return None
    return made.getvalue()
