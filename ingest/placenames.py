"""Names of places in running text: after a preposition, never without their capital, inflected in some languages."""

import re

BEFORE_PLACES = r"(?:in|from|aus|uit|di|da|a)"
"""Prepositions, in the languages that the partners write, that stand before names without an article."""

ENDS = r"(?=[.,;:)!?\t]|\s*$)"
"""What follows a place's name where it is no adjective."""


def is_name(value: str, text: str, before: str = BEFORE_PLACES, *, alone: bool = False) -> bool:
    """Tell whether a text uses words as a name, after a preposition and never without their capital.

    Args:
        value: The words.
        text: The text.
        before: The prepositions.
        alone: Whether the name has to end there, as that of a place does and an adjective does not.
    """
    if is_word(value, text):
        return False
    end = ENDS if alone else r"(?!\w)"
    return re.search(rf"(?<!\w)(?i:{before}) {inflected(value)}{end}", text, re.MULTILINE) is not None


def is_word(value: str, text: str) -> bool:
    """Tell whether a text uses words without their capital."""
    return re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", text) is not None


def mentions(value: str, text: str) -> int:
    """Return how often a text names a value."""
    return len(re.findall(rf"(?<!\w){inflected(value)}(?!\w)", text))


def inflected(value: str) -> str:
    """Return a pattern of a name that Slavic languages may have given another ending ("Ostrava", "v Ostravě")."""
    stem = value[:-1] if len(value) > 4 and value[-1] in "aeiouy" else value
    return rf"{re.escape(stem)}(?:\w|ou|em|ům)?"
