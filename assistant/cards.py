"""The sources panel: from an answer to the HTML of its cards. Everything that is not ours is escaped here."""

import itertools
from collections.abc import Sequence
from html import escape

from assistant.card_text import section_text
from assistant.page_text import Labels
from assistant.vocabulary import Answer, Citation

OPEN_CARDS = 3
"""Cards that are open from the start; the others show their heading."""


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
            parts.append(
                card(f"t{turn}-c{place}", turn, section, answer.question.language, labels, is_open=place <= OPEN_CARDS)
            )
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
        language: Language of the question; quotes in another one are labelled.
        labels: The page's words.
        is_open: Whether its text is shown from the start.
    """
    first = citations[0]
    numbers = "".join(f'<span class="number">{citation.number}</span>' for citation in citations)
    pages = list(dict.fromkeys(str(citation.page) for citation in citations if citation.page is not None))
    tags = [labels("page", page=", ".join(pages))] if pages else []
    foreign = dict.fromkeys(c.language for c in citations if c.language and c.language != language)
    tags += [labels("in_language", language=labels.language_name(code)) for code in foreign]
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
