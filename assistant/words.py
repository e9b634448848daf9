"""Words of a text in one form, so that questions and passages can be compared: folded, split, stemmed."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from pathlib import PurePosixPath
from typing import Any

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W_a-z])")
STEMMERS = {"en": "english", "de": "german", "nl": "dutch", "cs": "czech", "it": "italian", "fr": "french",
            "es": "spanish", "pt": "portuguese", "pl": "polish", "hu": "hungarian"}  # fmt: skip
ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|ca|approx|incl|nr|no|dr|mr|ms|prof|st|z\.B|bzw|d\.h|u\.a|bijv|např|tj|ad es|p\. es)\.$",
    re.IGNORECASE,
)

SPELT_OUT = re.compile(r"\b[A-ZÀ-Þ][\w’'-]*(?: (?:(?:&|[a-zà-ÿ]{1,3}) )?[A-ZÀ-Þ][\w’'-]*){2,6}")
"""Words with a capital each, and small ones between them, that an abbreviation may stand for."""

DAY_OF_MONTH = re.compile(r"\b(?P<before>[^\W\d_]+) \d{1,2}\.$")
BEFORE_DAYS = frozenset(["am", "vom", "zum", "bis", "ab", "seit", "den", "dem", "der", "und"])
MONTH_AND_YEAR = re.compile(r"[^\W\d_]+ (?:19|20)\d\d\b")


def fold(text: str) -> str:
    """Return the text in lower case without accents ("Prägung" → "pragung"), its length may change."""
    text = text.casefold()
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Return the folded words of a text in order; hyphens, slashes and punctuation separate words."""
    return list(_words(text))


@lru_cache(maxsize=20_000)
def _words(text: str) -> tuple[str, ...]:
    return tuple(w.replace("’", "'") for w in WORD.findall(fold(text)))


@cache
def _stemmer(language: str) -> Any:  # noqa: ANN401 - PyStemmer has no types
    import Stemmer

    name = STEMMERS.get(language)
    return Stemmer.Stemmer(name) if name else None


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """Return the stem of a folded word; languages without a stemmer keep the word."""
    word = word.removesuffix("'s")
    stemmer = _stemmer(language)
    return word if stemmer is None else str(stemmer.stemWord(word))


def stems(text: str, language: str) -> list[str]:
    """Return the stems of a text's words in order."""
    return [stem(word, language) for word in words(text)]


@lru_cache(maxsize=50_000)
def abbreviations(text: str, language: str) -> frozenset[str]:
    """Return the stems of the abbreviations that names of several words in a text may have: "Local Water Board", "lwb".

    The first word may be no part of the name: "The Local Water Board".
    """
    initials = ["".join(w[0] for w in run.split() if w[0].isupper()) for run in SPELT_OUT.findall(text)]
    return frozenset(
        stem(fold(short), language) for whole in initials for short in (whole, whole[1:]) if len(short) > 2
    )


def numbers(text: str) -> list[float]:
    """Return the numbers of a text in order, whatever separates their thousands ("44.910" → 44910)."""
    return [value for value in map(number, NUMBER.findall(text)) if value is not None]


def number(text: str) -> float | None:
    """Read one number; groups of three digits after a dot or comma are thousands. None if it is not a number."""
    text = text.strip().rstrip("%").strip()
    if not NUMBER.fullmatch(text):
        return None
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None


def sentences(text: str) -> list[tuple[int, int]]:
    """Return start and end offsets of a text's sentences; together they hold all but the space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in SENTENCE_END.finditer(text):
        before = text[start : match.start()]
        if ABBREVIATION.search(before) or _is_day(before, text[match.end() :]):
            continue
        spans.append((start, match.end() - len(match[0]) + len(match[0].rstrip())))
        start = match.end()
    if text[start:].strip():
        spans.append((start, len(text.rstrip())))
    return spans


def _is_day(before: str, after: str) -> bool:
    """Tell whether a dot stands after the day of a month, not at a sentence's end: "am 5. Juni", "5. Juni 2024"."""
    day = DAY_OF_MONTH.search(before)
    return day is not None and (day["before"].casefold() in BEFORE_DAYS or bool(MONTH_AND_YEAR.match(after)))


def shared(left: Iterable[str], right: Iterable[str]) -> float:
    """Return the Jaccard similarity of two bags of words, 0 to 1."""
    a, b = set(left), set(right)
    return len(a & b) / len(a | b) if a or b else 0.0


def name_in_words(path: str) -> str:
    """Return a file's name in words: without its folder and ending, its marks as spaces."""
    return PurePosixPath(path).stem.replace("_", " ").replace("-", " ").strip()
