"""The models of a library's views, loaded when they are needed or in the background before."""

import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from assistant.embedding import Array, View, embed_passages, embed_queries, make_embedder
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
        self._threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="embed")

    def _model(self, name: str) -> "Embeddings":
        with self._locks[name]:
            spec = self._views[name].spec
            embedder = self._embedders.get(spec) or make_embedder(spec)
            self._embedders[spec] = embedder
            if name not in self._loaded:
                embedder.embed_query("ready?")
                self._loaded.add(name)
            return embedder

    def questions(self, texts: Sequence[str], language: str) -> list[dict[str, Array]]:
        """Embed questions in every view that serves their language; waits for models that are being loaded.

        Each text in each view is embedded by a thread of its own, or all of them by one where a model takes them
        together: on two cores, two texts in two views take less than two thirds of the time that they take one after
        the other.

        Raises:
            EmbedderError: A model cannot be loaded.
        """
        models = {view.name: self._model(view.name) for view in self._serving(language)}
        jobs = {
            name: [self._threads.submit(embed_queries, model, part) for part in _parts(model, texts)]
            for name, model in models.items()
        }
        vectors = {name: [vector for job in own for vector in job.result()] for name, own in jobs.items()}
        return [{name: vectors[name][number] for name in models} for number in range(len(texts))]

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


def _parts(model: "Embeddings", texts: Sequence[str]) -> list[Sequence[str]]:
    """Return the texts in the parts that a model is given at once."""
    return [texts] if hasattr(model, "embed_queries") else [[text] for text in texts]
