"""Reading question and passage as one: whether a passage says what is asked, or only speaks about the same thing.

Words and cosines cannot tell "How many firms joined?" from "How many firms left?"; a model that was taught on such
pairs can, mostly. It reads the best passages of English questions.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.citations import BREADCRUMB
from assistant.found import Found
from assistant.packaged import PACKAGED, PackagedModel
from assistant.reranking import Rerank
from assistant.tables import text_of
from assistant.vocabulary import Hit, Question

WEIGHTS = Path(__file__).parent / "reader.npz"
"""What `python -m training` has taught the model."""
ENGLISH = "en"
"""The language that it reads."""
READ = 6
"""Best passages that are read."""
SURE = -1.0
"""Logit from which a passage answers, so that those behind it need not be read."""


class AnswerReader(PackagedModel):
    """The cross-encoder ms-marco-MiniLM-L12, taught to tell what answers: logits, above 0 a text rather answers."""

    folder = "reranker_en"
    weights: Path | None = WEIGHTS

    def _scores(self, question: str, texts: Sequence[str]) -> list[float]:
        return [self._score(question, text) for text in texts]

    def _score(self, question: str, text: str) -> float:
        pair = self._tokenizer.encode(question, text)
        fed = {"input_ids": pair.ids, "attention_mask": pair.attention_mask, "token_type_ids": pair.type_ids}
        (logits,) = self._model.run(["logits"], {name: np.array([values]) for name, values in fed.items()})
        return float(np.ravel(logits)[0])


def answer_reader(spec: str) -> Rerank | None:
    """Return what tells how well an English text answers an English question, None where a setting names none of it."""
    return AnswerReader() if spec == PACKAGED else None


def in_context(hit: Hit) -> str:
    """Return what is read of a passage: what it is about, its headings, its lead-in and itself."""
    passage, section = hit.passage, hit.section
    about = tuple(section.facets.values()) or (hit.document.title,)
    text = text_of(passage) if passage.kind == "row" else passage.text
    return f"{BREADCRUMB.join((*about, *section.path[-2:]))}\n{f'{passage.lead_in} {text}'.strip()}"


def is_read(question: Question) -> bool:
    """Tell whether one passage can answer a question: none answers a comparison, and headings tell good practice."""
    several = len(question.facets) > 1 or question.all_values or question.kind in ("compare", "superlative")
    return question.language == ENGLISH and not several and not question.polarity


def with_readings(question: Question, found: Found, reader: Rerank) -> Found:
    """Return what a question found, its best passages read; as it is where the reader cannot tell.

    Args:
        question: The question.
        found: What it found.
        reader: Tells how well an English text answers an English question.
    """
    hits = [hit for hit in found.hits[:READ] if hit.passage.language == question.language == ENGLISH]
    if not hits or hits[0] is not found.hits[0]:
        return found
    read: dict[str, float] = {}
    for hit in hits:
        read[hit.passage.id] = float(reader(question.search_text, [in_context(hit)])[0])
        if read[hit.passage.id] >= SURE:
            break
    return replace(found, read=read)
