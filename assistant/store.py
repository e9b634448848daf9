"""The truth: documents, sections, passages, table cells, facets and what readers told us, in SQL.

A document's rows are replaced in one transaction, so what can be read here is whole. The indexes hold copies.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Table,
    bindparam,
    case,
    delete,
    distinct,
    func,
    insert,
    inspect,
    select,
    update,
)

from assistant import schema
from assistant.database import Database
from assistant.keyed import Cell, Extent, KeyedEdition, KeyedPassage, KeyedSection
from assistant.rows import (
    change_state,
    chunks,
    delete_document,
    insert_document,
    keys,
    made,
    next_generation,
    read_state,
    values,
)
from assistant.state import State
from assistant.vocabulary import Document, Facet, Passage, Section


class Store:
    """The rows of a library.

    Every method raises `LibraryError` if the database fails, those that write `ReadOnlyError` if it must not.
    """

    def __init__(self, database: Database) -> None:
        """Read and write through `database`."""
        self._database = database

    def find(self) -> State | None:
        """Return the state, None where no library has been made yet."""
        self._database.replaced()  # from here on, another file in its place is noticed
        with self._database.reading() as connection:
            return read_state(connection) if inspect(connection).has_table(schema.meta.name) else None

    def state(self) -> State | None:
        """Return the state of a library that was found before; cheap enough to be asked all the time."""
        if self._database.replaced():
            self._database.close()
        with self._database.reading() as connection:
            return read_state(connection)

    def create(self) -> State:
        """Make the tables and the first state."""
        self.create_tables()
        with self._database.writing() as connection:
            return change_state(connection)

    def create_tables(self) -> None:
        """Make the tables that are missing: all of them, or those that an earlier version did not know."""
        with self._database.writing() as connection:
            schema.metadata.create_all(connection)

    def change_state(self, **changes: Any) -> State:  # noqa: ANN401 (attributes of State)
        """Change some attributes of the state and return it."""
        with self._database.writing() as connection:
            return change_state(connection, **changes)

    def documents(self) -> dict[str, tuple[int, Document]]:
        """Return all documents by id, ordered by path, each with the generation that it was published at."""
        table = schema.documents
        with self._database.reading() as connection:
            rows = connection.execute(select(table).order_by(table.c.path, table.c.id))
            return {row.id: (row.version, made(Document, row)) for row in rows}

    def sections(self, ids: Sequence[str]) -> list[KeyedSection]:
        """Return the sections of these ids."""
        return [_section(row) for row in self._some(schema.sections, schema.sections.c.id, ids)]

    def passages(self, ids: Sequence[str]) -> list[KeyedPassage]:
        """Return the passages of these ids."""
        return [_passage(row) for row in self._some(schema.passages, schema.passages.c.id, ids)]

    def sections_of(self, document_id: str) -> list[KeyedSection]:
        """Return a document's sections in order."""
        return [_section(row) for row in self._some(schema.sections, schema.sections.c.document_id, [document_id])]

    def passages_of(self, document_id: str) -> list[KeyedPassage]:
        """Return a document's passages in order."""
        return [_passage(row) for row in self._some(schema.passages, schema.passages.c.document_id, [document_id])]

    def section_passages(self, section_ids: Sequence[str]) -> list[KeyedPassage]:
        """Return the passages of these sections, each section's in order."""
        return [_passage(row) for row in self._some(schema.passages, schema.passages.c.section_id, section_ids)]

    def cells(self, passage_ids: Sequence[str]) -> list[Cell]:
        """Return the table cells of these passages, each row's in order."""
        rows = self._some(schema.cells, schema.cells.c.passage_id, passage_ids)
        return [Cell(row.passage_id, row.row, row.header, row.text, row.number) for row in rows]

    def _some(self, table: Table, column: ColumnElement[str], values: Sequence[str]) -> list[Row[Any]]:
        found: list[Row[Any]] = []
        with self._database.reading() as connection:
            for part in chunks(values):
                query = select(table).where(column.in_(part)).order_by(column, table.c.position)
                found += connection.execute(query).all()
        return found

    def passage_count(self) -> int:
        """Return the number of passages."""
        with self._database.reading() as connection:
            return connection.execute(select(func.count()).select_from(schema.passages)).scalar_one()

    def extents(self) -> dict[str, Extent]:
        """Return what of each document is here, by document id."""
        documents, passages = schema.documents, schema.passages
        tables = func.count(distinct(case((passages.c.kind == "row", passages.c.group))))
        counted = (
            select(
                documents.c.id, documents.c.pages, func.count(passages.c.id).label("passages"), tables.label("tables")
            )
            .join_from(documents, passages, isouter=True)
            .group_by(documents.c.id, documents.c.pages)
        )
        with self._database.reading() as connection:
            places = select(passages.c.document_id, passages.c.page).distinct()
            with_text = {(row.document_id, row.page) for row in connection.execute(places)}
            return {
                row.id: Extent(
                    row.passages,
                    row.tables,
                    tuple(page for page in range(1, row.pages + 1) if (row.id, page) not in with_text),
                )
                for row in connection.execute(counted)
            }

    def keys(self, document_id: str = "") -> tuple[set[str], set[str]]:
        """Return the names of passages and of sections in the indexes, of one document or of all."""
        with self._database.reading() as connection:
            return keys(connection, schema.passages, document_id), keys(connection, schema.sections, document_id)

    def facets(self) -> list[Facet]:
        """Return declared values in the order of their declaration, then others that rows carry, by name."""
        carried: set[tuple[str, str]] = set()
        with self._database.reading() as connection:
            query = select(schema.facets).order_by(schema.facets.c.position)
            declared = [Facet(row.name, row.value, row.aliases) for row in connection.execute(query)]
            for table in (schema.documents, schema.sections):
                for carries in connection.execute(select(table.c.facets).distinct()).scalars():
                    carried.update((name, value) for name, value in carries.items() if value)
        carried -= {(facet.name, facet.value) for facet in declared}
        return [*declared, *(Facet(name, value) for name, value in sorted(carried))]

    def section_facets(self) -> dict[str, list[dict[str, str]]]:
        """Return the different sets of facet values that a document's sections carry, by document id."""
        table = schema.sections
        carried: dict[str, list[dict[str, str]]] = {}
        with self._database.reading() as connection:
            for row in connection.execute(select(table.c.document_id, table.c.facets).distinct()):
                carried.setdefault(row.document_id, []).append(dict(row.facets))
        return carried

    def declare_facets(self, facets: Sequence[Facet]) -> bool:
        """Replace the declared values; returns whether that changed anything."""
        wanted = list({(facet.name, facet.value): facet for facet in facets}.values())
        table = schema.facets
        with self._database.writing() as connection:
            rows = connection.execute(select(table).order_by(table.c.position))
            if [Facet(row.name, row.value, row.aliases) for row in rows] == wanted:
                return False
            connection.execute(delete(table))
            if wanted:
                rows_wanted = [{**values(facet), "position": n} for n, facet in enumerate(wanted)]
                connection.execute(insert(table), rows_wanted)
            next_generation(connection)
            return True

    def given_facets(self) -> dict[str, dict[str, str]]:
        """Return the facet values that files and folders were given, by path."""
        with self._database.reading() as connection:
            return {row.path: dict(row.facets) for row in connection.execute(select(schema.given))}

    def give_facets(self, given: Mapping[str, Mapping[str, str]]) -> None:
        """Replace all facet values that files and folders were given."""
        with self._database.writing() as connection:
            connection.execute(delete(schema.given))
            if given:
                rows = [{"path": path, "facets": facets} for path, facets in given.items()]
                connection.execute(insert(schema.given), rows)

    def replace(self, editions: Sequence[KeyedEdition]) -> None:
        """Put documents in the place of their old versions, all at once, and note the time."""
        with self._database.writing() as connection:
            version = next_generation(connection)
            for document, sections, passages in editions:
                delete_document(connection, document.id)
                insert_document(connection, replace(document, ingested=_now()), version, sections, passages)

    def remove(self, document_id: str) -> bool:
        """Remove a document; returns whether there was one."""
        with self._database.writing() as connection:
            found = delete_document(connection, document_id)
            if found:
                next_generation(connection)
            return found

    def use_build(
        self,
        build: int,
        section_keys: Mapping[str, str],
        passage_keys: Mapping[str, str],
        **changes: Any,  # noqa: ANN401
    ) -> State:
        """Switch to another set of indexes, all at once.

        Args:
            build: The set of indexes.
            section_keys: The name that each section has in it, by the section's id.
            passage_keys: The name that each passage has in it, by the passage's id.
            **changes: Other attributes of the state.
        """
        with self._database.writing() as connection:
            version = next_generation(connection)
            connection.execute(update(schema.documents).values(version=version))
            for table, names in ((schema.sections, section_keys), (schema.passages, passage_keys)):
                if names:
                    renaming = update(table).where(table.c.id == bindparam("row_id")).values(key=bindparam("new_key"))
                    rows = [{"row_id": row_id, "new_key": key} for row_id, key in names.items()]
                    connection.execute(renaming, rows)
            return change_state(connection, build=build, **changes)

    def add_feedback(
        self, question: str, answer: Mapping[str, object], verdict: str, comment: str, expected: str
    ) -> None:
        """Keep what a reader thought of an answer."""
        told = {
            "question": question,
            "answer": answer,
            "verdict": verdict,
            "comment": comment,
            "expected": expected,
        }
        with self._database.writing() as connection:
            connection.execute(insert(schema.feedback), {**told, "at": _now()})

    def add_gap(self, question: str, language: str, reason: str) -> None:
        """Keep a question that got no answer."""
        with self._database.writing() as connection:
            gap = {"question": question, "language": language, "reason": reason, "at": _now()}
            connection.execute(insert(schema.gaps), gap)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _section(row: Row[Any]) -> KeyedSection:
    return KeyedSection(row.key, made(Section, row))


def _passage(row: Row[Any]) -> KeyedPassage:
    return KeyedPassage(row.key, made(Passage, row))
