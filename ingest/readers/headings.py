"""Headings that no mark tells: which bare lines are headings, and where one runs into its sentence."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.vocabulary import Block
from assistant.words import fold

NUMBERING = re.compile(r"^\s*(?P<number>\d{1,2}(?:\.\d{1,2})*)[.)]?\s+(?=\S)")
SECTION_NUMBER = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})+\.?\s+\S")
MAX_WORDS = 12
MAX_LABEL_WORDS = 10
SENTENCE_MARKS = (".", ",", ";", "!", "…")
SMALL_WORDS = """
    a an and as at by for from in into of on or per the to via with & – - /
    auf aus bei das dem den der des die fur im mit und van von zu zum zur
    de het en op te voor met een
    i k o s u v z na pro do ze ve
    al alla con da dei del della di e ed gli il la le nel un una
"""
FIRST_WORDS = """
    a an the this these that those there it we our in when while by to
    die der das ein eine dies diese wir es de het een dit deze er tento tato il la lo gli i questo questa un una
"""
CONNECTORS = frozenset(re.split(r"\s+", SMALL_WORDS.strip()))
"""Words that stay in lower case within a heading in Title Case."""
STARTERS = frozenset(re.split(r"\s+", FIRST_WORDS.strip()))
"""Words that begin a sentence, or a lead-in, but hardly ever a heading of several words."""


def plain(heading: str) -> str:
    """Return a heading in the form in which headings are compared: no case, numbering, marks or final colon."""
    text = fold(NUMBERING.sub("", heading)).replace("&", " and ")
    return " ".join(re.findall(r"[^\W_]+", text))


def numbering(heading: str) -> tuple[int, ...]:
    """Return the number that a heading begins with, part by part ("1.2" is (1, 2)); () where there is none."""
    match = NUMBERING.match(heading)
    return tuple(int(part) for part in match["number"].split(".")) if match else ()


class Entries:
    """The entries of a contents list, found again in a text although a word may differ."""

    def __init__(self, contents: Sequence[str]) -> None:
        self._exact: dict[frozenset[str], str] = {}
        self._near: dict[frozenset[str], str] = {}
        self._keys = {key for entry in contents if (key := plain(entry))}
        self._matched: dict[str, str | None] = {}
        for entry in contents:
            key = plain(entry)
            stems = _stems(key)
            self._exact.setdefault(stems, key)
            for form in _with_one_word_less(stems):
                self._near.setdefault(form, key)

    def match(self, text: str) -> str | None:
        """Return the entry that a line stands for, None where it stands for none.

        "&" and "and", singular and plural, and one word more, less or other (in four or more) are the same.
        """
        if len(text) > 250:
            return None
        if text not in self._matched:
            self._matched[text] = self._nearest(plain(text))
        return self._matched[text]

    def _nearest(self, key: str) -> str | None:
        stems = _stems(key)
        if key in self._keys or not stems:
            return key if key in self._keys else None
        forms = _with_one_word_less(stems)
        same = (self._exact.get(stems), *(self._near.get(form) for form in forms))
        return next((entry for entry in same if entry is not None), None)


def looks_like_heading(text: str) -> bool:
    """Tell whether a line that stands alone reads like a heading: short, and no sentence."""
    words = text.split()
    if not words or len(words) > MAX_WORDS or len(text) > 110:
        return False
    if text.endswith((*SENTENCE_MARKS, "-")) or not any(character.isalpha() for character in text):
        return False
    return words[0][:1].isupper() or words[0][:1].isdigit() or not words[0][:1].isalpha()


def looks_like_label(text: str) -> bool:
    """Tell whether a line that ends with a colon is a heading ("Activities:") and not a lead-in ("We aim to:")."""
    if not text.endswith(":") or not text[:1].isupper():
        return False
    words = re.sub(r"\([^)]*\)", " ", text.rstrip(" :")).split()
    if not words or len(words) > MAX_LABEL_WORDS or ". " in text:
        return False
    if len(words) > 1 and fold(words[0]) in STARTERS and not title_case(text):
        return False
    return len(words) <= 3 or _capitals(words) >= 0.5


def title_case(text: str) -> bool:
    """Tell whether nearly all words that matter in a text begin in upper case."""
    words = text.rstrip(" :").split()
    return not any(w[0].islower() and fold(w) not in CONNECTORS for w in words if w[0].isalpha())


def split_inline(text: str) -> tuple[str, str] | None:
    """Split a paragraph into the Title Case heading that runs into it and its sentences; None without one.

    The heading is the run of capitalised words (and small words between them) before the last capitalised
    one, which begins the sentence.
    """
    words = text.split()
    last = 0
    for position, word in enumerate(words[: MAX_WORDS + 4]):
        bare = word.strip("\"“”‘’'()")
        if bare[:1].isupper():
            last = position
        elif fold(bare.rstrip(":")) not in CONNECTORS:
            break
    head, rest = words[:last], words[last:]
    capitals = sum(word.strip("\"“‘'(")[:1].isupper() for word in head)
    if len(head) < 3 or capitals < 2 or len(rest) < 6 or not head[-1].strip("\"“”‘’'()")[:1].isupper():
        return None
    if any(word.endswith(SENTENCE_MARKS) for word in head) or not text.rstrip().endswith((".", "!", "?", ":")):
        return None
    return " ".join(head), " ".join(rest)


def contradictory(blocks: Sequence[Block]) -> bool:
    """Tell whether the ranks that a file states make no sense, so that they had better be inferred.

    They do not where a numbered heading ("1.1") ranks no lower than one with a shorter number, where two
    headings that repeat rank above each other in turn, or where all have one rank although some repeat.
    """
    headings = [block for block in blocks if block.kind == "heading"]
    ranks: dict[int, set[int]] = {}
    levels: dict[str, set[int]] = {}
    for heading in headings:
        if number := numbering(heading.text):
            ranks.setdefault(len(number), set()).add(heading.level)
        levels.setdefault(plain(heading.text), set()).add(heading.level)
    depths = sorted(ranks)
    if any(max(ranks[upper]) >= min(ranks[lower]) for upper, lower in pairwise(depths)):
        return True
    unsteady = [found for found in levels.values() if len(found) > 1]
    if any(
        min(one) < max(other) and min(other) < max(one)
        for place, one in enumerate(unsteady)
        for other in unsteady[place + 1 :]
    ):
        return True
    return len(headings) >= 4 and len({h.level for h in headings}) == 1 and len(levels) < len(headings)


def starts_sentence(heading: str, sentence: str) -> bool:
    """Tell whether there is more than a capital to show that a sentence begins after an inline heading."""
    first = sentence.split()[0]
    return heading.endswith(":") or fold(first) in STARTERS or (first.endswith("ing") and len(first) > 5)


def certain_inline(heading: str, sentence: str) -> bool:
    """Tell whether an inline heading is certain even though no other paragraph beside it has one."""
    capitals = sum(word[:1].isupper() for word in heading.split())
    return capitals >= 3 and fold(sentence.split()[0]) in STARTERS


def _capitals(words: Sequence[str]) -> float:
    """Return the share of the longer words that begin in upper case."""
    longer = [word for word in words if len(word) > 3] or list(words)
    return sum(word[:1].isupper() for word in longer) / len(longer)


def _stems(key: str) -> frozenset[str]:
    return frozenset(word[:-1] if len(word) > 3 and word.endswith("s") else word for word in key.split())


def _with_one_word_less(stems: frozenset[str]) -> list[frozenset[str]]:
    """Return four or more words, and each choice of all but one; of fewer words none."""
    return [stems, *(stems - {word} for word in sorted(stems))] if len(stems) >= 4 else []
