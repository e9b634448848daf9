"""What is known of a library as a whole: which one it is, how far it has come, what it was embedded with."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from assistant.schema import meta

SCHEMA = 1
"""Version of the tables."""


@dataclass(frozen=True)
class State:
    """The state that a library is in, kept as one row for each attribute.

    Attributes:
        library: Random name given to the library when it was made: tells it from one put in its place.
        generation: Number that every change raises.
        build: Which set of indexes is in use; rebuilding makes a new set.
        embedders: Identity of the embedder of each view that every passage is embedded in.
        recipe: Version of the texts that were embedded.
        schema: Version of the tables.
        unfinished: Whether a run has begun to change the indexes and has not ended.
    """

    library: str = field(default_factory=lambda: uuid.uuid4().hex)
    generation: int = 0
    build: int = 1
    embedders: Mapping[str, str] = field(default_factory=dict)
    recipe: int = 0
    schema: int = SCHEMA
    unfinished: bool = False


def read_state(connection: Connection) -> State | None:
    """Read the state; None where none was written."""
    values: dict[str, Any] = {row.name: row.value for row in connection.execute(select(meta))}
    return State(**values) if values else None


def change_state(connection: Connection, **changes: Any) -> State:  # noqa: ANN401 (attributes of State)
    """Write some attributes, all of them at the first time; return the new state."""
    old = read_state(connection)
    new = replace(old or State(), **changes)
    rows = [{"name": name, "value": value} for name, value in asdict(new).items()]
    connection.execute(delete(meta))
    connection.execute(insert(meta), rows)
    return new


def next_generation(connection: Connection) -> int:
    """Raise the generation by one and return it."""
    state = read_state(connection) or State()
    return change_state(connection, generation=state.generation + 1).generation
