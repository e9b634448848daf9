"""Comparing: one line for each value of a facet, from aligned rows or sentences, with totals and winners."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.citations import Line, quote
from assistant.compose import Shape, best, introduced, shown
from assistant.found import Found, coverage, stem_set
from assistant.language import Language
from assistant.lists import whole_list
from assistant.ranking import FIGURES
from assistant.tables import SAME_LABEL, phrase_of, said, same_label, value_of
from assistant.vocabulary import Facet, Hit, Question
from assistant.words import NUMBER, fold, number, shared, stems

PER_VALUE = Shape(most=2, gap=2.0, words=45)
OVERVIEW_OF_ONE = Shape(most=3, gap=4.0, words=70)
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
LONGEST_PART = 130
"""Words of the longest list that is given for one of several values."""
FAR = 9.0
"""A value has nothing to say on the question if its best passage scores this much below the best of all, and its
passages and headings cover less than half as much of the question."""
PLAIN = 0.6
"""Share of the question that such a passage covers when it answers whatever it scores; the others cover half of it."""
SHARED = 3.0
"""Score by which a passage about no value in particular has to lie ahead of those about one to answer for all."""
MOST_LABELS = 4
"""Rows that a question can be expected to name."""


@dataclass(frozen=True)
class Aligned:
    """What one facet value says on the question: the passage, and the figure in it if there is one."""

    facet: Facet
    hit: Hit
    figure: float | None
    shown: str


def compare(question: Question, found: Found, values: Sequence[Facet], lang: Language) -> list[Line] | None:
    """Answer for each value of a facet; None when the question cannot be answered that way.

    Args:
        question: The question.
        found: What it found, for all the values.
        values: The values to compare, of one facet.
        lang: The language of our words.
    """
    parts = {f: found.only(f) for f in values}
    present = {f: part for f, part in parts.items() if part.hits}
    if len(present) < 2 or _is_general(question, found, present):
        return None
    if question.kind in FIGURES:
        by_value = {f: list(part.hits) for f, part in present.items()}
        groups = _by_label(question, by_value) or [align(question, found, by_value)]
        if groups[0]:
            return [line for aligned in groups for line in _figures(question, aligned, values, lang)]
    if question.kind not in ("compare", "list", "overview") and len(question.facets) < 2:
        return None
    top = max(part.hits[0].score for part in present.values())
    says = {f: _says(part, found) for f, part in present.items()}
    lines: list[Line] = []
    for facet in values:
        part = present.get(facet)
        if part is None or (part.hits[0].score < top - FAR and 2 * says[facet] < max(says.values())):
            lines.append(Line(lang.say("nothing_for", facet=f"**{facet.value}**")))
        else:
            lines.append(Line(f"**{facet.value}**"))
            lines += _said_of(question, part, lang)
    return lines


def _is_general(question: Question, found: Found, present: Mapping[Facet, Found]) -> bool:
    """Tell whether a question over all values asks for what they share: "How often do the four pilots meet?"."""
    if question.kind != "compare" or question.facets:
        return False
    first, *others = found.hits[0], *(part.hits[0] for part in present.values())
    if first.coverage >= PLAIN and first.coverage >= 2 * max(hit.coverage for hit in others):
        return True
    return first.score >= max(hit.score for hit in others) + SHARED


def _says(part: Found, found: Found) -> float:
    """Return the largest share of the question that one of a value's best passages and its headings cover."""
    near = part.hits[:3]
    return max(coverage(found.weights_of, h.passage.language, h.passage.text, *h.section.path) for h in near)


def _said_of(question: Question, part: Found, lang: Language) -> list[Line]:
    """Give what one value has to say: its list if that is short, else its best passages."""
    listed = whole_list(question, part, lang)
    if listed and sum(len(line.text.split()) for line in listed) <= LONGEST_PART:
        return listed[1:]
    lines = []
    for group in best(part.hits, OVERVIEW_OF_ONE if question.kind == "overview" else PER_VALUE):
        first = group[0]
        lines.append(Line(shown(first.passage), tuple(quote(h) for h in group), True))
        lines += introduced(first, part)
    return lines


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
        if (value := value_of(h.passage)) is not None
    }
    rows = sorted(
        (h for h in candidates if h.passage.id in shares), key=lambda h: -h.score - LABEL * shares[h.passage.id]
    )
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


def _by_label(question: Question, by_value: Mapping[Facet, Sequence[Hit]]) -> list[list[Aligned]]:
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


def _figures(question: Question, aligned: Sequence[Aligned], values: Sequence[Facet], lang: Language) -> list[Line]:
    of_value = {a.facet: a for a in aligned}
    lines: list[Line] = []
    figures = [a for a in aligned if a.figure is not None]
    if question.kind == "superlative" and figures:
        lines.append(winner(figures, question.lowest, lang))
    common = _common_label(aligned)
    if common:
        lines.append(Line(lang.say("list_of", heading=f"**{common}**")))
    for facet in values:
        entry = of_value.get(facet)
        if entry is None:
            lines.append(Line(lang.say("nothing_for", facet=f"**{facet.value}**"), item=True))
        elif entry.figure is None:
            blank = lang.say("blank_of", label=_label(entry))
            lines.append(Line(f"**{facet.value}**: {blank}", (quote(entry.hit),), True))
        else:
            figure = entry.shown if common else shown(entry.hit.passage)
            lines.append(Line(f"**{facet.value}**: {figure}", (quote(entry.hit),), True))
    if question.kind != "superlative" and lang.has("count", question.text) and len(figures) > 1:
        total = sum(a.figure for a in figures if a.figure is not None)
        lines.append(Line(lang.say("total", number=f"{total:,.0f}"), tuple(quote(a.hit) for a in figures)))
    return lines


def _common_label(aligned: Sequence[Aligned]) -> str:
    """Return the label that all rows share, which is then said once; "" where they differ or rows are longer."""
    rows = [(value_of(a.hit.passage), a.hit.passage) for a in aligned]
    labels = {
        fold(value.label) if value and len([c for c in row.cells if c.strip()]) <= 2 else "" for value, row in rows
    }
    return _label(aligned[0]).rstrip(".:") if len(labels) == 1 and "" not in labels else ""


def winner(figures: Sequence[Aligned], lowest: bool, lang: Language) -> Line:
    """Say which of several figures is highest, or lowest, and which share that."""
    wanted = (min if lowest else max)(a.figure for a in figures if a.figure is not None)
    first = [a for a in figures if a.figure == wanted]
    names = ", ".join(f"**{a.facet.value}**" for a in first)
    return Line(
        lang.say(phrase_of(len(first), lowest), value=names, number=first[0].shown), tuple(quote(a.hit) for a in first)
    )


def _label(entry: Aligned) -> str:
    value = value_of(entry.hit.passage)
    return value.label if value else shown(entry.hit.passage)
