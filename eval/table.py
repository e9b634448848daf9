"""Draw a run in the terminal: figures, categories, what changed, and the failures."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.baseline import Change, Comparison

_ANSWER_CHARS = 400


def show_record(console: Console, record: Mapping[str, Any], comparison: Comparison | None) -> None:
    """Show the figures of a run, beside those of the accepted run where there is one."""
    changes = _by_name(comparison.figures) if comparison else {}
    _show(console, "Figures", record["figures"], changes, compared=comparison is not None)
    changes = _by_name(comparison.categories) if comparison else {}
    _show(console, "Right answers by category", record["categories"], changes, compared=comparison is not None)
    if comparison:
        console.print(
            f"Against the accepted run, over {comparison.shared} shared questions: "
            f"{len(comparison.better)} better, {len(comparison.worse)} worse "
            f"(exact McNemar p = {comparison.p_value:.3f})."
        )
        for label, names in (("better", comparison.better), ("worse", comparison.worse)):
            if names:
                console.print(f"  {label}: {', '.join(names)}", highlight=False)
        for change in comparison.fallen:
            console.print(
                f"[red]{change.after.name}: {_number(change.after.value, change.after.unit)} is worse than "
                f"the accepted {_number(change.before.value, change.before.unit)} by more than its interval[/red]"
            )
    console.print(f"{record['questions']} questions in {record['seconds']:.1f} s.")


def show_failures(console: Console, results: Iterable[Mapping[str, Any]], limit: int) -> None:
    """Show wrong answers: question, what is missing or forbidden, and the answer.

    Args:
        console: Where to.
        results: The record's results.
        limit: At most so many.
    """
    wrong = [row for row in results if not row["score"]["right"]]
    for row in wrong[:limit]:
        score = row["score"]
        console.print(f"\n[bold]{score['id']}[/bold] ({score['category']}): {escape(row['question'])}")
        for label in ("missing", "forbidden"):
            if score[label]:
                console.print(f"  {label}: {escape('; '.join(score[label]))}", style="yellow", highlight=False)
        if not score["answerable"] and score["answered"]:
            console.print("  answered, but the documents do not say", style="yellow")
        answer = "no answer" if row["answer"] is None else " ".join(row["answer"].split())
        reason = f" \\[{row['reason']}]" if row["reason"] else ""
        short = answer if len(answer) <= _ANSWER_CHARS else answer[:_ANSWER_CHARS] + " …"
        console.print(f"  answer{reason}: {escape(short)}", style="dim", highlight=False)
    if len(wrong) > limit:
        console.print(f"\n… and {len(wrong) - limit} more wrong answers; the record holds them all.")


def _by_name(changes: Sequence[Change]) -> dict[str, Change]:
    return {change.after.name: change for change in changes}


def _show(
    console: Console,
    title: str,
    figures: Sequence[Mapping[str, Any]],
    changes: Mapping[str, Change],
    *,
    compared: bool,
) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column("")
    for heading in ("value", "95 % interval", "questions", *(("accepted",) if compared else ())):
        table.add_column(heading, justify="right")
    for figure in figures:
        unit = figure["unit"]
        interval = f"{_number(figure['low'], unit)} to {_number(figure['high'], unit)}" if figure["count"] else "–"
        row = [figure["name"], _number(figure["value"], unit), interval, str(figure["count"])]
        if compared:
            change = changes.get(figure["name"])
            row.append(_number(change.before.value, unit) if change else "–")
        table.add_row(*row, style="red" if figure["name"] in changes and changes[figure["name"]].fell else None)
    console.print(table)


def _number(value: float | None, unit: str) -> str:
    if value is None or math.isnan(value):
        return "–"
    if unit == "share":
        return f"{100 * value:.1f} %"
    return f"{value:.0f}" if unit == "words" else f"{value:.3f} s"
