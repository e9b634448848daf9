"""Composing: from what was found to the lines of an answer, by the kind of question."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import BREADCRUMB, Line, Quote, quote
from assistant.evidence import holds
from assistant.language import Language
from assistant.retrieval import Found, SectionHit
from assistant.tables import text_of
from assistant.vocabulary import Hit, Passage, Question
from assistant.words import stems


@dataclass(frozen=True)
class Shape:
    """How many passages an answer is made of.

    Attributes:
        most: Passages at most.
        gap: A passage whose score lies further below the best one's than this is left out.
        words: No passage is added once the answer has this many words.
    """

    most: int
    gap: float
    words: int


FACT = Shape(most=4, gap=3.0, words=70)
BRIEF = Shape(most=3, gap=2.0, words=55)
OVERVIEW = Shape(most=8, gap=4.5, words=200)
SHARES_LIST = 2
"""A list is given whole when this many of the best passages stand in it."""
AMONG = 5
"""How many of the best passages are looked at for that."""
LONGEST_LIST = 320
"""Words of the longest list that is given whole."""
SAME = 0.75
"""Passages whose stems overlap this much (share of the shorter one) say the same."""
KIND_BONUS = 1.5
"""Advantage, in units of score, of passages that hold the sort of thing asked for."""


def shown(passage: Passage) -> str:
    """Return a passage as an answer shows it: verbatim, a row with its cells in one line."""
    return text_of(passage) if passage.kind == "row" else passage.text


def line(hit: Hit, item: bool = True) -> Line:
    """Quote a passage on a line of its own."""
    return Line(shown(hit.passage), (quote(hit),), item)


def prefer(question: Question, hits: Sequence[Hit]) -> list[Hit]:
    """Return the hits with those first that hold the sort of thing asked for, as far as scores allow."""
    bonus = {h.passage.id: KIND_BONUS * holds(question.kind, h) for h in hits}
    return sorted(hits, key=lambda h: -(h.score + bonus[h.passage.id]))


def best(hits: Sequence[Hit], shape: Shape) -> list[list[Hit]]:
    """Return the best hits, those that say the same together, as many as the shape allows."""
    groups: list[list[Hit]] = []
    bags: list[set[str]] = []
    total = 0
    for hit in hits:
        bag = set(stems(hit.passage.text, hit.passage.language))
        twin = next((i for i, other in enumerate(bags) if _same(bag, other)), None)
        if twin is not None:
            if len(groups[twin]) < 3 and hit.score > hits[0].score - shape.gap:
                groups[twin].append(hit)
            continue
        if groups and (len(groups) >= shape.most or hit.score < hits[0].score - shape.gap or total >= shape.words):
            break
        groups.append([hit])
        bags.append(bag)
        total += len(hit.passage.text.split())
    return groups


def _same(left: set[str], right: set[str]) -> bool:
    shorter = min(len(left), len(right))
    return shorter > 4 and len(left & right) / shorter >= SAME


def grouped_lines(groups: Sequence[Sequence[Hit]], item: bool = True) -> list[Line]:
    """Write each group as its first passage with the markers of all."""
    return [Line(shown(g[0].passage), tuple(quote(h) for h in g), item) for g in groups]


def fact(question: Question, found: Found, lang: Language) -> list[Line]:
    """Give the passages that state it."""
    shape = BRIEF if question.kind in ("count", "when", "rating") else FACT
    groups = best(prefer(question, found.hits), shape)
    lines = grouped_lines(groups, item=len(groups) > 1)
    return [Line(_intro(question, lang)), *lines]


def _intro(question: Question, lang: Language) -> str:
    if question.facets:
        return lang.say("found_for", facet=", ".join(f.value for f in question.facets))
    return lang.say("found")


def whole_list(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Give a list whole, with its lead-in, when the best passages stand in one; None when they do not."""
    top = found.hits[:AMONG]
    groups: dict[tuple[str, int], float] = {}
    for rank, hit in enumerate(top):
        if hit.passage.kind == "item":
            key = (hit.section.id, hit.passage.group)
            groups[key] = groups.get(key, 0.0) + 1.0 / (1 + rank)
    sections = {s.section.id: s for s in found.sections}
    if not groups:
        return None
    section_id, group = max(groups, key=lambda k: groups[k])
    if section_id not in sections:
        return None
    of_list = [h for h in top if h.section.id == section_id and h.passage.group == group]
    asked = question.kind in ("list", "overview") or bool(question.polarity)
    if len(of_list) < (1 if asked and found.sections[0].section.id == section_id else SHARES_LIST):
        return None
    section = sections[section_id]
    items = [p for p in section.passages if p.group == group and p.kind == "item"]
    if len(items) < 2 or sum(len(p.text.split()) for p in items) > LONGEST_LIST:
        return None
    return [Line(heading_of(section, lang)), *section_lines(section, items)]


def section_lines(section: SectionHit, passages: Sequence[Passage]) -> list[Line]:
    """Quote passages of one section, each on its line."""
    return [Line(shown(p), (Quote(p, section.section, section.document),), True) for p in passages]


def heading_of(section: SectionHit, lang: Language) -> str:
    """Name a section: its last two headings, without the document's own title where there are more."""
    return lang.say("list_of", heading=f"**{BREADCRUMB.join(section.section.path[-2:])}**")


def children(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Give the headings below one heading, each with its first words, when the best sections share it."""
    top = found.sections[:AMONG]
    parents: dict[tuple[str, tuple[str, ...]], list[SectionHit]] = {}
    for hit in top:
        if len(hit.section.path) > 1:
            parents.setdefault((hit.document.id, hit.section.path[:-1]), []).append(hit)
    if not parents:
        return None
    (document_id, path), hits = max(parents.items(), key=lambda p: len(p[1]))
    if len(hits) < 3:
        return None
    below = sorted(
        (s for s in found.sections if s.document.id == document_id and s.section.path[:-1] == path),
        key=lambda s: s.section.position,
    )
    lines = [Line(lang.say("list_of", heading=f"**{BREADCRUMB.join(path[-2:])}**"))]
    for hit in below:
        first = hit.passages[0]
        lines.append(Line(f"**{hit.section.path[-1]}** – {shown(first)}",
                          (Quote(first, hit.section, hit.document),), True))  # fmt: skip
    return lines


def overview(question: Question, found: Found, lang: Language) -> list[Line]:
    """Give the best passages of several sections, grouped by the facet value that they are about."""
    groups = best(found.hits, OVERVIEW)
    return [Line(_intro(question, lang)), *grouped_lines(groups)]
