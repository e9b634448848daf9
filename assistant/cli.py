"""The command line of the assistant: one question, or a file of them."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import LepError, QuestionError

if TYPE_CHECKING:
    from rich.console import Console

    from assistant.assistant import Assistant
    from assistant.library import Library
    from assistant.vocabulary import Answer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

QuestionArgument = Annotated[str | None, typer.Argument(help="What you want to know.")]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder that holds the library.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the answer as JSON.")]
BatchOption = Annotated[Path | None, typer.Option("--batch", help="Answer every question of a JSON Lines file.")]
OutOption = Annotated[Path | None, typer.Option("--out", help="Where --batch writes its answers.")]


@app.command(help="Answer a question with passages of the ingested documents.")
def ask(
    question: QuestionArgument = None,
    data: DataOption = None,
    as_json: JsonOption = False,
    batch: BatchOption = None,
    out: OutOption = None,
) -> None:
    """Answer one question, or those of a file."""
    try:
        if batch is not None:
            _answer_file(batch, out, data)
        else:
            _answer(question, data, as_json)
    except LepError as error:
        _console(stderr=True).print(str(error), style="red", highlight=False, markup=False, soft_wrap=True)
        raise typer.Exit(error.exit_code) from None


def _answer(question: str | None, data: Path | None, as_json: bool) -> None:
    from assistant.notebook import note_gap
    from assistant.wire import to_json

    if question is None:
        raise QuestionError('There is no question. Give one in quotes: python -m assistant "What is a LEP?"')
    assistant, library = _assistant(data)
    answer = assistant.ask(question)
    note_gap(question, answer, library)
    if as_json:
        sys.stdout.write(json.dumps(to_json(answer), ensure_ascii=False, indent=2) + "\n")
    else:
        _show(answer, _console())


def _answer_file(batch: Path, out: Path | None, data: Path | None) -> None:
    from assistant.wire import to_json, turns

    if out is None:
        raise QuestionError("--batch needs --out FILE, the file that the answers are written to.")
    questions = list(_questions(batch))
    # A batch is an examination, not use: its questions are not kept as gaps.
    assistant, _ = _assistant(data)
    try:
        with out.open("w", encoding="utf-8") as file:
            for entry in questions:
                try:
                    answer = to_json(assistant.ask(entry["question"], turns(entry.get("history") or [])))
                except QuestionError as error:
                    answer = {
                        "answer": str(error), "answered": False, "reason": "empty", "language": "en",
                        "citations": [], "seconds": 0.0,
                    }  # fmt: skip
                file.write(json.dumps({"id": entry.get("id"), **answer}, ensure_ascii=False) + "\n")
    except OSError as error:
        raise QuestionError(f"{out} cannot be written ({error.strerror}). Name another file with --out.") from error


def _questions(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionError(f"{path} cannot be read ({error}). Give --batch a JSON Lines file in UTF-8.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            entry = json.loads(line)
        except json.JSONDecodeError as error:
            raise QuestionError(f"{path}, line {number}: not JSON ({error.msg}). Mend the line.") from error
        if not isinstance(entry, dict) or not isinstance(entry.get("question"), str):
            raise QuestionError(f'{path}, line {number}: no "question". Each line needs one, as a text.')
        yield entry


def _assistant(data: Path | None) -> "tuple[Assistant, Library]":
    from assistant.assistant import Assistant
    from assistant.library import Library
    from assistant.settings import load_settings

    settings = load_settings(data_dir=data)
    library = Library.open(settings)
    return Assistant(library, settings), library


def _show(answer: "Answer", console: "Console") -> None:
    from rich.markdown import Markdown

    console.print(Markdown(answer.text))
    for citation in answer.citations or answer.related:
        page = f", p. {citation.page}" if citation.page else ""
        console.print(
            f"\\[{citation.number}] {citation.title} — {citation.section}{page} ({citation.document})",
            style="dim", highlight=False,
        )  # fmt: skip


def _console(stderr: bool = False) -> "Console":
    from rich.console import Console

    return Console(stderr=stderr)


def main() -> None:
    """Run the command line."""
    app()
