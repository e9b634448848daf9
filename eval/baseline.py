"""Compare a run with the last accepted one, and keep the accepted one in a file that git holds."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from eval.figures import VERBATIM, Figure, category_figures, mcnemar, overall_figures
from eval.run import results_of

_ROUNDING = 1e-9
BASELINE = Path(__file__).parent / "baseline.json"


@dataclass(frozen=True)
class Change:
    """One figure in both runs, over the questions that both answered.

    Attributes:
        before: In the accepted run.
        after: In this run.
        fell: Whether it got worse by more than the accepted figure's interval.
    """

    before: Figure
    after: Figure
    fell: bool


@dataclass(frozen=True)
class Comparison:
    """What changed between two runs.

    Attributes:
        figures: The figures over all categories.
        categories: Share of right answers by category.
        shared: Number of questions that stand unchanged in both runs.
        better: Ids of questions that were wrong and are right now.
        worse: Ids of questions that were right and are wrong now.
        p_value: Exact McNemar test of better against worse.
    """

    figures: tuple[Change, ...]
    categories: tuple[Change, ...]
    shared: int
    better: tuple[str, ...]
    worse: tuple[str, ...]
    p_value: float

    @property
    def fallen(self) -> list[Change]:
        """The changes for the worse that count."""
        return [change for change in (*self.figures, *self.categories) if change.fell]


def compare(before: Mapping[str, Any], after: Mapping[str, Any]) -> Comparison:
    """Compare two records over the questions that stand unchanged in both; figures are computed for these.

    Raises:
        KeyError, TypeError: A record has another form.
    """
    hashes = {row["score"]["id"]: row["hash"] for row in before["results"]}
    shared = [row["score"]["id"] for row in after["results"] if hashes.get(row["score"]["id"]) == row["hash"]]
    all_old, all_new = results_of(before), results_of(after)
    old, new = [all_old[name] for name in shared], [all_new[name] for name in shared]
    pairs = zip(overall_figures(old), overall_figures(new), strict=True)
    categories = zip(category_figures(old), category_figures(new), strict=True)
    was, now = [r.score.right for r in old], [r.score.right for r in new]
    return Comparison(
        figures=tuple(Change(one, other, _fell(one, other)) for one, other in pairs),
        categories=tuple(Change(one, other, _fell(one, other)) for one, other in categories),
        shared=len(shared),
        better=tuple(name for name, a, b in zip(shared, was, now, strict=True) if b and not a),
        worse=tuple(name for name, a, b in zip(shared, was, now, strict=True) if a and not b),
        p_value=mcnemar(was, now),
    )


def _fell(before: Figure, after: Figure) -> bool:
    """Tell whether a figure got worse by more than its interval.

    Seconds never do: they say more about the machine than about the answers. A share must lose more than one question
    besides: where all answers were right, the bootstrap interval has no width. Only quotes must all stay verbatim.
    """
    if before.unit == "seconds" or math.isnan(before.value) or math.isnan(after.value):
        return False
    if before.unit == "words":
        return after.value > before.high + _ROUNDING
    slack = 0.0 if before.name == VERBATIM else 1 / before.count
    return after.value < before.low - _ROUNDING and after.value < before.value - slack - _ROUNDING


def load_record(path: Path) -> dict[str, Any]:
    """Read a run's record.

    Args:
        path: The record, or the folder of a run.

    Raises:
        SettingsError: It cannot be read or is no record.
    """
    path = path / "record.json" if path.is_dir() else path
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        results_of(record)
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"{path} is no record of a run ({type(error).__name__}: {error}). Name a record that "
            "`python -m eval` wrote, or remove the file and make a new baseline with --accept."
        ) from error
    return dict(record)


def save_record(record: Mapping[str, Any], path: Path) -> None:
    """Write a record, one result a line so that git shows what changed.

    Raises:
        SettingsError: The file cannot be written.
    """
    head = {key: value for key, value in record.items() if key != "results"}
    rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in record["results"])
    text = json.dumps(head, ensure_ascii=False, indent=1)[:-2] + ',\n "results": [\n' + rows + "\n ]\n}\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"The record cannot be written to {path} ({error}). Name another folder with --out."
        ) from error
