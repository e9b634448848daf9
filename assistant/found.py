"""What a question finds: passages and sections with what speaks for them, and how words are compared with it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from assistant.vocabulary import Document, Facet, Hit, Passage, Section
from assistant.words import abbreviations, stem, words

MOST_PARTS = 12
"""Parts below a heading that are looked at and named with it, at most."""


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
        anyone: Best cosine with what people ask any assistant, in the main view.
        astray: The same for the question without the names in it, by how much it passes the mean cosine of the three
            sections nearest to that; 0 where it names nothing.
        unnamed: The former of these two cosines.
        english: Best cosine of a passage in the English view, None where that view does not serve the question.
        anyone_in_english: Best cosine with what people ask any assistant in that view.
        calibrated: Whether limits on cosines hold for the library's main embedder.
        read: How well the passages that were read answer, by their ids, in logits; empty where none could be read.
    """

    hits: tuple[Hit, ...]
    sections: tuple[SectionHit, ...]
    others: tuple[Hit, ...]
    weights_of: Mapping[str, float]
    strangers: frozenset[str] = frozenset()
    near: float = 0.0
    anyone: float = 0.0
    astray: float = 0.0
    unnamed: float = 0.0
    english: float | None = None
    anyone_in_english: float = 0.0
    calibrated: bool = True
    read: Mapping[str, float] = field(default_factory=dict)

    def only(self, facet: Facet) -> "Found":
        """Return what carries one facet value."""
        return Found(
            tuple(h for h in self.hits if h.section.facets.get(facet.name) == facet.value),
            tuple(s for s in self.sections if s.section.facets.get(facet.name) == facet.value),
            (),
            self.weights_of,
        )


@lru_cache(maxsize=50_000)
def stem_set(text: str, code: str) -> frozenset[str]:
    """Return the stems that occur in a text."""
    return frozenset(stem(word, code) for word in words(text))


def coverage(idf: Mapping[str, float], code: str, *texts: str) -> float:
    """Return the share of a question's idf mass whose stems occur in the texts, 0 to 1.

    Two words of the question may be written as one ("policy makers", "policymakers"), and an abbreviation in the
    question may be spelt out. Source: the coverage feature of
    the design measurements, idf as in BM25.
    """
    mass = sum(idf.values())
    if mass <= 0:
        return 0.0
    asked = _asked(tuple(idf), code)
    held: set[str] = set()
    for text in texts:
        if text:
            held |= asked.stems & stem_set(text, code)
            held |= asked.stems & abbreviations(text, code)
    if not held:
        return 0.0
    said = {word for word, its in asked.alone if its in held}
    for pair, its in asked.together:
        if its in held and not said.issuperset(pair):
            said.update(pair)
    return sum(idf[word] for word in said) / mass


class _Asked(NamedTuple):
    """The words of a question with their stems, and each two neighbours with the stem of both written as one."""

    alone: tuple[tuple[str, str], ...]
    together: tuple[tuple[tuple[str, str], str], ...]
    stems: frozenset[str]


@lru_cache(maxsize=1_000)
def _asked(asked: tuple[str, ...], code: str) -> _Asked:
    alone = tuple((word, stem(word, code)) for word in asked)
    together = tuple((pair, stem("".join(pair), code)) for pair in pairwise(asked))
    return _Asked(alone, together, frozenset(its for _, its in (*alone, *together)))


def headed(found: Found, row: Passage, path: Sequence[str]) -> float:
    """Return the share of the question's idf mass that the head of a row's table and the headings above it cover."""
    return coverage(found.weights_of, row.language, row.lead_in, *row.headers, *path)


def best_by_section(hits: Iterable[Hit]) -> dict[str, Hit]:
    """Return the first, that is the best, hit of each section, by the section's id."""
    best: dict[str, Hit] = {}
    for hit in hits:
        best.setdefault(hit.section.id, hit)
    return best


def length(passages: Iterable[Passage]) -> int:
    """Return the words of passages together."""
    return sum(len(passage.text.split()) for passage in passages)
