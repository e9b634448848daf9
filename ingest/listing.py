"""The list of documents as a table for the terminal, with what a person should know of each below it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.keyed import Extent
from assistant.notes import page_ranges, some_notes
from assistant.vocabulary import Document

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text


def listing(documents: Sequence[Document], extents: Mapping[str, Extent]) -> "tuple[Table, list[Text]]":
    """Return a table of the documents, and the notes on each.

    Args:
        documents: The documents.
        extents: What of each is in the library, by its id.
    """
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for header in ("Document", "Language", "Date", "Facets"):
        table.add_column(header, overflow="fold")
    for header in ("Pages", "Without text", "Passages", "Tables", "Left out", "Warnings"):
        table.add_column(header, justify="right")
    for document in documents:
        extent = extents[document.id]
        numbers = (
            document.pages,
            len(extent.pages_without_text),
            extent.passages,
            extent.tables,
            len(document.left_out),
            len(document.warnings),
        )
        facets = ", ".join(f"{name}: {value}" for name, value in document.facets.items())
        words = (Text(document.path), document.language, Text(document.date), Text(facets))
        table.add_row(*words, *(str(number) if number else "–" for number in numbers))
    notes: list[Text] = []
    for document in documents:
        notes.append(Text(f"\n{document.path}\n  {document.title}", style="bold"))
        notes.append(Text(f"  read {document.ingested} from {document.origin}"))
        notes += [Text(f"  {note}") for note in _notes(document, extents[document.id])]
    return table, [*notes, Text("")]


def _notes(document: Document, extent: Extent) -> Iterator[str]:
    if extent.pages_without_text:
        yield f"no text on page {page_ranges(extent.pages_without_text)}"
    yield from _some([f"left out: {text}" for text in document.left_out])
    yield from _some(document.warnings)


def _some(notes: Sequence[str]) -> Iterator[str]:
    shown, more = some_notes(notes)
    yield from shown
    if more:
        yield f"… and {more} more"
