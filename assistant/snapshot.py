"""One state of the library as it is read: remembers what was read until the documents change."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.inherited import inherited
from assistant.keyed import KeyedPassage, KeyedSection
from assistant.state import State
from assistant.vectors import What
from assistant.vocabulary import Document, Facet, Passage, Section

if TYPE_CHECKING:
    from assistant.store import Store


class Snapshot:
    """The documents of one generation and, as they are asked for, their sections and passages.

    Serves several threads. Nothing that belongs to no document of this generation is ever returned.

    Attributes:
        state: The library's state at this generation.
        documents: Its documents by id, ordered by path.
    """

    def __init__(self, store: "Store", state: State, before: "Snapshot | None" = None) -> None:
        """Read the documents; take over what `before` remembers of those that have not changed since."""
        self._store = store
        self.state = state
        self._versions: dict[str, int] = {}
        self.documents: dict[str, Document] = {}
        for row_id, (version, document) in store.documents().items():
            self._versions[row_id] = version
            self.documents[row_id] = document
        self._sections: dict[str, KeyedSection] = {}
        self._passages: dict[str, KeyedPassage] = {}
        self._section_passages: dict[str, list[str]] = {}
        self._sections_of: dict[str, list[Section]] = {}
        self._facets = store.facets()
        in_sections = store.section_facets()
        self._inherited = inherited(self.documents.values(), self._facets, in_sections)
        for row_id, facets in self._inherited.items():
            document = self.documents[row_id]
            self.documents[row_id] = replace(document, facets={**document.facets, **facets})
        carries = [
            *(d.facets for d in self.documents.values()),
            *(each for all in in_sections.values() for each in all),
        ]
        carried = {pair for values in carries for pair in values.items()}
        self._carried = [facet for facet in self._facets if (facet.name, facet.value) in carried]
        self._count: int | None = None
        if before is not None and before.state.library == state.library:
            self._take_over(before)

    def _take_over(self, before: "Snapshot") -> None:
        same = {
            row_id
            for row_id, version in self._versions.items()
            if before._versions.get(row_id) == version and before._inherited.get(row_id) == self._inherited.get(row_id)
        }
        self._sections = {k: v for k, v in list(before._sections.items()) if v.section.document_id in same}
        self._passages = {k: v for k, v in list(before._passages.items()) if v.passage.document_id in same}
        kept = list(before._section_passages.items())
        self._section_passages = {k: v for k, v in kept if k in self._sections}

    def keyed_sections(self, ids: Iterable[str]) -> dict[str, KeyedSection]:
        """Return the sections that exist with their keys, by id, in the order asked for."""
        wanted = list(ids)
        missing = [row_id for row_id in wanted if row_id not in self._sections]
        if missing:
            self._remember_sections(self._store.sections(missing))
        return {row_id: self._sections[row_id] for row_id in wanted if row_id in self._sections}

    def keyed_passages(self, ids: Iterable[str]) -> dict[str, KeyedPassage]:
        """Return the passages that exist with their keys, by id, in the order asked for."""
        wanted = list(ids)
        missing = [row_id for row_id in wanted if row_id not in self._passages]
        if missing:
            self._remember_passages(self._store.passages(missing))
        return {row_id: self._passages[row_id] for row_id in wanted if row_id in self._passages}

    def sections(self, ids: Iterable[str]) -> dict[str, Section]:
        """Return the sections that exist, by id, in the order asked for."""
        return {row_id: keyed.section for row_id, keyed in self.keyed_sections(ids).items()}

    def passages(self, ids: Iterable[str]) -> dict[str, Passage]:
        """Return the passages that exist, by id, in the order asked for."""
        return {row_id: keyed.passage for row_id, keyed in self.keyed_passages(ids).items()}

    def all_sections(self, document_id: str) -> list[Section]:
        """Return a document's sections in order."""
        if document_id not in self.documents:
            return []
        if document_id not in self._sections_of:
            self._sections_of[document_id] = [
                self._with_inherited(keyed).section for keyed in self._store.sections_of(document_id)
            ]
        return self._sections_of[document_id]

    def section_passages(self, section_ids: Iterable[str]) -> dict[str, list[Passage]]:
        """Return the passages of the sections that exist, in order, by section id."""
        wanted = list(self.keyed_sections(section_ids))
        missing = [row_id for row_id in wanted if row_id not in self._section_passages]
        if missing:
            found = self._store.section_passages(missing)
            self._remember_passages(found)
            members: dict[str, list[str]] = {row_id: [] for row_id in missing}
            for _, passage in found:
                members[passage.section_id].append(passage.id)
            self._section_passages.update(members)
        return {row_id: list(self.passages(self._section_passages[row_id]).values()) for row_id in wanted}

    def living(self, what: What, hits: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        """Turn entries of the indexes into ids, leaving out those that are not of this generation."""
        ids = {key: key.rpartition("-")[0] for key, _ in hits}
        rows = self.keyed_passages(ids.values()) if what == "passage" else self.keyed_sections(ids.values())
        return [(ids[key], score) for key, score in hits if ids[key] in rows and rows[ids[key]].key == key]

    def keys(self, what: What, ids: Iterable[str]) -> dict[str, str]:
        """Return the ids of what exists by the names of its entries in the indexes."""
        rows = self.keyed_passages(ids) if what == "passage" else self.keyed_sections(ids)
        return {row.key: row_id for row_id, row in rows.items()}

    def facets(self) -> list[Facet]:
        """Return the declared facet values in their order, then those that only documents carry."""
        return list(self._facets)

    def carried_facets(self) -> list[Facet]:
        """Return those of the facet values that documents or sections carry."""
        return list(self._carried)

    def passage_count(self) -> int:
        """Return the number of passages."""
        if self._count is None:
            self._count = self._store.passage_count()
        return self._count

    def _remember_sections(self, found: Iterable[KeyedSection]) -> None:
        # Documents published since this generation have rows too; they are not part of it.
        living = (self._with_inherited(k) for k in found if k.section.document_id in self.documents)
        self._sections.update((k.section.id, k) for k in living)

    def _with_inherited(self, keyed: KeyedSection) -> KeyedSection:
        facets = self._inherited.get(keyed.section.document_id)
        if not facets:
            return keyed
        return keyed._replace(section=replace(keyed.section, facets={**facets, **keyed.section.facets}))

    def _remember_passages(self, found: Iterable[KeyedPassage]) -> None:
        self._passages.update((k.passage.id, k) for k in found if k.passage.document_id in self.documents)
