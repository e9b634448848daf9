"""Writing to the library, in an order that no crash can spoil.

New entries are written to the indexes, then SQL switches to them in one transaction, then the old ones are dropped.
Until the switch the old version is read; entries that SQL does not name are never seen.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.embedding import View
from assistant.filling import Filler, Progress
from assistant.indexes import Indexes
from assistant.keyed import KeyedEdition, KeyedPassage, KeyedSection, key
from assistant.keywords import Entry
from assistant.models import Models
from assistant.recipe import RECIPE, passage_text, section_text
from assistant.state import State
from assistant.vocabulary import Document, Passage, Section

if TYPE_CHECKING:
    from assistant.store import Store

Edition = tuple[Document, Sequence[Section], Sequence[Passage]]
"""A document with its sections and passages."""

_REBUILT_TOGETHER = 256
"""Passages that are embedded together when rebuilding, if documents are smaller than that."""


@dataclass(frozen=True)
class Published:
    """What publishing a document took.

    Attributes:
        embedded: Passages that had to be embedded in the main view.
        kept: Passages whose vectors were there already, from before or from the same text elsewhere.
    """

    embedded: int
    kept: int


class Writer:
    """Changes a library; used by one thread of one process at a time."""

    def __init__(self, store: "Store", models: Models, views: Sequence[View], identities: Mapping[str, str]) -> None:
        """Write to `store`, embed in `views` by `models`, which are what `identities` says."""
        self._store = store
        self._views = views
        self._filler = Filler(store, models, views)
        self.identities = identities

    def publish(self, indexes: Indexes, editions: Sequence[Edition], progress: Progress | None) -> list[Published]:
        """Add documents or replace their old versions, all of them at once."""
        keyed = [_keyed(*edition) for edition in editions]
        old_passages: set[str] = set()
        old_sections: set[str] = set()
        for edition in keyed:
            passages, sections = self._store.keys(edition.document.id)
            old_passages |= passages
            old_sections |= sections
        with self._changing():
            embedded = self._filler.fill(indexes, keyed, progress)
            new = [entry for edition in keyed for entry in _entries(edition) if entry.key not in old_passages]
            if new:
                indexes.keywords.change(new, [])
            self._store.replace(keyed)
            indexes.drop(
                self._views,
                old_passages - {passage.key for edition in keyed for passage in edition.passages},
                old_sections - {section.key for edition in keyed for section in edition.sections},
            )
        return [_published(edition, embedded) for edition in keyed]

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
        for editions in self._some_together():
            self._filler.fill(indexes, editions, None)
            indexes.keywords.change([entry for edition in editions for entry in _entries(edition)], [])
            for edition in editions:
                section_keys.update((keyed.section.id, keyed.key) for keyed in edition.sections)
                passage_keys.update((keyed.passage.id, keyed.key) for keyed in edition.passages)
                done += len(edition.passages)
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

    def _some_together(self) -> Iterator[list[KeyedEdition]]:
        """Yield all documents, several small ones at a time."""
        together: list[KeyedEdition] = []
        for document_id, (_, document) in self._store.documents().items():
            sections = [keyed.section for keyed in self._store.sections_of(document_id)]
            passages = [keyed.passage for keyed in self._store.passages_of(document_id)]
            together.append(_keyed(document, sections, passages))
            if sum(len(edition.passages) for edition in together) >= _REBUILT_TOGETHER:
                yield together
                together = []
        if together:
            yield together

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


def _keyed(document: Document, sections: Sequence[Section], passages: Sequence[Passage]) -> KeyedEdition:
    by_id = {section.id: section for section in sections}
    return KeyedEdition(
        document,
        [KeyedSection(key(section.id, section_text(section)), section) for section in sections],
        [_keyed_passage(by_id[passage.section_id], passage) for passage in passages],
    )


def _keyed_passage(section: Section, passage: Passage) -> KeyedPassage:
    words = (passage.language, *_indexed_words(section, passage))
    return KeyedPassage(key(passage.id, passage_text(section, passage), *words), passage)


def _published(edition: KeyedEdition, embedded: set[str]) -> Published:
    new = sum(keyed.key in embedded for keyed in edition.passages)
    return Published(new, len(edition.passages) - new)


def _entries(edition: KeyedEdition) -> Iterable[Entry]:
    by_id = {keyed.section.id: keyed.section for keyed in edition.sections}
    for name, passage in edition.passages:
        yield Entry(name, passage.language, *_indexed_words(by_id[passage.section_id], passage))


def _indexed_words(section: Section, passage: Passage) -> tuple[str, str]:
    headers = " ".join(passage.headers)
    return passage.text, " ".join((*section.path, passage.lead_in, headers)).strip()
