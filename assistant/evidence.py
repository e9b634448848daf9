"""What a passage holds of what was asked for: a figure, a date, a name. Used to prefer and to decline."""

import re
from collections.abc import Callable, Collection
from functools import cache

from assistant.language import language
from assistant.vocabulary import Hit, Kind, Passage, Sort
from assistant.words import NUMBER, fold, stem, stems, words

ORDINAL_DAY = r"\d{1,2}(?:\.|st|nd|rd|th)?"
MONEY = re.compile(r"[€$£]|\b(?:EUR|USD|GBP|CHF|CZK)\b|Kč|\b(?:euros?|dollars?|pounds|cents?)\b", re.IGNORECASE)
CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\+|\b00|\(0)\d[\d ()/-]{6,}\d|\b0\d{2,4}[ /-]\d[\d /-]{3,}\d")
DATE = re.compile(r"\b\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}:\d{2}\b|\bM\d{1,2}\b")
CAPITALISED = re.compile(r"\b[^\W\d_a-z]\w+")
NAME_INSIDE = re.compile(r"(?<!^)(?<![.!?:]\s)\b[A-Z][\w&’'-]*[A-Za-z]\b")


def has_number(text: str, code: str) -> bool:
    """Tell whether a text in a language holds a figure that is no date, in digits or as a small number word."""
    text = _day_of_month(code).sub(" ", DATE.sub(" ", text))
    return bool(NUMBER.search(text)) or any(word in language(code).numbers for word in words(text))


@cache
def _day_of_month(code: str) -> re.Pattern[str]:
    """Return the pattern of a day before or after a month's name ("29 April", "April 29")."""
    months = "|".join(sorted(language(code).months, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"\b{ORDINAL_DAY}\s+(?:{months})\b|\b(?:{months})\s+{ORDINAL_DAY}\b", re.IGNORECASE)


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


SORTS: dict[Sort, re.Pattern[str]] = {"money": MONEY, "contact": CONTACT}
"""What an answer must hold, by the sort of thing asked for."""


def holds(kind: Kind, hit: Hit) -> bool:
    """Tell whether a passage holds what a kind of question asks for."""
    test = HOLDS.get(kind)
    return test is None or test(hit.passage.text, hit.passage.language)


def holds_sort(sort: Sort, passage: Passage) -> bool:
    """Tell whether a passage, or the head of its table, holds the sort of thing that is asked for."""
    pattern = SORTS.get(sort)
    if sort == "money" and language(passage.language).has("free", passage.text):
        return True
    return pattern is None or bool(pattern.search(f"{passage.text} {' '.join(passage.headers)}"))


def names(named: Collection[str], hit: Hit) -> bool:
    """Tell whether a passage, its lead-in, its table's head or its headings say one of the words."""
    passage = hit.passage
    code = passage.language
    text = " ".join((passage.text, passage.lead_in, *passage.headers, *hit.section.path[-2:]))
    return not named or not {stem(word, code) for word in named}.isdisjoint(stems(text, code))
