"""Bring texts to one form, so that a fact counts as shown however it is spelled.

Metrics compare answers, nuggets and quotes through `shown` and `plain`; nothing else in `eval` compares text.
"""

import functools
import html
import re

MONTHS = (
    ("january", "jan", "januar", "jänner", "januari", "leden", "ledna", "lednu", "gennaio"),
    ("february", "feb", "februar", "februari", "únor", "února", "únoru", "febbraio"),
    ("march", "mar", "märz", "maart", "březen", "března", "březnu", "marzo"),
    ("april", "apr", "duben", "dubna", "dubnu", "aprile"),
    ("may", "mai", "mei", "květen", "května", "květnu", "maggio"),
    ("june", "jun", "juni", "červen", "června", "červnu", "giugno"),
    ("july", "jul", "juli", "červenec", "července", "červenci", "luglio"),
    ("august", "aug", "augustus", "srpen", "srpna", "srpnu", "agosto"),
    ("september", "sep", "sept", "září", "settembre"),
    ("october", "oct", "oktober", "říjen", "října", "říjnu", "ottobre"),
    ("november", "nov", "listopad", "listopadu", "novembre"),
    ("december", "dec", "dezember", "prosinec", "prosince", "prosinci", "dicembre"),
)
"""Names of the months in the languages of the partners, the English one first."""

NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen",
)  # fmt: skip

SPELLINGS = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|es|ed|ing|er|ers|ation|ations|ational)\b)"), "iz"),
    (re.compile(r"(?<=[a-z])lys(?=(?:e|es|ed|ing)\b)"), "lyz"),
    (
        re.compile(r"\b(col|lab|fav|behavi|neighb|hon|endeav|harb|rum|hum|flav|sav|vap|vig|rig|od)our"),
        r"\1or",
    ),
    (re.compile(r"\b(cent|theat|fib|met|lit|kilomet)re(s?|d)\b"), r"\1er\2"),
    (re.compile(r"\bprogramme(s?)\b"), r"program\1"),
    (re.compile(r"(?<=[a-z]log)ue(?=s?\b)|(?<=[a-z]log)u(?=ed\b|ing\b)"), ""),
    (re.compile(r"(?<=[a-z])fence\b"), "fense"),
    (re.compile(r"\b(licen|practi)[cs](?=e|ing)"), r"\1c"),
    (re.compile(r"(?<=[a-z])(el)l(?=(?:ed|ing|er|ers)\b)"), r"\1"),
    (re.compile(r"\b(judg|acknowledg)e(?=ment)"), r"\1"),
    (re.compile(r"\b(fulfil|enrol|instal)l?(?=(?:ment|s|ments)?\b)"), r"\1"),
    (re.compile(r"\bskilful"), "skillful"),
    (re.compile(r"\bageing\b"), "aging"),
    (re.compile(r"\bgrey"), "gray"),
    (re.compile(r"\blearnt\b"), "learned"),
    (re.compile(r"\b(to|for|back|after)wards\b"), r"\1ward"),
)
"""British spelling and the American one that replaces it."""

_MONTH_NUMBER = {name: number for number, names in enumerate(MONTHS, 1) for name in names}
_MONTH = "|".join(sorted(_MONTH_NUMBER, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_ISO_DATE = re.compile(r"(?<![\w.])(\d{4})-(\d{1,2})-(\d{1,2})(?![\w-])")
_FIGURE_DATE = re.compile(r"(?<![\w.,/])(\d{1,2})([./-]) ?(\d{1,2})\2 ?(\d{4}|\d{2})(?!\w|[./,]\d)")
_DAY_MONTH = re.compile(rf"\b({_DAY})(?:st|nd|rd|th|\.|º)?(?: of)? ({_MONTH})\b\.?,?(?: (\d{{4}})\b)?")
_MONTH_DAY = re.compile(rf"\b({_MONTH})\.? ({_DAY})(?:st|nd|rd|th)?\b(?!\.\d),?(?: (\d{{4}})\b)?")
_MONTH_YEAR = re.compile(rf"\b({_MONTH})\.?,? (?=\d{{4}}\b)")
_GROUPED = re.compile(r"(?<![\w.,])[1-9]\d{0,2}(?:([.,'\u00a0\u2009\u202f])\d{3})(?:\1\d{3})*(?![\d]|[.,]\d)")
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(NUMBER_WORDS)})\b")
_QUOTES = str.maketrans(dict.fromkeys("’‘‚‛`´′", "'") | dict.fromkeys("“”„‟«»″", '"'))
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_MARKS = (
    (re.compile(r"</?[a-zA-Z][^<>]*>"), " "),
    (re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)"), r"\1"),
    (re.compile(r"\[\d+(?:\s*,\s*\d+)*\]"), " "),
    (re.compile(r"^\s*\|?\s*:?-{3,}:?[\s|:-]*$", re.MULTILINE), " "),
    (re.compile(r"^(?:[ \t]*>)+", re.MULTILINE), " "),
    (re.compile(r"^[ \t]*#{1,6}[ \t]+", re.MULTILINE), " "),
    (re.compile(r"^[ \t]*(?:[-+*•]|\d{1,3}[.)])[ \t]+(?=\S)", re.MULTILINE), " "),
    (re.compile(r"\*+|`+|~~|(?<!\w)_+|_+(?!\w)"), ""),
    (re.compile(r"\|"), " "),
    (re.compile(r"\\(?=[^\w\s])"), ""),
)
_WHOLE_WORDS_UP_TO = 4
_CACHED = 1 << 15


