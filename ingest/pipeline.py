"""The pipeline: files are found, read, cut up and published in the library; what is unchanged is left alone.

Other processes read ahead while this one embeds, and small documents are published several at a time.
"""

import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.errors import LibraryError
from assistant.facets import load_called, load_facets
from assistant.library import Library
from assistant.settings import Settings
from assistant.vocabulary import Document, Facet
from ingest.events import Embedding, Event, Failed, Found, Published, Reading, Removed, Report, Unchanged, Waiting
from ingest.files import FACETS_FILE, FileState, SourceFile, find_files
from ingest.given import give, given_to
from ingest.jobs import Job, Limits, Outcome
from ingest.memory import give_back
from ingest.pool import Pool
from ingest.prepare import Prepared, reading_key
from ingest.reading import in_groups, outcomes
from ingest.timing import as_embeddings, timed

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

PUBLISHED_TOGETHER = 256
"""Passages that are published together, if documents are smaller than that and no other is being waited for."""


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    *,
    facets: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
    embedders: Mapping[str, "Embeddings"] | None = None,
) -> Report:
    """Bring the library up to date with files and folders.

    New and changed files are published, unchanged ones are left alone, and documents whose file is gone from
    an ingested folder are removed. A file that cannot be read is reported and the others are kept; if it is in
    the library already, its old version stays. If the library cannot be written to any longer, as on a full disk,
    what was published stays, and the report says what stopped it.

    Args:
        paths: Files and folders.
        settings: Where the library is.
        facets: Facet values given to all these files, by facet name; they hold for later runs too, until "" takes
            them back.
        limits: What a file may take.
        on_event: Called with everything that happens.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Raises:
        SettingsError: A path does not exist, or a facets file cannot be read.
        LibraryError: The library cannot be opened.
        EmbedderError: An embedding model cannot be loaded.
    """
    places = [Path(os.path.abspath(path)) for path in paths]
    sources = find_files(paths, apart_from=settings.data_dir)
    declared = {folder: _declared(folder, settings) for folder in {source.folder for source in sources}}
    report = Report()
    models = timed(settings, embedders)
    with Library.open(
        settings, writable=True, on_wait=lambda: on_event(Waiting()), embedders=as_embeddings(models)
    ) as library:
        started = time.perf_counter()
        on_event(Found(len(sources)))
        run = _Run(library, FileState(settings.data_dir), limits or Limits(), on_event, report)
        try:
            facets_of = [each.values for each in declared.values()]
            library.declare_facets(_all_facets([*facets_of, load_facets(settings.facets_file)]))
            if facets:
                library.give_facets(give(library.given_facets(), places, facets))
            run.read_and_publish(sources, declared, library.given_facets())
            run.remove_vanished(sources, [place for place in places if place.is_dir()])
            run.state.save()
            if report.changed:
                library.clean()
        except LibraryError as error:
            report.stopped = str(error)
        report.seconds = time.perf_counter() - started
    report.loading_seconds = sum(model.loading for model in models.values())
    report.embedding_seconds = sum(model.embedding for model in models.values())
    return report


class Declared(NamedTuple):
    """What a facets file declares: values, and words for what carries them, by facet name."""

    values: tuple[Facet, ...]
    called: dict[str, tuple[str, ...]]


class _Run:
    """One run over some files, with the library open."""

    def __init__(
        self,
        library: Library,
        state: FileState,
        limits: Limits,
        on_event: Callable[[Event], None],
        report: Report,
    ) -> None:
        self.library = library
        self.state = state
        self.limits = limits
        self.on_event = on_event
        self.report = report
        self.known: dict[str, Document] = {document.id: document for document in library.documents()}

    def read_and_publish(
        self,
        sources: Sequence[SourceFile],
        declared: Mapping[Path | None, Declared],
        given: Mapping[str, Mapping[str, str]],
    ) -> None:
        """Publish the files that are not in the library as they are."""
        jobs = self._jobs(sources, declared, given)
        with Pool(self.limits) as pool:
            found = outcomes(jobs, pool, lambda job: self.on_event(Reading(job.source.path)))
            for group in in_groups(self._ready(found), PUBLISHED_TOGETHER):
                self._publish([outcome.ready for outcome in group if outcome.ready is not None])
                for outcome in group:
                    self._remember(outcome)

    def remove_vanished(self, sources: Sequence[SourceFile], folders: Sequence[Path]) -> None:
        """Remove the documents whose files were below the folders and are no longer there."""
        present = {source.id for source in sources}
        for document in self.known.values():
            below = any(Path(document.origin).is_relative_to(folder) for folder in folders)
            if below and document.id not in present and self.library.remove(document.id):
                self.report.removed.append(document.path)
                self.on_event(Removed(document.path))

    def _jobs(
        self,
        sources: Sequence[SourceFile],
        declared: Mapping[Path | None, Declared],
        given: Mapping[str, Mapping[str, str]],
    ) -> Iterator[Job]:
        """Yield a job for every file that has to be looked into."""
        keys: dict[tuple[Path | None, tuple[tuple[str, str], ...]], str] = {}
        for source in sources:
            known, stated = declared[source.folder], given_to(source.origin, given)
            how = (source.folder, tuple(sorted(stated.items())))
            key = keys[how] = keys.get(how) or reading_key(known.values, known.called, stated)
            document = self.known.get(source.id)
            before = document.fingerprint if document is not None and document.path == source.path else ""
            noted = self.state.digest(source)
            if noted and before == f"{noted}-{key}":
                self._unchanged(source)
            else:
                yield Job(source, known.values, known.called, stated, key, before, self.limits)

    def _ready(self, found: Iterable[Outcome | None]) -> Iterator[Outcome | None]:
        """Yield the outcomes that are documents, and None as it comes; tell of the others."""
        for outcome in found:
            if outcome is None or outcome.ready is not None:
                yield outcome
            elif outcome.problem:
                self.report.failed[outcome.source.path] = outcome.problem
                self.on_event(Failed(outcome.source.path, outcome.problem))
            else:
                self._remember(outcome)
                self._unchanged(outcome.source)

    def _remember(self, outcome: Outcome) -> None:
        if outcome.seen is not None:
            self.state.note(outcome.source, outcome.seen)

    def _unchanged(self, source: SourceFile) -> None:
        self.report.unchanged += 1
        self.on_event(Unchanged(source.path))

    def _publish(self, ready: Sequence[Prepared]) -> None:
        path = ready[0].document.path
        published = self.library.publish_all(
            [(each.document, each.sections, each.passages) for each in ready],
            lambda done, total: self.on_event(Embedding(path, done, total)),
        )
        for each, took in zip(ready, published, strict=True):
            self.report.published.append(each.document.path)
            self.report.embedded += took.embedded
            self.report.kept += took.kept
            self.on_event(Published(each.document.path, took.embedded, took.kept))
        give_back()


def _declared(folder: Path | None, settings: Settings) -> Declared:
    """Return what a facets file says for a folder: its own file if it has one, else that of the settings."""
    own = folder / FACETS_FILE if folder else None
    path = own if own and own.is_file() else settings.facets_file
    return Declared(tuple(load_facets(path)), load_called(path))


def _all_facets(lists: Sequence[Sequence[Facet]]) -> list[Facet]:
    """Return all facet values, those of the same name and value as one with all their aliases."""
    merged: dict[tuple[str, str], dict[str, None]] = {}
    for facet in (facet for facets in lists for facet in facets):
        merged.setdefault((facet.name, facet.value), {}).update(dict.fromkeys(facet.aliases))
    return [Facet(name, value, tuple(aliases)) for (name, value), aliases in merged.items()]
