"""The command line of ingestion: bring the library up to date, list it, remove from it, rebuild it."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.errors import LepError, SettingsError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from ingest.events import Event, Report

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)

PathsArgument = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH", help="Files and folders; without any, the corpus.")
]
DataOption = Annotated[Path | None, typer.Option("--data", help="Folder that holds the library.")]
FacetOption = Annotated[
    list[str] | None,
    typer.Option(
        "--facet",
        metavar="NAME=VALUE",
        help="Give all these files a facet value, such as pilot=Lisbon. It holds for later runs too, and for new files "
        "in these folders; NAME= takes it back.",
    ),
]
RemoveOption = Annotated[
    list[str] | None, typer.Option("--remove", metavar="DOC", help="Remove a document, by its path, title or id.")
]
ListOption = Annotated[bool, typer.Option("--list", help="List the documents of the library.")]
RebuildOption = Annotated[
    bool, typer.Option("--rebuild", help="Make the indexes again, with the embedders that are set.")
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
NeededOption = Annotated[bool, typer.Option("--if-needed", help="Say nothing if the library is up to date.")]

LIST_WIDTH = 160
"""Width of the list in characters where no terminal sets it."""


@app.command(help="Bring the library up to date with files and folders.")
def ingest(
    paths: PathsArgument = None,
    data: DataOption = None,
    facet: FacetOption = None,
    remove: RemoveOption = None,
    list_documents: ListOption = False,
    rebuild: RebuildOption = False,
    as_json: JsonOption = False,
    if_needed: NeededOption = False,
) -> None:
    """Do one of the things that can be done to a library."""
    from assistant.settings import load_settings

    try:
        settings = load_settings(data_dir=data)
        if list_documents:
            _list(settings, as_json)
        elif remove:
            _remove(settings, remove, as_json)
        elif rebuild:
            _rebuild(settings, as_json)
        else:
            _ingest(settings, paths or [settings.corpus_dir], _facets(facet or []), as_json, if_needed)
    except LepError as error:
        _say(str(error), style="red")
        raise typer.Exit(error.exit_code) from None


def _ingest(settings: "Settings", paths: list[Path], facets: dict[str, str], as_json: bool, quiet: bool) -> None:
    from ingest.pipeline import ingest as run

    with _progress() as (advance, _):
        report = run(paths, settings, facets=facets, on_event=advance)
    if as_json:
        _print_json(report.as_dict())
    elif report.changed or report.failed or not quiet:
        sys.stdout.write(_summary(report) + "\n")
    if report.stopped:
        _say(report.stopped, style="red")
    if report.failed or report.stopped:
        raise typer.Exit(1)


def _summary(report: "Report") -> str:
    """Return what an ingestion did, in words."""
    if report.stopped and not report.changed:
        return "Nothing was ingested."
    if not (report.changed or report.failed or report.unchanged):
        return "Nothing was found to ingest."
    if not (report.changed or report.failed):
        return f"Nothing has changed: {_count(report.unchanged, 'document')} up to date, nothing embedded."
    parts = []
    if report.published:
        parts.append(
            f"{_count(len(report.published), 'document')} ingested "
            f"({_count(report.embedded, 'passage')} embedded, {report.kept} kept)"
        )
    if report.unchanged:
        parts.append(f"{report.unchanged} unchanged")
    if report.removed:
        parts.append(f"{len(report.removed)} removed since the file is gone: {', '.join(report.removed)}")
    if report.failed:
        parts.append(f"{_count(len(report.failed), 'file')} could not be read")
    return "; ".join(parts) + "."


def _list(settings: "Settings", as_json: bool) -> None:
    from dataclasses import asdict

    from assistant.library import Library
    from ingest.listing import listing

    with Library.open(settings, any_embedder=True) as library:
        documents = library.documents()
        extents = library.extents()
    if as_json:
        _print_json([{**asdict(document), **extents[document.id]._asdict()} for document in documents])
        return
    from rich.console import Console

    terminal = sys.stdout.isatty()
    console = Console(file=sys.stdout, highlight=False, width=None if terminal else LIST_WIDTH)
    table, notes = listing(documents, extents)
    console.print(table)
    for note in notes:
        console.print(note, soft_wrap=True)
    passages = sum(extent.passages for extent in extents.values())
    sys.stdout.write(f"{_count(len(documents), 'document')}, {_count(passages, 'passage')}.\n")


def _remove(settings: "Settings", names: list[str], as_json: bool) -> None:
    from assistant.library import Library

    with Library.open(settings, any_embedder=True) as library:
        documents = library.documents()
    chosen = {}
    for name in names:
        matching = [d for d in documents if name in (d.id, d.path, d.title, d.origin)]
        if len(matching) != 1:
            what = f"Several documents are called {name!r}" if matching else f"There is no document {name!r}"
            raise SettingsError(f"{what} in {settings.data_dir}. See their paths and origins with --list.")
        chosen[matching[0].id] = matching[0].path
    with Library.open(settings, writable=True, any_embedder=True, on_wait=_say_waiting) as library:
        removed = [path for document_id, path in chosen.items() if library.remove(document_id)]
    if as_json:
        _print_json({"removed": removed})
    else:
        sys.stdout.write(f"Removed: {', '.join(removed)}.\n")


def _rebuild(settings: "Settings", as_json: bool) -> None:
    from assistant.library import Library

    Library.open(settings, any_embedder=True).close()
    with (
        Library.open(settings, writable=True, any_embedder=True, on_wait=_say_waiting) as library,
        _progress() as (_, count),
    ):
        passages = library.rebuild(count)
    if as_json:
        _print_json({"rebuilt": passages})
    else:
        sys.stdout.write(f"The indexes of {_count(passages, 'passage')} were made again.\n")


def _facets(given: list[str]) -> dict[str, str]:
    facets = {}
    for text in given:
        name, sign, value = (part.strip() for part in text.partition("="))
        if not (name and sign):
            raise SettingsError(f"--facet {text!r} has no value. Write it as NAME=VALUE, such as pilot=Lisbon.")
        facets[name] = value
    return facets


@contextmanager
def _progress() -> Iterator[Any]:
    """Show progress on the error output; yields what takes events, and what takes (done, total)."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from ingest.events import Embedding, Failed, Found, Published, Reading, Unchanged, Waiting

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True, soft_wrap=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        files = bar.add_task("files", total=None, visible=False)
        texts = bar.add_task("passages", total=None, visible=False)

        def count(done: int, total: int) -> None:
            bar.update(texts, completed=done, total=total, visible=True)

        def advance(event: "Event") -> None:
            match event:
                case Waiting():
                    _say_waiting()
                case Found(number):
                    bar.update(files, total=number, visible=True)
                case Reading(path):
                    bar.update(files, description=path)
                    bar.update(texts, visible=False)
                case Embedding(_, done, total):
                    count(done, total)
                case Failed(_, message):
                    bar.console.print(message, style="red", markup=False, highlight=False)
                    bar.advance(files)
                case Published() | Unchanged():
                    bar.advance(files)
                case _:
                    pass

        yield advance, count


def _say_waiting() -> None:
    _say("Another ingestion is at work in this data folder; waiting for it to end.")


def _say(text: str, style: str | None = None) -> None:
    from rich.console import Console

    Console(stderr=True).print(text, style=style, highlight=False, markup=False, soft_wrap=True)


def _print_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=dict) + "\n")


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def main() -> None:
    """Run the command line."""
    app()
