"""Composing: from what was found to the lines of an answer, by the kind of question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from assistant.citations import BREADCRUMB, Line, Quote, quote
from assistant.evidence import asks_for_names, holds, names_someone, no_answers
from assistant.found import MOST_PARTS, Found, SectionHit, best_by_section, coverage, length, stem_set
from assistant.language import Language, language
from assistant.reader import is_in_english
from assistant.readings import is_read_plainly
from assistant.tables import labelled, said, text_of
from assistant.vocabulary import Hit, Kind, Passage, Question
from assistant.words import stem, stems


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


ONE = Shape(most=1, gap=6.0, words=80)
FACT = Shape(most=5, gap=6.0, words=80)
CLEAR = Shape(most=3, gap=4.0, words=60)
ADVICE = Shape(most=6, gap=8.0, words=130)
VAGUE = Shape(most=11, gap=10.0, words=230)
BRIEF = Shape(most=3, gap=3.5, words=100)
FOREIGN = Shape(most=5, gap=7.0, words=100)
OVERVIEW = Shape(most=8, gap=4.5, words=200)
OPENING = 40
"""Words of the longest text that only introduces a list; half of it where it introduces the parts below a heading."""
SURE = 0.6
"""Share of the question that the best passage covers when few passages are enough."""
UNSURE = 0.25
"""Share of the question below which no passage is known to be the right one."""
AMONG = 20
"""Best passages among which those are looked for that say what the best one does not."""
ADDS = 0.15
"""Share of the question that such a passage has to add."""
SAME = 0.75
"""Passages whose stems overlap this much (share of the shorter one) say the same."""
KIND_BONUS: dict[Kind, float] = {"when": 5.0, "count": 2.5, "rating": 2.5, "who": 1.0, "where": 1.0}
"""Advantage, in units of score, of passages that hold the sort of thing asked for."""
ANSWERING, ACROSS = 1.5, 0.75
"""Advantage, in units of score, of a passage for each logit by which it was read to answer better than another: where
question and passages are English, and in other languages, whose reader is less sure."""
PREFERRED = 60
"""Best passages that are looked at for the sort of thing asked for."""
NAMED, NAMING = 3.0, 0.75
"""Advantage, in units of score, of a passage that holds a name where one is asked for, and the share of the best
coverage that it has to have."""
OFFICE = 4.0
"""Advantage, in units of score, of a passage that says the office whose holder is asked for."""
LABELLED = 12.0
"""Advantage, in units of score, of a row of a label and its value where a question says the label whole."""
SAID = 8.0
"""Advantage, in units of score, of a row whose label a question for a figure says whole."""


def shown(passage: Passage) -> str:
    """Return a passage as an answer shows it: verbatim, a row with its cells in one line."""
    return text_of(passage) if passage.kind == "row" else passage.text


def prefer(question: Question, hits: Sequence[Hit], read: Mapping[str, float]) -> list[Hit]:
    """Return the hits with those first that were read to answer or hold the sort of thing asked for.

    As far as scores allow.
    """
    worth = KIND_BONUS.get(question.kind, 0.0)
    first = hits[:PREFERRED]
    bonus = {h.passage.id: worth and worth * holds(question, h.passage) for h in first}
    least = min(read.values(), default=0.0)
    for hit in first:
        each = ANSWERING if is_in_english(question, hit) else ACROSS
        bonus[hit.passage.id] += each * (read.get(hit.passage.id, least) - least)
    if asks_for_names(question) and first:
        known = no_answers(question, hits)
        near = NAMING * max(hit.coverage for hit in hits[:AMONG])
        for hit in hits[:AMONG]:
            bonus[hit.passage.id] += NAMED * (hit.coverage >= near and names_someone(hit.passage, known))
    if question.kind == "who" and question.named and not question.carried:
        for hit in first:
            code = hit.passage.language
            if {stem(word, code) for word in question.named} <= stem_set(hit.passage.text, code):
                bonus[hit.passage.id] += OFFICE
    if language(question.language).has("wrote", question.text):
        for hit in first:
            bonus[hit.passage.id] += LABELLED * language(hit.passage.language).has("authors", hit.passage.text)
    for hit in first:
        asked = stem_set(question.search_text, hit.passage.language)
        if question.kind in ("count", "rating") and said(hit.passage, asked):
            bonus[hit.passage.id] += SAID
        elif labelled(hit.passage, asked):
            bonus[hit.passage.id] += LABELLED
    return [*sorted(first, key=lambda h: -(h.score + bonus[h.passage.id])), *hits[PREFERRED:]]


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


def grouped_lines(question: Question, groups: Sequence[Sequence[Hit]], item: bool = True) -> list[Line]:
    """Write each group as its first passage with the markers of all."""
    return [Line(whose(question, g[0]) + shown(g[0].passage), tuple(quote(h) for h in g), item) for g in groups]


def whose(question: Question, hit: Hit) -> str:
    """Name the facet value that a passage is about, where neither the question nor the passage does."""
    asked = {f.value for f in question.facets}
    values = [v for v in hit.section.facets.values() if v not in hit.passage.text]
    return f"**{', '.join(values)}** – " if values and (len(asked) != 1 or not asked & set(values)) else ""


def fact(question: Question, found: Found, lang: Language) -> list[Line]:
    """Give the passages that state it; a sentence that only introduces a list is followed by its list."""
    hits, shape = prefer(question, found.hits, found.read), _shape(question, found, lang)
    if question.kind == "compare" or lang.has("two", question.text):
        hits = _covering(hits, found, shape)
    groups = best(hits, shape)
    lines: list[Line] = [intro(question, lang)]
    for group in groups:
        if any(quote(group[0]) in line.quotes for line in lines):
            continue
        lines += grouped_lines(question, [group], item=len(groups) > 1)
        lines += [line for line in introduced(group[0], found) if not line.quotes or line not in lines]
    return lines


def _covering(hits: Sequence[Hit], found: Found, shape: Shape) -> list[Hit]:
    """Return the hits with those first that together say the most of a question that asks for several things."""
    left = dict(found.weights_of)
    total = sum(left.values())
    first = [hits[0]]
    near = [hit for hit in hits[:AMONG] if hit.score >= hits[0].score - shape.gap]
    while len(first) < shape.most:
        said = stem_set(first[-1].passage.text, first[-1].passage.language)
        left = {word: weight for word, weight in left.items() if stem(word, first[-1].passage.language) not in said}
        adds = [(sum(left.values()) * coverage(left, h.passage.language, h.passage.text), h) for h in near]
        most, hit = max(adds, key=lambda a: a[0])
        if most < ADDS * total or hit in first:
            break
        first.append(hit)
    return [*first, *(hit for hit in hits if hit not in first)]


def _shape(question: Question, found: Found, lang: Language) -> Shape:
    """Choose how much to say: the less words tell, the more passages, since any of them may be right.

    Whoever asks for advice wants more than one piece of it.
    """
    several = lang.has("advice", question.text) or lang.has("two", question.text) or question.kind == "compare"
    if not several and is_read_plainly(found):
        return ONE
    if question.language not in {h.document.language for h in found.hits}:
        return FOREIGN
    if question.kind in ("count", "when", "rating") or lang.has("wrote", question.text):
        return BRIEF
    if max(h.coverage for h in found.hits[:10]) < UNSURE:
        return VAGUE
    if lang.has("advice", question.text):
        return ADVICE
    return CLEAR if found.hits[0].coverage >= SURE else FACT


def introduced(hit: Hit, found: Found) -> list[Line]:
    """Write what a passage introduces, if that is short: the list after or below it, or the parts below its heading."""
    passage = hit.passage
    section = next((s for s in found.sections if s.section.id == passage.section_id), None)
    if section is None or passage.kind not in ("paragraph", "item") or len(passage.text.split()) > OPENING:
        return []
    items = _items_after(passage, section.passages, f"{passage.lead_in} {passage.text}".strip())
    if items:
        return section_lines(section, items) if length(items) <= OVERVIEW.words else []
    if passage.kind == "item":
        return []
    after = next((p for p in section.passages if p.position > passage.position), None)
    if passage.text.rstrip().endswith(":") and after is not None and after.kind == "paragraph":
        # The marks of a list may be lost, as in PDF files that draw them.
        return section_lines(section, [after])
    path = section.section.path
    if len(path) < 2 or passage.id != section.passages[-1].id or len(passage.text.split()) > OPENING / 2:
        return []
    own = [s for s in found.sections if s.document.id == section.document.id]
    below = [s for s in own if s.section.path[:-1] == path]
    if not below and passage.text.rstrip().endswith(":"):
        later = section.section.position
        below = [s for s in own if s.section.path[:-1] == path[:-1] and s.section.position > later]
    below.sort(key=lambda s: s.section.position)
    if length([p for part in below for p in part.passages]) <= OVERVIEW.words:
        return [
            line
            for part in below
            for line in (Line(f"**{part.section.path[-1]}**"), *section_lines(part, part.passages))
        ]
    best_of = {id: other.passage for id, other in best_by_section(found.hits).items()}
    firsts = [(part, best_of.get(part.section.id, part.passages[0])) for part in below]
    if length([p for _, p in firsts]) <= OVERVIEW.words:
        return [part_line(*first) for first in firsts]
    return [
        Line(part.section.path[-1], (Quote(p, part.section, part.document),), True) for part, p in firsts[:MOST_PARTS]
    ]


def _items_after(passage: Passage, among: Sequence[Passage], opening: str) -> list[Passage]:
    """Return the items that follow a passage and are introduced by it."""
    later = (p for p in among if p.position > passage.position)
    return list(takewhile(lambda p: p.kind == "item" and p.lead_in.startswith(opening), later))


def part_line(part: SectionHit, passage: Passage) -> Line:
    """Write one part below a heading: its own heading and one of its passages."""
    return Line(f"**{part.section.path[-1]}** – {shown(passage)}", (Quote(passage, part.section, part.document),), True)


def intro(question: Question, lang: Language) -> Line:
    """Say whose words follow."""
    if question.facets:
        return Line(lang.say("found_for", facet=", ".join(f.value for f in question.facets)))
    return Line(lang.say("found"))


def section_lines(section: SectionHit, passages: Sequence[Passage]) -> list[Line]:
    """Quote passages of one section, each on its line."""
    return [Line(shown(p), (Quote(p, section.section, section.document),), p.kind != "paragraph") for p in passages]


def heading_line(path: Sequence[str], lang: Language) -> Line:
    """Name a section by its last two headings."""
    return Line(lang.say("list_of", heading=f"**{BREADCRUMB.join(path[-2:])}**"))


def overview(question: Question, found: Found, lang: Language) -> list[Line]:
    """Give the best passages of several sections, those about the same facet value together."""
    groups = best(found.hits, OVERVIEW)
    order: dict[str, list[Sequence[Hit]]] = {}
    for group in groups:
        order.setdefault(", ".join(group[0].section.facets.values()), []).append(group)
    lines = [intro(question, lang)]
    for of_value in order.values():
        lines += grouped_lines(question, of_value)
    return lines
