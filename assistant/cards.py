"""The sources panel: from an answer to the HTML of its cards. Everything that is not ours is escaped here."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.page_text import Labels
from assistant.vocabulary import Answer, Citation

REACH = 260
"""Characters of context that are shown on each side of a quote without asking."""

SMALL_GAP = 120
"""Characters that are not worth a "show more"."""

OPEN_CARDS = 3
"""Cards that are open from the start; the others show their heading."""


@dataclass(frozen=True)
class Mark:
    """A stretch of text that one or several quotes cover.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        numbers: Numbers of the quotes in it.
    """

    start: int
    end: int
    numbers: tuple[int, ...]


def panel(answers: Sequence[Answer | None], labels: Labels) -> str:
    """Return the panel of a conversation: one group of cards for each turn, of which the last is shown.

    Args:
        answers: The turns' answers in order, None for a turn that has none.
        labels: The page's words.
    """
    groups = [turn_cards(turn, answer, labels) for turn, answer in enumerate(answers, start=1) if answer]
    if not groups:
        return f'<h2>{escape(labels("sources"))}</h2><p class="hint empty">{escape(labels("sources_empty"))}</p>'
    hidden = [group.replace("<section", "<section hidden", 1) for group in groups[:-1]]
    return "".join(hidden + groups[-1:])


def turn_cards(turn: int, answer: Answer, labels: Labels) -> str:
    """Return the cards of one answer: of its citations, and of the nearest passages if it was declined.

    Args:
        turn: Number of the turn, counted from 1; it makes the cards' ids unique on the page.
        answer: The answer.
        labels: The page's words.
    """
    groups = [(labels("sources"), "", answer.citations), (labels("related"), labels("related_hint"), answer.related)]
    shown = [group for group in groups if group[2]] or [(labels("sources"), labels("no_sources"), ())]
    parts = []
    places = itertools.count(1)
    for heading, hint, citations in shown:
        parts.append(f"<h2>{escape(heading)}</h2>" + (f'<p class="hint">{escape(hint)}</p>' if hint else ""))
        for section in by_section(citations):
            place = next(places)
            parts.append(card(f"t{turn}-c{place}", turn, section, answer.language, labels, is_open=place <= OPEN_CARDS))
    return f'<section class="turn" data-turn="{turn}">{"".join(parts)}</section>'


def by_section(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Group citations by the section they stem from, in order of each section's first number."""
    groups: dict[tuple[str, str, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.document, citation.section, citation.context), []).append(citation)
    return list(groups.values())


def card(
    card_id: str, turn: int, citations: Sequence[Citation], language: str, labels: Labels, *, is_open: bool
) -> str:
    """Return one card: a section with all quotes that were taken from it.

    Args:
        card_id: HTML id of the card.
        turn: Number of the turn that it belongs to.
        citations: Citations of one section, at least one.
        language: Language of the answer; a section in another one is labelled.
        labels: The page's words.
        is_open: Whether its text is shown from the start.
    """
    first = citations[0]
    numbers = "".join(f'<span class="number">{citation.number}</span>' for citation in citations)
    pages = list(dict.fromkeys(str(citation.page) for citation in citations if citation.page is not None))
    tags = [labels("page", page=", ".join(pages))] if pages else []
    if first.language and first.language != language:
        tags.append(labels("in_language", language=labels.language_name(first.language)))
    origin = " › ".join(part for part in (first.source, first.source_section) if part)
    return (
        f'<article class="card" id="{card_id}" data-turn="{turn}" tabindex="-1" aria-labelledby="{card_id}-t" '
        f'data-numbers="{" ".join(str(citation.number) for citation in citations)}">'
        f"<details {'open' if is_open else ''}><summary>"
        f'<span class="numbers">{numbers}</span><span class="heading"><span class="title" id="{card_id}-t">'
        f'{escape(first.title)}</span><span class="path">{escape(first.section)}</span></span>'
        + (f'<span class="tags">{"".join(f"<span>{escape(tag)}</span>" for tag in tags)}</span>' if tags else "")
        + f'</summary><div class="text" lang="{escape(first.language)}">{section_text(citations, labels)}</div>'
        + (f'<p class="origin">{escape(labels("origin"))}: {escape(origin)}</p>' if origin else "")
        + f'<button type="button" class="back" data-turn="{turn}">↑ {escape(labels("back"))}</button>'
        + "</details></article>"
    )


