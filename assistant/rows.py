"""Between rows of the database and the objects that they hold."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Row, Table, delete, insert, select

from assistant import schema
from assistant.amounts import amount
from assistant.vocabulary import Document, Facet, Passage, Section

Item = TypeVar("Item", Document, Section, Passage)

CHUNK = 500
"""Ids named in one statement; every database takes that many."""


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


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut a list of ids into parts that one statement can name."""
    return (values[start : start + CHUNK] for start in range(0, len(values), CHUNK))


def made(kind: type[Item], row: Row[Any]) -> Item:
    """Make the object that a row holds; columns that are no attributes of it are left out."""
    columns = row._mapping
    return kind(**{attribute.name: columns[attribute.name] for attribute in fields(kind)})


def values(item: Document | Section | Passage | Facet) -> dict[str, Any]:
    """Return an object's attributes by name."""
    return {attribute.name: getattr(item, attribute.name) for attribute in fields(item)}


def delete_document(connection: Connection, document_id: str) -> bool:
    """Delete a document and all that belongs to it; returns whether there was one."""
    # Children first and by name: whether a cascade runs depends, in SQLite, on a setting of the connection.
    for table in (schema.cells, schema.passages, schema.sections):
        connection.execute(delete(table).where(table.c.document_id == document_id))
    return (
        connection.execute(delete(schema.documents).where(schema.documents.c.id == document_id)).rowcount > 0
    )


def insert_document(
    connection: Connection,
    document: Document,
    version: int,
    sections: Sequence[KeyedSection],
    passages: Sequence[KeyedPassage],
) -> None:
    """Write a document and all that belongs to it."""
    _insert(connection, schema.documents, [{**values(document), "version": version}])
    _insert(connection, schema.sections, [{**values(section), "key": key} for key, section in sections])
    _insert(connection, schema.passages, [{**values(passage), "key": key} for key, passage in passages])
    _insert(connection, schema.cells, [cell for _, passage in passages for cell in _cells(passage)])


def keys(connection: Connection, table: Table, document_id: str) -> set[str]:
    """Return the names of entries in the indexes, of one document or, where it is empty, of all."""
    query = select(table.c.key)
    if document_id:
        query = query.where(table.c.document_id == document_id)
    return set(connection.execute(query).scalars())


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), rows)


def _cells(passage: Passage) -> Iterator[dict[str, Any]]:
    for position, text in enumerate(passage.cells):
        yield {
            "passage_id": passage.id,
            "position": position,
            "document_id": passage.document_id,
            "row": passage.cells[0],
            "header": passage.headers[position] if position < len(passage.headers) else "",
            "text": text,
            "number": amount(text),
        }
