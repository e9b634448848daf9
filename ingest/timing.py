"""Timing: how long the models of an ingestion take to load and to embed."""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar, cast

from assistant.embedding import Array, embed_passages, make_embedder, views
from ingest.memory import give_back

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.settings import Settings

Made = TypeVar("Made")


class Timed:
    """An embedder that is made at its first use, and counts its seconds.

    Attributes:
        loading: Seconds that it took to be ready; questions are embedded for nothing else while ingesting.
        embedding: Seconds that it embedded documents.
    """

    def __init__(self, spec: str, embedder: "Embeddings | None") -> None:
        """Use an embedder, or make the one that a setting names."""
        self._spec = spec
        self._embedder = embedder
        self.loading = 0.0
        self.embedding = 0.0

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        vector, seconds = _timed(lambda: self._made().embed_query(text))
        self.loading += seconds
        return vector

    def embed_array(self, texts: Sequence[str]) -> Array:
        """Embed documents: (n, d), unit length."""
        vectors, seconds = _timed(lambda: embed_passages(self._made(), texts))
        self.embedding += seconds
        give_back()
        return vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed documents, as LangChain asks for it."""
        vectors: list[list[float]] = self.embed_array(texts).tolist()
        return vectors

    def _made(self) -> "Embeddings":
        self._embedder = self._embedder or make_embedder(self._spec)
        return self._embedder


def timed(settings: "Settings", embedders: "Mapping[str, Embeddings] | None") -> dict[str, Timed]:
    """Return an embedder that counts its seconds for each view, by its spec; those given are used where they serve."""
    return {view.spec: Timed(view.spec, (embedders or {}).get(view.spec)) for view in views(settings)}


def as_embeddings(embedders: Mapping[str, Timed]) -> "dict[str, Embeddings]":
    """Return the embedders by the type that the library knows, importing nothing for it."""
    return {spec: cast("Embeddings", embedder) for spec, embedder in embedders.items()}


def _timed(work: Callable[[], Made]) -> tuple[Made, float]:
    started = time.perf_counter()
    return work(), time.perf_counter() - started
