"""Layout of a PDF's page: words become lines, columns are put in order, and columns of a table become its rows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_aligned import join_columns, take_aligned_tables
from ingest.readers.pdf_lines import PageLine, merged
from ingest.readers.pdf_numbers import with_list_marks
from ingest.readers.pdf_words import Rule, RuledTable, Word, into_rows

LABEL = re.compile(r"^(?:[-–—•*]|\d{1,2}(?:\.\d{1,2})*[.)]|\d{1,2}(?:\.\d{1,2})+|[a-zA-Z][.)]|\(?[ivx]{1,4}\))$")
GAP = 0.9
"""Narrowest gap between columns, in font sizes: gaps between words are narrower."""
LABEL_GAP = 4.0
CHANCE_GAP = 3.0
"""Widest gap, in font sizes, that may be one between two words of justified text."""
MAX_BLOCKS = 400
"""Most blocks of a page that are put in order by columns: more are no columns."""


def page_lines(
    words: Sequence[Word], tables: Sequence[RuledTable] = (), rules: Sequence[Rule] = ()
) -> list[list[PageLine]]:
    """Return the lines of a page in reading order, grouped into what stands in one column without interruption.

    Args:
        words: Its words outside of ruled tables.
        tables: Its ruled tables, each of which comes as one line.
        rules: The horizontal rules on it.
    """
    upright = [word for word in words if word.upright]
    turned = [word for word in words if not word.upright and len(word.text) > 1]
    rows = _without_chance_gaps([_segments(row) for row in with_list_marks(into_rows(upright))])
    join_columns(rows)
    blocks = [[line] for line in take_aligned_tables(rows, rules)]
    loose = [[segment for segment in row if segment] for row in rows]
    ruled = [[PageLine((Word("", t.x0, t.x1, t.top, t.bottom, 1.0),), ruled=t)] for t in tables]
    blocks = _chains([row for row in loose if row]) + _joined_tables(blocks) + ruled
    ordered = [block.lines for block in _ordered([_Block.of(block) for block in blocks])]
    return ordered + ([[PageLine(tuple(turned))]] if turned else [])


def _segments(row: Sequence[Word]) -> list[PageLine]:
    """Part a row of words at wide gaps; a bullet or number stays with what it marks."""
    parts: list[list[Word]] = [[row[0]]]
    for word in row[1:]:
        last = parts[-1][-1]
        gap = (word.x0 - last.x1) / max(word.size, last.size)
        marks = len(parts[-1]) == 1 and (LABEL.match(last.text) or (last.text.isdigit() and last.bold and word.bold))
        if gap > (LABEL_GAP if marks else GAP):
            parts.append([word])
        else:
            parts[-1].append(word)
    return [PageLine(tuple(part)) for part in parts]


def _without_chance_gaps(rows: Sequence[list[PageLine]]) -> list[list[PageLine]]:
    """Return the rows with parts joined again where the lines around go on across the gap: justified text."""
    result: list[list[PageLine]] = []
    for position, row in enumerate(rows):
        kept = [row[0]]
        for segment in row[1:]:
            x0, x1 = kept[-1].x1, segment.x0
            near = x1 - x0 < CHANCE_GAP * segment.size and _near_lines(rows, position, kept[-1].x0, segment.x1)
            if near and all(any(line.x0 < (x0 + x1) / 2 < line.x1 for line in lines) for lines in near):
                kept[-1] = PageLine(kept[-1].words + segment.words)
            else:
                kept.append(segment)
        result.append(kept)
    return result


def _near_lines(rows: Sequence[list[PageLine]], position: int, x0: float, x1: float) -> list[list[PageLine]]:
    """Return the lines between two edges on the next row above and on the next below, where these are close by.

    Lines of another column may stand at heights in between; they do not count.
    """
    row, near = rows[position], []
    for others in (rows[max(position - 2, 0) : position][::-1], rows[position + 1 : position + 3]):
        for other in others:
            lines = [line for line in other if line.x0 < x1 and line.x1 > x0]
            apart = max(other[0].top - row[0].bottom, row[0].top - other[0].bottom)
            if lines and apart < 1.2 * row[0].size:
                near.append(lines)
            if lines:
                break
    return near


def _joined_tables(blocks: Sequence[list[PageLine]]) -> list[list[PageLine]]:
    """Return blocks of one table row each as one block for each table."""
    tables: dict[int, list[PageLine]] = {}
    for block in blocks:
        tables.setdefault(block[0].table, []).extend(block)
    return list(tables.values())


def _chains(rows: Sequence[Sequence[PageLine]]) -> list[list[PageLine]]:
    """Join lines that stand below each other, as long as just one stands above and one below."""
    chains: list[list[PageLine]] = []
    open_chains: list[list[PageLine]] = []
    for row in rows:
        near = [chain for chain in open_chains if row[0].top - chain[-1].bottom < 1.6 * chain[-1].size]
        above = {id(line): [chain for chain in near if _overlap(chain[-1], line)] for line in row}
        next_open = []
        for line in row:
            candidates = above[id(line)]
            below = [other for other in row if candidates and _overlap(candidates[0][-1], other)]
            if len(candidates) == 1 and len(below) == 1 and line.top > candidates[0][-1].top:
                candidates[0].append(line)
                next_open.append(candidates[0])
            else:
                chains.append([line])
                next_open.append(chains[-1])
        covered = {id(chain) for found in above.values() for chain in found}
        open_chains = next_open + [chain for chain in near if id(chain) not in covered and chain not in next_open]
    return chains


def _overlap(one: PageLine, other: PageLine) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


@dataclass(frozen=True)
class _Block:
    """Lines that belong together, and their box."""

    lines: list[PageLine]
    x0: float
    x1: float
    top: float
    bottom: float

    @classmethod
    def of(cls, lines: list[PageLine]) -> "_Block":
        return cls(
            lines,
            min(line.x0 for line in lines),
            max(line.x1 for line in lines),
            lines[0].top,
            max(line.bottom for line in lines),
        )


def _ordered(blocks: Sequence[_Block]) -> list[_Block]:
    """Return blocks in reading order: column by column, where what goes over several columns parts them."""
    by_top = sorted(blocks, key=lambda block: (block.top, block.x0))
    gutter = _gutter(by_top) if len(blocks) <= MAX_BLOCKS else None
    if gutter is None:
        return by_top
    result: list[_Block] = []
    left: list[_Block] = []
    right: list[_Block] = []
    for block in by_top:
        if block.x1 <= gutter:
            left.append(block)
        elif block.x0 >= gutter:
            right.append(block)
        else:
            result += [*_ordered(left), *_ordered(right), block]
            left, right = [], []
    return [*result, *_ordered(left), *_ordered(right)]


def _gutter(blocks: Sequence[_Block]) -> float | None:
    """Return where the white space between two columns is that least crosses; None where there is no such place."""
    best: tuple[float, float] | None = None
    for x in sorted({block.x1 for block in blocks})[:200]:
        left = [block for block in blocks if block.x1 <= x]
        right = [block for block in blocks if block.x0 >= x and block.x1 > x]
        beside = _shared_height(left, right)
        if beside <= 0:
            continue
        crossing = sum(block.bottom - block.top for block in blocks if block.x0 < x < block.x1)
        value = crossing - beside
        if best is None or value < best[0]:
            best = (value, x)
    return best[1] if best and best[0] < 0 else None


def _shared_height(left: Sequence[_Block], right: Sequence[_Block]) -> float:
    """Return over how much height there are blocks on both sides."""
    heights = [merged([(block.top, block.bottom) for block in side]) for side in (left, right)]
    return sum(max(0.0, min(one[1], other[1]) - max(one[0], other[0])) for one in heights[0] for other in heights[1])
