"""Limits: what keeps a damaged or hostile file from taking the time and memory of all others."""

import logging
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from assistant.errors import SourceError

MAX_SECONDS = 300.0
"""Longest time, in seconds, that is spent on the pages of one file."""
MAX_UNPACKED = 400 * 2**20
"""Most bytes that an Office document may hold when it is unpacked."""
MAX_XML = 60 * 2**20
"""Most bytes that the texts of an Office document may hold: its tree takes many times that in memory."""
MAX_ENTRIES = 20_000
PARSER_ERRORS = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    EOFError,
    OSError,
    SyntaxError,
    struct.error,
    zlib.error,
    zipfile.BadZipFile,
)
"""What the libraries that read files raise, besides their own errors, on files that are not what they should be.

MemoryError is none of it: a file that takes too much is not damaged.
"""


class Deadline:
    """The moment by which a file has to be read."""

    def __init__(self, name: str, seconds: float = MAX_SECONDS) -> None:
        self._name = name
        self._seconds = seconds
        self._end = time.monotonic() + seconds

    def check(self, where: str) -> None:
        """Raise SourceError if the time is over.

        Args:
            where: How far reading got, such as "page 12".
        """
        if time.monotonic() > self._end:
            raise SourceError(
                f"{self._name}: reading it takes more than {self._seconds:.0f} seconds (it got to {where}). "
                "Split the file into smaller ones and ingest those."
            )


def damaged(name: str, what: str) -> SourceError:
    """Return the error for a file that says it is of a kind and cannot be read as such."""
    return SourceError(
        f"{name}: this {what} is damaged or incomplete. Open it in its program, save it again, and retry."
    )


def protected(name: str, what: str) -> SourceError:
    """Return the error for a file that needs a password."""
    return SourceError(
        f"{name}: this {what} is protected with a password. Save a copy without password and ingest that."
    )


def open_zip(data: bytes, name: str, what: str) -> zipfile.ZipFile:
    """Open an Office document's archive if unpacking it stays within the limits.

    A size that the archive understates is no way around them: nothing is unpacked beyond what it states.

    Raises:
        SourceError: It is damaged, protected with a password, or too large when unpacked.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except PARSER_ERRORS as error:
        raise damaged(name, what) from error
    if any(entry.flag_bits & 1 for entry in entries):
        raise protected(name, what)
    total = sum(entry.file_size for entry in entries)
    texts = sum(entry.file_size for entry in entries if entry.filename.lower().endswith((".xml", ".rels", ".vml")))
    if total > MAX_UNPACKED or texts > MAX_XML or len(entries) > MAX_ENTRIES:
        raise SourceError(
            f"{name}: unpacked, this {what} takes {max(total, 1) / 2**20:,.0f} MB, {texts / 2**20:,.0f} MB of it text "
            f"(at most {MAX_UNPACKED // 2**20} MB and {MAX_XML // 2**20} MB are read). "
            "Split it into smaller files, or save it without pictures."
        )
    return archive


@contextmanager
def office_file(data: bytes, name: str, what: str, *errors: type[Exception]) -> Iterator[BytesIO]:
    """Open an Office document for the library that reads it.

    Args:
        data: The file's bytes.
        name: The file.
        what: What to call its kind.
        errors: The library's own errors.

    Raises:
        SourceError: It is damaged, protected with a password, or too large when unpacked.
    """
    open_zip(data, name, what).close()
    expected: tuple[type[Exception], ...] = (*errors, *PARSER_ERRORS)
    try:
        yield BytesIO(data)
    except expected as error:
        raise damaged(name, what) from error


@contextmanager
def quiet(*loggers: str) -> Iterator[None]:
    """Keep libraries from writing their complaints about a file to the terminal."""
    before = [(logging.getLogger(name), logging.getLogger(name).level) for name in loggers]
    try:
        for logger, _ in before:
            logger.setLevel(logging.CRITICAL + 1)
        yield
    finally:
        for logger, level in before:
            logger.setLevel(level)
