"""Reading the library: every hit of the indexes is joined with SQL, which alone says what exists."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from assistant.embedding import Array, View
from assistant.errors import LibraryError
from assistant.folder import empty, ingest_command
from assistant.indexes import Indexes
from assistant.keyed import Cell, Extent
from assistant.models import Models
from assistant.recipe import RECIPE
from assistant.snapshot import Snapshot
from assistant.spelling import nearest
from assistant.state import State, check_embedders, check_schema
from assistant.vectors import What
from assistant.vocabulary import Document, Facet, Passage, Section

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.store import Store

Request = TypeVar("Request")
Result = TypeVar("Result")


SPELT_ALIKE = 5
"""Passages that are looked through for the word that a misspelt one was meant to be."""


class Reading:
    """What can be asked of a library; `assistant.library.Library` opens it and adds the writing.

    Attributes:
        views: What the passages are embedded by, "main" first.
    """

    def __init__(
        self, settings: "Settings", store: "Store", models: Models, views: Sequence[View], identities: Mapping[str, str]
    ) -> None:
        """Read from `store`, which holds a library already.

        Args:
            settings: Where the data folder is.
            store: The rows.
            models: The embedders of the views.
            views: The views that the settings ask for.
            identities: What the embedder of each view is; the library must have been made by them, unless empty.

        Raises:
            EmbedderMismatchError: Made by other embedders.
            LibraryError: Made by another version of the program, or damaged.
        """
        self.views = list(views)
        self._folder = settings.data_dir
        self._chroma_url = settings.chroma_url
        self._store = store
        self._models = models
        self._expected = dict(identities)
        self._lock = threading.RLock()
        state = self._checked(store.find())
        self._snapshot = Snapshot(store, state)
        self._indexes = Indexes(self._folder, state, self._chroma_url)

    def _checked(self, state: State | None) -> State:
        if state is None:
            raise empty(self._folder)
        check_schema(state, self._folder)
        if self._expected:
            check_embedders(state, self._expected, RECIPE, self._folder, ingest_command(self._folder))
        return state

    def _read(self, state: State) -> None:
        """Go on with another state of the library."""
        self._snapshot = Snapshot(self._store, state, self._snapshot)
        if state.build != self._indexes.build or state.library != self._indexes.library:
            self._indexes.close()
            self._indexes = Indexes(self._folder, state, self._chroma_url)

    @property
    def generation(self) -> int:
        """Number that every change of the library raises; the one that is being read."""
        return self._snapshot.state.generation

    def refresh(self) -> bool:
        """Look whether the library has changed, also by another process, and read the new state if so.

        Costs well below a millisecond when nothing has changed: call it before each question.

        Returns:
            Whether it had changed.
        """
        with self._lock:
            state = self._store.state()
            known = self._snapshot.state
            if state is not None and (state.library, state.generation) == (known.library, known.generation):
                return False
            self._read(self._checked(state))
            self._indexes.reopen()
            return True

    def documents(self) -> list[Document]:
        """Return the documents, by path."""
        return list(self._snapshot.documents.values())

    def document(self, document_id: str) -> Document | None:
        """Return a document, None where there is none."""
        return self._snapshot.documents.get(document_id)

    def sections(self, ids: Iterable[str]) -> dict[str, Section]:
        """Return the sections that exist, by id, in the order asked for."""
        return self._snapshot.sections(ids)

    def all_sections(self, document_id: str) -> list[Section]:
        """Return a document's sections in order."""
        return self._snapshot.all_sections(document_id)

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages that exist, by id, in the order asked for."""
        return self._snapshot.passages(ids)

    def section_passages(self, section_ids: Iterable[str]) -> dict[str, list[Passage]]:
        """Return the passages of sections in order, by section id; unknown sections are left out."""
        return self._snapshot.section_passages(section_ids)

    def cells(self, passage_ids: Sequence[str]) -> list[Cell]:
        """Return the table cells of rows, with their numbers, each row's in order."""
        return self._store.cells(passage_ids)

    def passage_count(self) -> int:
        """Return the number of passages."""
        return self._snapshot.passage_count()

    def extents(self) -> dict[str, Extent]:
        """Return how many passages and tables of each document there are, and which pages have none, by its id."""
        found = self._store.extents()
        return {row_id: found[row_id] for row_id in self._snapshot.documents if row_id in found}

    def facets(self) -> list[Facet]:
        """Return the declared facet values and those that documents or sections carry, by name and value."""
        return self._snapshot.facets()

    def carried_facets(self) -> list[Facet]:
        """Return the facet values that documents or sections carry, with the names that are declared for them."""
        return self._snapshot.carried_facets()

    def nearest(self, view: str, vector: Array, limit: int, what: What = "passage") -> list[tuple[str, float]]:
        """Return at most `limit` ids with their cosine (-1 to 1), nearest first.

        Args:
            view: Name of the view that the vector was made by.
            vector: A question's vector (d,), or any other of the same view.
            limit: Number of results wanted.
            what: Search passages or sections.
        """
        return self._living(what, limit, lambda size: self._indexes.vectors.nearest(view, what, vector, size))

    def vectors(self, view: str, ids: Sequence[str], what: What = "passage") -> dict[str, Array]:
        """Return the vectors (d,) that a view holds, by id; ids that it does not hold are left out."""
        ids_by_key = self._snapshot.keys(what, ids)
        found = self._retried(lambda keys: self._indexes.vectors.vectors(view, what, keys), list(ids_by_key))
        return {ids_by_key[key]: vector for key, vector in found.items()}

    def embed_questions(self, texts: Sequence[str], language: str) -> list[dict[str, Array]]:
        """Embed questions in every view that serves their language: for each, vectors (d,) by the view's name.

        Waits for a view that is still being loaded.

        Raises:
            EmbedderError: A model cannot be loaded.
        """
        return self._models.questions(texts, language)

    def warm_up(self) -> None:
        """Open the indexes and load the models of all views in the background; returns at once."""
        threading.Thread(target=self._warm_up, name="warm up the library", daemon=True).start()

    def _warm_up(self) -> None:
        # Whatever goes wrong here is raised again, and then heard, by the first question.
        with suppress(LibraryError):
            self._indexes.open()
        self._models.load_all()

    def ready(self, view: str) -> bool:
        """Tell whether a view's model is loaded."""
        return self._models.ready(view)

    def keyword_hits(self, words: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Return at most `limit` passages that hold any of the words, with their BM25 score, best first."""
        return self._living("passage", limit, lambda size: self._indexes.keywords.search(words, size))

    def document_frequency(self, word: str) -> int:
        """Return the number of passages that hold the word, in any of its inflections."""
        return self._retried(lambda asked: self._indexes.keywords.document_frequency(asked), word)

    def begins_alike(self, word: str) -> bool:
        """Tell whether a passage holds a word that begins as a folded word does, as a place's name in two languages."""
        return self._retried(lambda asked: self._indexes.keywords.begins_alike(asked), word)

    def spelling(self, word: str) -> str | None:
        """Return the word of the documents that a word is a letter apart from; None if they hold it or none like it."""
        if self.document_frequency(word):
            return None
        hits = self._living("passage", SPELT_ALIKE, lambda size: self._indexes.keywords.similar(word, size))
        passages = self.passages([id for id, _ in hits]).values()
        sections = self.sections([passage.section_id for passage in passages])
        paths = {id: section.path for id, section in sections.items()}
        return nearest(
            word,
            (text for p in passages for text in (p.text, p.lead_in, *paths.get(p.section_id, ()))),
        )

    def add_feedback(
        self, question: str, answer: Mapping[str, object], verdict: str, comment: str = "", expected: str = ""
    ) -> None:
        """Keep what a reader thought of an answer.

        Raises:
            ReadOnlyError: The data folder cannot be written to.
        """
        self._store.add_feedback(question, answer, verdict, comment, expected)

    def add_gap(self, question: str, language: str, reason: str) -> None:
        """Keep a question that got no answer.

        Raises:
            ReadOnlyError: The data folder cannot be written to.
        """
        self._store.add_gap(question, language, reason)

    def _living(
        self, what: What, limit: int, search: Callable[[int], list[tuple[str, float]]]
    ) -> list[tuple[str, float]]:
        """Search until `limit` entries are found that SQL knows, or there are no more."""
        size = limit
        while True:
            hits = self._retried(search, size)
            living = self._snapshot.living(what, hits)
            if len(living) >= limit or len(hits) < size:
                return living[:limit]
            size *= 2

    def _retried(self, ask: Callable[[Request], Result], request: Request) -> Result:
        """Ask an index; once more if it fails because a new one has been put in its place."""
        indexes = self._indexes
        try:
            return ask(request)
        except LibraryError:
            if not self.refresh() and indexes is self._indexes:
                raise
            return ask(request)
