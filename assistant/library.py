"""The library: the one door to documents, passages, vectors and keywords of a data folder."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from assistant.embedding import Array, View
from assistant.vocabulary import Document, Facet, Passage, Section

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.settings import Settings

What = Literal["passage", "section"]
Progress = Callable[[int, int], None]
"""Called with the number of texts embedded so far and the number to embed in all."""


@dataclass(frozen=True)
class Published:
    """What publishing a document took.

    Attributes:
        embedded: Passages that had to be embedded in the main view.
        kept: Passages whose vectors were there already.
    """

    embedded: int
    kept: int


class Library:
    """A data folder opened for reading, or for writing as well.

    A library serves several threads. Close it, or use it as a context manager.

    Attributes:
        views: What the passages are embedded by, "main" first.
    """

    views: list[View]

    @classmethod
    def open(
        cls,
        settings: "Settings",
        *,
        writable: bool = False,
        any_embedder: bool = False,
        on_wait: Callable[[], None] | None = None,
        embedders: Mapping[str, "Embeddings"] | None = None,
    ) -> "Library":
        """Open the data folder that the settings name.

        Args:
            settings: Where the data folder is and which embedders to use.
            writable: Create the folder if need be and keep other writers out until this library is closed.
            any_embedder: Open it even if it was made by other embedders; for `rebuild` only.
            on_wait: Called once if another writer has to be waited for.
            embedders: Embedders by their spec, used instead of making those that the settings name.

        Raises:
            EmptyLibraryError: Opened for reading, and nothing has been ingested yet.
            EmbedderMismatchError: Made by other embedders.
            ReadOnlyError: Opened for writing, and the folder cannot be written to.
            LibraryError: The folder holds something else, or is damaged.
        """
        raise NotImplementedError

    def close(self) -> None:
        """Release files and the writer's lock; closing twice does nothing."""
        raise NotImplementedError

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def generation(self) -> int:
        """Number that every change of the library raises; the one that is being read."""
        raise NotImplementedError

    def refresh(self) -> bool:
        """Look whether the library has changed, also by another process, and read the new state if so.

        Costs well below a millisecond when nothing has changed: call it before each question.

        Returns:
            Whether it had changed.
        """
        raise NotImplementedError

    def documents(self) -> list[Document]:
        """Return the documents, by path."""
        raise NotImplementedError

    def document(self, document_id: str) -> Document | None:
        """Return a document, None where there is none."""
        raise NotImplementedError

    def sections(self, ids: Iterable[str]) -> dict[str, Section]:
        """Return the sections that exist, by id, in the order asked for."""
        raise NotImplementedError

    def all_sections(self, document_id: str) -> list[Section]:
        """Return a document's sections in order."""
        raise NotImplementedError

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages that exist, by id, in the order asked for."""
        raise NotImplementedError

    def section_passages(self, section_ids: Iterable[str]) -> dict[str, list[Passage]]:
        """Return the passages of sections in order, by section id; unknown sections are left out."""
        raise NotImplementedError

    def passage_count(self) -> int:
        """Return the number of passages."""
        raise NotImplementedError

    def facets(self) -> list[Facet]:
        """Return the declared facet values and those that documents or sections carry, by name and value."""
        raise NotImplementedError

    def nearest(self, view: str, vector: Array, limit: int, what: What = "passage") -> list[tuple[str, float]]:
        """Return at most `limit` ids with their cosine (-1 to 1), nearest first.

        Args:
            view: Name of the view that the vector was made by.
            vector: A question's vector (d,), or any other of the same view.
            limit: Number of results wanted.
            what: Search passages or sections.
        """
        raise NotImplementedError

    def vectors(self, view: str, ids: Sequence[str], what: What = "passage") -> dict[str, Array]:
        """Return the vectors (d,) that a view holds, by id; ids that it does not hold are left out."""
        raise NotImplementedError

    def embed_question(self, text: str, language: str) -> dict[str, Array]:
        """Embed a question in every view that serves its language: vectors (d,) by the view's name.

        Waits for a view that is still being loaded.

        Raises:
            EmbedderError: A model cannot be loaded.
        """
        raise NotImplementedError

    def warm_up(self) -> None:
        """Load the models of all views in the background; returns at once."""
        raise NotImplementedError

    def ready(self, view: str) -> bool:
        """Tell whether a view's model is loaded."""
        raise NotImplementedError

    def keyword_hits(self, words: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Return at most `limit` passages that hold any of the words, with their BM25 score, best first."""
        raise NotImplementedError

    def document_frequency(self, word: str) -> int:
        """Return the number of passages that hold the word, in any of its inflections."""
        raise NotImplementedError

    def publish(
        self,
        document: Document,
        sections: Sequence[Section],
        passages: Sequence[Passage],
        progress: Progress | None = None,
    ) -> Published:
        """Add a document, or replace its old version, all at once; `document.ingested` is set to now.

        Embeds only passages and sections that are new. If interrupted, the old version stays.

        Raises:
            ReadOnlyError: The library was not opened for writing.
            EmbedderError: A model cannot be loaded.
        """
        raise NotImplementedError

    def remove(self, document_id: str) -> bool:
        """Remove a document; returns whether there was one.

        Raises:
            ReadOnlyError: The library was not opened for writing.
        """
        raise NotImplementedError

    def declare_facets(self, facets: Sequence[Facet]) -> bool:
        """Replace the declared facets; returns whether they differ from what was declared before.

        Raises:
            ReadOnlyError: The library was not opened for writing.
        """
        raise NotImplementedError

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make vectors and keyword index again with the embedders that are set; returns the number of passages.

        Raises:
            ReadOnlyError: The library was not opened for writing.
            EmbedderError: A model cannot be loaded.
        """
        raise NotImplementedError

    def clean(self) -> int:
        """Drop what interrupted runs left in the indexes; returns the number of entries dropped."""
        raise NotImplementedError

    def add_feedback(
        self, question: str, answer: Mapping[str, object], verdict: str, comment: str = "", expected: str = ""
    ) -> None:
        """Keep what a reader thought of an answer.

        Raises:
            ReadOnlyError: The data folder cannot be written to.
        """
        raise NotImplementedError

    def add_gap(self, question: str, language: str, reason: str) -> None:
        """Keep a question that got no answer.

        Raises:
            ReadOnlyError: The data folder cannot be written to.
        """
        raise NotImplementedError
