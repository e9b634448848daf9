"""The library: the one door to the documents, passages, vectors and keywords of a data folder.

What can be asked of it is in `assistant.reading.Reading`; this module opens it and adds the writing.
"""

from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING

from assistant import folder
from assistant.embedding import identity, views
from assistant.errors import LepError, ReadOnlyError
from assistant.filling import Progress
from assistant.indexes import Indexes
from assistant.models import Models
from assistant.publishing import Edition, Published, Writer
from assistant.reading import Reading
from assistant.recipe import RECIPE
from assistant.state import check_embedders
from assistant.vocabulary import Document, Facet, Passage, Section

if TYPE_CHECKING:
    from filelock import BaseFileLock
    from langchain_core.embeddings import Embeddings

    from assistant.database import Database
    from assistant.settings import Settings
    from assistant.store import Store

__all__ = ["Edition", "Library", "Progress", "Published"]


class Library(Reading):
    """A data folder opened for reading, or for writing as well.

    Reading serves several threads; write from one. Close it, or use it as a context manager.

    A folder that cannot be written to can be read: the database is read in place, the indexes from a temporary copy
    that is made when they are first searched, because their engines lock and write to their files even to read.

    Attributes:
        views: What the passages are embedded by, "main" first.
    """

    _database: "Database"
    _write_lock: "BaseFileLock | None" = None
    _writes: Writer | None = None

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
            any_embedder: Open it even if it was made by other embedders or its indexes are missing: to `rebuild` it,
                or to look at its documents only.
            on_wait: Called once if another writer has to be waited for.
            embedders: Embedders by their spec, used instead of making those that the settings name.

        Raises:
            EmptyLibraryError: Opened for reading, and nothing has been ingested yet.
            EmbedderMismatchError: Made by other embedders.
            EmbedderError: The package of an embedder that the settings name is not installed.
            ReadOnlyError: Opened for writing, and the folder cannot be written to.
            LibraryError: The folder holds something else, or is damaged.
        """
        if not writable:
            folder.check_readable(settings.data_dir, bool(settings.database_url))
            return cls._opened(settings, None, any_embedder, embedders or {})
        folder.prepare(settings.data_dir)
        lock = folder.lock(settings.data_dir, on_wait)
        try:
            return cls._opened(settings, lock, any_embedder, embedders or {})
        except LepError:
            lock.release()
            raise

    @classmethod
    def _opened(
        cls,
        settings: "Settings",
        lock: "BaseFileLock | None",
        any_embedder: bool,
        embedders: Mapping[str, "Embeddings"],
    ) -> "Library":
        from assistant.database import Database
        from assistant.store import Store

        wanted = views(settings)
        identities = {view.name: identity(view.spec) for view in wanted}
        data = settings.data_dir
        database = Database(data, settings.database_url, writable=folder.can_write(data), create=lock is not None)
        store = Store(database)
        models = Models(wanted, embedders)
        try:
            if lock is not None:
                _begin(store, identities)
            library = cls(settings, store, models, wanted, {} if any_embedder else identities)
            library._database = database
            if lock is None and not library.documents():
                raise folder.empty(data)
            if library.documents() and not any_embedder:
                library._indexes.check()
        except LepError:
            database.close()
            raise
        if lock is not None:
            library._write_lock = lock
            library._writes = Writer(store, models, wanted, identities)
        return library

    def close(self) -> None:
        """Release files and the writer's lock; closing twice does nothing."""
        with self._lock:
            self._indexes.close()
            self._database.close()
            if self._write_lock is not None:
                self._write_lock.release()
            self._write_lock = self._writes = None

    def __enter__(self) -> "Library":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def publish(
        self,
        document: Document,
        sections: Sequence[Section],
        passages: Sequence[Passage],
        progress: Progress | None = None,
    ) -> Published:
        """Add a document, or replace its old version, all at once; `document.ingested` is set to now.

        Embeds only texts that are new to the library. If interrupted, the old version stays.

        Raises:
            ReadOnlyError: The library was not opened for writing.
            EmbedderError: A model cannot be loaded.
        """
        return self.publish_all([(document, sections, passages)], progress)[0]

    def publish_all(self, editions: Sequence[Edition], progress: Progress | None = None) -> list[Published]:
        """Add or replace several documents together, all at once; that is faster for small ones.

        Returns:
            What each of them took, in their order.

        Raises:
            ReadOnlyError: The library was not opened for writing.
            EmbedderError: A model cannot be loaded.
        """
        writer = self._writer()
        check_embedders(
            self._snapshot.state, writer.identities, RECIPE, self._folder, folder.ingest_command(self._folder)
        )
        published = writer.publish(self._indexes, editions, progress)
        self._read_own_changes()
        return published

    def remove(self, document_id: str) -> bool:
        """Remove a document; returns whether there was one.

        Raises:
            ReadOnlyError: The library was not opened for writing.
        """
        found = self._writer().remove(self._indexes, document_id)
        self._read_own_changes()
        return found

    def declare_facets(self, facets: Sequence[Facet]) -> bool:
        """Replace the declared facets; returns whether they differ from what was declared before.

        Raises:
            ReadOnlyError: The library was not opened for writing.
        """
        self._writer()
        changed = self._store.declare_facets(facets)
        self._read_own_changes()
        return changed

    def given_facets(self) -> dict[str, dict[str, str]]:
        """Return the facet values that files and folders were given, by absolute path; "" is one taken back.

        Raises:
            ReadOnlyError: The library was not opened for writing.
        """
        self._writer()
        return self._store.given_facets()

    def give_facets(self, given: Mapping[str, Mapping[str, str]]) -> None:
        """Replace all facet values that files and folders were given, for the next ingestions to know them.

        Raises:
            ReadOnlyError: The library was not opened for writing.
        """
        self._writer()
        self._store.give_facets(given)

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make vectors and keyword index again with the embedders that are set; returns the number of passages.

        Raises:
            ReadOnlyError: The library was not opened for writing.
            EmbedderError: A model cannot be loaded.
        """
        writer = self._writer()
        new = Indexes.fresh(self._folder, self._snapshot.state, self._chroma_url)
        try:
            count = writer.rebuild(new, progress)
        finally:
            new.close()
        old = self._indexes
        self._expected = dict(writer.identities)
        self._read_own_changes()
        old.delete()
        folder.drop_other_indexes(self._folder, new.build)
        return count

    def clean(self) -> int:
        """Drop what interrupted runs left in the indexes; returns the number of entries dropped."""
        writer = self._writer()
        state = self._store.state()
        if state is None or not state.unfinished:
            return 0
        folder.drop_other_indexes(self._folder, self._indexes.build)
        dropped = writer.clean(self._indexes)
        self._read_own_changes()
        return dropped

    def _writer(self) -> Writer:
        if self._writes is None:
            raise ReadOnlyError(
                f"The library in {self._folder} was opened for reading. Open it with writable=True to change it."
            )
        return self._writes

    def _read_own_changes(self) -> None:
        with self._lock:
            self._read(self._checked(self._store.state()))


def _begin(store: "Store", identities: Mapping[str, str]) -> None:
    """Make a library if there is none; one without documents takes on the embedders of now."""
    state = store.find()
    if state is None:
        state = store.create()
    else:
        store.create_tables()
    wanted = {"embedders": identities, "recipe": RECIPE}
    if state.generation == 0:
        store.change_state(**wanted)
    elif store.passage_count() == 0 and (state.embedders, state.recipe) != (identities, RECIPE):
        store.use_build(state.build + 1, {}, {}, **wanted)
