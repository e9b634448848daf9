"""What is stored, with the names that it goes by inside the library.

A name (*key*) is the id of a passage or section, a hash of the text that was embedded and, for a passage, one of
the other words that were indexed: it changes whenever what the indexes hold has to change.
"""

from hashlib import sha256
from typing import NamedTuple

from assistant.vocabulary import Document, Passage, Section

_TEXT_DIGITS = 16
_WORDS_DIGITS = 8


class KeyedSection(NamedTuple):
    """A section and the name of its entry in the indexes."""

    key: str
    section: Section


class KeyedPassage(NamedTuple):
    """A passage and the name of its entry in the indexes."""

    key: str
    passage: Passage


class KeyedEdition(NamedTuple):
    """A document with its sections and passages."""

    document: Document
    sections: list[KeyedSection]
    passages: list[KeyedPassage]


class Extent(NamedTuple):
    """What of a document is in the library: its passages, its tables, and the pages of which nothing is."""

    passages: int
    tables: int
    pages_without_text: tuple[int, ...]


class Cell(NamedTuple):
    """A cell of a table: its row's label, its column's header, its text and, if it is a number, its value."""

    passage_id: str
    row: str
    header: str
    text: str
    number: float | None


def key(row_id: str, text: str, *words: str) -> str:
    """Return the name of an entry.

    Args:
        row_id: The passage's or section's id.
        text: What is embedded of it.
        *words: What else is indexed of it.
    """
    name = f"{row_id}-{_hash(text, _TEXT_DIGITS)}"
    return name + _hash(chr(0).join(words), _WORDS_DIGITS) if words else name


def text_hash(name: str) -> str:
    """Return the part of a name that is the same for every entry whose embedded text is the same."""
    return name.rpartition("-")[2][:_TEXT_DIGITS]


def _hash(text: str, digits: int) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()[:digits]
