"""What a passage holds of what was asked for: a figure, a date, a name. Used to prefer and to decline."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.language import language
from assistant.vocabulary import Hit, Kind, Passage, Question, Sort
from assistant.words import NUMBER, WORD, fold, sentences, stem, stems, words

DAY = r"\d{1,2}(?:\.|st|nd|rd|th)?"
DAY_BESIDE_WORD = (re.compile(rf"\b{DAY}\s+([^\W\d_]+)"), re.compile(rf"\b([^\W\d_]+)\s+{DAY}\b"))
SMALL_MONTHS = ("cs", "it", "nl")
"""Languages that write the names of months with a small letter."""
MONEY = re.compile(
    r"[€$£]|\b(?:EUR|USD|GBP|CHF|CZK|SEK|NOK|DKK|ISK|PLN|HUF|RON|BGN|RSD|UAH)\b|Kč|zł\b|\bkron(?:or|er)\b"
)
CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?:\+|\b00|\(0)\d[\d ()/-]{6,}\d|\b0\d{2,4}[ /-]\d[\d /-]{3,}\d")
SPAN = re.compile(
    r"\d{1,2}[:.]\d{2}\D{1,12}\d{1,2}[:.]\d{2}|\b\d{1,2}\.?\s?(?:–|-|to|bis|tot|až|al)\s?\d{1,2}\b"
    r"|\bM\d{1,2}\b|\d\s?(?:k?m|cm|kilomet\w+|met[er]{2}s?|miles?)\b|\d (?:pages|Seiten|pagina|stran|pagine)"
)
"""From one time or day to another, months of a project, or a length: what "how long" may be answered by."""
WEB = re.compile(r"https?://|\bwww\.|\b[\w-]{2,}\.(?:com|org|net|info|[a-z]{2})\b")
DAY_IN_FIGURES = re.compile(r"\b\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\b")
YEAR = re.compile(r"\b(?:19|20)\d{2}\b")
TIME = re.compile(r"\b\d{1,2}[:.]\d{2}\b(?![./-]?\d)")
DATE = re.compile(
    rf"\b\d{{1,2}}\s*[./-]\s*\d{{1,2}}\s*[./-]\s*\d{{2,4}}\b|{YEAR.pattern}|\b\d{{1,2}}:\d{{2}}\b|\bM\d{{1,2}}\b"
)
WORD_OR_FIGURES = re.compile(r"[\w./-]*\w")
"""A word, or a date in figures as one."""
PIECE = re.compile(r"[^\W_][\w&’'-]*")
LABEL_AND_VALUE = 6
"""Words of the longest label with a value: "Responsible partner: Ada"."""
MANY = 20
"""Passages found for one question from which what all of them hold is no answer."""
OPENS = (".", "!", "?", ":")
"""Marks after which any word has a capital."""


def has_number(text: str, code: str) -> bool:
    """Tell whether a text in a language holds a figure that is no date, in digits or as a small number word."""
    return has_figure(text, code) or any(word in language(code).numbers for word in words(text))


def has_figure(text: str, code: str) -> bool:
    """Tell whether a text in a language holds a figure in digits that is no date."""
    text = DATE.sub(" ", text)
    for pattern in DAY_BESIDE_WORD:
        text = pattern.sub(lambda match: " " if _is_month(match[1], code) else match[0], text)
    return NUMBER.search(text) is not None


def _is_month(word: str, code: str) -> bool:
    """Tell whether a word is a month's name; "may" and "march" are none where months have a capital letter."""
    return fold(word) in language(code).months and (word[0].isupper() or code in SMALL_MONTHS)


def months(text: str, code: str) -> list[str]:
    """Return the folded names of months in a text."""
    return [fold(word) for word in WORD.findall(text) if _is_month(word, code)]


def without_dates_of(question: Question, text: str) -> str:
    """Return a text without the months and years that a question for a date says itself; a day beside them keeps both.

    "On which day in February?" is answered by "3 February", not by "in February".
    """
    own = {*months(question.text, question.language), *YEAR.findall(question.text)}
    if not own:
        return text
    days = [match.span() for pattern in DAY_BESIDE_WORD for match in pattern.finditer(text)]

    def said(match: re.Match[str]) -> str:
        beside_day = any(start <= match.start() < end for start, end in days)
        return " " if fold(match[0]) in own and not beside_day else match[0]

    return WORD_OR_FIGURES.sub(said, text)


