"""Lists as answers: one list whole with its lead-in, or the headings below a heading with their first words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import Line
from assistant.compose import heading_line, part_line, section_lines
from assistant.found import Found, SectionHit, best_by_section, coverage, headed, length, stem_set
from assistant.language import Language
from assistant.vocabulary import Question

AMONG = 30
"""Lists of which none of this many best passages is an item are not looked at."""
LONGEST = 330
"""Words of the longest list that is given whole."""
CLOSE = 2.5
"""A list scoring this much below the best passage still answers a question that asks for a list."""
HEADED = 0.3
"""Share of the question that the head of a table covers when its rows are the list asked for."""
MISSES = 0.3
"""A list whose items cover this much less of the question than the best passage is another list."""
TOP = 5
CROWD = 3
"""For other questions: a list is given whole when this many of the TOP passages are among its items."""


@dataclass(frozen=True)
class Unit:
    """A list, or the parts below a heading, with what speaks for it.

    Attributes:
        score: Comparable with the scores of passages.
        heading: Path of the heading it stands under.
        lines: What is shown.
        members: Ids of its passages.
        words: Its length.
        heading_only: Whether it is held together by a heading alone.
    """

    score: float
    heading: tuple[str, ...]
    lines: tuple[Line, ...]
    members: frozenset[str]
    words: int
    heading_only: bool = False


PROMISES = 0.5
"""Share of the question's idf mass that a heading covers when the parts below it are what is asked for."""


def whole_list(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Give the list that answers a question whole; None when no list does."""
    if not found.hits:
        return None
    practices = question.polarity and question.kind != "yesno"
    asked = question.kind in ("list", "overview", "compare") or practices
    top = [h.passage.id for h in found.hits[:TOP]]
    lists = _lists(found, question)
    wholes = [u for u in _parts(found) if _promised(u, found) >= PROMISES]
    parts = [u for u in wholes if not _is_named_below(u, lists, found)]
    told = {h.passage.id: h.coverage for h in found.hits}
    lists = [u for u in lists if not any(_is_one_of(u, whole, found) for whole in wholes)]
    rows = _rows_of_one(found, question)
    if rows is not None and question.polarity != "bad":
        return [heading_line(rows.heading, lang), *rows.lines]
    for unit in sorted([*lists, *parts], key=lambda u: -u.score)[:3]:
        if found.hits[0].coverage - max(told.get(id, 0.0) for id in unit.members) > MISSES:
            continue
        crowd = sum(id in unit.members for id in top)
        near = unit.score > found.hits[0].score - CLOSE
        if unit.words <= LONGEST and (
            (near and (asked or unit.heading_only)) or (crowd >= CROWD and top[0] in unit.members)
        ):
            return [heading_line(unit.heading, lang), *unit.lines]
    return None


def _is_one_of(unit: Unit, whole: Unit, found: Found) -> bool:
    """Tell whether a list stands in one of a whole's parts without a word of the question in its own heading."""
    below = unit.heading[: len(whole.heading)] == whole.heading and unit.members <= whole.members
    return below and len(unit.heading) > len(whole.heading) and _promised(unit, found) == 0.0


def _is_named_below(whole: Unit, lists: Sequence[Unit], found: Found) -> bool:
    """Tell whether just one part below a heading is called by as much of the question: "Lessons and advice", "Lessons".

    Its list is then the one that is asked for.
    """
    named = {
        unit.heading
        for unit in lists
        if unit.heading[:-1] == whole.heading and _promised(unit, found) >= _promised(whole, found)
    }
    return len(named) == 1


def _promised(unit: Unit, found: Found) -> float:
    language = found.hits[0].passage.language
    return coverage(found.weights_of, language, unit.heading[-1])


def _lists(found: Found, question: Question) -> list[Unit]:
    kinds = ("item", "row") if question.kind == "list" else ("item",)
    scores = {h.passage.id: h.score for h in found.hits}
    sections = {s.section.id: s for s in found.sections}
    keys = dict.fromkeys(
        (h.section.id, h.passage.group) for h in found.hits[:AMONG] if h.passage.kind in kinds and h.passage.group
    )
    units = []
    for section_id, group in keys:
        section = sections.get(section_id)
        if section is None:
            continue
        items = [p for p in section.passages if p.group == group]
        before = [p for p in section.passages if p.kind == "paragraph" and p.position < items[0].position]
        if len(items) > 1 and (items[0].kind == "item" or headed(found, items[0], section.section.path) >= HEADED):
            units.append(
                Unit(
                    _score([scores.get(p.id, 0.0) for p in items]),
                    section.section.path,
                    tuple(section_lines(section, [*before[-1:], *items])),
                    frozenset(p.id for p in (*items, *before[-1:])),
                    length((*items, *before[-1:])),
                )
            )
    return units


def _rows_of_one(found: Found, question: Question) -> Unit | None:
    """Return the rows of a table that begin with the same words, where the question says these; None for none."""
    sections = {s.section.id: s for s in found.sections}
    for hit in found.hits[:AMONG]:
        row, section = hit.passage, sections.get(hit.section.id)
        if row.kind != "row" or section is None or len(row.cells) < 2:
            continue
        label = stem_set(row.cells[0], row.language)
        if not label or not label <= stem_set(question.search_text, row.language):
            continue
        same = [p for p in section.passages if p.group == row.group and p.cells[:1] == row.cells[:1]]
        if len(same) > 1 and length(same) <= LONGEST:
            lines = tuple(section_lines(section, same))
            return Unit(hit.score, section.section.path, lines, frozenset(p.id for p in same), length(same))
    return None


def _parts(found: Found) -> list[Unit]:
    """Return the headings that have at least three parts below them, among the best sections."""
    best = best_by_section(found.hits)
    telling = best_by_section(h for h in found.hits if not h.passage.text.rstrip().endswith(":"))
    below: dict[tuple[str, tuple[str, ...]], list[SectionHit]] = defaultdict(list)
    for section in found.sections:
        if len(section.section.path) > 1:
            below[section.document.id, section.section.path[:-1]].append(section)
    units = []
    for (_, path), parts in below.items():
        if len(parts) < 3:
            continue
        parts.sort(key=lambda s: s.section.position)
        firsts = [(part, telling.get(part.section.id, best[part.section.id]).passage) for part in parts]
        units.append(
            Unit(
                _score([best[part.section.id].score for part in parts]),
                path,
                tuple(part_line(part, passage) for part, passage in firsts),
                frozenset(p.id for part in parts for p in part.passages),
                length(p for _, p in firsts),
                heading_only=True,
            )
        )
    return units


def _score(scores: Sequence[float]) -> float:
    """Weigh the best members and all of them alike: a list is about what its best items and its average are about."""
    ranked = sorted(scores, reverse=True)
    return 0.5 * sum(ranked[:2]) / len(ranked[:2]) + 0.5 * sum(ranked) / len(ranked)
