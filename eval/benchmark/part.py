"""What a part of the benchmark reports: a small table of measured values, and how it is drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from rich.table import Table

Value = str | int | float | None
Progress = Callable[[str, int, int], None]
"""Called with what is being done, the number done and their total."""
Item = TypeVar("Item")

MILLISECONDS = 1000.0


@dataclass(frozen=True)
class Part:
    """The outcome of one part.

    Attributes:
        name: The part, as it is named on the command line.
        title: What was measured.
        headings: The columns; each names the unit of its values.
        rows: The values; None where nothing could be measured.
        notes: What a reader has to know to read the values rightly.
    """

    name: str
    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()


def median(values: Sequence[float]) -> float:
    """Return the median of measured values."""
    return float(np.median(values))


def p95(values: Sequence[float]) -> float:
    """Return the 95th percentile of measured values."""
    return float(np.percentile(values, 95))


def spread(items: Sequence[Item], limit: int) -> list[Item]:
    """Return at most `limit` items at equal distances, so that a few stand for all; 0 returns all."""
    if not 0 < limit < len(items):
        return list(items)
    return [items[place * len(items) // limit] for place in range(limit)]


def drawn(part: Part) -> "Table":
    """Return a part as a table for the terminal."""
    from rich.table import Table

    table = Table(title=part.title, title_justify="left", caption="\n".join(part.notes), caption_justify="left")
    for place, heading in enumerate(part.headings):
        table.add_column(heading, justify="right" if place else "left")
    for row in part.rows:
        table.add_row(*map(_shown, row))
    return table


def _shown(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    return str(value)
