"""Reading question and passage as one: whether a passage says what is asked, or only speaks about the same thing.

Words and cosines cannot tell "How many firms joined?" from "How many firms left?"; a model that was taught on such
pairs can, mostly. There are two: one that reads English only and knows more, and one for all languages of the project.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from assistant.citations import BREADCRUMB
from assistant.found import Found, stem_set
from assistant.language import languages
from assistant.multilingual import MultilingualReader
from assistant.packaged import PACKAGED, PackagedModel
from assistant.reranking import Rerank
from assistant.tables import labelled, text_of
from assistant.vocabulary import Hit, Question

WEIGHTS = Path(__file__).parent / "reader.npz"
"""What `python -m training` has taught the model."""
ENGLISH = "en"
"""The language that it reads."""
READ = 6
"""Best passages that are read."""
LABELS = 20
"""Best passages among which rows are read whose label the question says."""
SURE, SURE_ACROSS = -1.3, 0.0
"""Logits from which a passage answers, so that those behind it need not be read: in English, and in other languages,
whose reader is less sure. What is read takes time."""


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


@dataclass(frozen=True)
class Readers:
    """The two models.

    Attributes:
        english: Reads English questions with English passages.
        others: Reads any of the project's languages, and question and passage in different ones.
    """

    english: Rerank
    others: Rerank

    def logit(self, question: Question, hit: Hit) -> float:
        """Return how well a passage answers a question: above 0 it rather does.

        Raises:
            EmbedderError: A model cannot be loaded.
        """
        reader = self.english if is_in_english(question, hit) else self.others
        return float(reader(question.search_text, [in_context(hit)])[0])


def is_in_english(question: Question, hit: Hit) -> bool:
    """Tell whether question and passage are both in English, so that the reader that is surer reads them."""
    return question.language == hit.passage.language == ENGLISH


def answer_readers(spec: str) -> Readers | None:
    """Return what tells how well a passage answers, None where a setting names none of it."""
    return Readers(AnswerReader(), MultilingualReader()) if spec == PACKAGED else None


def in_context(hit: Hit) -> str:
    """Return what is read of a passage: what it is about, its headings, its lead-in and itself."""
    passage, section = hit.passage, hit.section
    about = tuple(section.facets.values()) or (hit.document.title,)
    text = text_of(passage) if passage.kind == "row" else passage.text
    return f"{BREADCRUMB.join((*about, *section.path[-2:]))}\n{f'{passage.lead_in} {text}'.strip()}"


def is_read(question: Question) -> bool:
    """Tell whether passages are to be read: none speaks of several places at once, and headings tell good practice.

    What a good practice cost or when it began is told by passages all the same.
    """
    several = len(question.facets) > 1 or question.all_values
    return not several and (not question.polarity or bool(question.sort))


def _to_read(question: Question, found: Found) -> list[Hit]:
    """Return the best passages, and after them rows whose label the question says whole, which are found by it."""
    behind = found.hits[READ:LABELS]
    text = question.search_text
    return [*found.hits[:READ], *(h for h in behind if labelled(h.passage, stem_set(text, h.passage.language)))]


def with_readings(question: Question, found: Found, readers: Readers, sure: float = SURE) -> Found:
    """Return what a question found, its best passages read; as it is where no reader knows the languages.

    Args:
        question: The question.
        found: What it found; what was read of it is not read again.
        readers: Tell how well a passage answers.
        sure: Logit from which a passage answers, so that those behind it are not read.
    """
    known = languages()
    hits = [hit for hit in _to_read(question, found) if question.language in known and hit.passage.language in known]
    if not hits or hits[0] is not found.hits[0]:
        return found
    read: dict[str, float] = {}
    for hit in hits:
        before = found.read.get(hit.passage.id)
        read[hit.passage.id] = readers.logit(question, hit) if before is None else before
        if read[hit.passage.id] >= (sure if is_in_english(question, hit) else max(sure, SURE_ACROSS)):
            break
    return replace(found, read=read)
