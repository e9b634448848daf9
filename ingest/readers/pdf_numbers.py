"""Numbered lists of a PDF whose numbers stand bare: "1" beside a text that hangs to its right, without a full stop."""

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.pdf_words import Word

BARE = re.compile(r"\d{1,2}|[a-z]")
SPACE, WIDEST = 0.3, 4.0
"""Gap between such a number and its text, in font sizes: wider than between words."""
COLUMN_GAP = 0.9
"""Gap, in font sizes, from which what follows on the row is another column."""
SAME_EDGE = 2.0
"""Points by which left edges of the same column differ at most."""


def with_list_marks(rows: Sequence[Sequence[Word]]) -> list[list[Word]]:
    """Return the rows of a page's words with a full stop after every bare number or letter that marks a list's item.

    Those are a list's that count on, from one row to a later one, while every row in between hangs with their text.
    A row with more columns is one of a table, and so are rows below a header.

    Args:
        rows: The words of each row, from left to right, rows from top to bottom.
    """
    marked = [list(row) for row in rows]
    by_edge: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if len(row) > 1 and _marks(row):
            by_edge[round(row[1].x0 / SAME_EDGE)].append(number)
    for numbers in by_edge.values():
        for run in _runs(rows, numbers):
            if len(run) > 1 and not _has_header(rows, run[0]):
                for number in run:
                    mark = rows[number][0]
                    marked[number][0] = mark.with_text(f"{mark.text}.")
    return marked


def _marks(row: Sequence[Word]) -> bool:
    first, second = row[0], row[1]
    gap = (second.x0 - first.x1) / second.size
    looks = BARE.fullmatch(first.text) and first.size >= 0.9 * second.size and second.text[:1].isalpha()
    one_column = all(b.x0 - a.x1 < COLUMN_GAP * b.size for a, b in pairwise(row[1:]))
    return bool(looks) and SPACE < gap < WIDEST and one_column


def _runs(rows: Sequence[Sequence[Word]], numbers: Sequence[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and _counts_on(rows, runs[-1][-1], number):
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _counts_on(rows: Sequence[Sequence[Word]], one: int, two: int) -> bool:
    before, after = rows[one][0].text, rows[two][0].text
    if before.isdigit() != after.isdigit():
        return False
    step = int(after) - int(before) if before.isdigit() else ord(after) - ord(before)
    edge = rows[one][1].x0
    return step == 1 and all(abs(row[0].x0 - edge) <= SAME_EDGE for row in rows[one + 1 : two])


def _has_header(rows: Sequence[Sequence[Word]], first: int) -> bool:
    """Tell whether the row above has a word of its own above the texts, as the header of a table does."""
    if first == 0:
        return False
    edge = rows[first][1].x0
    return any(
        abs(b.x0 - edge) <= SAME_EDGE and b.x0 - a.x1 > COLUMN_GAP * b.size for a, b in pairwise(rows[first - 1])
    )
