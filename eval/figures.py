"""Turn scores into the figures of a run, each with its 95 % bootstrap interval, and compare two runs."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from eval.metrics import Score
from eval.retrieval import MEASURES

Statistic = Literal["mean", "median", "p90", "p95"]
Unit = Literal["share", "words", "seconds"]
Floats = NDArray[np.float64]

VERBATIM = "citations verbatim"
RESAMPLES = 1000
SEED = 20240413
_PERCENTILES = {"median": 50.0, "p90": 90.0, "p95": 95.0}


@dataclass(frozen=True)
class Figure:
    """One figure of a run.

    Attributes:
        name: What it says, unique in a run.
        value: The figure; NaN where no question counts towards it.
        low: Lower end of its 95 % bootstrap interval.
        high: Upper end.
        count: Number of questions that count towards it.
        unit: Shares (0 to 1) are better when higher, words and seconds when lower.
    """

    name: str
    value: float
    low: float
    high: float
    count: int
    unit: Unit = "share"


@dataclass(frozen=True)
class Result:
    """A score with the ranking measures of its question, empty where the question has no gold passages."""

    score: Score
    ranking: Mapping[str, float]


def overall_figures(results: Sequence[Result]) -> list[Figure]:
    """Compute the figures over all categories, in the order in which they are shown."""
    scores = [result.score for result in results]
    answerable = [s for s in scores if s.answerable]
    figures = [
        _figure("strict accuracy", [float(s.right) for s in answerable]),
        _figure("nugget recall", [s.recall for s in answerable]),
        _figure("answered", [float(s.answered) for s in answerable]),
        _figure("right on not answerable", [float(s.right) for s in scores if not s.answerable]),
        _figure(
            VERBATIM,
            [s.verbatim / s.citations for s in scores if s.citations],
            weights=[float(s.citations) for s in scores if s.citations],
        ),
        _figure("evidence cited", [float(s.covered) for s in scores if s.covered is not None]),
    ]
    ranked = [result.ranking for result in results if result.ranking]
    figures += [_figure(name, [ranking[name] for ranking in ranked]) for name in MEASURES]
    words = [float(s.words) for s in scores if s.words is not None]
    seconds = [s.seconds for s in scores if s.seconds is not None]
    return [
        *figures,
        _figure("words, median", words, "median", "words"),
        _figure("words, 90th percentile", words, "p90", "words"),
        _figure("seconds, median", seconds, "median", "seconds"),
        _figure("seconds, 95th percentile", seconds, "p95", "seconds"),
    ]


def category_figures(results: Sequence[Result]) -> list[Figure]:
    """Compute the share of right answers in each category, in order of first appearance."""
    categories = dict.fromkeys(result.score.category for result in results)
    return [_figure(name, [float(r.score.right) for r in results if r.score.category == name]) for name in categories]


def _figure(
    name: str,
    values: Sequence[float],
    statistic: Statistic = "mean",
    unit: Unit = "share",
    weights: Sequence[float] | None = None,
) -> Figure:
    if not values:
        return Figure(name, math.nan, math.nan, math.nan, 0, unit)
    data = np.asarray(values, dtype=np.float64)
    weight = np.ones_like(data) if weights is None else np.asarray(weights, dtype=np.float64)
    drawn = np.random.default_rng(SEED).integers(0, len(data), (RESAMPLES, len(data)))
    low, high = np.percentile(_statistic(data[drawn], weight[drawn], statistic), [2.5, 97.5])
    value = float(_statistic(data[None], weight[None], statistic)[0])
    return Figure(name, value, float(low), float(high), len(data), unit)


def _statistic(data: Floats, weight: Floats, statistic: Statistic) -> Floats:
    """Reduce the last axis: data (resamples, questions) -> (resamples,)."""
    if statistic == "mean":
        result: Floats = (data * weight).sum(axis=-1) / weight.sum(axis=-1)
        return result
    return np.asarray(np.percentile(data, _PERCENTILES[statistic], axis=-1), dtype=np.float64)


def mcnemar(before: Sequence[bool], after: Sequence[bool]) -> float:
    """Return the exact two-sided p-value that two paired series of right and wrong differ by chance.

    Among the pairs that changed, the number that changed for the better is binomial with one half
    (McNemar 1947).
    """
    better = sum(new and not old for old, new in zip(before, after, strict=True))
    worse = sum(old and not new for old, new in zip(before, after, strict=True))
    changed = better + worse
    tail = sum(math.comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, float(2 * tail / 2**changed))


def kappa(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Return Cohen's kappa of two series of opinions on the same things: agreement beyond chance, at most 1.

    NaN where chance alone would always agree, or there are no opinions (Cohen 1960).
    """
    if not one:
        return math.nan
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    yes, also_yes = sum(one) / len(one), sum(other) / len(other)
    chance = yes * also_yes + (1 - yes) * (1 - also_yes)
    return (agreed - chance) / (1 - chance) if chance < 1 else math.nan


def share_figure(name: str, values: Sequence[bool]) -> Figure:
    """Return the share of true values as a figure with its interval."""
    return _figure(name, [float(value) for value in values])


def figure_json(figure: Figure) -> dict[str, Any]:
    """Return a figure for a record, rounded to what is meaningful; NaN becomes null."""
    values = {key: getattr(figure, key) for key in ("value", "low", "high")}
    rounded = {key: None if math.isnan(value) else round(value, 4) for key, value in values.items()}
    return {"name": figure.name, **rounded, "count": figure.count, "unit": figure.unit}


def shown_number(value: float | None, unit: str) -> str:
    """Write a figure as people read it; a dash where there is none."""
    if value is None or math.isnan(value):
        return "–"
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.0f}" if unit == "words" else f"{value:.3f} s"
