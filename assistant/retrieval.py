"""Retrieval: from a question to passages and sections, best first.

Passages are found by every view that serves the question's language, by keywords and through their sections, then
ranked by one linear mix (see `Weights`). A facet that the question names keeps passages of its other values out.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from assistant.facets import find_facets, without_facets
from assistant.language import language
from assistant.library import Library
from assistant.reranking import Rerank, reranked
from assistant.settings import DEFAULT_EMBEDDER
from assistant.tables import value_of
from assistant.understanding import subject
from assistant.vectors import What
from assistant.vocabulary import Document, Facet, Hit, Passage, Question, Section
from assistant.words import fold, sentences, stem, words


@dataclass(frozen=True)
class Weights:
    """Weights of the mix that passages are ranked by; each cosine is standardised over the candidates first.

    Found by random search on the dev split of the question set, then rounded; the README's "Design choices" has the
    figures.

    Attributes:
        cosine: Cosine with the question in the main view.
        foreign: The same when question and documents share no language and words say little.
        english: Cosine in the English view, for English questions.
        section: Cosine of the passage's section.
        coverage: Share of the question's idf mass that the passage and its lead-in cover.
        heading: The same share for the headings above it.
        facet: Advantage of passages that carry the facet asked for over general ones.
        polarity: Advantage of sections about good (bad) practice when that is asked for, and loss of the opposite.
        row: Loss of figures in tables where no figure is asked for.
        unnamed: Loss of figures whose row the question does not name.
        opening: Loss of sentences that only introduce what follows.
    """

    cosine: float = 2.0
    foreign: float = 3.0
    english: float = 0.6
    section: float = 0.8
    coverage: float = 3.5
    heading: float = 6.0
    facet: float = 9.0
    polarity: float = 4.0
    row: float = 0.5
    unnamed: float = 3.0
    opening: float = 4.0


WEIGHTS = Weights()
FIGURES = ("count", "rating", "compare", "superlative")
"""Kinds of question that figures in tables answer."""
NEAREST = 60
"""Passages taken from each view and from the keyword index."""
NEAREST_IN_FACET = 400
"""The same where a facet keeps many of them out."""
GENERAL = 0.5
"""How well a passage without the facet fits a question for one."""
MISSED = 0.5
"""Share of the question's idf mass that general passages must hold beyond the facet's own to come forward."""
READ = 20
"""Best passages that a cross-encoder reads anew."""
READ_ANEW = 0.35
"""Share of the question that some passage covers from which words tell enough without a cross-encoder."""
KEPT = 20_000
"""Vectors kept in memory, about 1.5 kB each."""
SECTIONS = 16
"""Sections whose passages all become candidates."""


@dataclass(frozen=True)
class SectionHit:
    """A section that was found.

    Attributes:
        section: The section.
        document: Its document.
        passages: Its passages in order.
        score: What it is ranked by.
        best: Its best passage's score.
    """

    section: Section
    document: Document
    passages: tuple[Passage, ...]
    score: float
    best: float


@dataclass(frozen=True)
class Found:
    """What a question finds: passages and sections, each best first, and what was left out for its facet.

    Attributes:
        hits: Passages that may answer.
        sections: Sections that may answer.
        others: Passages of other values of the facet that the question names.
        weights_of: Idf weight of each word of the question's subject; of those that no passage holds, too.
        strangers: Those of these words that no passage holds.
        near: Mean cosine of the three nearest sections in the main view.
        english: Best cosine of a passage in the English view, None where that view does not serve the question.
        calibrated: Whether limits on cosines hold for the library's main embedder.
    """

    hits: tuple[Hit, ...]
    sections: tuple[SectionHit, ...]
    others: tuple[Hit, ...]
    weights_of: Mapping[str, float]
    strangers: frozenset[str] = frozenset()
    near: float = 0.0
    english: float | None = None
    calibrated: bool = True

    def only(self, facet: Facet) -> "Found":
        """Return what carries one facet value."""
        return Found(
            tuple(h for h in self.hits if h.section.facets.get(facet.name) == facet.value),
            tuple(s for s in self.sections if s.section.facets.get(facet.name) == facet.value),
            (),
            self.weights_of,
        )


class Retriever:
    """Finds passages in a library."""

    def __init__(self, library: Library, rerank: Rerank | None = None) -> None:
        """Search a library; `rerank`, if given, ranks anew where a question shares few words with the passages."""
        self._library = library
        self._rerank_by = rerank
        self._vectors: dict[tuple[str, What, str], np.ndarray] = {}
        self._generation = -1

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
        ids.update(dict.fromkeys(id for id, _ in library.keyword_hits(list(terms), limit)))
        near_sections = library.nearest("main", vectors["main"], SECTIONS * (4 if question.facets else 1), "section")
        for passages in library.section_passages([id for id, _ in near_sections]).values():
            ids.update(dict.fromkeys(p.id for p in passages))
        found = library.passages(ids)
        if not found:
            return Found((), (), (), {})
        return self._rank(question, list(found.values()), vectors, terms)

    def _embed(self, question: Question) -> dict[str, np.ndarray]:
        """Embed a question in every view; with a facet, half of it without the facet's name.

        Passages of a facet may name it or not: the name alone would draw those that do, its absence general ones.
        """
        bare = without_facets(question.search_text, question.facets) if question.facets else ""
        halves = self._library.embed_questions([question.search_text, *filter(None, [bare])], question.language)
        return {view: _unit(np.sum([half[view] for half in halves], axis=0)) for view in halves[0]}

    def _terms(self, question: Question) -> dict[str, float]:
        """Weigh the folded words of the question's subject: carried ones count less than the person's own."""
        lang = language(question.language)
        weights = dict.fromkeys(subject(question.carried, lang), 0.5)
        weights.update(dict.fromkeys(subject(question.search_text.removeprefix(question.carried), lang), 1.0))
        if question.all_values:
            facets = tuple({fold(f.name) for f in self._library.facets()})
            weights = {w: n for w, n in weights.items() if not w.startswith(facets) and w not in lang.numbers}
        return weights

    def _rank(
        self, question: Question, passages: Sequence[Passage],
        vectors: Mapping[str, np.ndarray], terms: Mapping[str, float],
    ) -> Found:  # fmt: skip
        library = self._library
        sections = library.sections(dict.fromkeys(p.section_id for p in passages))
        documents = {d.id: d for d in library.documents()}
        passages = [p for p in passages if p.section_id in sections and p.document_id in documents]
        ids = [p.id for p in passages]
        cosines = {view: self._cosines(view, vector, ids) for view, vector in vectors.items()}
        held = self._known("main", list(sections), "section")
        section_cosine = {id: float(held[id] @ vectors["main"]) if id in held else 0.0 for id in sections}
        foreign = question.language not in {d.language for d in documents.values()}
        frequencies = {word: library.document_frequency(word) for word in terms}
        idf = self._idf(question, terms, frequencies, foreign)
        names = question.facets
        belongs = [_belongs(p, sections[p.section_id], names) for p in passages]
        covered = np.array([coverage(idf, p.language, p.text, p.lead_in) for p in passages])
        heading = {id: coverage(idf, documents[s.document_id].language, *s.path) for id, s in sections.items()}
        main = cosines["main"]
        inside = np.array([b > 0 for b in belongs])
        score = (WEIGHTS.foreign if foreign else WEIGHTS.cosine) * _standard(main, inside)
        if "english" in cosines:
            score = score + WEIGHTS.english * _standard(cosines["english"], inside)
        score = score + WEIGHTS.section * _standard(np.array([section_cosine[p.section_id] for p in passages]), inside)
        score = score + WEIGHTS.coverage * covered
        score = score + np.array(
            [self._prior(question, p, sections[p.section_id], heading, idf, foreign) for p in passages]
        )
        score = score + _facet_weight(covered, np.array(belongs)) * np.array([b == 1.0 for b in belongs])
        hits = [
            Hit(p, sections[p.section_id], documents[p.document_id], float(score[i]), float(main[i]),
                float(covered[i]), section_cosine[p.section_id])
            for i, p in enumerate(passages)
        ]  # fmt: skip
        if self._rerank_by is not None and covered[inside].max(initial=0.0) < READ_ANEW:
            best = [i for i in np.argsort(-score, kind="stable") if inside[i]][:READ]
            texts = ["\n".join((sections[passages[i].section_id].path[-1], passages[i].text)) for i in best]
            score[best] = reranked(score[best], texts, question.search_text, self._rerank_by)
            hits = [replace(hit, score=float(score[i])) for i, hit in enumerate(hits)]
        order = np.argsort(-score, kind="stable")
        kept = tuple(hits[i] for i in order if belongs[i] > 0)
        outside = tuple(hits[i] for i in order if belongs[i] == 0)
        ranked = self._rank_sections(question, kept, section_cosine, idf, documents)
        strangers = frozenset(word for word in idf if not frequencies[word])
        near = sorted(section_cosine.values())[-3:]
        english = float(cosines["english"].max()) if "english" in cosines else None
        calibrated = library.views[0].spec == DEFAULT_EMBEDDER
        return Found(kept, ranked, outside, idf, strangers, float(np.mean(near)), english, calibrated)

    def _prior(
        self,
        question: Question,
        passage: Passage,
        section: Section,
        heading: Mapping[str, float],
        idf: Mapping[str, float],
        foreign: bool,
    ) -> float:
        """Return what speaks for a passage besides its own words: its headings, and what sort of passage it is."""
        value = WEIGHTS.heading * heading[section.id] + WEIGHTS.polarity * _polarity(question, section)
        figure = value_of(passage)
        if figure is not None and question.kind not in FIGURES:
            value -= WEIGHTS.row
        elif figure is not None and not foreign and not coverage(idf, passage.language, figure.label):
            value -= WEIGHTS.unnamed
        if passage.kind == "paragraph" and passage.text.rstrip().endswith(":") and len(sentences(passage.text)) == 1:
            value -= WEIGHTS.opening
        return value

    def _cosines(self, view: str, vector: np.ndarray, ids: Sequence[str]) -> np.ndarray:
        """Return the cosine of each passage; one that the view does not hold gets their mean."""
        known = self._known(view, ids, "passage")
        values = np.array([float(known[id] @ vector) if id in known else np.nan for id in ids])
        mean = np.nanmean(values) if known else 0.0
        return np.where(np.isnan(values), mean, values)

    def _known(self, view: str, ids: Sequence[str], what: What) -> dict[str, np.ndarray]:
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
        names = {w for f in question.facets for name in (f.value, *f.aliases) for w in words(name)}
        weights: dict[str, float] = {}
        for word, weight in terms.items():
            df = frequencies[word]
            if word not in names and (df or not foreign):
                weights[word] = weight * math.log(1 + (total - df + 0.5) / (df + 0.5))
        return weights

    def _rank_sections(
        self, question: Question, hits: Sequence[Hit], section_cosine: Mapping[str, float],
        idf: Mapping[str, float], documents: Mapping[str, Document],
    ) -> tuple[SectionHit, ...]:  # fmt: skip
        best: dict[str, Hit] = {}
        for hit in hits:
            best.setdefault(hit.section.id, hit)
        if not best:
            return ()
        passages = self._library.section_passages(list(best))
        ids = [id for id in best if id in passages]
        cosine = _standard(np.array([section_cosine[id] for id in ids]))
        ranked = []
        for i, id in enumerate(ids):
            section = best[id].section
            held = coverage(idf, documents[section.document_id].language, *section.path, section.text)
            score = float(cosine[i]) + 0.5 * best[id].score + 0.5 * WEIGHTS.coverage * held
            document = documents[section.document_id]
            ranked.append(SectionHit(section, document, tuple(passages[id]), score, best[id].score))
        return tuple(sorted(ranked, key=lambda s: -s.score))


def _facet_weight(covered: np.ndarray, belongs: np.ndarray) -> float:
    """Return the advantage of the facet's own passages: less where only general ones hold the question's words."""
    own = float(covered[belongs == 1.0].max(initial=0.0))
    general = float(covered[belongs == GENERAL].max(initial=0.0))
    return WEIGHTS.facet / 3 if general - own >= MISSED else WEIGHTS.facet


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _standard(values: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
    """Return the values shifted and scaled so that those among which they compete have mean 0 and deviation 1."""
    rivals = values if among is None or not among.any() else values[among]
    deviation = rivals.std() if rivals.size else 0.0
    return (values - rivals.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)


@lru_cache(maxsize=50_000)
def stem_set(text: str, code: str) -> frozenset[str]:
    """Return the stems that occur in a text."""
    return frozenset(stem(word, code) for word in words(text))


def coverage(idf: Mapping[str, float], code: str, *texts: str) -> float:
    """Return the share of a question's idf mass whose stems occur in the texts, 0 to 1.

    Source: the coverage feature of the design measurements, idf as in BM25.
    """
    mass = sum(idf.values())
    if mass <= 0:
        return 0.0
    held = [stem_set(text, code) for text in texts if text]
    return sum(weight for word, weight in idf.items() if any(stem(word, code) in stems for stems in held)) / mass


def _belongs(passage: Passage, section: Section, facets: Iterable[Facet]) -> float:
    """Tell how well a passage fits the facets asked for: 1 carries one, 0.5 is general, 0 carries another value."""
    fit = 1.0
    by_name: dict[str, list[Facet]] = defaultdict(list)
    for facet in facets:
        by_name[facet.name].append(facet)
    for name, values in by_name.items():
        carried = section.facets.get(name)
        if carried in {f.value for f in values} or (not carried and _names(passage.text, tuple(values))):
            continue
        fit = min(fit, 0.0 if carried else GENERAL)
    return fit


@lru_cache(maxsize=20_000)
def _names(text: str, values: tuple[Facet, ...]) -> bool:
    return bool(find_facets(text, values))


def _polarity(question: Question, section: Section) -> float:
    """Return 1 if a section's headings promise the kind of practice asked for, -1 if the opposite, else 0."""
    if not question.polarity:
        return 0.0
    lang = language("en")
    heading = " ".join(section.path[-1:])
    good, bad = lang.has("good", heading), lang.has("bad", heading)
    if good == bad:
        return 0.0
    return 1.0 if ("good" if good else "bad") == question.polarity else -1.0
