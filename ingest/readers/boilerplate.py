"""Boilerplate: contents lists, page numbers and disclaimers are recognised and left out, before anything is parsed."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.lines import BULLET, HASHES, NUMBERED, Line, without_marks

CONTENTS = re.compile(
    r"^#*\s*\**\s*(?:table of contents|contents|inhalt|inhaltsverzeichnis|inhoud|inhoudsopgave|obsah|indice|índice|"
    r"sommario|sommaire|table des matières|spis treści|tartalom)\s*:?\s*\**\s*:?\s*$",
    re.IGNORECASE,
)
NUMBER_AT_END = r"(?P<page>\d{1,4}|[ivxlcIVXLC]{1,6})\**\s*$"
ENTRY = re.compile(r"^(?P<text>\s*\S.*?)(?P<dots>[\s.…·_]*(?:\t|\.{3,}|…| {3,}|(?: \.){3,})[\s.…·_]*)" + NUMBER_AT_END)
LOOSE_ENTRY = re.compile(r"^(?P<text>\s*\S.*?)[\s.…]+" + NUMBER_AT_END)
LINKED_ENTRY = re.compile(r"^(?P<text>\s*(?:[-*+]|\d+\.)\s+\[[^\]]+\])\(#[^)]*\)\s*$")
LEADERS = re.compile(r"\.{3}|…|(?: \.){3}|(?:\. ){3}")
MAX_TITLE = 80
"""Longest title, in characters, of a contents list or a disclaimer."""
MAX_ENTRY = 300
"""Longest line, in characters, that may be an entry of a contents list."""
PAGE_NUMBER = re.compile(r"^\d{1,3}$")
PAGE_LABEL = re.compile(
    r"^(?:[-–—]\s*\d{1,4}\s*[-–—]|(?:page|p\.|seite|pagina|strana|strona|página|oldal)\s*\d{1,4}"
    r"(?:\s*(?:/|of|von|van|di|z|de)\s*\d{1,4})?|\d{1,4}\s*(?:/|of|von)\s*\d{1,4})$",
    re.IGNORECASE,
)
CHARACTERS_PER_PAGE = 300
"""Fewest characters that a page is expected to hold, to tell a page number from any other number."""
DISCLAIMER_TITLE = re.compile(
    r"^#*\s*\**\s*(?:disclaimer|legal notice|haftungsausschluss|avvertenza|clausola di esclusione|vrijwaring|"
    r"prohlášení o vyloučení odpovědnosti)\s*:?\s*\**\s*:?\s*$",
    re.IGNORECASE,
)
LEGAL = re.compile(
    r"funded by|views and opinions|held responsible|all rights reserved|copyright|©|disclaimer|confidential|"
    r"finanziato da|kofinanziert|von der europäischen union|gefinancierd door|financováno|responsib|haft",
    re.IGNORECASE,
)
MIN_DISCLAIMER_WORDS = 6


@dataclass(frozen=True)
class Cleaned:
    """The lines of a file without boilerplate.

    Attributes:
        lines: The lines that are kept.
        contents: Entries of the contents list, with the white space they are indented by.
        left_out: One description for each kind of thing that was dropped.
    """

    lines: tuple[Line, ...]
    contents: tuple[str, ...]
    left_out: tuple[str, ...]


def clean(lines: Iterable[Line]) -> Cleaned:
    """Drop contents lists, page numbers and disclaimers."""
    kept, contents = _without_contents(list(lines))
    kept, pages = _without_page_numbers(kept)
    kept, disclaimers = _without_disclaimers(kept)
    left_out = []
    if contents:
        left_out.append(f"Contents list with {len(contents)} entries")
    if pages:
        left_out.append(f"Page numbers: {', '.join(pages)}")
    for text, times in disclaimers.items():
        left_out.append(f"Disclaimer, {times} time{'s' if times > 1 else ''}: “{text}”")
    return Cleaned(tuple(kept), tuple(contents), tuple(left_out))


def _is_title(title: re.Pattern[str], text: str) -> bool:
    """Tell whether a line is a title of the given kind and nothing else."""
    text = text.strip()
    return len(text) <= MAX_TITLE and bool(title.match(text))


def _without_contents(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Return the lines without contents lists, and the entries of those."""
    kept: list[Line] = []
    entries: list[str] = []
    position = 0
    while position < len(lines):
        titled = _is_title(CONTENTS, lines[position].text)
        found, end = _entries(lines, position + 1 if titled else position, titled)
        dotted = sum(bool(LEADERS.search(dots)) for _, dots in found) * 2 >= len(found)
        if (titled and len(found) >= 2) or (len(found) >= 3 and dotted):
            entries += [entry for entry, _ in found]
            position = end
        else:
            kept.append(lines[position])
            position += 1
    return kept, entries


