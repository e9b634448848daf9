"""Ranking: from candidates with their cosines and words to scores, one linear mix for passages, one for sections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from assistant.embedding import Array
from assistant.facets import find_facets, heading_facet, without_facets
from assistant.found import SectionHit, best_by_section, coverage
from assistant.language import language
from assistant.tables import value_of
from assistant.understanding import subject
from assistant.vocabulary import Document, Facet, Hit, Passage, Question, Section
from assistant.words import sentences


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
        counsel: Advantage of sections that recommend something where that is asked for.
        row: Loss of figures in tables where no figure is asked for.
        unnamed: Loss of figures whose row the question does not name.
        opening: Loss of sentences that only introduce what follows.
    """

    cosine: float = 2.0
    foreign: float = 3.0
    english: float = 0.6
    section: float = 0.8
    coverage: float = 3.5
    context: float = 1.0
    heading: float = 6.0
    facet: float = 9.0
    polarity: float = 4.0
    counsel: float = 3.0
    row: float = 0.5
    unnamed: float = 3.0
    opening: float = 1.5


WEIGHTS = Weights()
FIGURES = ("count", "rating", "compare", "superlative")
"""Kinds of question that figures in tables answer."""
LONGEST_CONTEXT = 220
"""Words of the longest section that is a context for its passages."""
LITTLE = 1
"""Words of a question's subject beside good or bad practice that say next to nothing: "report"."""
NAMED, GENERAL = 0.75, 0.5
"""How well a passage fits a question for a facet value that carries none: one that names the value, and any other."""
NAMING = 0.65
"""Share of the advantage of the value's own passages that those get which only name it."""
MISSED = 0.5
"""Share of the question's idf mass that general passages must hold beyond the facet's own to come forward."""


@dataclass(frozen=True)
class Candidates:
    """Passages that may answer a question, with what is known of them.

    Attributes:
        passages: The passages, n of them.
        sections: Their sections, by id.
        documents: Their documents, by id.
        cosines: By view: cosine of each passage with the question, (n,).
        section_cosine: Cosine of each section with the question in the main view, by id.
        idf: Idf weight of each word of the question's subject.
        foreign: Whether question and documents share no language.
    """

    passages: Sequence[Passage]
    sections: Mapping[str, Section]
    documents: Mapping[str, Document]
    cosines: Mapping[str, Array]
    section_cosine: Mapping[str, float]
    idf: Mapping[str, float]
    foreign: bool

    def section(self, passage: Passage) -> Section:
        """Return the section of a passage."""
        return self.sections[passage.section_id]

    def covered(self) -> Array:
        """Return the share of the question that each passage and its lead-in cover, (n,)."""
        return np.array([coverage(self.idf, p.language, p.text, p.lead_in) for p in self.passages])

    def in_sections(self) -> Array:
        """Return the share of the question that the section of each passage covers, (n,); long sections say nothing.

        Nothing either for the rows of a table: what the row beside it says does not make it the one that is meant.
        """
        shares = {
            id: coverage(self.idf, self.documents[section.document_id].language, section.text)
            for id, section in self.sections.items()
            if len(section.text.split()) <= LONGEST_CONTEXT
        }
        return np.array([0.0 if p.kind == "row" else shares.get(p.section_id, 0.0) for p in self.passages])

    def fits(self, facets: Iterable[Facet], known: Iterable[Facet] = ()) -> Array:
        """Tell how well each passage fits facets, (n,): 1 carries one, 0.75 names it, 0.5 is general, 0 is of another.

        So does a row whose table has columns for other `known` values, and a general passage that names others only.
        """
        known = tuple(known)
        asked: dict[str, tuple[Facet, ...]] = {}
        for facet in facets:
            asked[facet.name] = (*asked.get(facet.name, ()), facet)
        others = {name: tuple(f for f in known if f.name == name and f not in values) for name, values in asked.items()}
        return np.array([_belongs(p, self.section(p), asked, others, known) for p in self.passages])


def score_passages(question: Question, found: Candidates, covered: Array, fits: Array) -> Array:
    """Score passages by the mix of `Weights`.

    Args:
        question: The question.
        found: The n candidates.
        covered: Share of the question that each covers, (n,).
        fits: How well each fits the facets asked for, (n,).

    Returns:
        Scores, (n,): higher is better, comparable within one question.
    """
    inside = fits > 0
    section_cosine = np.array([found.section_cosine[p.section_id] for p in found.passages])
    score = (WEIGHTS.foreign if found.foreign else WEIGHTS.cosine) * _standard(found.cosines["main"], inside)
    if "english" in found.cosines:
        score = score + WEIGHTS.english * _standard(found.cosines["english"], inside)
    score = score + WEIGHTS.section * _standard(section_cosine, inside) + WEIGHTS.coverage * covered
    headings = {
        id: coverage(found.idf, found.documents[section.document_id].language, *section.path)
        for id, section in found.sections.items()
    }
    score = score + WEIGHTS.context * np.maximum(found.in_sections() - covered, 0.0)
    score = score + np.array([_prior(question, p, found, headings[p.section_id]) for p in found.passages])
    # Across languages, that general passages hold a question's word and the facet's own do not says nothing.
    weight = WEIGHTS.facet if found.foreign else _facet_weight(covered, fits)
    return np.asarray(score + weight * ((fits == 1.0) + NAMING * (fits == NAMED)))


