"""Superlatives within one table: which row is highest, which lowest, or which of two rows is more."""

import re
from collections.abc import Sequence

from assistant.citations import Line, quote
from assistant.found import Found, coverage, headed, stem_set
from assistant.language import Language, language
from assistant.tables import Value, extremes, figures, phrase_of, said, tables
from assistant.vocabulary import Hit, Question
from assistant.words import stems, words

FIGURES = 3
"""Figures of the shortest table that has a highest one."""
NEAR = 8
"""A table of which none of this many best passages is a row is not meant."""
SCALE_NEAR = 20
"""A scale of which none of this many best passages is a row is not meant."""
SCALE_ROWS = 5
"""Rows of the shortest table whose figures are taken for grades on a scale."""
SCALE_MOST = 10.0
"""Highest grade of such a scale."""
GRADE = re.compile(r"\b(\d)\s*[(=:–-]\s*([^\W\d_]+(?: [^\W\d_]+)*)")
"""A grade and what it is called: "1 (strongly disagree)"."""
SUM_WORDS = 3
"""Words of the longest label of a row that sums up the others."""
TOLD_MORE, MORE = 0.6, 0.15
"""Share of the question that a text covers, at all and beyond what a table says, when it answers better."""
MUCH_MORE = 0.3
"""How much more of the question a text covers than all that a table says when the table is not meant at all."""
TOLD = 0.75
"""Share of the question that a text covers when it answers better than a table."""


def extreme_rows(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Answer "which … is highest (lowest)?" within one table; None when the best hits stand in none."""
    best_table = _table_meant(question, found)
    if best_table is None:
        return None
    first = best_table[0][1]
    if _told(found) > headed(found, first.passage, first.section.path) or _says_more(found, best_table):
        return None
    named = [row for row in best_table if said(row[1].passage, stem_set(question.text, row[1].passage.language))]
    code = best_table[0][1].passage.language
    parts = [row for row in best_table if not _is_sum(row[0].label, code)]
    rows = named if len(named) > 1 else parts or best_table
    lines = [line for lowest in _ends(question, lang) for line in _extreme(question, rows, lowest, lang)]
    rest = [Line(f"{v.label}: {v.shown}", (quote(hit),), True) for v, hit in rows] if rows is named else []
    return [*lines, *rest] or None


def rated_rows(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Answer "which statements were rated 2?": the rows of a scale that hold the figure asked for.

    The figure may be asked for by what the words above the scale call it: "strongly disagree".

    Returns:
        None when the question names no such figure, or no scale stands among what was found, or a text says it.
    """
    if question.kind not in ("rating", "list", "fact"):
        return None
    for rows in _tables_near(found, SCALE_NEAR):
        above = rows[0][1].passage.lead_in
        grades = _grades(question, above, rows[0][1].passage.language)
        if len(grades) != 1 or (_told(found) and found.hits[0].passage.text not in above):
            continue
        values = [value.value for value, _ in rows if value.value is not None]
        scale = len(values) >= SCALE_ROWS and max(values) <= SCALE_MOST and len(set(values)) < len(values)
        chosen = [(value, hit) for value, hit in rows if value.value == grades[0]]
        if scale and chosen:
            head = Line(lang.say("list_of", heading=f"**{chosen[0][0].shown}**"))
            return [head, *(Line(value.label, (quote(hit),), True) for value, hit in chosen)]
    return None


def _grades(question: Question, above: str, code: str) -> list[float]:
    """Return the grades that a question names: by a figure, else by what the words above a scale call them."""
    said = [float(word) for word in words(question.text) if word.isdigit() and len(word) == 1]
    asked = f" {' '.join(stems(question.text, code))} "
    called = [(float(grade), stems(name, code)) for grade, name in GRADE.findall(above)]
    return said or [grade for grade, name in called if len(name) > 1 and f" {' '.join(name)} " in asked]


def _told(found: Found) -> float:
    """Return the share of the question that the best passage covers if it is a text, which then says it itself."""
    text = _text_covers(found)
    return text if text >= TOLD else 0.0


def _says_more(found: Found, table: Sequence[tuple[Value, Hit]]) -> bool:
    """Tell whether the best passage is a text that says more of the question than all that a table says."""
    text = _text_covers(found)
    rows = [(value.label, hit.passage.lead_in, *hit.passage.headers, *hit.section.path) for value, hit in table]
    own = coverage(found.weights_of, table[0][1].passage.language, *{said for row in rows for said in row})
    return text >= own + (MORE if text >= TOLD_MORE else MUCH_MORE)


def _text_covers(found: Found) -> float:
    """Return the share of the question that the best passage covers, 0 where it is a row."""
    first = found.hits[0]
    return first.coverage if first.passage.kind != "row" else 0.0


def _is_sum(label: str, code: str) -> bool:
    """Tell whether a row sums up the others: a long label that begins with "all" is a statement."""
    return len(label.split()) <= SUM_WORDS and language(code).has("sum", label)


def _ends(question: Question, lang: Language) -> tuple[bool, ...]:
    """Tell which ends of a scale are asked for: the highest (False), the lowest (True), or both."""
    both = question.lowest and lang.has("superlative", lang.without("lowest", question.text))
    return (False, True) if both else (question.lowest,)


def _extreme(question: Question, rows: Sequence[tuple[Value, Hit]], lowest: bool, lang: Language) -> list[Line]:
    winners = extremes(rows, lowest)
    if not winners:
        return []
    phrase = phrase_of(len(winners), lowest)
    if len(winners) == 1:
        value, hit = winners[0]
        return [Line(lang.say(phrase, value=f"**{value.label}**", number=value.shown), (quote(hit),))]
    scope = ", ".join(f.value for f in question.facets)
    head = lang.say(phrase, value=scope, number=winners[0][0].shown)
    return [Line(re.sub(r"\s+\(", " (", head)), *(Line(v.label, (quote(h),), True) for v, h in winners)]


def _table_meant(question: Question, found: Found) -> list[tuple[Value, Hit]] | None:
    """Return the figures of the table near the best passages whose head says most of the question, None for none."""
    asked = stem_set(question.text, found.hits[0].passage.language)
    rows: dict[tuple[str, int], list[Hit]] = {key: [] for key in _near(found, NEAR)}
    for hit in found.hits:
        if hit.passage.kind == "row" and (hit.document.id, hit.passage.group) in rows:
            rows[hit.document.id, hit.passage.group].append(hit)
    candidates = [figures(hits, asked) for hits in rows.values()]
    known = [table for table in candidates if len([v for v, _ in table if v.value is not None]) >= FIGURES]
    return max(known, key=lambda table: _meant(table, question, found), default=None)


def _meant(table: Sequence[tuple[Value, Hit]], question: Question, found: Found) -> tuple[bool, float]:
    """Tell how plainly a question means a table: that it names two of its rows, and what its head says of it."""
    first = table[0][1]
    asked = stem_set(question.text, first.passage.language)
    named = sum(said(hit.passage, asked) for _, hit in table)
    return named > 1, headed(found, first.passage, first.section.path[-1:])


def _tables_near(found: Found, nearest: int) -> list[list[tuple[Value, Hit]]]:
    """Return the tables of which a row is among so many best passages, that of the best row first."""
    ranked = tables(found.hits)
    return [ranked[key] for key in _near(found, nearest) if key in ranked]


def _near(found: Found, nearest: int) -> dict[tuple[str, int], None]:
    """Return which tables have a row among so many best passages, that of the best row first."""
    return dict.fromkeys((h.document.id, h.passage.group) for h in found.hits[:nearest] if h.passage.kind == "row")
