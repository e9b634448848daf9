"""Aligning: the same figure for each value of a facet, in rows of one label or in sentences alike."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.evidence import is_graded
from assistant.found import Found, coverage, stem_set
from assistant.language import language
from assistant.tables import SAME_LABEL, said, same_label, value_of
from assistant.vocabulary import Facet, Hit, Question
from assistant.words import NUMBER, number, shared, stems, words

ALIKE = 0.3
"""Sentences of two values that share less of their stems than this (Jaccard) are not about the same thing."""
TRIED = 60
"""Best passages among which a sentence with the figure is looked for."""
NEAR = 5
"""A table of which none of this many best passages is a row is not meant."""
COVERED = 0.3
"""Share of the question's idf mass that such a sentence covers."""
PLAINER = 0.35
"""A passage that covers this much more of the question than the label of a row says that no such row is meant."""
LABEL = 6.0
"""Weight of the share of the question that a row's label covers, in units of score."""
ASKED = 0.34
"""Share of the question's idf mass that a row's label covers when the question means that row."""
LONGEST_LABEL = 8
"""Words of the longest label that a question means which asks for no figure: a longer one is a statement rated."""
MOST_LABELS = 4
"""Rows that a question can be expected to name."""


@dataclass(frozen=True)
class Aligned:
    """What one facet value says on the question: the passage, and the figure in it if there is one."""

    facet: Facet
    hit: Hit
    figure: float | None
    shown: str


def align(question: Question, found: Found, by_value: dict[Facet, list[Hit]]) -> list[Aligned]:
    """Find the same figure for each facet value: rows whose label is asked for, else sentences alike.

    Returns:
        One entry for each value that has it; empty when fewer than two have.
    """
    enough = max(2, len(by_value) - 1)
    candidates = sorted((h for hits in by_value.values() for h in hits), key=lambda h: -h.score)
    shares = {
        h.passage.id: label_share(question, h, value.label, found)
        for h in candidates
        if (value := value_of(h.passage)) is not None and (question.figure or len(words(value.label)) <= LONGEST_LABEL)
    }
    rows = sorted(
        (h for h in candidates if h.passage.id in shares), key=lambda h: -h.score - LABEL * shares[h.passage.id]
    )
    if language(question.language).has("rating", question.text):
        rows = [row for row in rows if is_graded(row)] or rows
    share = shares[rows[0].passage.id] if rows else 0.0
    asked = share >= (ASKED if question.figure else 1.0)
    if rows and share < 1.0 and max(h.coverage for h in candidates[:TRIED]) >= share + PLAINER:
        rows, asked = [], False
    texts = [h for h in candidates[:TRIED] if _one_figure(h)] if question.figure else []
    anchors = [*rows[:1], *texts] if asked else [*texts, *(h for h in candidates[:NEAR] if h in rows)]
    for anchor in anchors:
        aligned = _align_rows(anchor, by_value) if anchor.passage.kind == "row" else _align_text(anchor, by_value)
        if len(aligned) >= enough:
            return aligned
    return []


def by_label(question: Question, by_value: Mapping[Facet, Sequence[Hit]]) -> list[list[Aligned]]:
    """Align each of several rows whose labels a question says; nothing where it says fewer than two."""
    anchors: dict[frozenset[str], Hit] = {}
    for hit in sorted((h for hits in by_value.values() for h in hits), key=lambda h: -h.score):
        value = value_of(hit.passage)
        if value is not None and said(hit.passage, stem_set(question.search_text, hit.passage.language)):
            anchors.setdefault(stem_set(value.label, hit.passage.language), hit)
    # "providers" is no row of its own where "training providers" is said.
    own = [hit for label, hit in anchors.items() if not any(label < other for other in anchors)]
    groups = [_align_rows(hit, by_value) for hit in own] if 1 < len(own) <= MOST_LABELS else []
    return [aligned for aligned in groups if len(aligned) > 1]


def _one_figure(hit: Hit) -> bool:
    """Tell whether a passage is a sentence about one figure, which can be set beside another's."""
    return hit.passage.kind != "row" and hit.coverage >= COVERED and len(NUMBER.findall(hit.passage.text)) == 1


def label_share(question: Question, row: Hit, label: str, found: Found) -> float:
    """Tell how plainly a question names a row: the share of it that the label covers, or the label said whole."""
    code = row.passage.language
    asked = stem_set(question.search_text, code)
    return max(coverage(found.weights_of, code, label), float(said(row.passage, asked)))


def _align_rows(anchor: Hit, by_value: Mapping[Facet, Sequence[Hit]]) -> list[Aligned]:
    wanted = value_of(anchor.passage)
    if wanted is None:
        return []
    aligned = []
    for facet, hits in by_value.items():
        rows = [(value_of(h.passage), h) for h in hits]
        alike = [
            (same_label(wanted.label, v.label), v, h)
            for v, h in rows if v is not None and v.header == wanted.header
        ]  # fmt: skip
        likeness, value, hit = max(alike, key=lambda a: a[0], default=(0.0, None, None))
        if value is not None and hit is not None and likeness >= SAME_LABEL:
            aligned.append(Aligned(facet, hit, value.value, value.shown))
    return aligned


def _align_text(anchor: Hit, by_value: dict[Facet, list[Hit]]) -> list[Aligned]:
    names = {s for f in by_value for n in (f.value, *f.aliases) for s in stems(n, "en")}
    bag = _bag(anchor, names)
    aligned = []
    for facet, hits in by_value.items():
        alike = [(shared(bag, _bag(h, names)), h) for h in hits[:40] if h.passage.kind != "row"]
        likeness, hit = max(alike, key=lambda a: a[0], default=(0.0, None))
        if hit is None or likeness < ALIKE:
            continue
        figure = NUMBER.search(hit.passage.text)
        if figure is not None:
            aligned.append(Aligned(facet, hit, number(figure[0]), figure[0]))
    return aligned


def _bag(hit: Hit, names: set[str]) -> list[str]:
    return [s for s in stems(hit.passage.text, hit.passage.language) if s not in names and not s.isdigit()]
