"""Embedders: what turns text into vectors, as LangChain's `Embeddings`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.settings import Settings

Array = npt.NDArray[np.float32]
"""One vector (d,) or several (n, d), of unit length."""


@dataclass(frozen=True)
class View:
    """One way of looking at the passages: an embedder and the languages it serves.

    Attributes:
        name: "main" or "english".
        spec: The embedder, written as in the settings.
        languages: ISO 639-1 codes of the languages it serves; None: every language.
    """

    name: str
    spec: str
    languages: frozenset[str] | None = None

    def serves(self, language: str) -> bool:
        """Tell whether passages and questions in this language are part of the view."""
        return self.languages is None or language in self.languages


def views(settings: "Settings") -> list[View]:
    """Return the views that the settings ask for: "main" first, then "english" unless off or the same model."""
    raise NotImplementedError


def make_embedder(spec: str) -> "Embeddings":
    """Make the embedder that a setting names; the model itself is loaded at its first use.

    Raises:
        SettingsError: The setting names no known embedder.
    """
    raise NotImplementedError


def identity(spec: str) -> str:
    """Return name and version of the model that a setting names, without loading it."""
    raise NotImplementedError


def embed_passages(embedder: "Embeddings", texts: Sequence[str]) -> Array:
    """Embed texts as documents: (n, d), unit length.

    Raises:
        EmbedderError: The model cannot be loaded.
    """
    raise NotImplementedError


def embed_query(embedder: "Embeddings", text: str) -> Array:
    """Embed a question: (d,), unit length.

    Raises:
        EmbedderError: The model cannot be loaded.
    """
    raise NotImplementedError
