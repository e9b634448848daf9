"""Draw a run in the terminal: figures, categories, what changed, and the failures."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from eval.baseline import Change, Comparison
from eval.figures import shown_number

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
                f"[red]{change.after.name}: {shown_number(change.after.value, change.after.unit)} is worse than "
                f"the accepted {shown_number(change.before.value, change.before.unit)} by more than its interval "
                "(both over the shared questions)[/red]"
            )
    console.print(f"{record['questions']} questions in {record['seconds']:.1f} s.")
    if "judge" in record:
        _show_judge(console, record["judge"])


def _show_judge(console: Console, judge: Mapping[str, Any]) -> None:
    """Show what the judge thinks, how far it agrees with the score, what it cost and where it failed."""
    table = Table(title=f"Judged by {escape(judge['model'])}", title_justify="left")
    table.add_column("")
    for heading in ("approved", "95 % interval", "judged", "failed", "agrees with the score", "Cohen's kappa"):
        table.add_column(heading, justify="right")
    for figure in judge["figures"]:
        number = {key: shown_number(figure[key], "share") for key in ("value", "low", "high", "agrees")}
        agreement = "–" if figure["kappa"] is None else f"{figure['kappa']:.2f}"
        table.add_row(
            figure["name"], number["value"], f"{number['low']} to {number['high']}", str(figure["count"]),
            str(figure["failed"]), number["agrees"], agreement,
        )  # fmt: skip
    console.print(table)
    console.print(judge_cost(judge), highlight=False)
    for cause, count in judge["failures"].items():
        console.print(f"  {count} × {escape(cause)}", style="yellow", highlight=False)


def judge_cost(judge: Mapping[str, Any]) -> str:
    """Tell in a sentence what judging cost and how often it failed."""
    known = judge["tokens_in"] is not None
    tokens = f"{judge['tokens_in']} tokens read, {judge['tokens_out']} written" if known else "tokens not told"
    tokens += ", those of failures left out" if known and judge["failed"] else ""
    return (
        f"{judge['calls']} judgements of {judge['answers']} answers in {judge['seconds']:.1f} s, {tokens}; "
        f"{judge['failed']} failed and count as no opinion."
    )


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


MATRIX = (
    "strict accuracy", "nugget recall", "right on not answerable", "evidence cited", "recall@5", "nDCG@10",
    "words, median", "seconds, median",
)  # fmt: skip
"""The figures that tell embedders and answerers apart."""


def show_matrix(console: Console, runs: Sequence[tuple[str, str, Mapping[str, Any]]]) -> None:
    """Show several runs, one a column.

    Args:
        console: Where to.
        runs: Embedder, answerer and record of each.
    """
    table = Table(title="Embedders and answerers", title_justify="left")
    table.add_column("")
    columns = []
    for embedder, answerer, record in runs:
        table.add_column(escape(f"{embedder.rsplit(':', 1)[-1]}\n{answerer}"), justify="right", overflow="fold")
        columns.append({figure["name"]: shown_number(figure["value"], figure["unit"]) for figure in record["figures"]})
    for name in MATRIX:
        table.add_row(name, *(column[name] for column in columns))
    console.print(table)


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
        interval = (
            f"{shown_number(figure['low'], unit)} to {shown_number(figure['high'], unit)}" if figure["count"] else "–"
        )
        row = [figure["name"], shown_number(figure["value"], unit), interval, str(figure["count"])]
        if compared:
            change = changes.get(figure["name"])
            row.append(shown_number(change.before.value, unit) if change else "–")
        table.add_row(*row, style="red" if figure["name"] in changes and changes[figure["name"]].fell else None)
    console.print(table)
