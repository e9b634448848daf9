"""Jobs: what is to be done with one file, so that any process can do it, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assistant.errors import SourceError
from assistant.vocabulary import Facet
from ingest.files import FileContent, Seen, SourceFile, read_file
from ingest.prepare import Prepared, prepare
from ingest.readers import sniff
from ingest.readers.limits import PARSER_ERRORS

TEXTS = frozenset({"markdown", "text"})
"""Kinds of files that are read in a moment, in proportion to their size."""
MEGABYTE = 2**20


@dataclass(frozen=True)
class Limits:
    """What one file may take.

    Attributes:
        seconds: Longest time that reading it may take.
        memory: Most bytes of memory that the process that reads it may take, and all such processes together.
        file_bytes: Size of the largest file that is read.
        text_bytes: Size of the largest file that is read if it is nothing but text: embedding takes far longer.
        small_text_bytes: Texts up to this size are read on the spot, the others by a process of their own.
    """

    seconds: float = 300.0
    memory: int = 600 * MEGABYTE
    file_bytes: int = 200 * MEGABYTE
    text_bytes: int = 20 * MEGABYTE
    small_text_bytes: int = MEGABYTE // 4


@dataclass(frozen=True)
class Job:
    """A file to read.

    Attributes:
        source: The file.
        declared: Facet values that may be named in it.
        called: Words for what carries a facet's value, by facet name.
        stated: Facet values that it was given.
        key: Hash of everything but its bytes that decides how it is read.
        known: Fingerprint of its version in the library, "" where there is none.
        limits: What it may take.
    """

    source: SourceFile
    declared: tuple[Facet, ...] = ()
    called: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stated: Mapping[str, str] = field(default_factory=dict)
    key: str = ""
    known: str = ""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Outcome:
    """What came of a job: a document, or the reason why there is none, or neither if the library has it already.

    Attributes:
        source: The file.
        seen: The file as it was when it was read, None if it could not be read.
        ready: The document.
        problem: What is wrong and what to do.
    """

    source: SourceFile
    seen: Seen | None = None
    ready: Prepared | None = None
    problem: str = ""


def work(job: Job, content: FileContent | None = None) -> Outcome:
    """Read a file, unless it is in the library as it is; `content` is what it holds, where that is known."""
    try:
        return _done(job, content or read_file(job.source, job.limits.file_bytes))
    except SourceError as error:
        return Outcome(job.source, problem=str(error))
    except MemoryError:
        return Outcome(job.source, problem=too_large(job))


def work_on_the_spot(job: Job) -> Outcome | None:
    """Do a job that is done in a moment: a small text, or a file that cannot be read at all; None for any other.

    None as well for a file that brings its reader down: that had better happen in a process of its own.
    """
    try:
        if job.source.origin.stat().st_size > job.limits.small_text_bytes:
            return None
        content = read_file(job.source, job.limits.file_bytes)
        if content.is_as(job.known, job.key) or sniff(content.data, job.source.path) in TEXTS:
            return work(job, content)
        return None
    except SourceError as error:
        return Outcome(job.source, problem=str(error))
    except (MemoryError, *PARSER_ERRORS):
        return None


def too_large(job: Job) -> str:
    """Return what to say of a file that takes too much memory."""
    return (
        f"{job.source.path}: reading it takes more than {job.limits.memory // MEGABYTE:,} MB of memory, so it was "
        "stopped. Split it into smaller files, or save it without pictures."
    )


def too_slow(job: Job) -> str:
    """Return what to say of a file that takes too much time."""
    return (
        f"{job.source.path}: reading it takes more than {job.limits.seconds:g} seconds, so it was stopped. "
        "Split it into smaller files, or save it in another format."
    )


def broken_off(job: Job, cause: str) -> str:
    """Return what to say of a file at which the process that read it ended."""
    return (
        f"{job.source.path}: reading it failed ({cause}). It is probably damaged: open it in its program, save it "
        "again, and ingest that."
    )


def _done(job: Job, content: FileContent) -> Outcome:
    if content.is_as(job.known, job.key):
        return Outcome(job.source, content.seen)
    size, name = len(content.data), job.source.path
    if size > job.limits.text_bytes and sniff(content.data, name) in TEXTS:
        raise SourceError(
            f"{name}: this text takes {size // MEGABYTE:,} MB, and at most {job.limits.text_bytes // MEGABYTE:,} MB "
            "of text are read. Split it into smaller files."
        )
    fingerprint = f"{content.seen.digest}-{job.key}"
    ready = prepare(
        job.source,
        content.data,
        declared=job.declared,
        called=job.called,
        stated=job.stated,
        fingerprint=fingerprint,
    )
    return Outcome(job.source, content.seen, ready)
