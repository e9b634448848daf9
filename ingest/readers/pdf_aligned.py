"""Tables of a PDF without rules: rows whose parts stand in the same columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Interval, PageLine, merged
from ingest.readers.pdf_words import Rule, Word, into_rows, text_of

PROSE_WORDS = 3.5
"""Words on a line from which a column counts as running text."""
LONG_WORDS = 2.5
"""The same where words are long: where a line has `PROSE_LETTERS` letters."""
PROSE_LETTERS = 25
LINES = 3
"""Lines beside each other from which columns of running text are told."""
MAX_COLUMNS = 12
MOST = 0.8
"""Share of a table's width that a rule between its rows goes over, at least."""


def take_aligned_tables(rows: list[list[PageLine]], rules: Sequence[Rule] = ()) -> Iterator[PageLine]:
    """Yield the rows of tables whose columns are only aligned; they are taken off the rows given.

    Args:
        rows: The lines of a page, row by row.
        rules: The horizontal rules on it, which may part the rows of a table.
    """
    start = number = 0
    while start < len(rows):
        end, columns = _aligned(rows, start)
        if columns and _is_table(rows[start:end], columns):
            number += 1
            for cells, words in _table_rows(rows[start:end], columns, rules):
                yield PageLine(words, cells, number)
            for position in range(start, end):
                rows[position] = []
            start = end
        else:
            start += 1


def _aligned(rows: Sequence[Sequence[PageLine]], start: int) -> tuple[int, list[Interval]]:
    """Return where the rows end that share columns with the first, and those columns."""
    if len(rows[start]) < 2:
        return start, []
    columns = [(segment.x0, segment.x1) for segment in rows[start]]
    end, last = start + 1, rows[start]
    for position in range(start + 1, len(rows)):
        row = rows[position]
        if not row:
            break
        height = last[0].bottom - last[0].top
        together = merged([*columns, *((segment.x0, segment.x1) for segment in row)])
        apart = row[0].top - max(segment.bottom for segment in last) > 2.2 * height
        if apart or len(together) < len(columns) or len(together) > MAX_COLUMNS or len(together) < 2:
            break
        columns, last = together, row
        if len(row) > 1 or len({segment.x0 for segment in row}) == 1:
            end = position + 1
    while end > start and len(rows[end - 1]) < 2 and not _wraps(rows[end - 2], rows[end - 1], columns):
        end -= 1
    return end, columns


def _wraps(above: Sequence[PageLine], row: Sequence[PageLine], columns: Sequence[Interval]) -> bool:
    """Tell whether a row with a single segment goes on with a cell of the row above."""
    height = row[0].bottom - row[0].top
    close = row[0].top - max(segment.bottom for segment in above) < 0.6 * height
    column = _column(row[0], columns)
    same = [segment for segment in above if _column(segment, columns) == column]
    return close and bool(same) and abs(same[0].x0 - row[0].x0) < 0.5 * row[0].size


def _column(segment: PageLine, columns: Sequence[Interval]) -> int:
    middle = (segment.x0 + segment.x1) / 2
    return min(range(len(columns)), key=lambda n: max(columns[n][0] - middle, middle - columns[n][1], 0.0))


def _is_table(rows: Sequence[Sequence[PageLine]], columns: Sequence[Interval]) -> bool:
    """Tell whether rows that share columns are a table, and not columns of running text or of lists."""
    full = [row for row in rows if len(row) >= 2]
    if len(full) < (2 if len(columns) > 2 else 3) or len(full) * 3 < len(rows):
        return False
    return _running(rows, columns) < 2


def _running(rows: Sequence[Sequence[PageLine]], columns: Sequence[Interval]) -> int:
    """Return how many of the columns hold running text or a list, line by line."""
    held: list[list[PageLine]] = [[] for _ in columns]
    for row in rows:
        for line in _joined(row, columns):
            held[_column(line, columns)].append(line)
    running = 0
    for (x0, x1), lines in zip(columns, held, strict=True):
        words = sum(len(line.words) for line in lines) / max(len(lines), 1)
        letters = sum(len(line.text) for line in lines) / max(len(lines), 1)
        prose = words >= PROSE_WORDS or (words >= LONG_WORDS and letters >= PROSE_LETTERS)
        fill = median((line.x1 - line.x0) / max(x1 - x0, 1) for line in lines) if lines else 0
        bullets = sum(line.words[0].text == "•" for line in lines)
        running += (prose and fill > 0.7) or bullets * 3 > len(lines)
    return running


