"""Retrieval: from a question to passages and sections, best first.

Passages are found by every view that serves the question's language, by keywords and through their sections, then
ranked (see `assistant.ranking`). A facet that the question names keeps passages of its other values out.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

import numpy as np

from assistant.anyone import Anyone, mean_of_nearest, written_large
from assistant.embedding import Array
from assistant.facets import without_facets
from assistant.found import MOST_PARTS, Found
from assistant.language import language
from assistant.library import Library
from assistant.ranking import Candidates, rank_sections, score_passages
from assistant.reranking import Rerank, as_read, reranked
from assistant.settings import DEFAULT_EMBEDDER
from assistant.understanding import subject
from assistant.vectors import What
from assistant.vocabulary import Hit, Passage, Question
from assistant.words import fold, words

NEAREST = 60
"""Passages taken from each view and from the keyword index."""
NEAREST_IN_FACET = 400
"""The same where a facet keeps many of them out."""
READ = 40
"""Best passages that a reranker reads."""
READ_ANEW = 0.35
"""Share of the question that some passage covers from which words tell enough without a reranker."""
KEPT = 20_000
"""Vectors kept in memory, about 1.5 kB each."""
DOUBTFUL = 0.02
"""How much nearer to what people ask any assistant than to the documents a question is looked at without its names."""
SECTIONS = 16
"""Sections whose passages all become candidates."""


class Retriever:
    """Finds passages in a library."""

    def __init__(self, library: Library, rerank: Rerank | None = None, reads: Collection[str] = ()) -> None:
        """Search a library.

        Args:
            library: The library.
            rerank: Ranks anew where a question shares few words with the passages.
            reads: Languages that it reads, none for all: questions and passages in others are left as they are.
        """
        self._library = library
        self._rerank_by = rerank
        self._reads = frozenset(reads)
        self._vectors: dict[tuple[str, What, str], Array] = {}
        self._generation = -1
        self._anyone = Anyone(library)

    def find(self, question: Question) -> Found:
        """Return what the library holds for a question.

        Raises:
            EmbedderError: A model cannot be loaded.
        """
        library = self._library
        vectors = self._embed(question)
        limit = NEAREST_IN_FACET if question.facets else NEAREST
        ids: dict[str, None] = {}
        for view, vector in vectors.items():
            ids.update(dict.fromkeys(id for id, _ in library.nearest(view, vector, limit)))
        terms = self._terms(question)
        joined = ["".join(pair) for pair in pairwise(terms)]
        ids.update(dict.fromkeys(id for id, _ in library.keyword_hits([*terms, *joined], limit)))
        near_sections = library.nearest("main", vectors["main"], SECTIONS * (4 if question.facets else 1), "section")
        for passages in library.section_passages(self._with_parts([id for id, _ in near_sections])).values():
            ids.update(dict.fromkeys(p.id for p in passages))
        found = library.passages(ids)
        if not found:
            return Found((), (), (), {})
        return self._rank(question, list(found.values()), vectors, terms)

    def _with_parts(self, ids: Sequence[str]) -> dict[str, None]:
        """Return sections and, where they are few, the parts below their headings: a list of parts is given whole."""
        near = self._library.sections(ids).values()
        parts: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
        for document in {section.document_id for section in near}:
            for part in self._library.all_sections(document):
                parts[document, part.path[:-1]].append(part.id)
        below = [parts[section.document_id, section.path] for section in near]
        return dict.fromkeys([*ids, *(id for own in below if len(own) <= MOST_PARTS for id in own)])

    def _embed(self, question: Question) -> dict[str, Array]:
        """Embed a question in every view; with a facet, half of it without the facet's name.

        Passages of a facet may name it or not: the name alone would draw those that do, its absence general ones.
        """
        bare = without_facets(question.search_text, question.facets) if question.facets else ""
        texts = dict.fromkeys([question.search_text, bare or question.search_text])
        halves = self._library.embed_questions(list(texts), question.language)
        return {view: _unit(np.sum([half[view] for half in halves], axis=0)) for view in halves[0]}

    def _terms(self, question: Question) -> dict[str, float]:
        """Weigh the folded words of the question's subject: those that it does not ask with itself count half.

        So do places that stand for a facet's value.
        """
        lang = language(question.language)
        own = question.search_text.removeprefix(question.carried).strip()
        weights = dict.fromkeys(subject(f"{question.carried} {question.aside}", lang), 0.5)
        weights.update(dict.fromkeys(subject(own.removeprefix(question.aside), lang), 1.0))
        weights.update({word: 0.5 for word in question.places if word in weights})
        if question.all_values:
            facets = tuple({fold(f.name) for f in self._library.facets()})
            weights = {w: n for w, n in weights.items() if not w.startswith(facets)}
        if question.all_values or question.kind == "list":
            # "The six lessons" are seldom called six where they stand.
            weights = {w: n for w, n in weights.items() if w not in lang.numbers}
        return weights

    def _rank(
        self, question: Question, passages: Sequence[Passage], vectors: Mapping[str, Array], terms: Mapping[str, float]
    ) -> Found:
        library = self._library
        frequencies = {word: library.document_frequency(word) for word in terms}
        found = self._candidates(question, passages, vectors, terms, frequencies)
        covered, fits = found.covered(), found.fits(question.facets, library.carried_facets())
        score = score_passages(question, found, covered, fits)
        if covered[fits > 0].max(initial=0.0) < READ_ANEW:
            self._read_anew(question, found, fits, score)
        main = found.cosines["main"]
        hits = [
            Hit(p, found.section(p), found.documents[p.document_id], float(score[i]), float(main[i]),
                float(covered[i]), found.section_cosine[p.section_id])
            for i, p in enumerate(found.passages)
        ]  # fmt: skip
        order = np.argsort(-score, kind="stable")
        kept = tuple(hits[i] for i in order if fits[i])
        near = mean_of_nearest(found.section_cosine.values())
        english = self._in_english(found)
        other = 0.0 if english is None else self._anyone.nearness(question.language, vectors["english"], "english")
        anyone = self._anyone.nearness(question.language, vectors["main"])
        held = self._known("main", list(found.sections), "section").values() if anyone - near >= DOUBTFUL else None
        names = written_large(found.passages, found.idf) if held else frozenset()
        astray, unnamed = self._anyone.without_names(question, held, names) if held else (0.0, 0.0)
        return Found(
            hits=kept,
            sections=rank_sections(found, kept, library.section_passages({h.section.id: None for h in kept})),
            others=tuple(hits[i] for i in order if not fits[i]),
            weights_of=found.idf,
            strangers=self._strangers(found.idf, frequencies),
            near=near,
            anyone=anyone,
            astray=astray,
            unnamed=unnamed,
            english=english,
            anyone_in_english=other,
            calibrated=library.views[0].spec == DEFAULT_EMBEDDER,
        )

    def _in_english(self, found: Candidates) -> float | None:
        """Return the best cosine in the English view, None where it does not serve what the main view finds nearest."""
        nearest = found.passages[int(found.cosines["main"].argmax())]
        serves = any(view.name == "english" and view.serves(nearest.language) for view in self._library.views)
        return float(found.cosines["english"].max()) if serves and "english" in found.cosines else None

    def _strangers(self, asked: Mapping[str, float], frequencies: Mapping[str, int]) -> frozenset[str]:
        """Return the words that no passage holds, neither alone nor written as one with the word beside them."""
        together = [pair for pair in pairwise(asked) if not all(map(frequencies.get, pair))]
        known = {word for pair in together if self._library.document_frequency("".join(pair)) for word in pair}
        return frozenset(word for word in asked if not frequencies[word] and word not in known)

    def _read_anew(self, question: Question, found: Candidates, fits: Array, score: Array) -> None:
        """Let the reranker change the scores of the best passages, if there is one and it reads their language.

        Which practices are good and which are bad is told by their headings, so those are not read anew.
        """
        if self._rerank_by is None or question.polarity or not self._is_read(question.language):
            return
        passages = found.passages
        order = np.argsort(-score, kind="stable")
        best = [i for i in order if fits[i] and self._is_read(passages[i].language)][:READ]
        if best:
            texts = [as_read(p, found.section(p)) for p in (passages[i] for i in best)]
            score[best] = reranked(score[best], texts, question.search_text, self._rerank_by)

    def _is_read(self, code: str) -> bool:
        return not self._reads or code in self._reads

    def _candidates(
        self,
        question: Question,
        passages: Sequence[Passage],
        vectors: Mapping[str, Array],
        terms: Mapping[str, float],
        frequencies: Mapping[str, int],
    ) -> Candidates:
        library = self._library
        sections = library.sections(dict.fromkeys(p.section_id for p in passages))
        documents = {d.id: d for d in library.documents()}
        passages = [p for p in passages if p.section_id in sections and p.document_id in documents]
        held = self._known("main", list(sections), "section")
        asked = {(f.name, f.value) for f in question.facets}
        meant = {p.language for p in passages if asked & set(sections[p.section_id].facets.items())}
        foreign = question.language not in (meant or {d.language for d in documents.values()})
        return Candidates(
            passages=passages,
            sections=sections,
            documents=documents,
            cosines={view: self._cosines(view, vector, [p.id for p in passages]) for view, vector in vectors.items()},
            section_cosine={id: float(held[id] @ vectors["main"]) if id in held else 0.0 for id in sections},
            idf=self._idf(question, terms, frequencies, foreign),
            foreign=foreign,
        )

    def _cosines(self, view: str, vector: Array, ids: Sequence[str]) -> Array:
        """Return the cosine of each passage; one that the view does not hold gets their mean."""
        known = self._known(view, ids, "passage")
        if not known:
            return np.zeros(len(ids), dtype=np.float32)
        held = dict(zip(known, np.stack(list(known.values())) @ vector, strict=True))
        mean = np.mean(list(held.values()))
        return np.array([held.get(id, mean) for id in ids])

    def _known(self, view: str, ids: Sequence[str], what: What) -> dict[str, Array]:
        """Return the vectors of passages or sections, keeping those of this generation in memory."""
        if self._generation != self._library.generation or len(self._vectors) > KEPT:
            self._vectors, self._generation = {}, self._library.generation
        kept = self._vectors
        new = [id for id in ids if (view, what, id) not in kept]
        if new:
            kept.update({(view, what, id): v for id, v in self._library.vectors(view, new, what).items()})
        return {id: kept[view, what, id] for id in ids if (view, what, id) in kept}

    def _idf(
        self, question: Question, terms: Mapping[str, float], frequencies: Mapping[str, int], foreign: bool
    ) -> dict[str, float]:
        """Return the idf weight of each word: log(1 + (N - df + 0.5) / (df + 0.5)), as in BM25.

        In a question whose language no document is written in, only words that documents share with it count.
        """
        total = max(self._library.passage_count(), 1)
        bare = set(words(without_facets(question.search_text, question.facets)))
        names = set(words(question.search_text)) - bare
        weights: dict[str, float] = {}
        for word, weight in terms.items():
            df = frequencies[word]
            if word not in names and (df or not foreign):
                weights[word] = weight * math.log(1 + (total - df + 0.5) / (df + 0.5))
        return weights


def _unit(vector: Array) -> Array:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)
