"""Spelling: words that no document holds are read as the word of the documents that they differ from by one letter."""

from collections.abc import Callable, Iterable

from assistant.words import WORD, fold, words

SHORTEST = 7
"""Letters of the shortest word that is mended: shorter ones are too often other words."""


def mended(text: str, mend: Callable[[str], str | None]) -> str:
    """Return a text with misspelt words mended.

    Args:
        text: A question.
        mend: Tells the word that a folded word was meant to be, None where it is right or nothing is like it.
    """

    def instead(word: str) -> str:
        folded = fold(word)
        return (mend(folded) or word) if len(folded) >= SHORTEST and folded.isalpha() else word

    return WORD.sub(lambda match: instead(match[0]), text)


def nearest(word: str, texts: Iterable[str]) -> str | None:
    """Return the word of the texts that one letter more, less, changed or swapped turns into another; None without one.

    The first letter has to be the same: people rarely err there, and other words often differ there.
    """
    candidates = (other for text in texts for other in words(text) if other[0] == word[0])
    return next((other for other in candidates if _one_apart(word, other)), None)


def _one_apart(left: str, right: str) -> bool:
    """Tell whether two words are one letter apart, two neighbouring ones swapped counting as one."""
    if left == right or abs(len(left) - len(right)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
    a, b = left[start:], right[start:]
    return a[1:] == b[1:] or a == b[1:] or a[1:] == b or (a[:2] == b[1::-1] and a[2:] == b[2:])
