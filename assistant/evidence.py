"""What a passage holds of what was asked for: a figure, a date, a name. Used to prefer and to decline."""

import re
from collections.abc import Callable

from assistant.language import languages
from assistant.vocabulary import Hit, Kind
from assistant.words import NUMBER, fold, words

DATE = re.compile(r"\b\d{1,2}\s*[./-]\s*\d{1,2}\s*[./-]\s*\d{2,4}\b|\b(?:19|20)\d{2}\b|\b\d{1,2}:\d{2}\b|\bM\d{1,2}\b")
PROPER = re.compile(r"(?<!^)(?<![.!?:]\s)\b[A-Z][\w&’'-]*[A-Za-z]\b")
NUMBER_WORDS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "both", "ein", "eine", "zwei", "drei", "vier", "funf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwolf", "beide", "een", "twee", "drie", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf", "beide", "jeden", "dva", "dve", "tri", "ctyri", "pet", "sest", "sedm", "osm", "devet", "deset", "oba", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "entrambi"]
)


def has_number(text: str) -> bool:
    """Tell whether a text holds a figure, in digits or as a small number word."""
    return bool(NUMBER.search(text)) or any(w in NUMBER_WORDS for w in words(text))


def has_date(text: str) -> bool:
    """Tell whether a text holds a date, a year, a time of day, a project month or the name of a month."""
    if DATE.search(text):
        return True
    tokens = re.findall(r"\b[A-Z]\w+", text)
    months = frozenset().union(*(lang.months for lang in languages().values()))
    return any(fold(t) in months for t in tokens)


def has_name(text: str) -> bool:
    """Tell whether a text holds what may be a name: a capital letter inside a sentence."""
    return bool(PROPER.search(text))


HOLDS: dict[Kind, Callable[[str], bool]] = {
    "count": has_number, "when": has_date, "who": has_name, "where": has_name, "rating": has_number,
}  # fmt: skip
"""What an answer must hold, by the kind of question."""


def holds(kind: Kind, hit: Hit) -> bool:
    """Tell whether a passage holds the sort of thing that a kind of question asks for."""
    test = HOLDS.get(kind)
    return test is None or test(hit.passage.text)