def _joined(row: Sequence[PageLine], columns: Sequence[Interval]) -> list[PageLine]:
    """Return a row with what stands in one column as one line."""
    parts: dict[int, tuple[Word, ...]] = {}
    for segment in row:
        column = _column(segment, columns)
        parts[column] = parts.get(column, ()) + segment.words
    return [PageLine(words) for _, words in sorted(parts.items())]


def join_columns(rows: list[list[PageLine]]) -> None:
    """Join the parts of lines that wide gaps between words parted, in place, where columns of running text stand."""
    start = 0
    while start < len(rows):
        end = _justified(rows, start)
        columns = merged([(part.x0, part.x1) for row in rows[start:end] for part in row])
        if end - start < LINES or len(columns) > 1:
            end, columns = _aligned(rows, start)
        if end - start < LINES or (len(columns) > 1 and _running(rows[start:end], columns) < 2):
            start += 1
            continue
        while start and len(columns) > 1 and _fits(rows[start - 1], rows[start], columns):
            start -= 1
        while end < len(rows) and len(columns) > 1 and _fits(rows[end], rows[end - 1], columns):
            end += 1
        for position in range(start, end):
            rows[position] = _joined(rows[position], columns)
        start = end


def _justified(rows: Sequence[Sequence[PageLine]], start: int) -> int:
    """Return where the rows end that begin and end at the same edges as the first, close below each other."""
    end = start
    while end < len(rows) and rows[end]:
        first, row = rows[start], rows[end]
        near = end == start or row[0].top - rows[end - 1][0].bottom < row[0].size
        if not near or abs(row[0].x0 - first[0].x0) > 1 or abs(row[-1].x1 - first[-1].x1) > 1:
            break
        end += 1
    return end


def _fits(row: Sequence[PageLine], beside: Sequence[PageLine], columns: Sequence[Interval]) -> bool:
    """Tell whether each part of a row stands within one of the columns, and close to the row above or below it."""
    if not row or max(row[0].top - beside[0].bottom, beside[0].top - row[0].bottom) > 2.2 * row[0].size:
        return False
    return all(any(x0 - 1 < part.x0 and part.x1 < x1 + 1 for x0, x1 in columns) for part in row)


def _table_rows(
    rows: Sequence[Sequence[PageLine]], columns: Sequence[Interval], rules: Sequence[Rule]
) -> Iterator[tuple[tuple[str, ...], tuple[Word, ...]]]:
    """Yield the rows of a table; lines that no rule parts, or that stand close below each other, are one row."""
    levels = _levels(rules, columns)
    middles = [median((part.top + part.bottom) / 2 for part in row) for row in rows]
    ruled = [any(above < level < below for level in levels) for above, below in pairwise(middles)]
    goes_on = [not parted for parted in ruled] if sum(ruled) * 2 > len(ruled) else _close(rows, columns)
    made: list[list[list[Word]]] = []
    for position, row in enumerate(rows):
        if not position or not goes_on[position - 1]:
            made.append([[] for _ in columns])
        for segment in row:
            made[-1][_column(segment, columns)] += segment.words
    for cells in made:
        yield tuple(_lines_text(cell) for cell in cells), tuple(word for cell in cells for word in cell)


def _levels(rules: Sequence[Rule], columns: Sequence[Interval]) -> list[float]:
    """Return the heights at which rules go over most of a table."""
    x0, x1 = columns[0][0], columns[-1][1]
    heights: dict[int, list[Interval]] = {}
    for left, right, y in rules:
        if left < x1 and right > x0:
            heights.setdefault(round(y), []).append((max(left, x0), min(right, x1)))
    covered = {y: sum(b - a for a, b in merged(parts)) for y, parts in heights.items()}
    return [y for y, length in covered.items() if length > MOST * (x1 - x0)]


def _close(rows: Sequence[Sequence[PageLine]], columns: Sequence[Interval]) -> list[bool]:
    """Return for each row but the first whether it stands closer to the one above than most, and lacks a cell."""
    pitches = [below[0].bottom - above[0].bottom for above, below in pairwise(rows)]
    closest, widest = min(pitches, default=0.0), max(pitches, default=0.0)
    return [
        len({_column(segment, columns) for segment in row}) < len(columns)
        and pitch < 1.15 * closest
        and widest > 1.25 * closest
        for row, pitch in zip(rows[1:], pitches, strict=True)
    ]


def _lines_text(words: Sequence[Word]) -> str:
    return " ".join(text_of(row) for row in into_rows(words))
