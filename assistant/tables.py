"""Table rows as answers: their labels and values, look-ups, comparisons over a facet, highest and lowest."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.vocabulary import Hit, Passage
from assistant.words import number, shared, stems

SAME_LABEL = 0.6
"""Rows whose labels share this much of their stems (Jaccard) are about the same thing."""
LARGEST_COUNT = 1e7
"""From here on, a figure is rather a number that something goes by."""
SHORT_LABEL = 4
"""Stems of the longest label that a question can be expected to say whole."""


@dataclass(frozen=True)
class Value:
    """A figure in a row: what it is of, and the figure itself; None where the cell is blank."""

    label: str
    header: str
    value: float | None
    shown: str


def value_of(passage: Passage) -> Value | None:
    """Return the figure of a row that has a label and one figure (or a blank where figures stand), else None."""
    if passage.kind != "row" or len(passage.cells) < 2:
        return None
    label, *rest = passage.cells
    if number(label) is not None or not label.strip():
        return None
    headers = passage.headers or ("",) * len(passage.cells)
    for i in range(len(rest), 0, -1):
        cell = passage.cells[i].strip()
        figure = _figure(cell)
        if figure is not None or not cell:
            return Value(label.strip(), headers[i] if i < len(headers) else "", figure, cell)
    return None


def figures(hits: Sequence[Hit], asked: frozenset[str]) -> list[tuple[Value, Hit]]:
    """Return the figures of a table's rows in the column that a question means.

    The labels are the first column of words. Of several columns of figures right of it, that one is meant whose header
    the question says; where it says none, the last.

    Args:
        hits: The rows of one table.
        asked: The stems of the question.

    Returns:
        The figure of each row with a label, None for a blank; nothing for a table without labels or figures.
    """
    cells = [[cell.strip() for cell in hit.passage.cells] for hit in hits]
    columns = range(min(map(len, cells), default=0))
    figured = [c for c in columns if _are_figures([row[c] for row in cells])]
    label = next((c for c in columns if c not in figured), None)
    if label is None or not figured:
        return []
    first = hits[0].passage
    headers = [*first.headers, *("" for _ in columns)]
    named = {c: frozenset(stems(headers[c], first.language)) for c in figured if c > label}
    if not named:
        return []
    meant = max(named, key=lambda c: (len(named[c] & asked) / max(len(named[c]), 1), c))
    return [
        (Value(row[label], headers[meant], _figure(row[meant]), row[meant]), hit)
        for row, hit in zip(cells, hits, strict=True)
        if row[label]
    ]


def _are_figures(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    return len([cell for cell in filled if _figure(cell) is not None]) > len(filled) / 2


def _figure(cell: str) -> float | None:
    return number(cell.split()[0]) if cell else None


def said(passage: Passage, asked: frozenset[str]) -> bool:
    """Tell whether a question, given by its stems, says the label of a row whole."""
    value = value_of(passage)
    return value is not None and _stems_said(value.label, passage, asked) > 0


def labelled(passage: Passage, asked: frozenset[str]) -> bool:
    """Tell whether a passage is a row of a label of several words and one value, and a question says the label.

    Counts are no such values: "training providers" is said in many questions that ask for no count of them.
    """
    if passage.kind != "row" or len(passage.cells) != 2:
        return False
    figure = _figure(passage.cells[1].strip())
    if figure is not None and figure < LARGEST_COUNT:
        return False
    return _stems_said(passage.cells[0], passage, asked) > 1


def _stems_said(label: str, passage: Passage, asked: frozenset[str]) -> int:
    """Return how many stems a label has if a question says them all, 0 if it does not or there are too many."""
    own = frozenset(stems(label, passage.language))
    return len(own) if len(own) <= SHORT_LABEL and own <= asked else 0


def text_of(passage: Passage) -> str:
    """Write a row as one line: "label: value", or "header: cell" pairs where there are more than two cells."""
    cells = [c.strip() for c in passage.cells]
    headers = passage.headers or ("",) * len(cells)
    filled = [(h.strip(), c) for h, c in zip(headers, cells, strict=False) if c]
    if len(filled) <= 2:
        return ": ".join(c.rstrip(":") for _, c in filled) if filled else passage.text
    return "; ".join(f"{h}: {c}" if h else c for h, c in filled)


def same_label(left: str, right: str, language: str = "en") -> float:
    """Return how much two row labels have in common, 0 to 1."""
    return shared(stems(left, language), stems(right, language))


def rows_like(anchor: Passage, passages: Iterable[Passage]) -> list[Passage]:
    """Return the rows that are about what the anchor is about, most alike first."""
    label = anchor.cells[0]
    alike = [(same_label(label, p.cells[0], p.language), p) for p in passages if p.kind == "row" and p.cells]
    return [p for likeness, p in sorted(alike, key=lambda a: -a[0]) if likeness >= SAME_LABEL]


def extremes(rows: Sequence[tuple[Value, Hit]], lowest: bool) -> list[tuple[Value, Hit]]:
    """Return the rows with the highest (or lowest) figure; blanks take no part."""
    figures = [v.value for v, _ in rows if v.value is not None]
    if not figures:
        return []
    wanted = min(figures) if lowest else max(figures)
    return [(v, hit) for v, hit in rows if v.value == wanted]


def phrase_of(winners: int, lowest: bool) -> str:
    """Return the phrase that says which is highest (or lowest), or which ones are alike."""
    return ("tie" if winners > 1 else "winner") + ("_least" if lowest else "_most")


def tables(hits: Iterable[Hit]) -> dict[tuple[str, int], list[tuple[Value, Hit]]]:
    """Return the rows with a figure, by the table they stand in (document and group)."""
    found: dict[tuple[str, int], list[tuple[Value, Hit]]] = defaultdict(list)
    for hit in hits:
        value = value_of(hit.passage)
        if value is not None:
            found[hit.document.id, hit.passage.group].append((value, hit))
    return dict(found)
