"""How near a question lies to what people ask any assistant, such as the weather: with its names and without them."""

from collections.abc import Collection, Iterable, Sequence

import numpy as np

from assistant.embedding import Array
from assistant.evidence import small_and_all
from assistant.facets import without_facets
from assistant.language import language
from assistant.library import Library
from assistant.names import without_names
from assistant.understanding import subject
from assistant.vocabulary import Passage, Question
from assistant.words import fold, words

NEAREST = 3
"""Sections whose mean cosine tells how near a question lies to the documents."""
TELLING = 2
"""Words without which the rest of a question tells nothing."""


class Anyone:
    """What people ask any assistant; embedded once for each language and view."""

    def __init__(self, library: Library) -> None:
        """Embed by the models of a library."""
        self._library = library
        self._vectors: dict[tuple[str, str], Array] = {}

    def nearness(self, code: str, vector: Array, view: str = "main") -> float:
        """Return the best cosine of a vector (d,) of a view with what people ask in a language, which it serves."""
        if (code, view) not in self._vectors:
            asked = self._library.embed_questions(language(code).anyone, "" if view == "main" else code)
            self._vectors[code, view] = np.array([vectors[view] for vectors in asked])
        return float((self._vectors[code, view] @ vector).max())

    def without_names(
        self, question: Question, sections: Iterable[Array], names: frozenset[str]
    ) -> tuple[float, float]:
        """Tell the same of a question without the names in it: "a hotel in Leeds" is near documents on Leeds by those.

        Args:
            question: The question.
            sections: Vectors (d,) of the sections that it finds.
            names: Folded words that are names, however the question writes them.

        Returns:
            How much nearer it lies to what people ask than to the documents, and how near to what people ask; 0 and 0
            where too little would be left of it.
        """
        lang = language(question.language)
        values = {fold(facet.name) for facet in self._library.facets()}
        bare = without_names(without_facets(question.search_text, question.facets), lang, values)
        bare = " ".join(word for word in bare.split() if names.isdisjoint(words(word)))
        if question.carried or bare == question.search_text or len(subject(bare, lang)) < TELLING:
            return 0.0, 0.0
        vector = self._library.embed_questions([bare], "")[0]["main"]
        unnamed = self.nearness(question.language, vector)
        return unnamed - mean_of_nearest(float(section @ vector) for section in sections), unnamed


def mean_of_nearest(cosines: Iterable[float]) -> float:
    """Return the mean of the highest cosines of sections."""
    return float(np.mean(sorted(cosines)[-NEAREST:]))


def written_large(passages: Sequence[Passage], asked: Collection[str]) -> frozenset[str]:
    """Return the words of a question that passages hold and never write with a small letter: names."""
    read = [small_and_all(p.text) for p in passages if not language(p.language).capital_nouns]
    small = frozenset().union(*(s for s, _ in read))
    return frozenset(asked) & frozenset().union(*(s for _, s in read)) - small
