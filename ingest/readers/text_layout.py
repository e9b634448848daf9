"""Plain text as typewriters set it: headings that are underlined, and tables whose columns are parted by spaces."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise, takewhile

from ingest.readers.headings import looks_like_heading, title_case
from ingest.readers.lines import BULLET, NUMBERED, Line
from ingest.readers.tables import DASHES

UNDERLINE = re.compile(r"^\s*([=\-~*#^_+])\1{2,}\s*$")
FIRST = "="
"""What underlines headings of the first rank; whatever else does, those of the second."""
GAP = 2
"""Spaces between columns, at least; between the columns of a table with just two rows one more."""
SHORT = 60
"""Characters of the longest line of a block of titles; a paragraph's lines are longer."""
PARTED = re.compile(rf"\S {{{GAP},}}\S")


def laid_out(lines: Sequence[Line]) -> list[Line]:
    """Return lines with underlined ones marked as headings, and the columns of tables parted by tabs.

    So is the first of the short lines that a text begins with, below which subtitle and date stand.
    """
    lines = _titled(lines)
    result: list[Line] = []
    position = 0
    while position < len(lines):
        rows = list(takewhile(_may_be_row, lines[position:]))
        if len(rows) > 1:
            cells = _columns([row.text for row in rows])
            result += [Line("\t".join(row), page=rows[0].page) for row in cells] or rows
            position += len(rows)
            continue
        line = lines[position]
        rank = _underlined(lines, position)
        if rank:
            if result and result[-1].text.strip() == lines[position + 1].text.strip():
                result.pop()
            result.append(Line(line.text.strip(), page=line.page, heading=rank))
            position += 2
            continue
        result.append(line)
        position += 1
    return result


def _titled(lines: Sequence[Line]) -> Sequence[Line]:
    """Return the lines with the first marked as a heading where it is the title above others."""
    start = next((number for number, line in enumerate(lines) if not line.blank), len(lines))
    block = list(takewhile(lambda line: not line.blank, lines[start:]))
    if not block:
        return lines
    title, *below = (line.text.strip() for line in block)
    if not below or UNDERLINE.match(below[0]) or any(line.marked or _may_be_row(line) for line in block):
        return lines
    if (
        not (looks_like_heading(title) and title_case(title))
        or ":" in title
        or any(text[0].islower() for text in below)
    ):
        return lines
    if max(map(len, (title, *below))) > SHORT and not title.isupper():
        return lines
    marked = Line(title, page=block[0].page, heading=1)
    return [*lines[:start], marked, Line("", page=block[0].page), *lines[start + 1 :]]


def _underlined(lines: Sequence[Line], position: int) -> int:
    """Return the rank of the heading that a line is, which is underlined by the next one; 0 where it is none."""
    text = lines[position].text
    marked = lines[position].marked and not NUMBERED.match(text)
    if position + 1 == len(lines) or marked or not re.search(r"[^\W\d_]", text):
        return 0
    under = UNDERLINE.match(lines[position + 1].text)
    before = lines[position - 1] if position else None
    alone = before is None or before.blank or (under is not None and before.text.strip() == under[0].strip())
    length = len(text.strip())
    if under is None or not alone or not 0.5 * length <= len(under[0].strip()) <= 1.5 * length + 2:
        return 0
    return 1 if under[1] == FIRST else 2


def _may_be_row(line: Line) -> bool:
    text = line.text
    if "\t" in text or BULLET.match(text) or NUMBERED.match(text) or text.lstrip().startswith("|"):
        return False
    return bool(PARTED.search(text)) or _is_rule(text)


def _is_rule(text: str) -> bool:
    return "--" in text and DASHES.issuperset(text)


def _columns(texts: Sequence[str]) -> list[list[str]]:
    """Return the cells of lines whose columns are parted by the same spaces; [] where they are no table."""
    rows = [text for text in texts if not _is_rule(text)]
    if len(rows) < 2:
        return []
    width = max(map(len, rows))
    blank = [all(text[place : place + 1] in ("", " ") for text in rows) for place in range(width)]
    starts = list(_starts(blank, GAP if len(rows) > 2 else GAP + 1))
    edges = [*starts, width]
    cells = [[text[a:b].strip() for a, b in pairwise(edges)] for text in rows]
    return cells if len(starts) > 1 and all(sum(map(bool, row)) > 1 for row in cells) else []


def _starts(blank: Sequence[bool], gap: int) -> Iterator[int]:
    """Yield where columns begin: at the first letter, and after so much white space in every line."""
    white = gap
    for place, is_blank in enumerate(blank):
        if not is_blank and white >= gap:
            yield place
        white = white + 1 if is_blank else 0
