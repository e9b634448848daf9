"""Reading question and passage together: a model that ranks anew where words do not tell.

It understands everyday words better than cosines of whole passages do and takes longer, so it reads the best few.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from assistant.embedding import Array
from assistant.errors import EmbedderError
from assistant.packaged import PACKAGED, PackagedModel
from assistant.vocabulary import Passage, Section

Rerank = Callable[[str, Sequence[str]], Array]
"""Takes a question and n texts; returns how well each text answers it: (n,), higher is better."""

CROSS_ENCODER = "sentence-transformers:"
QUESTION_MARK, TEXT_MARK = 1, 2
"""Tokens by which the model tells questions from texts: ``[unused0]`` and ``[unused1]``."""
TEXTS_KEPT = 2_000
"""Texts whose tokens' vectors are kept in memory, about 50 kB each."""


def as_read(passage: Passage, section: Section) -> str:
    """Return what a model reads of a passage: its heading, its lead-in and itself."""
    return "\n".join((*section.path[-1:], f"{passage.lead_in} {passage.text}".strip()))


def reranker(spec: str) -> tuple[Rerank, tuple[str, ...]] | None:
    """Return the reranker that a setting names, with the languages that it reads (none named: all), None for none.

    Raises:
        EmbedderError: The setting names none.
    """
    if not spec:
        return None
    if spec == PACKAGED:
        return LateInteraction(), ("en",)
    if spec.startswith(CROSS_ENCODER):
        return CrossEncoder(spec.removeprefix(CROSS_ENCODER)), ()
    raise EmbedderError(
        f"LEP_RERANKER is {spec!r}, and there is no such reranker. Write {PACKAGED!r}, "
        f"'{CROSS_ENCODER}NAME' with a cross-encoder's name or folder, or leave it empty for none."
    )


class LateInteraction(PackagedModel):
    """The English late-interaction model answerai-colbert-small.

    Every token of the question is matched with the nearest token of a text, and the cosines are added up (Khattab and
    Zaharia 2020, "ColBERT: Efficient and Effective Passage Search via Contextualized Late Interaction over BERT").
    The package's file ends before the model's last linear layer, so the cosines are those of its 384 hidden
    dimensions.
    """

    folder = "colbert"

    def __init__(self) -> None:
        """Use the packaged model."""
        super().__init__()
        self._texts: OrderedDict[str, Array] = OrderedDict()

    def _scores(self, question: str, texts: Sequence[str]) -> list[float]:
        asked = self._tokens(question, QUESTION_MARK)
        return [float((asked @ self._kept(text).T).max(axis=1).sum()) for text in texts]

    def _kept(self, text: str) -> Array:
        if text in self._texts:
            self._texts.move_to_end(text)
        else:
            self._texts[text] = self._tokens(text, TEXT_MARK).astype(np.float16)
            if len(self._texts) > TEXTS_KEPT:
                self._texts.popitem(last=False)
        return self._texts[text].astype(np.float32)

    def _tokens(self, text: str, mark: int) -> Array:
        """Return the unit vectors of a text's tokens, (tokens, 384)."""
        start, *rest = self._tokenizer.encode(text).ids
        ids = np.array([[start, mark, *rest]])
        fed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        hidden = np.asarray(self._model.run(["last_hidden_state"], fed)[0][0], dtype=np.float32)
        unit: Array = hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)
        return unit


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
                "LEP_RERANKER, or leave that setting empty to answer without one."
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
