"""`python -m eval`: ask a question set, show the figures, keep the record, compare with the accepted run."""

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from assistant.errors import EmptyLibraryError, LepError, SettingsError
from assistant.settings import PROJECT, load_settings

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.library import Library
    from assistant.settings import Settings
    from eval.questions import EvalQuestion
    from eval.run import Asked

app = typer.Typer(add_completion=False, rich_markup_mode=None)
QUESTIONS = Path(__file__).parent / "questions.jsonl"
FELL = 1
"""Exit code when a figure fell below the accepted run."""


@dataclass(frozen=True)
class Selection:
    """Which questions of which file."""

    path: Path
    split: str
    categories: tuple[str, ...]

    def of(self, questions: "list[EvalQuestion]") -> "list[EvalQuestion]":
        """Keep the questions that are wanted.

        Raises:
            SettingsError: There is no such category, or nothing is left.
        """
        from eval.questions import CATEGORIES

        unknown = [name for name in self.categories if name not in CATEGORIES]
        if unknown:
            raise SettingsError(f"There is no category {unknown[0]!r}. Use one of {', '.join(CATEGORIES)}.")
        chosen = [
            question
            for question in questions
            if self.split in ("all", question.split) and (not self.categories or question.category in self.categories)
        ]
        if not chosen:
            raise SettingsError(f"No question of {self.path} is in this --split and --category. Choose others.")
        return chosen


@app.command()
def evaluate(
    questions: Annotated[
        Path, typer.Option(help="Question set in JSON Lines.", show_default="the shipped one")
    ] = QUESTIONS,
    split: Annotated[Literal["dev", "test", "all"], typer.Option(help="Which part of the set.")] = "all",
    category: Annotated[list[str] | None, typer.Option(help="Only this category; may be repeated.")] = None,
    data: Annotated[Path | None, typer.Option(help="Data folder that holds the library.")] = None,
    answers: Annotated[Path | None, typer.Option(help="Score this answers file instead of asking.")] = None,
    out: Annotated[Path, typer.Option(help="Folder for the run's record.", show_default="runs")] = PROJECT / "runs",
    baseline: Annotated[Path | None, typer.Option(help="Record to compare with; default: the accepted run.")] = None,
    accept: Annotated[bool, typer.Option("--accept", help="Make this run the accepted one.")] = False,
    failures: Annotated[int, typer.Option(min=0, help="How many wrong answers to show.")] = 20,
) -> None:
    """Ask a question set and show how good the answers are.

    Exit code 1 when a figure falls below the accepted run by more than its interval, 2 for bad input.
    """
    from rich.console import Console

    from eval.baseline import BASELINE, compare, load_record, save_record
    from eval.table import show_failures, show_record

    console = Console()
    selection = Selection(questions, split, tuple(category or ()))
    path = out / f"{datetime.datetime.now().strftime('%Y-%m-%d-%H%M%S-%f')}.json"
    try:
        # A baseline that cannot be read should be known before a minute of asking.
        accepted = load_record(baseline or BASELINE) if baseline or BASELINE.exists() else None
        settings = load_settings(data_dir=data)
        record = _scored(selection, settings, answers) if answers else _asked(console, selection, settings)
        comparison = compare(accepted, record) if accepted else None
        save_record(record, path)
        if accept:
            save_record(record, BASELINE)
    except LepError as error:
        Console(stderr=True, soft_wrap=True).print(str(error), markup=False, highlight=False)
        raise typer.Exit(error.exit_code) from error
    show_failures(console, record["results"], failures)
    show_record(console, record, comparison)
    console.print(f"Record: {path}", highlight=False, soft_wrap=True)
    if accept:
        console.print("This run is the accepted one now.")
    elif comparison and comparison.fallen:
        raise typer.Exit(FELL)


def _scored(selection: Selection, settings: "Settings", path: Path) -> dict[str, Any]:
    """Score an answers file."""
    from eval.answerer import folder_documents
    from eval.answers import load_answers
    from eval.questions import load_questions
    from eval.run import Asked, make_record

    documents = folder_documents(settings.corpus_dir)
    questions = load_questions(selection.path, documents)
    answers = load_answers(path, [question.id for question in questions])
    return make_record(selection.of(questions), Asked(answers), documents, [], {"answers": path.name})


def _asked(console: "Console", selection: Selection, settings: "Settings") -> dict[str, Any]:
    """Ask the library's assistant."""
    from assistant.library import Library
    from eval.answerer import folder_documents, library_candidates, library_documents, shown_settings
    from eval.questions import load_questions
    from eval.run import make_record

    known = folder_documents(settings.corpus_dir)
    try:
        library = Library.open(settings)
    except EmptyLibraryError:
        # A broken question file is worth knowing before a library is made.
        load_questions(selection.path, known)
        raise
    with library:
        documents = library_documents(library)
        questions = selection.of(load_questions(selection.path, known | documents))
        asked = _ask(console, questions, library, settings)
        return make_record(questions, asked, documents, library_candidates(library), shown_settings(settings))


def _ask(console: "Console", questions: "list[EvalQuestion]", library: "Library", settings: "Settings") -> "Asked":
    """Ask all questions under a progress bar."""
    from rich.progress import Progress

    from assistant.assistant import Assistant
    from eval.answerer import AssistantAnswerer
    from eval.run import ask_all

    answerer = AssistantAnswerer(Assistant(library, settings))
    # The first question waits for the models to load, which says nothing about the time that questions take.
    answerer.ranking(questions[0])
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task("Asking", total=len(questions))

        def show(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        return ask_all(questions, answerer, show)


def main() -> None:
    """Run the command line."""
    app()
