"""The models of a library's views, loaded when they are needed or in the background before."""

import threading
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.embedding import Array, View, embed_passages, embed_query, make_embedder
from assistant.errors import EmbedderError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


class Models:
    """One embedder for each view. Serves several threads; each model is loaded once."""

    def __init__(self, views: Sequence[View], embedders: Mapping[str, "Embeddings"]) -> None:
        """Embed for `views`, by `embedders` (by spec) where given and by those that the specs name otherwise."""
        self._views = {view.name: view for view in views}
        self._embedders = dict(embedders)
        self._locks = {view.name: threading.Lock() for view in views}
        self._loaded: set[str] = set()

    def _model(self, name: str) -> "Embeddings":
        with self._locks[name]:
            spec = self._views[name].spec
            embedder = self._embedders.get(spec) or make_embedder(spec)
            self._embedders[spec] = embedder
            if name not in self._loaded:
                embedder.embed_query("ready?")
                self._loaded.add(name)
            return embedder

    def question(self, text: str, language: str) -> dict[str, Array]:
        """Embed a question in every view that serves its language; waits for models that are being loaded.

        Raises:
            EmbedderError: A model cannot be loaded.
        """
        return {view.name: embed_query(self._model(view.name), text) for view in self._serving(language)}

    def passages(self, view: str, texts: Sequence[str]) -> Array:
        """Embed texts as documents in a view: (n, d), unit length.

        Raises:
            EmbedderError: The model cannot be loaded.
        """
        return embed_passages(self._model(view), texts)

    def ready(self, view: str) -> bool:
        """Tell whether a view's model is loaded."""
        return view in self._loaded

    def load_all(self) -> None:
        """Load all models, one after the other; those that cannot be loaded are left to the questions."""
        for name in self._views:
            try:
                self._model(name)
            except EmbedderError:
                # Nobody listens in the background; the first question that needs the model raises it again.
                continue

    def _serving(self, language: str) -> list[View]:
        return [view for view in self._views.values() if view.serves(language)]
