"""A run as one HTML file for the browser: figures, charts, and its answers beside those of the accepted run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from eval.baseline import Comparison
from eval.charts import bars, heat, latency
from eval.figures import shown_number
from eval.table import judge_cost

TEMPLATE = Path(__file__).with_name("report.html.jinja")


def report(record: Mapping[str, Any], accepted: Mapping[str, Any] | None, comparison: Comparison | None) -> str:
    """Return a run's report; it holds no link and loads nothing, and whatever the record holds is shown as text.

    Args:
        record: The run.
        accepted: The run that it is compared with.
        comparison: The comparison of both.
    """
    from jinja2 import Environment, StrictUndefined

    results = record["results"]
    hashes = {row["score"]["id"]: row["hash"] for row in results}
    earlier = {row["score"]["id"]: row for row in accepted["results"]} if accepted else {}
    earlier = {name: row for name, row in earlier.items() if hashes.get(name) == row["hash"]}
    worse = set(comparison.worse) if comparison else set()
    better = set(comparison.better) if comparison else set()
    groups = (
        ("Right before, wrong now", [r for r in results if r["score"]["id"] in worse], True),
        (
            "Other wrong answers",
            [r for r in results if not r["score"]["right"] and r["score"]["id"] not in worse],
            True,
        ),
        ("Wrong before, right now", [r for r in results if r["score"]["id"] in better], False),
        ("Other right answers", [r for r in results if r["score"]["right"] and r["score"]["id"] not in better], False),
    )
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8")).render(
        record=record,
        accepted=accepted,
        comparison=comparison,
        before={change.before.name: change.before.value for change in comparison.figures} if comparison else {},
        bars=bars(
            record["categories"],
            {change.before.name: change.before.value for change in comparison.categories} if comparison else {},
        ),
        latency=latency([row["score"]["seconds"] for row in results if row["score"]["seconds"] is not None]),
        heat=heat([row["score"] for row in results]),
        groups=groups,
        earlier=earlier,
        number=shown_number,
        judge=record.get("judge"),
        judge_cost=judge_cost,
    )


def save_report(text: str, path: Path) -> None:
    """Write a report.

    Raises:
        SettingsError: The file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"The report cannot be written to {path} ({error}). Name another folder with --out."
        ) from error