def section_text(citations: Sequence[Citation], labels: Labels) -> str:
    """Return a section's text with its quotes marked; what lies far from them is folded away."""
    context = citations[0].context
    placed = [(citation, place(citation)) for citation in citations]
    marks = merge([Mark(start, start + len(c.quote), (c.number,)) for c, start in placed if start is not None])
    # A quote that its section does not hold is shown by itself rather than not at all.
    parts = [
        f'<p class="apart"><mark data-numbers="{c.number}">{badge(c.number)}{escape(c.quote)}</mark></p>'
        for c, start in placed
        if start is None
    ]
    for start, end, shown in windows(context, marks):
        text = paragraphs(context, start, end, marks)
        if not shown:
            text = f'<details class="more"><summary>{escape(labels("more"))}</summary>{text}</details>'
        parts.append(text)
    return "".join(parts)


def place(citation: Citation) -> int | None:
    """Return the offset of a quote in its context, None where the context does not hold it."""
    if not citation.quote:
        return None
    if citation.context[citation.start : citation.end] == citation.quote:
        return citation.start
    found = citation.context.find(citation.quote)
    return found if found >= 0 else None


def merge(marks: Sequence[Mark]) -> list[Mark]:
    """Join marks that overlap; the result is in order of the text."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, each.end)):
        if merged and mark.start < merged[-1].end:
            last = merged.pop()
            numbers = tuple(dict.fromkeys(last.numbers + mark.numbers))
            mark = Mark(last.start, max(last.end, mark.end), numbers)
        merged.append(mark)
    return merged


def windows(context: str, marks: Sequence[Mark]) -> list[tuple[int, int, bool]]:
    """Cut a text into stretches ``(start, end, shown)`` that follow each other and cover it.

    Stretches around marks are shown, cut at the end of a line or of a word; the others are to be folded away.
    A text without marks is shown up to twice the reach.
    """
    spans = [(mark.start, mark.end) for mark in marks] or [(0, 0)]
    shown: list[tuple[int, int]] = []
    for start, end in spans:
        left, right = max(0, start - REACH), min(len(context), end + REACH)
        if left > SMALL_GAP:
            line = context.find("\n", left, start)
            left = line + 1 if line >= 0 else context.find(" ", left, start) + 1 or start
        else:
            left = 0
        if right < len(context) - SMALL_GAP:
            line, word = context.rfind("\n", end, right), context.rfind(" ", end, right)
            right = line if line >= 0 else word if word >= 0 else end
        else:
            right = len(context)
        if shown and left - shown[-1][1] <= SMALL_GAP:
            left = shown.pop()[0]
        shown.append((left, right))
    edges = [0, *itertools.chain.from_iterable(shown), len(context)]
    pieces = [(start, end, bool(i % 2)) for i, (start, end) in enumerate(itertools.pairwise(edges))]
    return [piece for piece in pieces if context[piece[0] : piece[1]].strip()]


def paragraphs(context: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """Return ``context[start:end]`` as HTML, one paragraph for each line, with the marks in it."""
    parts = []
    offset = start
    for line in context[start:end].split("\n"):
        if line.strip():
            before = "… " if offset == start and start and context[start - 1] != "\n" else ""
            stop = offset + len(line)
            after = " …" if stop == end and end < len(context) and context[end] != "\n" else ""
            parts.append(f"<p>{before}{''.join(marked(context, offset, stop, marks))}{after}</p>")
        offset += len(line) + 1
    return "".join(parts)


def marked(context: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[str]:
    """Yield ``context[start:end]`` as HTML with the parts of the marks that fall into it."""
    here = start
    for mark in marks:
        left, right = max(mark.start, start), min(mark.end, end)
        if left >= right:
            continue
        yield escape(context[here:left])
        badges = "".join(map(badge, mark.numbers)) if left == mark.start else ""
        numbers = " ".join(map(str, mark.numbers))
        yield f'<mark data-numbers="{numbers}">{badges}{escape(context[left:right])}</mark>'
        here = right
    yield escape(context[here:end])


def badge(number: int) -> str:
    """Return the small number that stands before a quote."""
    return f'<sup class="badge">{number}</sup>'