def in_month(month: Sequence[str], hit: Hit) -> bool:
    """Tell whether a passage names one of the months, or a day in figures, which may be in it."""
    return names(month, hit) or DAY_IN_FIGURES.search(hit.passage.text) is not None


def has_date(text: str, code: str) -> bool:
    """Tell whether a text in a language holds a date, a year, a time of day, or names a month or a day."""
    if DATE.search(text) or not language(code).weekdays.isdisjoint(words(text)):
        return True
    return bool(months(text, code))


def has_day(text: str, code: str) -> bool:
    """Tell whether a text in a language names a single day, by its date or by the day of the week."""
    if DAY_IN_FIGURES.search(text) or not language(code).weekdays.isdisjoint(words(text)):
        return True
    return any(_is_month(match[1], code) for pattern in DAY_BESIDE_WORD for match in pattern.finditer(text))


def has_name(text: str, code: str) -> bool:
    """Tell whether a text holds what may be a name: a capital letter inside a sentence."""
    return any(before and len(run[0]) > 1 for before, run in _capitals(text))


def _capitals(text: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the runs of words with a capital, and the word before each inside its sentence, "" at its start."""
    run: list[str] = []
    before, last, end = "", "", 0
    for match in PIECE.finditer(text):
        between = text[end : match.start()]
        if run and (between != " " or not match[0][0].isupper()):
            yield before, run
            run = []
        if match[0][0].isupper():
            if not run:
                before = "" if between.rstrip().endswith(OPENS) else last
            run.append(match[0])
        last, end = match[0], match.end()
    if run:
        yield before, run


def names_someone(passage: Passage, known: Collection[str], *, in_full: bool = False) -> bool:
    """Tell whether a passage holds a name that is none of the known words.

    At the start of a sentence any word has a capital: there, only abbreviations and several such words in a row count.
    What stands after "in" is a place.

    Args:
        passage: The passage.
        known: Folded words that are no answer: those of the question, of places, and common ones.
        in_full: Whether only several such words in a row count, as in a person's name.
    """
    lang = language(passage.language)
    nobody = {*lang.months, *lang.weekdays, *lang.peoples, *known}
    pieces = passage.cells or (passage.text,)
    for number, piece in enumerate(pieces):
        for before, run in _capitals(piece):
            telling = run if before or number or len(run) > 1 or run[0].isupper() else []
            if fold(before or run[0]) in lang.before_places:
                continue
            own = [word for word in telling if _is_none_of(nobody, word)]
            if own and (not in_full or sum(not word.isupper() for word in own) > 1):
                return True
    return False


def _is_none_of(known: set[str], piece: str) -> bool:
    """Tell whether no part of a piece, which hyphens may join, is a known word: "Ada-Marie", but not "Miller-Led"."""
    parts = [word for word in words(piece) if len(word) > 1]
    return bool(parts) and known.isdisjoint(parts)


def asks_for_names(question: Question) -> bool:
    """Tell whether an answer has to name somebody or something; whom one should invite is told without names."""
    who = question.kind == "who" and not language(question.language).has("advice", question.text)
    return who or question.sort in ("name", "person")


def no_answers(question: Question, hits: Sequence[Hit], others: Sequence[Hit] = ()) -> set[str]:
    """Return the folded words that answer no question for a name: its own, common ones and values of its facet."""
    return {*words(question.search_text), *common_words(hits), *_words_of_values(others)}


def common_words(hits: Sequence[Hit]) -> set[str]:
    """Return the folded words that passages write with a small letter, that many hold, or that name a facet's value."""
    found: set[str] = set()
    held: Counter[str] = Counter()
    for hit in hits:
        small, said = small_and_all(hit.passage.text)
        found |= small
        held.update(said)
    found.update(word for word, times in held.items() if times >= MANY)
    return found | _words_of_values(hits)


def _words_of_values(hits: Sequence[Hit]) -> set[str]:
    values = {value for hit in hits for value in hit.section.facets.values()}
    return {word for value in values for word in words(value)}


@lru_cache(maxsize=20_000)
def small_and_all(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the folded words that a text writes with a small letter, and all of its words."""
    said = set(PIECE.findall(text))
    return frozenset(fold(word) for word in said if word[0].islower()), frozenset(map(fold, said))


MEASURES: tuple[Sort, ...] = ("measure", "duration", "share", "age", "clock")
"""Sorts that tell more than the kind of the question."""
AMOUNTS: tuple[Sort, ...] = ("money", "share", "age", "clock", "measure")
"""Sorts of which any document holds some, so that only a passage on what was asked answers."""

HOLDS: dict[Kind, Callable[[str, str], bool]] = {
    "count": has_number,
    "rating": has_number,
    "when": has_date,
    "who": has_name,
    "where": has_name,
}
"""What an answer must hold, by the kind of question."""


SORTS: dict[Sort, re.Pattern[str]] = {"money": MONEY, "contact": CONTACT}
"""What an answer must hold, by the sort of thing asked for; names are told by more (see `names_someone`)."""


def holds(question: Question, passage: Passage) -> bool:
    """Tell whether a passage holds what a question asks for by its kind; its own dates are no answer."""
    kind = question.kind
    # "Quanto tempo" asks for a span of time, which need not be a count.
    test = None if question.sort in MEASURES else HOLDS.get(kind)
    text = without_dates_of(question, passage.text) if kind == "when" else passage.text
    if kind == "when" and language(question.language).has("precise", question.text):
        test = has_day
    # Beside each other, the cells "November" and "8" would read as a day.
    pieces = passage.cells if kind in ("count", "rating") and passage.cells else (text,)
    return test is None or any(test(piece, passage.language) for piece in pieces)


def gives_no_reason(passage: Passage, *, short: bool = False) -> bool:
    """Tell whether a passage states a figure or a single value, and nothing in it tells why.

    Args:
        passage: The passage.
        short: Whether only a label with its value counts.
    """
    lang = language(passage.language)
    row = passage.kind == "row"
    if lang.has("because", passage.text) or (not row and len(sentences(passage.text)) > 1):
        return False
    brief = len(passage.text.split()) <= LABEL_AND_VALUE
    value = brief and (row or ": " in passage.text)
    return value or (not short and has_number(passage.text, lang.code))


def is_graded(hit: Hit) -> bool:
    """Tell whether a passage, the head of its table or its headings speak of marks, or of a survey that gives them."""
    return language(hit.passage.language).has("graded", _with_heads(hit))


def holds_sort(sort: Sort, passage: Passage) -> bool:
    """Tell whether a passage, or the head of its table, holds the sort of thing that is asked for."""
    pattern = SORTS.get(sort)
    lang = language(passage.language)
    heads = f"{passage.lead_in} {' '.join(passage.headers)}"
    if sort == "money" and (lang.has("free", passage.text) or lang.has("currency", f"{passage.text} {heads}")):
        return True
    if sort == "money" and passage.kind == "row" and lang.has("price", heads) and has_number(passage.text, lang.code):
        return True
    if sort == "web":
        return bool(WEB.search(passage.text)) or lang.has("online", f"{passage.text} {heads}")
    if sort == "building":
        return lang.has("buildings", f"{passage.text} {' '.join(passage.headers)}")
    if sort == "duration":
        return lang.has("span", passage.text) or SPAN.search(passage.text) is not None
    if sort == "age":
        return lang.has("ages", f"{passage.text} {heads}")
    if sort == "clock":
        return lang.has("clocks", passage.text) or TIME.search(passage.text) is not None
    if sort == "share":
        return lang.has("fractions", f"{passage.text} {heads}")
    if sort == "measure":
        return has_number(passage.text, lang.code) or lang.has("span", passage.text)
    return pattern is None or bool(pattern.search(f"{passage.text} {heads}"))


def names(named: Sequence[str], hit: Hit) -> bool:
    """Tell whether a passage, its lead-in, its table's head or its headings say one of the words."""
    code, text = hit.passage.language, _with_heads(hit)
    together = map("".join, pairwise(named))
    return not named or not {stem(word, code) for word in (*named, *together)}.isdisjoint(stems(text, code))


def _with_heads(hit: Hit) -> str:
    """Return what a passage says, with its lead-in, the head of its table and its headings."""
    passage = hit.passage
    return " ".join((passage.text, passage.lead_in, *passage.headers, *hit.section.path[-2:]))
