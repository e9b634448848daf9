"""Reading question and passage together: a cross-encoder that ranks anew where words do not tell.

It understands everyday words better than cosines do and takes tens of milliseconds a passage, so it reads few of them.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assistant.embedding import Array
from assistant.errors import EmbedderError

Rerank = Callable[[str, Sequence[str]], Array]
"""Takes a question and n texts; returns how well each text answers it: (n,), higher is better."""


class CrossEncoder:
    """A cross-encoder of sentence-transformers, by name or folder, loaded at its first use; serves several threads."""

    def __init__(self, model: str) -> None:
        """Use the model of this name or in this folder; a folder never asks the network."""
        self._name = model
        self._lock = threading.Lock()
        self._model: Any = None

    def __call__(self, question: str, texts: Sequence[str]) -> Array:
        """Score texts against a question: (n,), higher is better.

        Raises:
            EmbedderError: The model is not there or cannot be loaded.
        """
        with self._lock:
            if self._model is None:
                self._model = self._load()
            scores = self._model.predict([(question, text) for text in texts], show_progress_bar=False)
        return np.asarray(scores, dtype=np.float32).reshape(-1)

    def _load(self) -> Any:  # noqa: ANN401 (the model of a library without types)
        try:
            from pathlib import Path

            from sentence_transformers import CrossEncoder as Model

            return Model(self._name, num_labels=1, local_files_only=Path(self._name).is_dir())
        except (ImportError, OSError, RuntimeError, ValueError) as error:
            cause = (str(error) or type(error).__name__).strip().splitlines()[0]
            raise EmbedderError(
                f"The cross-encoder {self._name} cannot be loaded ({cause}). Correct its name or folder in "
                "LEP_CROSS_ENCODER, or leave that setting empty to answer without one."
            ) from error


def reranked(scores: Array, texts: Sequence[str], question: str, rerank: Rerank) -> Array:
    """Add a reranker's opinion to the scores of the best passages, both weighing alike.

    Args:
        scores: Scores of the best passages (n,).
        texts: What each of them says, with its heading.
        question: The question.
        rerank: The reranker.

    Returns:
        New scores (n,) with the mean and spread of the old ones.
    """
    both = _standard(scores) + _standard(rerank(question, texts))
    return np.asarray(scores.mean() + scores.std() * _standard(both), dtype=np.float32)


def _standard(values: Array) -> Array:
    deviation = values.std()
    return (values - values.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)
