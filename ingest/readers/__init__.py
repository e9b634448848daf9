"""Readers: from a file's bytes to blocks, one plain function for each kind of file.

To read another kind, write a function from bytes and file name to `SourceText`, add it to `READERS`, and let
`sniff` know the kind by its content or suffix. A format that only yields lines hands them to `text.read_lines`.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import PurePath

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers.docx import read_docx
from ingest.readers.encoding import decode, looks_binary
from ingest.readers.front_matter import has_front_matter
from ingest.readers.html import read_html
from ingest.readers.limits import damaged, open_zip, protected
from ingest.readers.markdown import read_markdown
from ingest.readers.pdf import read_pdf
from ingest.readers.pptx import read_pptx
from ingest.readers.text import read_text
from ingest.readers.xlsx import read_xlsx

READERS: Mapping[str, Callable[[bytes, str], SourceText]] = {
    "markdown": read_markdown,
    "text": read_text,
    "pdf": read_pdf,
    "docx": read_docx,
    "html": read_html,
    "xlsx": read_xlsx,
    "pptx": read_pptx,
}
"""What reads each kind of file: bytes and name to blocks; raises SourceError."""

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    "": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}
NAMED = {".pdf": "PDF", ".docx": "Word document", ".xlsx": "spreadsheet", ".pptx": "presentation"}
"""Suffixes of files that are known by how they begin, and what to call them."""
PDF = re.compile(rb"%PDF-\d")
PDF_WITHIN = {True: 2**16, False: 2**10}
"""Bytes within which a PDF begins, by whether its name says that it is one: some have a mail's header before it."""
HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*|<!--(?:(?!-->).)*-->\s*){0,9}<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
ZIP = b"PK\x03\x04"
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
"""Folder that an Office document's archive has, and the document's kind."""
SIGNATURES = (
    (OLD_OFFICE, "an Office document of the old kind"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
)
"""How files begin that are not read, and what to call them."""


def sniff(data: bytes, name: str) -> str:
    """Return the kind of a file, a key of `READERS`, by its content, and by its suffix if it is a text.

    Raises:
        SourceError: It is empty, protected with a password, binary, or of a kind that is not read.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        raise SourceError(f"{name}: the file is empty. Remove it, or put the report's text in it.")
    suffix = PurePath(name).suffix.lower()
    if PDF.search(data[: PDF_WITHIN[suffix == ".pdf"]]) and (
        suffix not in SUFFIXES or data.lstrip().startswith(b"%PDF-")
    ):
        return "pdf"
    if data.startswith(ZIP):
        return _office_kind(data, name)
    if data.startswith(OLD_OFFICE) and ENCRYPTED in data:
        raise protected(name, "Office document")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"{name}: this is {what}, which cannot be read. Save it as {_kinds()}.")
    if suffix in NAMED and looks_binary(data):
        raise damaged(name, NAMED[suffix])
    if looks_binary(data):
        raise SourceError(f"{name}: this is a binary file, not a text. Save its text as {_kinds()}.")
    if HTML.match(data[:4000].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").decode("latin-1")):
        return "html"
    if suffix in NAMED:
        raise SourceError(f"{name}: its name says that it is a {NAMED[suffix]}, and it is none. Rename or replace it.")
    kind = SUFFIXES.get(suffix)
    if kind is None:
        raise SourceError(f"{name}: files of the kind “{suffix}” are not read. Save its text as {_kinds()}.")
    return "markdown" if kind == "text" and has_front_matter(decode(data, name)) else kind


def _office_kind(data: bytes, name: str) -> str:
    """Return the kind of an Office document by the parts that its archive holds."""
    with open_zip(data, name, "Office document or ZIP archive") as archive:
        parts = archive.namelist()
    kind = next((kind for folder, kind in FOLDERS.items() if any(part.startswith(folder) for part in parts)), None)
    if kind is None:
        what = "an OpenDocument file" if "content.xml" in parts else "a ZIP archive"
        raise SourceError(f"{name}: this is {what}, which cannot be read. Save what is in it as {_kinds()}.")
    return kind


def read(data: bytes, name: str) -> SourceText:
    """Read a file, whatever its kind.

    Raises:
        SourceError: It cannot be read, or nothing is in it.
    """
    source = READERS[sniff(data, name)](data, name)
    if not source.blocks:
        raise SourceError(f"{name}: there is no text in it. Check that it is the file you mean.")
    return source


def _kinds() -> str:
    return "PDF, Word (.docx), PowerPoint (.pptx), Excel (.xlsx), web page (.html), Markdown (.md) or plain text (.txt)"
