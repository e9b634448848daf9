"""Filling the vector index: what the views lack is embedded in large batches, each distinct text once.

A text that another passage of the library has in common lends its vector, so a document that was moved or copied
is not embedded again.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.embedding import View
from assistant.indexes import Indexes
from assistant.keyed import KeyedEdition, text_hash
from assistant.models import Models
from assistant.recipe import passage_text, section_text
from assistant.vectors import What

if TYPE_CHECKING:
    from assistant.store import Store

Progress = Callable[[int, int], None]
"""Called with the number of texts (when rebuilding: passages) that are done and the number of all."""

_BATCH = 64
"""Texts embedded at once: a model embeds 64 together several times as fast as one by one, and hardly faster more."""


@dataclass(frozen=True)
class _Job:
    """Texts that one view lacks: the keys of each distinct text."""

    view: str
    what: What
    keys: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.keys)


class Filler:
    """Embeds documents for an index; used by the one writer of a library."""

    def __init__(self, store: "Store", models: Models, views: Sequence[View]) -> None:
        """Embed for `views` by `models` what is, or is going to be, in `store`."""
        self._store = store
        self._models = models
        self._views = views
        self._lenders: dict[str, str] | None = None

    def fill(self, indexes: Indexes, editions: Sequence[KeyedEdition], progress: Progress | None) -> set[str]:
        """Embed what the views lack of some documents; returns the keys of passages embedded for the first view."""
        jobs = [job for view in self._views for job in self._jobs(indexes, view, editions)]
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
        self._remember(editions)
        first = self._views[0].name
        return {key for j in jobs if (j.view, j.what) == (first, "passage") for keys in j.keys.values() for key in keys}

    def _jobs(self, indexes: Indexes, view: View, editions: Sequence[KeyedEdition]) -> Iterator[_Job]:
        wanted: dict[What, dict[str, str]] = {"passage": {}, "section": {}}
        for edition in editions:
            wanted["passage"].update(_passage_texts(view, edition))
            wanted["section"].update(_section_texts(view, edition))
        for what, texts in wanted.items():
            held = indexes.vectors.held(view.name, what, list(texts))
            missing = {key: text for key, text in texts.items() if key not in held}
            lent = self._lend(indexes, view, what, list(missing))
            keys: dict[str, list[str]] = {}
            for key, text in missing.items():
                if key not in lent:
                    keys.setdefault(text, []).append(key)
            yield _Job(view.name, what, keys)

    def _lend(self, indexes: Indexes, view: View, what: What, keys: Sequence[str]) -> set[str]:
        """Hold under these keys the vectors of the same texts elsewhere; returns the keys for which there were some."""
        if not keys:
            return set()
        known = self._known()
        lenders = {key: lender for key in keys if (lender := known.get(text_hash(key))) is not None}
        found = indexes.vectors.vectors(view.name, what, list(set(lenders.values())))
        lent = [key for key, lender in lenders.items() if lender in found]
        if lent:
            import numpy as np

            indexes.vectors.put(view.name, what, lent, np.stack([found[lenders[key]] for key in lent]))
        return set(lent)

    def _known(self) -> dict[str, str]:
        """Return a key for the hash of each text in the library."""
        if self._lenders is None:
            passages, sections = self._store.keys()
            self._lenders = {text_hash(key): key for key in (*passages, *sections)}
        return self._lenders

    def _remember(self, editions: Sequence[KeyedEdition]) -> None:
        if self._lenders is not None:
            for edition in editions:
                self._lenders.update((text_hash(keyed.key), keyed.key) for keyed in edition.sections)
                self._lenders.update((text_hash(keyed.key), keyed.key) for keyed in edition.passages)


def _passage_texts(view: View, edition: KeyedEdition) -> dict[str, str]:
    by_id = {keyed.section.id: keyed.section for keyed in edition.sections}
    return {
        key: passage_text(by_id[passage.section_id], passage)
        for key, passage in edition.passages
        if view.serves(passage.language)
    }


def _section_texts(view: View, edition: KeyedEdition) -> dict[str, str]:
    languages: Mapping[str, set[str]] = {section.id: set() for _, section in edition.sections}
    for _, passage in edition.passages:
        languages[passage.section_id].add(passage.language)
    return {
        key: section_text(section)
        for key, section in edition.sections
        if any(map(view.serves, languages[section.id] or {edition.document.language}))
    }
