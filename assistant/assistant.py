"""The assistant: takes a question, understands it, retrieves, composes an answer or declines."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from assistant.abreast import abreast
from assistant.citations import Line, render
from assistant.columns import column
from assistant.compare import compare
from assistant.compose import fact, overview
from assistant.crossing import crossing
from assistant.decline import SAID_NOWHERE, declined, lacks_what_was_asked, reason_to_decline, said_nowhere
from assistant.definition import definition
from assistant.docnames import with_own_names
from assistant.facets import find_facets, load_called, without_facets
from assistant.found import Found
from assistant.instances import instances
from assistant.language import Language, language
from assistant.library import Library
from assistant.lists import whole_list
from assistant.offtopic import off_topic
from assistant.places import SEVERAL, lies_in, same_place
from assistant.reader import answer_readers, is_read, with_readings
from assistant.readings import passes_over
from assistant.reranking import reranker
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.superlative import extreme_rows, rated_rows
from assistant.understanding import clean, understand
from assistant.vocabulary import Answer, Facet, Hit, Question, Turn
from assistant.words import words

NEAREST = 5
"""Best passages that tell whether a comparison is one of facet values."""


class Assistant:
    """Answers questions from a library; serves several threads."""

    def __init__(self, library: Library, settings: Settings) -> None:
        self._library = library
        self._settings = settings
        self._called = frozenset(word for words in load_called(settings.facets_file).values() for word in words)
        self._retriever = Retriever(library, *(reranker(settings.reranker) or ()))
        self._readers = answer_readers(settings.reranker)
        self._last: tuple[tuple[int, Question], Found] | None = None

    def ready(self) -> bool:
        """Tell whether all models are loaded; until then `ask` may wait for one."""
        return all(self._library.ready(view.name) for view in self._library.views)

    def understand(self, text: str, history: Sequence[Turn] = ()) -> Question:
        """Understand a question in its conversation.

        Raises:
            QuestionError: It is empty or too long.
        """
        text = clean(text, self._settings.max_question_chars)
        said = " ".join((*(turn.content for turn in history if turn.role == "user"), text))
        library = self._library
        carried = library.carried_facets()
        facets = with_own_names(said, carried, library.documents(), library.all_sections)
        question = understand(
            text, history, facets, self._knows, self._mend, partial(same_place, library), self._languages(),
            self._alike, partial(lies_in, library, least=SEVERAL), self._called,
        )  # fmt: skip
        # Another region of the library may lie in the country of one that is not in it: only its own name asks for it.
        absent = [Facet(f.name, part, (part,)) for f in self._absent() for part in f.value.split("/")]
        named = [facet.value for facet in find_facets(without_facets(text, facets), absent)]
        return replace(question, unknown=tuple(dict.fromkeys((*question.unknown, *named)))) if named else question

    def search(self, text: str, history: Sequence[Turn] = ()) -> list[Hit]:
        """Return the passages that a question finds, best first.

        Raises:
            QuestionError: The question is empty or too long.
        """
        self._library.refresh()
        return list(self._find(self.understand(text, history))[1].hits)

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question.

        Args:
            text: The person's words.
            history: The conversation before them, oldest first.

        Raises:
            QuestionError: The question is empty or too long.
            EmbedderError: A model cannot be loaded.
            LibraryError: The library cannot be read any more.
        """
        started = time.perf_counter()
        self._library.refresh()
        question, found = self._find(self.understand(text, history))
        lang = language(question.language)
        reason = reason_to_decline(question, found, lang, self._languages())
        if reason in SAID_NOWHERE and found.read and self._readers is not None:
            # Before a question is declined, passages behind one that seemed to answer are read as well.
            found = with_readings(question, found, self._readers, math.inf)
            reason = reason_to_decline(question, found, lang, self._languages())
        lines = self._compose(question, found, lang) if reason is None else []
        if lacks_what_was_asked(question, lines):
            reason = said_nowhere(question)
        if reason is not None:
            known = ", ".join(f.value for f in self._library.carried_facets())
            lines = declined(
                question, found, reason, lang, known,
                len(self._library.documents()), self._library.passage_count(),
            )  # fmt: skip
        text, citations = render(lines)
        answered = reason is None
        return Answer(
            text=text,
            citations=citations if answered or reason == "blank" else (),
            answered=answered,
            reason=reason,
            language=lang.code,
            question=question,
            related=() if answered or reason == "blank" else citations,
            seconds=time.perf_counter() - started,
        )

    def _find(self, question: Question) -> tuple[Question, Found]:
        """Return what a question finds; the last question's is kept, since an evaluation asks for it twice."""
        key = (self._library.generation, question)
        last = self._last
        if last is not None and last[0] == key:
            return question, last[1]
        found = self._retriever.find(question)
        # Reading takes longest, and is of no use where a question is declined whatever is read.
        if (
            found.hits
            and is_read(question)
            and not question.unknown
            and not off_topic(question, found, self._languages())
        ):
            found = self._with_readings(question, found)
        self._last = (key, found)
        return question, found

    def _with_readings(self, question: Question, found: Found) -> Found:
        return with_readings(question, found, self._readers) if self._readers is not None else found

    def _alone(self, question: Question, facet: Facet) -> Found:
        """Return what a question over several values of a facet finds of one of them alone."""
        others = [f for f in question.facets if f != facet]
        text = without_facets(question.search_text, others) if others else question.search_text
        one = replace(question, search_text=text, facets=(facet,), all_values=False)
        found = self._retriever.find(one)
        if question.kind == "compare" and not question.all_values:
            found = self._with_readings(one, found)
        # What is asked of both or all is told by their own passages; else one on all of them may say it.
        return found.only(facet) if question.all_values else found

    def _knows(self, word: str) -> bool:
        return self._library.document_frequency(word) > 0 or any(
            word in words(document.title) for document in self._library.documents()
        )

    def _mend(self, word: str, code: str) -> str | None:
        return self._library.spelling(word) if code in self._languages() else None

    def _absent(self) -> list[Facet]:
        """Return the declared facet values that no document carries."""
        carried = self._library.carried_facets()
        return [facet for facet in self._library.facets() if facet not in carried]

    def _alike(self, word: str, code: str) -> bool:
        """Tell whether a folded word may be a place that the documents name otherwise: by region, in their language."""
        if word in {part for facet in self._absent() for alias in facet.aliases for part in words(alias)}:
            return True
        return code not in self._languages() and self._library.begins_alike(word)

    def _languages(self) -> list[str]:
        return sorted({d.language for d in self._library.documents()})

    def _values(self, question: Question) -> list[Facet]:
        """Return the facet values that a question compares: those it names, else all of the facet it is over."""
        if len(question.facets) > 1:
            return list(question.facets)
        if question.facets and not question.all_values:
            return []
        facets = self._library.carried_facets()
        names = dict.fromkeys(f.name for f in facets)
        first = next(iter(names), None)
        return [f for f in facets if f.name == first]

    def _compose(self, question: Question, found: Found, lang: Language) -> list[Line]:
        over = len(question.facets) > 1 or question.all_values or _compares_values(question, found)
        figures = question.kind in ("compare", "superlative", "count", "rating")
        ways: list[Callable[..., list[Line] | None]] = []
        if question.kind == "definition":
            ways.append(definition)
        if over and (figures or question.kind == "overview" or len(question.facets) > 1):
            values = self._values(question)
            alone = partial(self._alone, question)
            ways += [partial(abreast, values=values), partial(compare, values=values, alone=alone)]
        ways.append(crossing)
        if question.kind == "superlative" and not lang.has("why", question.text):
            ways.append(extreme_rows)
        if not over:
            ways += [instances, rated_rows]
        if _may_be_listed(question, found) and not lang.has("wrote", question.text):
            ways += [column, whole_list]
        for way in ways:
            lines = way(question, found, lang=lang)
            if lines and not passes_over(found, lines):
                return list(lines)
        return overview(question, found, lang) if question.kind == "overview" else fact(question, found, lang)


def _may_be_listed(question: Question, found: Found) -> bool:
    """Tell whether a list may answer; it does not state a figure, but may say what was agreed."""
    agreed = question.kind == "rating" and found.hits[0].passage.kind == "item"
    return agreed or question.kind not in ("count", "rating", "when")


def _compares_values(question: Question, found: Found) -> bool:
    """Tell whether a comparison that names no values is one of values, not of two things that one of them has."""
    if question.kind != "compare" or question.facets:
        return False
    return len({tuple(hit.section.facets.items()) for hit in found.hits[:NEAREST] if hit.section.facets}) > 1
