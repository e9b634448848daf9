"""`python -m eval`: ask a question set, show the figures, keep the record, compare with the accepted run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from assistant.errors import LepError, SettingsError
from assistant.settings import PROJECT, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.settings import Settings
    from eval.run import Progress
    from eval.runs import Run, Selection

app = typer.Typer(add_completion=False, rich_markup_mode=None)
QUESTIONS = Path(__file__).parent / "questions.jsonl"
FELL = 1
"""Exit code when a figure fell below the accepted run."""

DataOption = Annotated[Path | None, typer.Option(help="Data folder that holds the library.")]


@app.callback(invoke_without_command=True)
def evaluate(
    context: typer.Context,
    questions: Annotated[
        Path, typer.Option(help="Question set in JSON Lines.", show_default="the shipped one")
    ] = QUESTIONS,
    split: Annotated[Literal["dev", "test", "all"], typer.Option(help="Which part of the set.")] = "all",
    category: Annotated[list[str] | None, typer.Option(help="Only this category; may be repeated.")] = None,
    data: DataOption = None,
    answerer: Annotated[
        list[str] | None,
        typer.Option(help="What answers: extractive (the assistant) or passages (its 4 best passages)."),
    ] = None,
    embedder: Annotated[
        list[str] | None,
        typer.Option(help="Embed the documents by this one, in a library of its own; written as in LEP_EMBEDDER."),
    ] = None,
    matrix: Annotated[
        bool, typer.Option("--matrix", help="Run every --embedder with every --answerer and show one table.")
    ] = False,
    answers: Annotated[Path | None, typer.Option(help="Score this answers file instead of asking.")] = None,
    judge: Annotated[
        bool, typer.Option("--judge", help="Let the chat model of LEP_LLM judge the answers as well.")
    ] = False,
    out: Annotated[Path, typer.Option(help="Folder for the run's folder.", show_default="runs")] = PROJECT / "runs",
    baseline: Annotated[
        Path | None, typer.Option(help="Run, or record of one, to compare with; default: the accepted run.")
    ] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Make this run the accepted one.")] = False,
    failures: Annotated[int, typer.Option(min=0, help="How many wrong answers to show.")] = 20,
) -> None:
    """Ask a question set and show how good the answers are.

    Each run leaves a folder with record.json and report.html. Exit code 1 when a figure falls below the accepted run
    by more than its interval, 2 for bad input.
    """
    from rich.console import Console

    from eval.runs import Selection

    if context.invoked_subcommand:
        return
    console = Console()
    selection = Selection(questions, split, tuple(category or ()))
    with _telling_errors():
        settings = load_settings(data_dir=data)
        if matrix:
            if answers or baseline or accept or judge:
                raise SettingsError("--matrix only compares: leave out --answers, --baseline, --accept and --judge.")
            _matrix(console, selection, settings, embedder or [], answerer or [], out)
            return
        if len(embedder or ()) > 1 or len(answerer or ()) > 1:
            raise SettingsError("Several embedders or answerers are compared with --matrix. Add it, or name one each.")
        fell = _run(
            console, selection, settings, next(iter(embedder or ()), None), next(iter(answerer or ()), "extractive"),
            answers=answers, judge=judge, out=out, baseline=baseline, accept=accept, failures=failures,
        )  # fmt: skip
    if fell:
        raise typer.Exit(FELL)


@app.command()
def collect(
    data: DataOption = None,
    out: Annotated[Path | None, typer.Option(help="File to write; default: the terminal.")] = None,
) -> None:
    """Export what readers thought of answers, and questions without answer, as draft questions in JSON Lines."""
    import sys

    from eval.collect import drafts, save_drafts

    with _telling_errors():
        found = drafts(load_settings(data_dir=data))
        if out is None:
            sys.stdout.writelines(f"{line}\n" for line in found)
            return
        save_drafts(found, out)
    from rich.console import Console

    Console().print(f"{len(found)} draft questions: {out}", highlight=False, markup=False, soft_wrap=True)


def _run(
    console: "Console",
    selection: "Selection",
    settings: "Settings",
    embedder: str | None,
    answerer: str,
    *,
    answers: Path | None,
    judge: bool,
    out: Path,
    baseline: Path | None,
    accept: bool,
    failures: int,
) -> bool:
    """Do one run and show it; returns whether a figure fell below the accepted run."""
    from eval.baseline import BASELINE, compare, load_record, save_record
    from eval.judge import Judge
    from eval.runs import REPORT, keep, new_folder, scored
    from eval.table import show_failures, show_record

    # A baseline that cannot be read, or a judge that cannot be had, should be known before a minute of asking.
    accepted = load_record(baseline or BASELINE) if baseline or BASELINE.exists() else None
    model = Judge(settings.llm) if judge else None
    run = scored(selection, settings, answers) if answers else _ask(console, selection, settings, embedder, answerer)
    if model:
        with _progress(console, f"Judging by {settings.llm}") as progress:
            run = run.judged(model, progress)
    record = run.record
    comparison = compare(accepted, record) if accepted else None
    folder = new_folder(out)
    keep(record, folder, accepted, comparison)
    if accept:
        save_record(record, BASELINE)
    show_failures(console, record["results"], failures)
    show_record(console, record, comparison)
    console.print(f"Report: {folder / REPORT}", highlight=False, markup=False, soft_wrap=True)
    if accept:
        console.print("This run is the accepted one now.")
        return False
    return bool(comparison and comparison.fallen)


def _ask(
    console: "Console", selection: "Selection", settings: "Settings", embedder: str | None, answerer: str
) -> "Run":
    """Ask all questions under a progress bar, of a library with another embedder if one is named."""
    from eval.runs import asked

    if embedder:
        from eval.embedders import library_for

        with _progress(console, f"Embedding by {embedder}") as progress:
            settings = library_for(settings, embedder, progress)
    with _progress(console, "Asking") as progress:
        return asked(selection, settings, answerer, progress)


def _matrix(
    console: "Console",
    selection: "Selection",
    settings: "Settings",
    embedders: list[str],
    answerers: list[str],
    out: Path,
) -> None:
    """Run every embedder with every answerer; without names, those that come with the project."""
    from assistant.embedding import PACKAGED
    from eval.answerer import ANSWERERS
    from eval.runs import keep, new_folder
    from eval.table import show_matrix

    packaged = f"sentence-transformers:{PACKAGED}"
    runs = []
    for embedder in embedders or dict.fromkeys((settings.embedder, packaged)):
        for answerer in answerers or ANSWERERS:
            record = _ask(console, selection, settings, embedder, answerer).record
            keep(record, new_folder(out), None, None)
            runs.append((embedder, answerer, record))
    show_matrix(console, runs)


@contextmanager
def _progress(console: "Console", what: str) -> "Iterator[Progress]":
    from rich.progress import Progress as Bar

    with Bar(console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)

        def show(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield show


@contextmanager
def _telling_errors() -> Iterator[None]:
    """Tell an error of ours in its own sentence and end with its exit code."""
    try:
        yield
    except LepError as error:
        from rich.console import Console

        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error


def main() -> None:
    """Run the command line."""
    app()
