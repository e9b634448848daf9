"""Tables of the library's database; a row's columns bear the names of the attributes that they hold.

Only portable SQL: the same tables serve SQLite and PostgreSQL.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, Column, Dialect, Float, ForeignKey, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class Words(TypeDecorator[str]):
    """Text from files, which may hold what databases refuse: NUL and lone surrogates.

    Each becomes one U+FFFD, so that offsets into the text hold.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Write text."""
        return None if value is None else _UNSTORABLE.sub("\ufffd", value)


class Json(TypeDecorator[Any]):
    """Mappings and tuples, kept as text so that DISTINCT works on them in every database."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:  # noqa: ANN401 (SQLAlchemy's signature)
        """Write a value."""
        return json.dumps(dict(value) if isinstance(value, Mapping) else value, sort_keys=True)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:  # noqa: ANN401
        """Read a value; lists come back as tuples."""
        read = json.loads(value)
        return tuple(read) if isinstance(read, list) else read


def _id() -> Column[str]:
    return Column("id", String(64), primary_key=True)


def _belongs_to(name: str, target: str) -> Column[str]:
    reference = ForeignKey(f"{target}.id", ondelete="CASCADE")
    return Column(name, String(64), reference, nullable=False, index=True)


def _words(name: str) -> Column[str]:
    return Column(name, Words, nullable=False, default="")


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, default=0)


metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    _id(),
    _number("version"),
    *[_words(name) for name in ("path", "title", "source", "source_section", "date", "language")],
    Column("facets", Json, nullable=False),
    Column("fingerprint", String(200), nullable=False),
    _number("pages"),
    Column("warnings", Json, nullable=False),
    Column("left_out", Json, nullable=False),
    Column("ingested", String(40), nullable=False),
    _words("origin"),
)
"""`version` is the generation at which the document was published."""

sections = Table(
    "sections",
    metadata,
    _id(),
    Column("key", String(80), nullable=False),
    _belongs_to("document_id", "documents"),
    Column("path", Json, nullable=False),
    _number("position"),
    _words("text"),
    Column("facets", Json, nullable=False),
    Column("first_page", Integer),
    Column("last_page", Integer),
)
"""`key` names the section's entry in the indexes: its id and a hash of what was embedded."""

passages = Table(
    "passages",
    metadata,
    _id(),
    Column("key", String(80), nullable=False),
    _belongs_to("document_id", "documents"),
    _belongs_to("section_id", "sections"),
    _number("position"),
    Column("kind", String(20), nullable=False),
    _words("text"),
    _number("start"),
    _number("end"),
    Column("page", Integer),
    Column("language", String(20), nullable=False),
    _words("lead_in"),
    _number("group"),
    _number("level"),
    Column("ordered", Boolean, nullable=False),
    Column("headers", Json, nullable=False),
    Column("cells", Json, nullable=False),
)
"""`key` names the passage's entry in the indexes: its id and a hash of what was embedded."""

cells = Table(
    "cells",
    metadata,
    Column("passage_id", String(64), ForeignKey("passages.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _belongs_to("document_id", "documents"),
    _words("row"),
    _words("header"),
    _words("text"),
    Column("number", Float),
)
"""One table cell each: its row's label, its column's header, its text and, if it is a number, its value."""

facets = Table(
    "facets",
    metadata,
    Column("name", String(200), primary_key=True),
    Column("value", String(500), primary_key=True),
    _number("position"),
    Column("aliases", Json, nullable=False),
)
"""Declared values; those that only documents carry are read from the documents and sections."""

given = Table("given", metadata, Column("path", Words, primary_key=True), Column("facets", Json, nullable=False))
"""Facet values that a person gave a file or a folder, by its absolute path; "" is one that was taken back."""

meta = Table("meta", metadata, Column("name", String(40), primary_key=True), Column("value", Json, nullable=False))
"""What is known of the library as a whole: see `assistant.state.State`."""

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    _words("question"),
    Column("answer", Json, nullable=False),
    Column("verdict", String(40), nullable=False),
    _words("comment"),
    _words("expected"),
)

gaps = Table(
    "gaps",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", String(40), nullable=False),
    _words("question"),
    Column("language", String(20), nullable=False),
    Column("reason", String(40), nullable=False),
)
