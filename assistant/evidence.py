"""What a passage holds of what was asked for: a figure, a date, a name. Used to prefer and to decline."""

import re
from collections.abc import Callable

from assistant.language import language
from assistant.vocabulary import Hit, Kind
from assistant.words import NUMBER, fold, words

DATE = re.compile(r"\b\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}:\d{2}\b|\bM\d{1,2}\b")
CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w+")
NAME_INSIDE = re.compile(r"(?<!^)(?<![.!?:]\s)\b[A-Z][\w&’'-]*[A-Za-z]\b")


def has_number(text: str, code: str) -> bool:
    """Tell whether a text in a language holds a figure, in digits or as a small number word."""
    return bool(NUMBER.search(text)) or any(word in language(code).numbers for word in words(text))


def has_date(text: str, code: str) -> bool:
    """Tell whether a text in a language holds a date, a year, a time of day, a project month or a month's name."""
    if DATE.search(text):
        return True
    candidates = words(text) if code in ("cs", "it", "nl") else map(fold, CAPITALISED.findall(text))
    return any(word in language(code).months for word in candidates)


def has_name(text: str, code: str) -> bool:
    """Tell whether a text holds what may be a name: a capital letter inside a sentence."""
    return bool(NAME_INSIDE.search(text))


HOLDS: dict[Kind, Callable[[str, str], bool]] = {
    "count": has_number,
    "rating": has_number,
    "when": has_date,
    "who": has_name,
    "where": has_name,
}
"""What an answer must hold, by the kind of question."""


def holds(kind: Kind, hit: Hit) -> bool:
    """Tell whether a passage holds the sort of thing that a kind of question asks for."""
    test = HOLDS.get(kind)
    return test is None or test(hit.passage.text, hit.passage.language)
