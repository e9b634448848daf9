"""How a question was understood, as one line below its answer."""

from html import escape

from assistant.page_text import Labels
from assistant.vocabulary import Answer

LONGEST_TOPIC = 90
"""Characters that are shown of what was carried over from earlier turns."""


def understood(answer: Answer, labels: Labels, topic: str = "") -> str:
    """Return the line as plain text, ``""`` where there was no question in the words.

    Args:
        answer: The answer, with its question.
        labels: The page's words, which the line is made of.
        topic: The earlier question that a follow-up leans on, as the person wrote it; where it is not known, what
            was carried over from it is named.
    """
    question = answer.question
    if answer.reason == "empty":
        return ""
    parts = [labels.kinds[question.kind]]
    if question.polarity:
        parts.append(labels(question.polarity))
    by_name: dict[str, list[str]] = {}
    for facet in question.facets:
        by_name.setdefault(facet.name, []).append(facet.value)
    parts += [f"{labels.facet_name(name)}: {', '.join(values)}" for name, values in by_name.items()]
    if question.all_values and not question.facets:
        parts += [labels("all_of", facet=name) for name in list(labels.facets.values())[:1]]
    if question.carried:
        parts.append(labels("following", topic=_short(topic or question.carried)))
    if question.language != labels.language:
        parts.append(labels("in_language", language=labels.language_name(question.language)))
    return labels("understood", parts=" · ".join(parts))


def understood_line(answer: Answer, labels: Labels, topic: str) -> str:
    """Return the line as HTML."""
    line = understood(answer, labels, topic)
    return f'<p class="understood" lang="{escape(labels.language)}">{escape(line)}</p>' if line else ""


def _short(text: str) -> str:
    text = " ".join(text.split())
    if len(text) <= LONGEST_TOPIC:
        return text
    return text[:LONGEST_TOPIC].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"
