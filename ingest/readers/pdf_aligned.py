"""Tables of a PDF without rules: rows whose parts stand in the same columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from ingest.readers.pdf_lines import Interval, PageLine, merged
from ingest.readers.pdf_words import Word, into_rows, text_of

PROSE_WORDS = 3.5
"""Words on a line from which a column counts as running text."""
MAX_COLUMNS = 12


def take_aligned_tables(rows: list[list[PageLine]]) -> Iterator[PageLine]:
    """Yield the rows of tables whose columns are only aligned; they are taken off the rows given."""
    start = number = 0
    while start < len(rows):
        end, columns = _aligned(rows, start)
        if columns and _is_table(rows[start:end], columns):
            number += 1
            for cells, words in _table_rows(rows[start:end], columns):
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
    held: list[list[PageLine]] = [[] for _ in columns]
    for row in rows:
        for segment in row:
            held[_column(segment, columns)].append(segment)
    running = 0
    for (x0, x1), segments in zip(columns, held, strict=True):
        words = sum(len(segment.words) for segment in segments) / max(len(segments), 1)
        fill = median((segment.x1 - segment.x0) / max(x1 - x0, 1) for segment in segments) if segments else 0
        bullets = sum(segment.words[0].text == "•" for segment in segments)
        running += (words >= PROSE_WORDS and fill > 0.7) or bullets * 3 > len(segments)
    return running < 2


def _table_rows(
    rows: Sequence[Sequence[PageLine]], columns: Sequence[Interval]
) -> Iterator[tuple[tuple[str, ...], tuple[Word, ...]]]:
    """Yield the rows of a table; a line closer to the one above than most goes on with its cells."""
    pitches = [below[0].bottom - above[0].bottom for above, below in pairwise(rows)]
    closest, widest = min(pitches, default=0.0), max(pitches, default=0.0)
    made: list[tuple[list[list[Word]], int]] = []
    for position, row in enumerate(rows):
        cells: list[list[Word]] = [[] for _ in columns]
        for segment in row:
            cells[_column(segment, columns)] += segment.words
        partial = not all(cells)
        close = position > 0 and pitches[position - 1] < 1.15 * closest and widest > 1.25 * closest
        if made and partial and close:
            for before, more in zip(made[-1][0], cells, strict=True):
                before += more
        else:
            made.append((cells, position))
    for cells, _ in made:
        yield tuple(_lines_text(cell) for cell in cells), tuple(word for cell in cells for word in cell)


def _lines_text(words: Sequence[Word]) -> str:
    return " ".join(text_of(row) for row in into_rows(words))
