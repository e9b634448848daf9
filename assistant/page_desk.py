"""What the page works with: the library and the assistant that answers from it, opened as soon as there is one."""

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.errors import EmptyLibraryError
from assistant.keyed import Extent
from assistant.library import Library
from assistant.vocabulary import Answer, Document, Turn

if TYPE_CHECKING:
    from assistant.settings import Settings


class Desk:
    """A library that may still be empty when the page begins, and the assistant that answers from it.

    Serves several threads. Whatever needs a document raises EmptyLibraryError while there is none.
    """

    def __init__(self, settings: "Settings") -> None:
        """Open the library if anything has been ingested.

        Raises:
            EmptyLibraryError: The data folder does not exist; its name may be wrong.
            LibraryError: It cannot be used.
            EmbedderError: The package of an embedder is not installed.
        """
        self._settings = settings
        self._lock = threading.Lock()
        self._opened: tuple[Library, Assistant] | None = None
        self._warm = False
        try:
            self._open()
        except EmptyLibraryError:
            if not settings.data_dir.is_dir():
                raise

    def _open(self) -> tuple[Library, Assistant]:
        with self._lock:
            if self._opened is None:
                library = Library.open(self._settings)
                self._opened = library, Assistant(library, self._settings)
                if self._warm:
                    library.warm_up()
            return self._opened

    def close(self) -> None:
        """Release the library."""
        if self._opened:
            self._opened[0].close()

    def warm_up(self) -> None:
        """Load the models in the background, now or as soon as there is a library."""
        self._warm = True
        if self._opened:
            self._opened[0].warm_up()

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question, as `Assistant.ask` does."""
        return self._open()[1].ask(text, history)

    def ready(self) -> bool:
        """Tell whether every model is loaded; where nothing can be asked, nothing has to be waited for."""
        return self._opened is None or self._opened[1].ready()

    @property
    def generation(self) -> int:
        """Number that every change of the library raises, 0 before there is one."""
        return self._opened[0].generation if self._opened else 0

    def refresh(self) -> bool:
        """Look whether the library has changed or has come into being.

        Raises:
            LibraryError: It cannot be read.
        """
        known = self._opened
        with suppress(EmptyLibraryError):
            return self._open()[0].refresh() or known is None
        return False

    def documents(self) -> list[Document]:
        """Return the documents, none before there is a library."""
        return self._opened[0].documents() if self._opened else []

    def extents(self) -> dict[str, Extent]:
        """Return what of each document is in the library, by its id."""
        return self._opened[0].extents() if self._opened else {}

    def add_feedback(
        self, question: str, answer: Mapping[str, object], verdict: str, comment: str = "", expected: str = ""
    ) -> None:
        """Keep what a reader thought of an answer."""
        self._open()[0].add_feedback(question, answer, verdict, comment, expected)

    def add_gap(self, question: str, language: str, reason: str) -> None:
        """Keep a question that got no answer."""
        self._open()[0].add_gap(question, language, reason)