def rank_sections(
    found: Candidates, hits: Sequence[Hit], passages: Mapping[str, Sequence[Passage]]
) -> tuple[SectionHit, ...]:
    """Rank the sections of hits, best first.

    Args:
        found: The candidates.
        hits: Those that may answer, best first.
        passages: All passages of their sections, by the section's id.
    """
    best = best_by_section(hits)
    ids = [id for id in best if id in passages]
    if not ids:
        return ()
    cosine = _standard(np.array([found.section_cosine[id] for id in ids]))
    ranked = []
    for i, id in enumerate(ids):
        section, document = best[id].section, best[id].document
        held = coverage(found.idf, document.language, *section.path, section.text)
        score = float(cosine[i]) + 0.5 * best[id].score + 0.5 * WEIGHTS.coverage * held
        ranked.append(SectionHit(section, document, tuple(passages[id]), score, best[id].score))
    return tuple(sorted(ranked, key=lambda s: -s.score))


def _prior(question: Question, passage: Passage, found: Candidates, heading: float) -> float:
    """Return what speaks for a passage besides its own words: its headings, and what sort of passage it is."""
    path, code = found.section(passage).path, passage.language
    value = WEIGHTS.heading * heading
    if question.polarity:
        value += _polarity_weight(question) * _polarity(question, path[-1:], code)
    if question.counsel and _shows(("counsel",), path[-2:], code)[0]:
        value += WEIGHTS.counsel
    figure = value_of(passage)
    if figure is not None and question.kind not in FIGURES:
        value -= WEIGHTS.row
    elif figure is not None and not found.foreign and not coverage(found.idf, passage.language, figure.label):
        value -= WEIGHTS.unnamed
    if passage.kind == "paragraph" and passage.text.rstrip().endswith(":") and len(sentences(passage.text)) == 1:
        value -= WEIGHTS.opening
    return value


def _facet_weight(covered: np.ndarray, belongs: np.ndarray) -> float:
    """Return the advantage of the facet's own passages: less where only general ones hold the question's words."""
    own = float(covered[belongs > GENERAL].max(initial=0.0))
    general = float(covered[belongs == GENERAL].max(initial=0.0))
    return WEIGHTS.facet / 3 if general - own >= MISSED else WEIGHTS.facet


def _standard(values: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
    """Return the values shifted and scaled so that those among which they compete have mean 0 and deviation 1."""
    rivals = values if among is None or not among.any() else values[among]
    deviation = rivals.std() if rivals.size else 0.0
    return (values - rivals.mean()) / deviation if deviation > 1e-9 else np.zeros_like(values)


def _belongs(
    passage: Passage,
    section: Section,
    asked: Mapping[str, tuple[Facet, ...]],
    others: Mapping[str, tuple[Facet, ...]],
    known: tuple[Facet, ...],
) -> float:
    """Tell how well a passage fits the facets asked for (see `Candidates.fits`)."""
    fit = 1.0
    for name, values in asked.items():
        carried = section.facets.get(name)
        if carried:
            fit = min(fit, float(any(carried == facet.value for facet in values)))
            continue
        heads = " ".join(passage.headers)
        # A column may be one value's.
        if _names(heads, values):
            continue
        if _names(passage.text, values):
            fit = min(fit, NAMED)
            continue
        text = f"{passage.text} {heads}"
        fit = min(fit, 0.0 if _have_columns(passage.headers, known) or _names(text, others[name]) else GENERAL)
    return fit


@lru_cache(maxsize=20_000)
def _have_columns(headers: tuple[str, ...], known: tuple[Facet, ...]) -> bool:
    return any(heading_facet(header, known) for header in headers)


@lru_cache(maxsize=20_000)
def _names(text: str, values: tuple[Facet, ...]) -> bool:
    return bool(find_facets(text, values))


@lru_cache(maxsize=100)
def _polarity_weight(question: Question) -> float:
    """Return the weight of good or bad practice: twice as much where a question asks for hardly anything else."""
    lang = language(question.language)
    rest = lang.without(question.polarity, without_facets(question.search_text, question.facets))
    return WEIGHTS.polarity * (2 if len(subject(rest, lang)) <= LITTLE else 1)


def _polarity(question: Question, heading: tuple[str, ...], code: str) -> float:
    """Return 1 if a heading promises the kind of practice asked for, -1 if the opposite, else 0."""
    good, bad = _shows(("good", "bad"), heading, code)
    if good == bad:
        return 0.0
    return 1.0 if ("good" if good else "bad") == question.polarity else -1.0


@lru_cache(maxsize=20_000)
def _shows(cues: tuple[str, ...], headings: tuple[str, ...], code: str) -> tuple[bool, ...]:
    """Tell which cues headings show, in their document's language or in English, which many borrow from."""
    heading = " / ".join(headings)
    return tuple(any(language(each).has(cue, heading) for each in (code, "en")) for cue in cues)
