"""The two indexes of a build side by side, opened when they are first needed."""

import shutil
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from assistant.embedding import View
from assistant.errors import LibraryError
from assistant.folder import IndexCopy, index_folder, ingest_command, is_writable
from assistant.keywords import KeywordIndex
from assistant.state import State
from assistant.vectors import VectorIndex, What


class Indexes:
    """Vectors and keywords of one build.

    Both engines must write to their folder even to read it. In a data folder that is read-only they are copied to a
    temporary folder, which takes the time and the room of a copy and is deleted with `close`.
    """

    def __init__(self, folder: Path, state: State, chroma_url: str) -> None:
        """Name the indexes of the state's build in the data folder; nothing is opened yet."""
        self.build, self.library = state.build, state.library
        self._source = index_folder(folder, state.build)
        self._url = chroma_url
        self._prefix = f"lep-{state.library[:12]}-{state.build}"
        self._lock = threading.RLock()
        self._copy: IndexCopy | None = None
        self._vectors: VectorIndex | None = None
        self._keywords: KeywordIndex | None = None

    @classmethod
    def fresh(cls, folder: Path, state: State, chroma_url: str) -> "Indexes":
        """Make empty indexes for the build after the state's; what an interrupted run left of it is deleted."""
        indexes = cls(folder, replace(state, build=state.build + 1), chroma_url)
        shutil.rmtree(indexes._source, ignore_errors=True)
        indexes.vectors.delete_all()
        return indexes

    def delete(self) -> None:
        """Close them and delete what they hold; what another process has open is left to `drop_other_indexes`."""
        if self._url:
            self.vectors.delete_all()
        self.close()
        shutil.rmtree(self._source, ignore_errors=True)

    @property
    def vectors(self) -> VectorIndex:
        """The vectors."""
        with self._lock:
            if self._vectors is None:
                self._vectors = VectorIndex(self._usable() / "chroma", self._url, self._prefix)
            return self._vectors

    @property
    def keywords(self) -> KeywordIndex:
        """The keywords."""
        with self._lock:
            if self._keywords is None:
                self._keywords = KeywordIndex(self._usable() / "keywords")
            return self._keywords

    def open(self) -> None:
        """Open both now rather than when they are first needed."""
        with self._lock:
            _ = self.vectors, self.keywords

    def _usable(self) -> Path:
        if not self._source.is_dir() or is_writable(self._source):
            return self._source
        if self._copy is None:
            self._copy = IndexCopy(self._source)
        return self._copy.folder

    def reopen(self) -> None:
        """See what other processes have changed."""
        with self._lock:
            if self._copy is not None:
                self.close()
                return
            if self._vectors is not None:
                self._vectors.reopen()
            if self._keywords is not None:
                self._keywords.reopen()

    def drop(self, views: Iterable[View], passage_keys: Iterable[str], section_keys: Iterable[str]) -> None:
        """Forget entries of both indexes."""
        passages, sections = set(passage_keys), set(section_keys)
        for view in views:
            self.vectors.drop(view.name, "passage", passages)
            self.vectors.drop(view.name, "section", sections)
        if passages:
            self.keywords.change([], passages)

    def drop_others(self, views: Iterable[View], passage_keys: set[str], section_keys: set[str]) -> int:
        """Forget every entry except these; returns how many were forgotten."""
        kept: dict[What, set[str]] = {"passage": passage_keys, "section": section_keys}
        dropped: set[str] = set()
        for view in views:
            for what, keys in kept.items():
                extra = self.vectors.all_keys(view.name, what) - keys
                self.vectors.drop(view.name, what, extra)
                dropped |= extra
        extra = self.keywords.all_keys() - passage_keys
        if extra:
            self.keywords.change([], extra)
        return len(dropped | extra)

    def check(self) -> None:
        """Raise `LibraryError` if they are missing."""
        if not self._source.is_dir():
            command = ingest_command(self._source.parent)
            raise LibraryError(f"The indexes {self._source} are missing. Run `{command} --rebuild` to make them again.")

    def close(self) -> None:
        """Release the files; they are opened again if they are needed."""
        with self._lock:
            if self._vectors is not None:
                self._vectors.close()
            if self._keywords is not None:
                self._keywords.close()
            if self._copy is not None:
                self._copy.close()
            self._vectors = self._keywords = self._copy = None