@functools.lru_cache(maxsize=_CACHED)
def plain(text: str) -> str:
    """Return the text without Markdown marks, [n] markers and table lines, its white space folded.

    This is the form in which a quote stands "verbatim" in a document: letters, case and punctuation are kept.
    """
    for pattern, replacement in _MARKS:
        text = pattern.sub(replacement, text)
    return " ".join(html.unescape(text).split())


@functools.lru_cache(maxsize=_CACHED)
def normalise(text: str) -> str:
    """Bring a text to the form in which facts are compared.

    Lower case, straight quotes and dashes, no Markdown marks, dates as "13 april 2024", no digit grouping,
    number words up to fourteen as digits, hyphens as spaces, American spelling, single spaces.
    """
    text = text.lower().replace("\u00ad", "").translate(_QUOTES).translate(_DASHES)
    # Dates go first: "13. april" at the start of a line would otherwise read as a list number. Folding white space
    # would make the narrow spaces that group digits into ordinary ones.
    text = _GROUPED.sub(lambda match: re.sub(r"\D", "", match[0]), _with_equal_dates(text))
    text = plain(text).replace("-", " ")
    text = _NUMBER_WORD.sub(lambda match: str(NUMBER_WORDS.index(match[0])), text)
    for pattern, replacement in SPELLINGS:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def shown(string: str, normalised: str) -> bool:
    """Tell whether a string occurs in a text that `normalise` made.

    Numbers, and strings of at most four characters, count only as whole words. A longer string that begins or
    ends with a digit must not cut a number in two either: "12 universities" does not show "2 universities".
    """
    wanted = normalise(string)
    if not wanted:
        return False
    whole = len(wanted) <= _WHOLE_WORDS_UP_TO or re.fullmatch(r"[\d.,]+ ?%?", wanted) is not None
    before = r"(?<!\w)(?<!\d[.,])" if whole or wanted[0].isdigit() else ""
    after = r"(?!\w)(?![.,]\d)" if whole or wanted[-1].isdigit() else ""
    return re.search(before + re.escape(wanted) + after, normalised) is not None


def _with_equal_dates(text: str) -> str:
    text = _ISO_DATE.sub(lambda match: _date(match[3], match[2], match[1]) or match[0], text)
    text = _FIGURE_DATE.sub(lambda match: _date(match[1], match[3], match[4]) or match[0], text)
    text = _DAY_MONTH.sub(lambda match: _named_date(match[1], match[2], match[3]), text)
    text = _MONTH_DAY.sub(lambda match: _named_date(match[2], match[1], match[3]), text)
    return _MONTH_YEAR.sub(lambda match: MONTHS[_MONTH_NUMBER[match[1]] - 1][0] + " ", text)


def _date(day: str, month: str, year: str) -> str | None:
    """Write a date of figures out; day before month, unless only the other way round makes a date."""
    first, second = int(day), int(month)
    if second > 12 >= first:
        first, second = second, first
    if not (1 <= first <= 31 and 1 <= second <= 12):
        return None
    return f"{first} {MONTHS[second - 1][0]} {year if len(year) == 4 else '20' + year}"


def _named_date(day: str, month: str, year: str | None) -> str:
    name = MONTHS[_MONTH_NUMBER[month] - 1][0]
    return f"{int(day)} {name}" + (f" {year}" if year else "")