def _entries(lines: Sequence[Line], start: int, titled: bool) -> tuple[list[tuple[str, str]], int]:
    """Return the entries of a contents list that starts here, each with its dots, and where the list ends."""
    found: list[tuple[str, str]] = []
    end = position = start
    wrapped = ""
    while position < len(lines):
        text = lines[position].text
        position += 1
        if not text.strip():
            continue
        linked = LINKED_ENTRY.match(text) if titled else None
        match = linked or _entry(text, titled)
        if match is None:
            if wrapped or not titled or not found or len(text) > MAX_ENTRY or text.rstrip().endswith("."):
                break
            wrapped = text.rstrip() + " "
            continue
        entry = wrapped + (match["text"].lstrip() if wrapped else match["text"])
        if linked:
            entry = re.sub(r"(?:[-*+]|\d+\.)\s+\[([^\]]+)\]", r"\1", entry)
        found.append((_plain(entry), match.groupdict().get("dots") or ""))
        wrapped = ""
        end = position
    return found, end


def _entry(text: str, titled: bool) -> re.Match[str] | None:
    if len(text) > MAX_ENTRY:
        return None
    match = ENTRY.match(text)
    return LOOSE_ENTRY.match(text) if match is None and titled else match


def _plain(entry: str) -> str:
    """Return an entry without marks, keeping the white space that it is indented by."""
    indent = entry[: len(entry) - len(entry.lstrip())]
    return indent + without_marks(entry)


def _without_page_numbers(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """Return the lines without page numbers that stand alone, and those numbers.

    A bare number counts as one only if the file can have got that far by then and no later page came before.
    """
    kept: list[Line] = []
    dropped: list[str] = []
    characters = last = 0
    for position, line in enumerate(lines):
        text = line.text.strip()
        alone = _blank(lines, position - 1) and _blank(lines, position + 1)
        is_next = bool(PAGE_NUMBER.match(text)) and last < int(text) <= 3 + characters // CHARACTERS_PER_PAGE
        if alone and (is_next or PAGE_LABEL.match(text)):
            dropped.append(text)
            last = int(text) if is_next else last
            continue
        characters += len(text)
        kept.append(line)
    return kept, dropped


def _blank(lines: Sequence[Line], position: int) -> bool:
    return not 0 <= position < len(lines) or lines[position].blank


@dataclass(frozen=True)
class _Paragraph:
    """Lines ``start`` to ``end`` (exclusive) that make up one paragraph outside of lists and tables."""

    start: int
    end: int
    text: str


def _without_disclaimers(lines: Sequence[Line]) -> tuple[list[Line], Counter[str]]:
    """Return the lines without disclaimers, and how often each was dropped.

    A disclaimer is a paragraph under a heading that says so, or one that repeats word for word and either
    speaks of the law or stands in the middle of a list or table.
    """
    paragraphs = _paragraphs(lines)
    times = Counter(paragraph.text for paragraph in paragraphs)
    boilerplate = {
        paragraph.text
        for paragraph in paragraphs
        if times[paragraph.text] > 1
        and len(paragraph.text.split()) >= MIN_DISCLAIMER_WORDS
        and (LEGAL.search(paragraph.text) or _interrupts(lines, paragraph))
    }
    dropped: Counter[str] = Counter()
    gone: set[int] = set()
    for number, paragraph in enumerate(paragraphs):
        if _is_title(DISCLAIMER_TITLE, paragraph.text) and number + 1 < len(paragraphs):
            following = paragraphs[number + 1]
            if all(lines[i].blank for i in range(paragraph.end, following.start)):
                gone.update(range(paragraph.start, paragraph.end))
                boilerplate.add(following.text)
    for paragraph in paragraphs:
        if paragraph.text in boilerplate:
            gone.update(range(paragraph.start, paragraph.end))
            dropped[paragraph.text] += 1
    return [line for position, line in enumerate(lines) if position not in gone], dropped


def _paragraphs(lines: Sequence[Line]) -> list[_Paragraph]:
    """Return the paragraphs outside of lists, tables and headings, and titles of disclaimers as their own."""
    found: list[_Paragraph] = []
    position = 0
    while position < len(lines):
        start = position
        first = lines[position]
        position += 1
        titled = _is_title(DISCLAIMER_TITLE, first.text)
        if first.blank or titled or first.heading is not None or HASHES.match(first.text):
            if titled:
                found.append(_Paragraph(start, position, first.text))
            continue
        while position < len(lines) and not lines[position].blank and not lines[position].marked:
            position += 1
        if not first.marked:
            text = " ".join(" ".join(line.text for line in lines[start:position]).split())
            found.append(_Paragraph(start, position, text))
    return found


def _interrupts(lines: Sequence[Line], paragraph: _Paragraph) -> bool:
    """Tell whether a paragraph stands between two items of a list, or two rows of a table."""
    before, after = paragraph.start - 1, paragraph.end
    while before >= 0 and lines[before].blank:
        before -= 1
    while after < len(lines) and lines[after].blank:
        after += 1
    if before < 0 or after >= len(lines):
        return False
    around = (lines[before].text, lines[after].text)
    return all(BULLET.match(text) or NUMBERED.match(text) for text in around) or all("\t" in text for text in around)
