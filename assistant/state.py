"""What is known of a library as a whole: which one it is, how far it has come, what it was embedded with."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import EmbedderMismatchError, LibraryError

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


def check_schema(state: State, folder: Path) -> None:
    """Raise `LibraryError` if the tables are those of another version of the program."""
    if state.schema != SCHEMA:
        raise LibraryError(
            f"The library in {folder} was made by another version of this program "
            f"(tables {state.schema}, here {SCHEMA}). Use that version, or move the folder away and ingest again."
        )


def check_embedders(state: State, wanted: Mapping[str, str], recipe: int, folder: Path, command: str) -> None:
    """Raise `EmbedderMismatchError` unless every view that is wanted was embedded by the same model and recipe.

    Args:
        state: What the library was made with.
        wanted: Identity of the embedder of each view that the settings ask for.
        recipe: Version of the texts that this program embeds.
        folder: The data folder, for the message.
        command: The command that ingests into it, for the message.
    """
    settings = {"main": "LEP_EMBEDDER", "english": "LEP_ENGLISH_VIEW"}
    rebuild = f"Run `{command} --rebuild` to embed it again"
    for view, model in wanted.items():
        made_by = state.embedders.get(view)
        if made_by != model:
            setting = settings.get(view, view)
            raise EmbedderMismatchError(
                f"The library in {folder} was embedded by {made_by or 'no model at all'}, but {setting} asks for "
                f"{model}. {rebuild}, or set {setting} back" + (" or to nothing." if view == "english" else ".")
            )
    if state.recipe != recipe:
        raise EmbedderMismatchError(
            f"The library in {folder} was embedded by an earlier version of this program (recipe {state.recipe}, "
            f"here {recipe}). {rebuild}."
        )
