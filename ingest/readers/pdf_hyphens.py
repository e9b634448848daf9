"""Hyphens at the ends of a PDF's lines: which of them belong to their words."""

import re
from collections.abc import Iterable, Sequence

HYPHEN = re.compile(r"\w[-\u00ad\u2010]$")
SHARED_HYPHEN = frozenset(
    ["and", "or", "und", "oder", "bzw", "en", "of", "e", "o", "ed", "et", "ou", "a", "i", "nebo", "či"]
)
"""Words after which a hyphen stays by itself, as in "pre- and post-"."""


class Whole:
    """Joins lines; whether a word at a line's end keeps its hyphen is told by how the document writes it elsewhere."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: set[str] = set()
        for line in lines:
            words = re.findall(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*(?![\w\u00ad-])", line)
            self._words.update(word.casefold().replace("\u2010", "-") for word in words[1:] or words)

    def joined(self, lines: Sequence[str]) -> str:
        """Return the lines of one paragraph as one text."""
        text = ""
        for line in map(str.strip, lines):
            first = line.split(" ", 1)[0].casefold()
            if HYPHEN.search(text) and line[:1].isalnum() and first not in SHARED_HYPHEN:
                text = (text if self._keeps(text, line) else text[:-1]) + line
            else:
                text = f"{text} {line}" if text else line
        return text.replace("\u00ad", "")

    def _keeps(self, text: str, line: str) -> bool:
        """Tell whether a hyphen at a line's end belongs to its word."""
        if text.endswith("\u00ad"):
            return False
        first = re.search(r"[^\W\d_]+$", text[:-1])
        second = re.match(r"[^\W\d_]+", line)
        if first is None or second is None or line[0].isupper():
            return True
        one, two = first[0].casefold(), second[0].casefold()
        if one + two in self._words:
            return False
        if f"{one}-{two}" in self._words:
            return True
        return re.search(r"[^\W\d_]-[^\W\d_]+-$", text) is not None or (one in self._words and two in self._words)
