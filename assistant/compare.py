"""Comparing: one line for each value of a facet, from aligned rows or sentences, with totals and winners."""

import math
from collections.abc import Callable, Mapping, Sequence

from assistant.aligning import Aligned, align, by_label
from assistant.citations import Line, quote
from assistant.compose import Shape, best, introduced, prefer, shown
from assistant.found import Found, coverage
from assistant.language import Language
from assistant.lists import whole_list
from assistant.ranking import FIGURES
from assistant.tables import phrase_of, value_of
from assistant.vocabulary import Facet, Question
from assistant.words import fold

PER_VALUE = Shape(most=2, gap=2.0, words=45)
OVERVIEW_OF_ONE = Shape(most=3, gap=4.0, words=70)
LONGEST_PART = 130
"""Words of the longest list that is given for one of several values."""
FAR = 9.0
"""A value has nothing to say on the question if its best passage scores this much below the best of all, and its
passages and headings cover less than half as much of the question."""
PLAIN = 0.6
"""Share of the question that such a passage covers when it answers whatever it scores; the others cover half of it."""
TOLD = -2.0
"""Logit from which a passage read for one of several values tells something of it."""
SHARED = 3.0
"""Score by which a passage about no value in particular has to lie ahead of those about one to answer for all."""


def compare(
    question: Question,
    found: Found,
    values: Sequence[Facet],
    lang: Language,
    alone: Callable[[Facet], Found] | None = None,
) -> list[Line] | None:
    """Answer for each value of a facet; None when the question cannot be answered that way.

    Args:
        question: The question.
        found: What it found, for all the values.
        values: The values to compare, of one facet.
        lang: The language of our words.
        alone: Finds what the question finds for one value only. Values that the question names are asked one by
            one unless figures are compared, and so are values in different languages, whose passages cannot be ranked
            together.
    """
    parts = {f: found.only(f) for f in values}
    present = {f: part for f, part in parts.items() if part.hits}
    if len(present) < 2 or _is_general(question, found, present):
        return None
    if question.kind in FIGURES:
        by_value = {f: list(part.hits) for f, part in present.items()}
        groups = by_label(question, by_value) or [align(question, found, by_value)]
        if groups[0]:
            return [line for aligned in groups for line in _figures(question, aligned, values, lang)]
    if question.kind not in ("compare", "list", "overview") and len(question.facets) < 2:
        return None
    mixed = len({part.hits[0].passage.language for part in present.values()}) > 1
    silent = {f for f in values if f not in present} | (set() if mixed else _silent(present, found))
    named = len(question.facets) > 1 and not question.figure
    if alone is not None and (mixed or named):
        asked = {f: alone(f) for f in values}
        present = {f: part for f, part in asked.items() if part.hits} or present
        silent -= {f for f, part in present.items() if max(part.read.values(), default=-math.inf) >= TOLD}
    lines: list[Line] = []
    for facet in values:
        part = present.get(facet)
        if part is None or facet in silent:
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


def _silent(present: Mapping[Facet, Found], found: Found) -> set[Facet]:
    """Return the values that have nothing to say on a question, beside what the others say."""
    top = max(part.hits[0].score for part in present.values())
    says = {f: _says(part, found) for f, part in present.items()}
    return {f for f, p in present.items() if p.hits[0].score < top - FAR and 2 * says[f] < max(says.values())}


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
    for group in best(
        prefer(question, part.hits, part.read), OVERVIEW_OF_ONE if question.kind == "overview" else PER_VALUE
    ):
        first = group[0]
        lines.append(Line(shown(first.passage), tuple(quote(h) for h in group), True))
        lines += introduced(first, part)
    return lines


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
