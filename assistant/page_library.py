"""The library as the page shows it: what was read, how well, when and from where. What is not ours is escaped here."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Protocol

from assistant.keyed import Extent
from assistant.notes import page_ranges, some_notes
from assistant.page_text import Labels
from assistant.vocabulary import Document

MANY = 8
"""From more documents than this on, there is a box to find one in."""


class Shelf(Protocol):
    """What the page needs of a library to show it."""

    @property
    def generation(self) -> int:
        """Number that every change raises."""

    def refresh(self) -> bool:
        """Look whether it has changed.

        Raises:
            LibraryError: It cannot be read.
        """

    def documents(self) -> list[Document]:
        """Return the documents."""

    def extents(self) -> dict[str, Extent]:
        """Return what of each document is in it, by its id.

        Raises:
            LibraryError: It cannot be read.
        """


def version(shelf: Shelf) -> str:
    """Return a text that changes with every change of the library, also when another is put in its place.

    Raises:
        LibraryError: It cannot be read.
    """
    shelf.refresh()
    names = [f"{document.id} {document.ingested}" for document in shelf.documents()]
    return hashlib.sha256("\n".join([str(shelf.generation), *names]).encode()).hexdigest()[:16]


def frame(labels: Labels, command: str) -> str:
    """Return the window of the library without its documents, which the page's script asks for.

    Args:
        labels: The page's words.
        command: What adds a report.
    """
    return (
        f'<dialog id="shelf" aria-labelledby="shelf-title" data-failed="{escape(labels("library_failed"))}">'
        f'<header><div><h2 id="shelf-title">{escape(labels("library"))}</h2><p>{escape(labels("library_hint"))}</p>'
        f'</div><button type="button" class="close">{escape(labels("close"))}</button></header>'
        f'<label class="find" hidden><span class="unseen">{escape(labels("find"))}</span>'
        f'<input type="search" placeholder="{escape(labels("find"))}" autocomplete="off" /></label>'
        f'<div class="books" tabindex="-1"></div><p class="none" hidden>{escape(labels("none_found"))}</p>'
        f"<footer><p>{escape(labels('library_how'))}</p><code>{escape(command)}</code></footer></dialog>"
    )


def news(shelf: Shelf, labels: Labels, seen: str) -> dict[str, object] | None:
    """Return the library for the page's script: version, number of documents in words, documents as HTML.

    Args:
        shelf: The library.
        labels: The page's words.
        seen: Version that the page shows already.

    Returns:
        None where the page shows the newest version already.

    Raises:
        LibraryError: The library cannot be read.
    """
    newest = version(shelf)
    if newest == seen:
        return None
    documents = shelf.documents()
    return {
        "version": newest,
        "count": len(documents),
        "read": labels("read", count=len(documents)),
        "books": books(documents, shelf.extents(), labels),
    }


def books(documents: Sequence[Document], extents: Mapping[str, Extent], labels: Labels) -> str:
    """Return the documents by title, as HTML; a sentence where there are none.

    Args:
        documents: The documents.
        extents: What of each is in the library, by its id; one without is left out, as it is just being removed.
        labels: The page's words.
    """
    shown = [document for document in documents if document.id in extents]
    if not shown:
        return f'<p class="hint empty">{escape(labels("library_empty"))}</p>'
    shown.sort(key=lambda document: (document.title.casefold(), document.path))
    items = "".join(_book(document, extents[document.id], labels) for document in shown)
    return f"<ul{' data-many' if len(shown) > MANY else ''}>{items}</ul>"


def _book(document: Document, extent: Extent, labels: Labels) -> str:
    figures = "".join(f"<li>{escape(text)}</li>" for text in _figures(document, extent, labels))
    if document.date:
        figures += f"<li>{escape(labels('date'))}: {_time(document.date)}</li>"
    words = " ".join((document.title, document.path, document.source, *document.facets.values())).casefold()
    return (
        f'<li class="book" data-words="{escape(words)}"><h3>{escape(document.title)}</h3>'
        f'<ul class="figures">{figures}</ul>'
        + "".join(_shortcomings(extent, labels))
        + _folded(labels("notes", count=len(document.warnings)), document.warnings, labels)
        + _folded(labels("left_out", count=len(document.left_out)), document.left_out, labels)
        + f'<p class="from">{escape(labels("read_at"))}: {_time(document.ingested)} · {escape(labels("file"))}: '
        f"{escape(document.origin or document.path)}</p></li>"
    )


def _time(iso: str) -> str:
    """Return a date or time, which the page's script puts into the words of the place."""
    return f'<time datetime="{escape(iso)}">{escape(iso[:10])}</time>'


def _figures(document: Document, extent: Extent, labels: Labels) -> Iterator[str]:
    for name, value in document.facets.items():
        yield f"{labels.facet_name(name)}: {value}"
    for name, count in (("pages", document.pages), ("passages", extent.passages), ("tables", extent.tables)):
        if count:
            yield f"{labels(name)}: {count}"
    yield f"{labels('spoken')}: {labels.language_name(document.language)}"


def _shortcomings(extent: Extent, labels: Labels) -> Iterator[str]:
    if not extent.passages:
        yield f'<p class="lacking">{escape(labels("nothing_read"))}</p>'
    if extent.pages_without_text:
        pages = page_ranges(extent.pages_without_text)
        yield f'<p class="lacking">{escape(labels("no_text", pages=pages))}</p>'


def _folded(heading: str, notes: Sequence[str], labels: Labels) -> str:
    """Return notes that a click unfolds; they are in English, whatever the page's language."""
    if not notes:
        return ""
    shown, more = some_notes(notes)
    lines = "".join(f'<li lang="en">{escape(note)}</li>' for note in shown)
    lines += f"<li>{escape(labels('and_more', count=more))}</li>" if more else ""
    return f"<details><summary>{escape(heading)}</summary><ul>{lines}</ul></details>"
