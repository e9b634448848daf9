"""The text of a card: a section with its quotes marked, its tables as tables, and what is far from a quote folded away.

Everything that is not ours is escaped here.
"""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from assistant.page_text import Labels
from assistant.vocabulary import Citation

REACH = 260
"""Characters of context that are shown on each side of a quote without asking."""

SMALL_GAP = 120
"""Characters that are not worth a "show more"."""

BAR = re.compile(r" ?\|(?: |$)|\t")
"""What stands between the cells of a table's row."""


@dataclass(frozen=True)
class Mark:
    """A stretch of text that one or several quotes cover.

    Attributes:
        start: Offset of its first character.
        end: Offset after its last character.
        numbers: Numbers of the quotes in it.
    """

    start: int
    end: int
    numbers: tuple[int, ...]


def section_text(citations: Sequence[Citation], labels: Labels) -> str:
    """Return a section's text with its quotes marked; what lies far from them is folded away."""
    context = citations[0].context
    placed = [(citation, place(citation)) for citation in citations]
    marks = merge([Mark(start, start + len(c.quote), (c.number,)) for c, start in placed if start is not None])
    # A quote that its section does not hold is shown by itself rather than not at all.
    parts = [
        f'<p class="apart"><mark data-numbers="{c.number}">{badge(c.number)}{escape(c.quote)}</mark></p>'
        for c, start in placed
        if start is None
    ]
    for start, end, shown in windows(context, marks):
        text = paragraphs(context, start, end, marks)
        if not shown:
            text = f'<details class="more"><summary>{escape(labels("more"))}</summary>{text}</details>'
        parts.append(text)
    return "".join(parts)


def place(citation: Citation) -> int | None:
    """Return the offset of a quote in its context, None where the context does not hold it."""
    if not citation.quote:
        return None
    if citation.context[citation.start : citation.end] == citation.quote:
        return citation.start
    found = citation.context.find(citation.quote)
    return found if found >= 0 else None


def merge(marks: Sequence[Mark]) -> list[Mark]:
    """Join marks that overlap; the result is in order of the text."""
    merged: list[Mark] = []
    for mark in sorted(marks, key=lambda each: (each.start, each.end)):
        if merged and mark.start < merged[-1].end:
            last = merged.pop()
            numbers = tuple(dict.fromkeys(last.numbers + mark.numbers))
            mark = Mark(last.start, max(last.end, mark.end), numbers)
        merged.append(mark)
    return merged


def windows(context: str, marks: Sequence[Mark]) -> list[tuple[int, int, bool]]:
    """Cut a text into stretches ``(start, end, shown)`` that follow each other and cover it.

    Stretches around marks are shown, cut at the end of a line or of a word; the others are to be folded away.
    A text without marks is shown up to twice the reach.
    """
    spans = [(mark.start, mark.end) for mark in marks] or [(0, 0)]
    shown: list[tuple[int, int]] = []
    for start, end in spans:
        left, right = max(0, start - REACH), min(len(context), end + REACH)
        if left > SMALL_GAP:
            line = context.find("\n", left, start)
            left = line + 1 if line >= 0 else context.find(" ", left, start) + 1 or start
        else:
            left = 0
        if right < len(context) - SMALL_GAP:
            line, word = context.rfind("\n", end, right), context.rfind(" ", end, right)
            right = line if line >= 0 else word if word >= 0 else end
        else:
            right = len(context)
        if shown and left - shown[-1][1] <= SMALL_GAP:
            left = shown.pop()[0]
        shown.append((left, right))
    edges = [0, *itertools.chain.from_iterable(shown), len(context)]
    pieces = [(start, end, bool(i % 2)) for i, (start, end) in enumerate(itertools.pairwise(edges))]
    return [piece for piece in pieces if context[piece[0] : piece[1]].strip()]


def paragraphs(context: str, start: int, end: int, marks: Sequence[Mark]) -> str:
    """Return ``context[start:end]`` as HTML with the marks in it: a paragraph for each line, a table for rows."""
    parts = []
    offset = start
    in_table = False
    for line in context[start:end].split("\n"):
        if line.strip():
            before = "… " if offset == start and start and context[start - 1] != "\n" else ""
            stop = offset + len(line)
            after = " …" if stop == end and end < len(context) and context[end] != "\n" else ""
            bars = [match.span() for match in BAR.finditer(context, offset, stop)]
            if bool(bars) != in_table:
                in_table = not in_table
                parts.append('<div class="rows">' if in_table else "</div>")
            if bars:
                cells = "".join(_cells(context, offset, stop, bars, marks))
                parts.append(f'<p class="row">{before}{cells}{after}</p>')
            else:
                parts.append(f"<p>{before}{''.join(marked(context, offset, stop, marks))}{after}</p>")
        offset += len(line) + 1
    return "".join(parts) + ("</div>" if in_table else "")


def _cells(context: str, start: int, end: int, bars: Sequence[tuple[int, int]], marks: Sequence[Mark]) -> Iterator[str]:
    """Yield a row's cells and what stands between them, which is there to be copied but is not seen."""
    edges = [(start, start), *bars, (end, end)]
    for (_, left), (right, bar_end) in itertools.pairwise(edges):
        yield f'<span class="cell">{"".join(marked(context, left, right, marks))}</span>'
        if right < bar_end:
            yield f'<span class="bar">{escape(context[right:bar_end])}</span>'


def marked(context: str, start: int, end: int, marks: Sequence[Mark]) -> Iterator[str]:
    """Yield ``context[start:end]`` as HTML with the parts of the marks that fall into it."""
    here = start
    for mark in marks:
        left, right = max(mark.start, start), min(mark.end, end)
        if left >= right:
            continue
        yield escape(context[here:left])
        badges = "".join(map(badge, mark.numbers)) if left == mark.start else ""
        numbers = " ".join(map(str, mark.numbers))
        yield f'<mark data-numbers="{numbers}">{badges}{escape(context[left:right])}</mark>'
        here = right
    yield escape(context[here:end])


def badge(number: int) -> str:
    """Return the small number that stands before a quote."""
    return f'<sup class="badge">{number}</sup>'
