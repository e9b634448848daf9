"""What is stored, with the names that it goes by inside the library."""

from typing import NamedTuple

from assistant.vocabulary import Passage, Section


class KeyedSection(NamedTuple):
    """A section and the name of its entry in the indexes."""

    key: str
    section: Section


class KeyedPassage(NamedTuple):
    """A passage and the name of its entry in the indexes."""

    key: str
    passage: Passage


class Cell(NamedTuple):
    """A cell of a table: its row's label, its column's header, its text and, if it is a number, its value."""

    passage_id: str
    row: str
    header: str
    text: str
    number: float | None
