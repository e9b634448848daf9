"""`python -m eval.bench`: what the program costs in time and memory, and how it compares with simpler ones."""

import datetime
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assistant.errors import LepError, SettingsError
from assistant.settings import PROJECT, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.settings import Settings
    from eval.benchmark.part import Part, Progress
    from eval.questions import EvalQuestion

app = typer.Typer(add_completion=False, rich_markup_mode=None)
QUESTIONS = Path(__file__).parent / "questions.jsonl"
_FIRST = 10
"""Questions of which one is asked at the start."""


class Name(StrEnum):
    """The parts, in the order in which they are run.

    Those that measure memory come first: the peak that Linux reports for a new program is at least the size that the
    one which starts it has at that moment, and later parts load models.
    """

    start = "start"
    ingest = "ingest"
    ask = "ask"
    langchain = "langchain"
    beir = "beir"


@app.command()
def bench(
    parts: Annotated[
        list[Name] | None, typer.Argument(help="Which parts to run.", show_default="all but beir, which needs --beir")
    ] = None,
    limit: Annotated[
        int, typer.Option(min=0, help="Questions asked, and passages ingested, in each part; 0: all.")
    ] = 40,
    questions: Annotated[
        Path, typer.Option(help="Question set in JSON Lines.", show_default="the shipped one")
    ] = QUESTIONS,
    data: Annotated[Path | None, typer.Option(help="Data folder that holds the library.")] = None,
    beir: Annotated[
        list[Path] | None, typer.Option(help="Folder of a collection in BEIR's form; may be repeated.")
    ] = None,
    files: Annotated[
        list[Path] | None,
        typer.Option(
            help="File or folder whose ingestion is timed; may be repeated.", show_default="those of the library"
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the record.", show_default="runs")] = PROJECT / "runs",
) -> None:
    """Measure time, memory and retrieval.

    ask: time of a question by stage, beside its bare embedding. ingest: passages a second, beside the bare embedder,
    and the embedders' share of the time (with --files nothing but that, over those files).
    start: start-up and memory. langchain: a plain LangChain pipeline over the same documents. beir: nDCG@10 on public
    collections.
    """
    from rich.console import Console

    from eval.benchmark.part import drawn

    console = Console()
    wanted = parts or [name for name in Name if name is not Name.beir or beir]
    done: list[Part] = []
    try:
        settings = load_settings(data_dir=data)
        for work in _work(wanted, settings, questions, limit, beir or [], files or []):
            with _progress(console) as progress:
                done.append(work(progress))
            console.print(drawn(done[-1]))
        path = _save(done, out)
    except LepError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    console.print(f"Record: {path}", highlight=False, soft_wrap=True)


def _work(
    wanted: list[Name], settings: "Settings", questions: Path, limit: int, beir: list[Path], files: list[Path]
) -> "list[Callable[[Progress], Part]]":
    """Return what is to be done, part by part; each takes a progress callback."""
    from eval.benchmark import asking, ingesting, plain, sharing, starting
    from eval.benchmark import beir as collections

    if Name.beir in wanted and not beir:
        raise SettingsError("The part 'beir' needs a collection. Name its folder with --beir.")
    chosen = [] if set(wanted) <= {Name.beir, Name.ingest} else _chosen(questions, limit)
    first = [question.question for question in chosen if question.answerable and not question.history][:_FIRST]
    if Name.start in wanted and not first:
        raise SettingsError(
            f"The part 'start' asks a question that stands alone, and {questions} has none that is answerable. "
            "Name another set with --questions, or leave out the part."
        )
    work: dict[Name, list[Callable[[Progress], Part]]] = {
        Name.start: [partial(starting.measure, settings, first)],
        Name.ingest: [
            *([] if files else [partial(ingesting.measure, settings, limit)]),
            partial(sharing.measure, settings, files),
        ],
        Name.ask: [partial(asking.measure, settings, chosen)],
        Name.langchain: [partial(plain.measure, settings, chosen)],
        Name.beir: [partial(collections.measure, folder, settings, limit) for folder in beir],
    }
    return [task for name in Name if name in wanted for task in work[name]]


def _chosen(questions: Path, limit: int) -> "list[EvalQuestion]":
    from eval.benchmark.part import spread
    from eval.questions import load_questions

    return spread(load_questions(questions), limit)


@contextmanager
def _progress(console: "Console") -> "Iterator[Progress]":
    from rich.progress import Progress as Bar

    with Bar(console=console, transient=True) as bar:
        task = bar.add_task("Measuring", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        yield show


def _save(parts: "list[Part]", out: Path) -> Path:
    """Write the record and return its path."""
    from eval.run import versions

    made = datetime.datetime.now()
    path = out / f"bench-{made.strftime('%Y-%m-%d-%H%M%S-%f')}.json"
    record = {
        "made": made.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "versions": versions(),
        "parts": [asdict(part) for part in parts],
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"The record cannot be written to {path} ({error}). Name another --out folder.") from error
    return path


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
