"""Writing to the library, in an order that no crash can spoil.

New entries are written to the indexes, then SQL switches to them in one transaction, then the old ones are dropped.
Until the switch the old version is read; entries that SQL does not name are never seen.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from assistant.embedding import View
from assistant.indexes import Indexes
from assistant.keyed import KeyedPassage, KeyedSection
from assistant.keywords import Entry
from assistant.models import Models
from assistant.recipe import RECIPE, passage_text, section_text
from assistant.state import State
from assistant.vectors import What
from assistant.vocabulary import Document, Passage, Section

if TYPE_CHECKING:
    from assistant.store import Store

Progress = Callable[[int, int], None]
"""Called with the number of texts (when rebuilding: passages) that are done and the number of all."""

_BATCH = 64


@dataclass(frozen=True)
class Published:
    """What publishing a document took.

    Attributes:
        embedded: Passages that had to be embedded in the main view.
        kept: Passages whose vectors were there already.
    """

    embedded: int
    kept: int


@dataclass(frozen=True)
class _Job:
    """Texts that one view lacks: the keys of each distinct text."""

    view: str
    what: What
    keys: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.keys)


class Writer:
    """Changes a library; used by one thread of one process at a time."""

    def __init__(self, store: "Store", models: Models, views: Sequence[View], identities: Mapping[str, str]) -> None:
        """Write to `store`, embed in `views` by `models`, which are what `identities` says."""
        self._store = store
        self._models = models
        self._views = views
        self.identities = identities

    def publish(
        self,
        indexes: Indexes,
        document: Document,
        sections: Sequence[Section],
        passages: Sequence[Passage],
        progress: Progress | None,
    ) -> Published:
        """Add a document or replace its old version."""
        keyed_sections, keyed_passages = _keyed(sections, passages)
        old_passages, old_sections = self._store.keys(document.id)
        new = [keyed for keyed in keyed_passages if keyed.key not in old_passages]
        with self._changing():
            embedded = self._embed(indexes, document, keyed_sections, keyed_passages, progress)
            if new:
                indexes.keywords.change(_entries(keyed_sections, new), [])
            self._store.replace(document, keyed_sections, keyed_passages)
            indexes.drop(
                self._views,
                old_passages - {keyed.key for keyed in keyed_passages},
                old_sections - {keyed.key for keyed in keyed_sections},
            )
        return Published(embedded, len(keyed_passages) - embedded)

    def remove(self, indexes: Indexes, document_id: str) -> bool:
        """Remove a document."""
        passages, sections = self._store.keys(document_id)
        with self._changing():
            found = self._store.remove(document_id)
            indexes.drop(self._views, passages, sections)
        return found

    def rebuild(self, indexes: Indexes, progress: Progress | None) -> int:
        """Fill an empty build of the indexes from SQL and switch to it."""
        total = self._store.passage_count()
        done = 0
        section_keys: dict[str, str] = {}
        passage_keys: dict[str, str] = {}
        self._store.change_state(unfinished=True)
        # Even without documents both indexes must exist, or the library would look damaged.
        indexes.keywords.change([], [])
        for document_id, (_, document) in self._store.documents().items():
            sections, passages = _keyed(
                [keyed.section for keyed in self._store.sections_of(document_id)],
                [keyed.passage for keyed in self._store.passages_of(document_id)],
            )
            self._embed(indexes, document, sections, passages, None)
            indexes.keywords.change(_entries(sections, passages), [])
            section_keys.update((keyed.section.id, keyed.key) for keyed in sections)
            passage_keys.update((keyed.passage.id, keyed.key) for keyed in passages)
            done += len(passages)
            if progress is not None:
                progress(done, total)
        self._store.use_build(
            indexes.build, section_keys, passage_keys, embedders=self.identities, recipe=RECIPE, unfinished=False
        )
        return total

    def clean(self, indexes: Indexes) -> int:
        """Drop what interrupted runs left."""
        passages, sections = self._store.keys()
        dropped = indexes.drop_others(self._views, passages, sections)
        self._store.change_state(unfinished=False)
        return dropped

    @contextmanager
    def _changing(self) -> Iterator[None]:
        # Says in SQL that the indexes may hold leftovers until the change has ended. A view that is switched off
        # meanwhile is no longer complete.
        before = self._store.state() or State()
        complete = {view: model for view, model in before.embedders.items() if view in self.identities}
        self._store.change_state(unfinished=True, embedders=complete)
        yield
        if not before.unfinished:
            self._store.change_state(unfinished=False)

    def _embed(
        self,
        indexes: Indexes,
        document: Document,
        sections: Sequence[KeyedSection],
        passages: Sequence[KeyedPassage],
        progress: Progress | None,
    ) -> int:
        """Embed what the views lack; returns the number of passages that the first view lacked."""
        jobs = [job for view in self._views for job in self._jobs(indexes, view, document, sections, passages)]
        total, done = sum(map(len, jobs)), 0
        for job in jobs:
            texts = list(job.keys)
            for start in range(0, len(texts), _BATCH):
                part = texts[start : start + _BATCH]
                vectors = self._models.passages(job.view, part)
                rows = [(key, row) for row, text in enumerate(part) for key in job.keys[text]]
                indexes.vectors.put(job.view, job.what, [key for key, _ in rows], vectors[[row for _, row in rows]])
                done += len(part)
                if progress is not None:
                    progress(done, total)
        first = self._views[0].name
        return sum(len(keys) for j in jobs if (j.view, j.what) == (first, "passage") for keys in j.keys.values())

    def _jobs(
        self,
        indexes: Indexes,
        view: View,
        document: Document,
        sections: Sequence[KeyedSection],
        passages: Sequence[KeyedPassage],
    ) -> Iterator[_Job]:
        by_id = {keyed.section.id: keyed.section for keyed in sections}
        languages: dict[str, set[str]] = {}
        for _, passage in passages:
            languages.setdefault(passage.section_id, set()).add(passage.language)
        wanted: dict[What, dict[str, str]] = {
            "passage": {
                key: passage_text(by_id[passage.section_id], passage)
                for key, passage in passages
                if view.serves(passage.language)
            },
            "section": {
                key: section_text(section)
                for key, section in sections
                if any(map(view.serves, languages.get(section.id, {document.language})))
            },
        }
        for what, texts in wanted.items():
            held = indexes.vectors.held(view.name, what, list(texts))
            keys: dict[str, list[str]] = {}
            for key, text in texts.items():
                if key not in held:
                    keys.setdefault(text, []).append(key)
            yield _Job(view.name, what, keys)


def _keyed(sections: Sequence[Section], passages: Sequence[Passage]) -> tuple[list[KeyedSection], list[KeyedPassage]]:
    by_id = {section.id: section for section in sections}
    return (
        [KeyedSection(_key(section.id, section_text(section)), section) for section in sections],
        [_keyed_passage(by_id[passage.section_id], passage) for passage in passages],
    )


def _keyed_passage(section: Section, passage: Passage) -> KeyedPassage:
    indexed = (passage.language, passage_text(section, passage), *_indexed_words(section, passage))
    return KeyedPassage(_key(passage.id, *indexed), passage)


def _key(row_id: str, *indexed: str) -> str:
    return f"{row_id}-{sha256(chr(0).join(indexed).encode('utf-8', 'replace')).hexdigest()[:12]}"


def _entries(sections: Sequence[KeyedSection], passages: Iterable[KeyedPassage]) -> Iterator[Entry]:
    by_id = {keyed.section.id: keyed.section for keyed in sections}
    for key, passage in passages:
        yield Entry(key, passage.language, *_indexed_words(by_id[passage.section_id], passage))


def _indexed_words(section: Section, passage: Passage) -> tuple[str, str]:
    headers = " ".join(passage.headers)
    return passage.text, " ".join((*section.path, passage.lead_in, headers)).strip()
