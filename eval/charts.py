"""The geometry of a report's charts: from a run's record to bars, bins and cells, which the template draws as SVG."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eval.questions import CATEGORIES

BINS = 24


@dataclass(frozen=True)
class Bar:
    """One category's share of right answers.

    Attributes:
        name: The category.
        share: Of this run, 0 to 1.
        low: Lower end of its interval.
        high: Upper end.
        accepted: Of the accepted run over the same questions; None where there is none.
        count: Number of questions.
    """

    name: str
    share: float
    low: float
    high: float
    accepted: float | None
    count: int


@dataclass(frozen=True)
class Bin:
    """One column of the latency histogram: questions that took from `start` to `end` seconds."""

    start: float
    end: float
    count: int


@dataclass(frozen=True)
class Latency:
    """How the seconds of the answers are spread.

    Attributes:
        bins: From the quickest to the slowest, all equally wide.
        median: In seconds.
        p95: The 95th percentile, in seconds.
        highest: The largest count of a bin.
    """

    bins: tuple[Bin, ...]
    median: float
    p95: float
    highest: int


@dataclass(frozen=True)
class Cell:
    """The answers to one category's questions in one language.

    Attributes:
        row: Place of the language, from 0.
        column: Place of the category, from 0.
        right: Number of right answers.
        count: Number of questions.
    """

    row: int
    column: int
    right: int
    count: int

    @property
    def share(self) -> float:
        """Share of right answers, 0 to 1."""
        return self.right / self.count


@dataclass(frozen=True)
class Heat:
    """Right answers by language and category; combinations without questions have no cell."""

    languages: tuple[str, ...]
    categories: tuple[str, ...]
    cells: tuple[Cell, ...]


def bars(figures: Sequence[Mapping[str, Any]], accepted: Mapping[str, float]) -> list[Bar]:
    """Return one bar for each category.

    Args:
        figures: The record's category figures.
        accepted: Share of the accepted run, by category.
    """

    def before(name: str) -> float | None:
        share = accepted.get(name, math.nan)
        return None if math.isnan(share) else share

    return [
        Bar(f["name"], f["value"], f["low"], f["high"], before(f["name"]), f["count"])
        for f in figures
        if f["value"] is not None
    ]


def latency(seconds: Sequence[float]) -> Latency | None:
    """Return the spread of the answers' seconds, None where none are known."""
    if not seconds:
        return None
    import numpy as np

    top = max(max(seconds), 1e-3)
    counts, edges = np.histogram(seconds, BINS, (0.0, top))
    return Latency(
        tuple(Bin(float(edges[i]), float(edges[i + 1]), int(count)) for i, count in enumerate(counts)),
        float(np.median(seconds)),
        float(np.percentile(seconds, 95)),
        int(counts.max()),
    )


def heat(scores: Sequence[Mapping[str, Any]]) -> Heat:
    """Return the map of languages by category; languages with most questions first.

    Args:
        scores: The record's scores.
    """
    found: dict[tuple[str, str], list[bool]] = {}
    for score in scores:
        found.setdefault((score["language"], score["category"]), []).append(score["right"])
    sizes: dict[str, int] = {}
    for (language, _), rights in found.items():
        sizes[language] = sizes.get(language, 0) + len(rights)
    languages = tuple(sorted(sizes, key=lambda name: (-sizes[name], name)))
    present = {category for _, category in found}
    categories = (*(name for name in CATEGORIES if name in present), *sorted(present - set(CATEGORIES)))
    cells = tuple(
        Cell(row, column, sum(found[language, category]), len(found[language, category]))
        for row, language in enumerate(languages)
        for column, category in enumerate(categories)
        if (language, category) in found
    )
    return Heat(languages, categories, cells)
