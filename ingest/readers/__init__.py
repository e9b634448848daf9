"""Readers: from a file's bytes to blocks, one plain function for each kind of file.

To read another kind, write a function from bytes and file name to `SourceText`, add it to `READERS`, and let
`sniff` know the kind by its content or suffix. A format that only yields lines hands them to `text.read_lines`.
"""

from collections.abc import Callable, Mapping
from pathlib import PurePath

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers.encoding import decode, looks_binary
from ingest.readers.markdown import has_front_matter, read_markdown
from ingest.readers.text import read_text

READERS: Mapping[str, Callable[[bytes, str], SourceText]] = {
    "markdown": read_markdown,
    "text": read_text,
}
"""What reads each kind of file: bytes and name to blocks; raises SourceError."""

SUFFIXES = {
    ".md": "markdown",
    ".markdown": "markdown",
    ".txt": "text",
    ".text": "text",
    "": "text",
}
SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "Office document or ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Office document of the old kind"),
    (b"{\\rtf", "RTF document"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
    (b"\x1f\x8b", "compressed file"),
)
"""How files begin that are no text, and what to call them."""


def sniff(data: bytes, name: str) -> str:
    """Return the kind of a file, a key of `READERS`, by its content as well as its suffix.

    Raises:
        SourceError: It is empty, binary, or of a kind that is not read.
    """
    if not data.strip(b" \t\r\n\0\xef\xbb\xbf\xfe\xff"):
        raise SourceError(f"{name}: the file is empty. Remove it, or put the report's text in it.")
    for signature, what in SIGNATURES:
        if data.startswith(signature):
            raise SourceError(f"{name}: this is a {what}, which cannot be read. Save its text as {_kinds()}.")
    if looks_binary(data):
        raise SourceError(f"{name}: this is a binary file, not a text. Save its text as {_kinds()}.")
    suffix = PurePath(name).suffix.lower()
    kind = SUFFIXES.get(suffix)
    if kind is None:
        raise SourceError(f"{name}: files of the kind “{suffix}” are not read. Save its text as {_kinds()}.")
    return "markdown" if kind == "text" and has_front_matter(decode(data, name)) else kind


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
    return "Markdown (.md) or plain text (.txt)"
