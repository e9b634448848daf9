"""Dates: the day that a report is from, in any of the forms that reports write it in."""

import re
from collections.abc import Sequence
from datetime import date

from assistant.vocabulary import Block
from assistant.words import fold

MONTHS = (
    ("january", "januar", "januari", "ledna", "leden", "gennaio", "jan"),
    ("february", "februar", "februari", "unora", "unor", "febbraio", "feb"),
    ("march", "marz", "maart", "brezna", "brezen", "marzo", "mar"),
    ("april", "dubna", "duben", "aprile", "apr"),
    ("may", "mai", "mei", "kvetna", "kveten", "maggio"),
    ("june", "juni", "cervna", "cerven", "giugno", "jun"),
    ("july", "juli", "cervence", "cervenec", "luglio", "jul"),
    ("august", "augustus", "srpna", "srpen", "agosto", "aug"),
    ("september", "zari", "settembre", "sep", "sept"),
    ("october", "oktober", "rijna", "rijen", "ottobre", "oct", "okt"),
    ("november", "listopadu", "listopad", "novembre", "nov"),
    ("december", "dezember", "prosince", "prosinec", "dicembre", "dec", "dez"),
)
MONTH = {name: number for number, names in enumerate(MONTHS, start=1) for name in names}
ISO = re.compile(r"\b(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)\b")
DAY_FIRST = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})(?P<sep>[./-]) ?(?P<month>\d{1,2})(?P=sep) ?(?P<year>\d{4}|\d\d)(?![\d.]*\d)"
)
IN_WORDS = re.compile(
    r"\b(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?\s+(?:of\s+)?(?P<month>[a-z]{3,12})\.?,?|"
    r"(?P<month2>[a-z]{3,12})\s+(?P<day2>\d{1,2})(?:st|nd|rd|th)?,)\s+(?P<year>(?:19|20)\d\d)\b"
)
VERSION = re.compile(r"^(?:version|revision|verze|versione|versie|fassung)\b")
DATE = re.compile(r"^(?:date|datum|data)\b")
OPENING = 30
"""Blocks at the beginning of a file in which its date is looked for."""


def first_date(text: str) -> str:
    """Return the first date in a text as an ISO date, "" where there is none; 13/04/24 is day, month, year."""
    folded = fold(text)
    found = [
        (match.start(), iso)
        for pattern in (ISO, DAY_FIRST, IN_WORDS)
        for match in pattern.finditer(folded)
        if (iso := _iso(match))
    ]
    return min(found)[1] if found else ""


def document_date(blocks: Sequence[Block]) -> str:
    """Return a document's date, "" where it states none: its last version's, else the first date near its top."""
    for number, block in enumerate(blocks):
        headers = [fold(header) for header in block.headers]
        dated = next((column for column, header in enumerate(headers) if DATE.match(header)), None)
        if dated is not None and any(VERSION.match(header) for header in headers):
            rows = [row for row in blocks[number:] if row.group == block.group and row.kind == "row"]
            dates = [first_date(row.cells[dated]) for row in rows]
            return max(dates, default="")
    return next((found for block in blocks[:OPENING] if (found := first_date(block.text))), "")


def _iso(match: re.Match[str]) -> str:
    parts = match.groupdict()
    name = parts["month"] or parts.get("month2") or ""
    month = int(name) if name.isdigit() else MONTH.get(name, 0)
    year = int(parts["year"])
    try:
        return date(year if year > 99 else 2000 + year, month, int(parts["day"] or parts["day2"])).isoformat()
    except ValueError:
        return ""
