"""Between rows of the database and the objects that they hold."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, replace
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Table, delete, insert, select

from assistant import schema
from assistant.amounts import amount
from assistant.keyed import KeyedPassage, KeyedSection
from assistant.state import State
from assistant.vocabulary import Document, Facet, Passage, Section

Item = TypeVar("Item", Document, Section, Passage)

CHUNK = 500
"""Ids named in one statement; every database takes that many."""


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
    return connection.execute(delete(schema.documents).where(schema.documents.c.id == document_id)).rowcount > 0


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


def read_state(connection: Connection) -> State | None:
    """Read the state; None where none was written."""
    known = {attribute.name for attribute in fields(State)}
    values: dict[str, Any] = {r.name: r.value for r in connection.execute(select(schema.meta)) if r.name in known}
    return State(**values) if values else None


def change_state(connection: Connection, **changes: Any) -> State:  # noqa: ANN401 (attributes of State)
    """Write some attributes, all of them at the first time; return the new state."""
    old = read_state(connection)
    new = replace(old or State(), **changes)
    rows = [{"name": name, "value": value} for name, value in asdict(new).items()]
    connection.execute(delete(schema.meta))
    connection.execute(insert(schema.meta), rows)
    return new


def next_generation(connection: Connection) -> int:
    """Raise the generation by one and return it."""
    state = read_state(connection) or State()
    return change_state(connection, generation=state.generation + 1).generation
