"""Declining: telling, from what was found, that the documents do not answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import Line, quote
from assistant.compose import shown
from assistant.evidence import HOLDS, holds
from assistant.language import Language
from assistant.retrieval import Found
from assistant.tables import Value, value_of
from assistant.understanding import subject
from assistant.vocabulary import DeclineReason, Hit, Question
from assistant.words import stem, stems

RELATED = 3
"""Passages shown with a decline."""


@dataclass(frozen=True)
class Limits:
    """Below which figures a question counts as not answered; calibrated on the dev split.

    Attributes:
        off_topic: Best cosine in the main view below which a question is about something else.
        cosine: The same below which it also needs words in common.
        coverage: Share of the question's idf mass that the best passages then have to cover.
        strange: Share of the idf mass in words that no passage holds, above which a same-language question fails.
        label: Share of a row's label that a question must name for the row to be meant.
    """

    off_topic: float = 0.80
    cosine: float = 0.84
    coverage: float = 0.25
    strange: float = 0.6
    label: float = 0.7


LIMITS = Limits()


def reason_to_decline(question: Question, found: Found, lang: Language, known: Sequence[str]) -> DeclineReason | None:
    """Return why a question cannot be answered from what was found, None when it can.

    Args:
        question: The question.
        found: What it found.
        lang: The question's language.
        known: Languages of the ingested documents.
    """
    if not subject(question.text, lang) and not question.carried and not question.facets:
        return "empty"
    if not found.hits:
        return "not_for_facet" if question.facets and found.others else "off_topic"
    if question.unknown:
        return "unknown_facet"
    nearest = max(h.cosine for h in found.hits[:10])
    covered = max(h.coverage for h in found.hits[:10])
    if nearest < LIMITS.off_topic:
        return "off_topic"
    if question.language in known and nearest < LIMITS.cosine and covered < LIMITS.coverage:
        return "off_topic"
    if blank_row(question, found) is not None:
        return "blank"
    if question.kind in HOLDS and not any(holds(question.kind, h) for h in found.hits[:5]):
        return "not_for_facet" if question.facets else "not_found"
    return None


def blank_row(question: Question, found: Found) -> tuple[Value, Hit] | None:
    """Return the row that a question asks for if its figure is blank, None otherwise."""
    if question.kind not in ("count", "rating", "fact"):
        return None
    asked = {stem(w, "en") for s in (question.search_text,) for w in s.casefold().split()} | set(
        stems(question.search_text, "en")
    )
    named: list[tuple[float, Value, Hit]] = []
    for hit in found.hits[:12]:
        value = value_of(hit.passage)
        if value is not None:
            label = set(stems(value.label, hit.passage.language))
            share = len(label & asked) / len(label) if label else 0.0
            if share >= LIMITS.label:
                named.append((share, value, hit))
    if not named:
        return None
    share, value, hit = max(named, key=lambda n: (n[0], n[2].score))
    return (value, hit) if value.value is None else None


def declined(
    question: Question, found: Found, reason: DeclineReason, lang: Language, known: str, documents: int, passages: int
) -> list[Line]:
    """Write a decline: why, what was searched, and the nearest passages."""
    lines: list[Line] = []
    related = [h for h in found.hits if h.passage.kind != "row" or reason == "blank"][:RELATED]
    if reason == "blank" and (row := blank_row(question, found)) is not None:
        value, hit = row
        scope = lang.say("of", facet=", ".join(f.value for f in question.facets)) if question.facets else ""
        return [Line(lang.say("blank", label=value.label, scope=scope), (quote(hit),))]
    facet = ", ".join(f.value for f in question.facets)
    says = {
        "off_topic": lambda: lang.say("declined_off_topic"),
        "unknown_facet": lambda: lang.say("declined_unknown_facet", name=", ".join(question.unknown), known=known),
        "not_for_facet": lambda: lang.say("declined_not_for_facet", facet=facet),
        "not_found": lambda: lang.say("declined"),
        "empty": lambda: lang.say("declined_empty"),
        "blank": lambda: lang.say("declined"),
    }
    lines.append(Line(says[reason]()))
    if reason == "empty":
        return lines
    lines.append(Line(lang.say("searched", documents=documents, passages=passages)))
    if related and reason != "off_topic":
        lines.append(Line(lang.say("related")))
        lines += [Line(shown(h.passage), (quote(h),), True) for h in related]
    return lines
