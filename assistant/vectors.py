"""The vectors of passages and sections, in Chroma: a cache that can always be made again from SQL.

An entry's name (its *key*) is the id of its passage or section and a hash of the text that was embedded, so the
old and the new version of a document stand side by side until SQL says which one counts.
"""

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import numpy as np

from assistant.embedding import Array
from assistant.errors import LibraryError

What = Literal["passage", "section"]

_BATCH = 2000
_spellings = count()


class VectorIndex:
    """One collection for each view and for passages and sections, compared by cosine. Serves several threads."""

    def __init__(self, folder: Path, url: str, prefix: str) -> None:
        """Open the index, made if there is none.

        Args:
            folder: Where Chroma keeps its files; it must be writable, as Chroma opens it for writing.
            url: URL of a Chroma server, used instead of the folder unless empty.
            prefix: Beginning of the collections' names; sets libraries on one server apart.

        Raises:
            LibraryError: The folder is damaged or the server does not answer.
        """
        self._folder, self._url, self._prefix = folder, url, prefix
        self._lock = threading.RLock()
        self._collections: dict[tuple[str, What], Any] = {}
        self._client: Any = None
        with self._lock, self._translated():
            self._open()

    def _open(self) -> None:
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url:
            address = urlsplit(self._url)
            self._client = chromadb.HttpClient(
                host=address.hostname or "localhost",
                port=address.port or (443 if address.scheme == "https" else 80),
                ssl=address.scheme == "https",
                settings=settings,
            )
        else:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Chroma shares one system among all clients of a path, whose view of other processes' changes is
            # stale until the last of them closes. A path spelt in a way of its own gives each index its own.
            path = str(self._folder) + f"{os.sep}." * (1 + next(_spellings) % 200)
            self._client = chromadb.PersistentClient(path=path, settings=settings)

    def reopen(self) -> None:
        """See what other processes have changed.

        Raises:
            LibraryError: The folder is damaged or the server does not answer.
        """
        if self._url:
            return
        with self._lock, self._translated():
            self._close()
            self._open()

    def close(self) -> None:
        """Release the files."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None
        self._collections.clear()

    def nearest(self, view: str, what: What, vector: Array, limit: int) -> list[tuple[str, float]]:
        """Return at most `limit` keys with their cosine (-1 to 1), nearest first."""
        if limit <= 0:
            return []
        with self._lock, self._translated():
            collection = self._collection(view, what)
            found = collection.query(query_embeddings=vector[np.newaxis], n_results=limit, include=["distances"])
        pairs = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(key, 1 - float(distance)) for key, distance in pairs]

    def vectors(self, view: str, what: What, keys: Sequence[str]) -> dict[str, Array]:
        """Return the vectors (d,) that are held, by key."""
        found: dict[str, Array] = {}
        with self._lock, self._translated():
            for part in _parts(keys, self._batch()):
                got = self._collection(view, what).get(ids=part, include=["embeddings"])
                found.update(zip(got["ids"], np.asarray(got["embeddings"], dtype=np.float32), strict=True))
        return found

    def held(self, view: str, what: What, keys: Sequence[str]) -> set[str]:
        """Return which of these keys are held."""
        with self._lock, self._translated():
            collection = self._collection(view, what)
            return {key for part in _parts(keys, self._batch()) for key in collection.get(ids=part, include=[])["ids"]}

    def all_keys(self, view: str, what: What) -> set[str]:
        """Return every key that is held."""
        with self._lock, self._translated():
            return set(self._collection(view, what).get(include=[])["ids"])

    def put(self, view: str, what: What, keys: Sequence[str], vectors: Array) -> None:
        """Hold vectors (n, d) under keys."""
        with self._lock, self._translated():
            start = 0
            for part in _parts(keys, self._batch()):
                self._collection(view, what).upsert(ids=part, embeddings=vectors[start : start + len(part)])
                start += len(part)

    def drop(self, view: str, what: What, keys: Iterable[str]) -> None:
        """Forget keys; those that are not held are ignored."""
        with self._lock, self._translated():
            for part in _parts(sorted(keys), self._batch()):
                self._collection(view, what).delete(ids=part)

    def delete_all(self) -> None:
        """Delete the collections of this prefix, on a server; a folder is deleted as a whole by its owner."""
        with self._lock, self._translated():
            for collection in self._client.list_collections():
                if self._url and collection.name.startswith(f"{self._prefix}-"):
                    self._client.delete_collection(collection.name)
            self._collections.clear()

    def _batch(self) -> int:
        if self._client is None:
            return _BATCH
        return min(_BATCH, int(self._client.get_max_batch_size()))

    def _collection(self, view: str, what: What) -> Any:  # noqa: ANN401 (chromadb comes without types here)
        if self._client is None:
            raise LibraryError(f"The vectors in {self._folder} were closed while they were searched. Ask again.")
        if (view, what) not in self._collections:
            self._collections[view, what] = self._client.get_or_create_collection(
                f"{self._prefix}-{view}-{what}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200}},
            )
        return self._collections[view, what]

    @contextmanager
    def _translated(self) -> Iterator[None]:
        import httpx
        from chromadb.errors import ChromaError

        try:
            yield
        except (ChromaError, httpx.HTTPError, OSError, ValueError, KeyError) as error:
            where = f"server {self._url} (LEP_CHROMA_URL)" if self._url else f"folder {self._folder}"
            cause = (str(error) or type(error).__name__).splitlines()[0]
            raise LibraryError(
                f"The vectors in the {where} cannot be used ({cause}). Make sure that it can be reached and that "
                "its disk has room; if it is damaged, run `python -m ingest --rebuild`."
            ) from error


def _parts(keys: Sequence[str], size: int) -> Iterator[list[str]]:
    return (list(keys[start : start + size]) for start in range(0, len(keys), size))
