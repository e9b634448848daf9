"""The pipeline: files are found, read, cut up and published in the library; what is unchanged is left alone."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import SourceError
from assistant.facets import load_facets
from assistant.library import Library
from assistant.settings import Settings
from assistant.vocabulary import Document, Facet
from ingest.events import Embedding, Event, Failed, Found, Published, Reading, Removed, Report, Unchanged, Waiting
from ingest.files import FACETS_FILE, FileState, SourceFile, digest_bytes, find_files, read_bytes
from ingest.prepare import prepare, reading_key

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


def ingest(
    paths: Sequence[Path],
    settings: Settings,
    *,
    facets: Mapping[str, str] | None = None,
    on_event: Callable[[Event], None] = lambda event: None,
    embedders: Mapping[str, "Embeddings"] | None = None,
) -> Report:
    """Bring the library up to date with files and folders.

    New and changed files are published, unchanged ones are left alone, and documents whose file is gone from
    an ingested folder are removed. A file that cannot be read is reported and the others are kept; if it is in
    the library already, its old version stays.

    Args:
        paths: Files and folders.
        settings: Where the library is.
        facets: Facet values given to all these files, by facet name.
        on_event: Called with everything that happens.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Raises:
        SettingsError: A path does not exist, or a facets file cannot be read.
        LibraryError: The library cannot be opened or written to.
        EmbedderError: An embedding model cannot be loaded.
    """
    sources = find_files(paths, apart_from=settings.data_dir)
    declared = {folder: _declared(folder, settings) for folder in {source.folder for source in sources}}
    report = Report()
    with Library.open(settings, writable=True, on_wait=lambda: on_event(Waiting()), embedders=embedders) as library:
        on_event(Found(len(sources)))
        library.declare_facets(_all_facets([*declared.values(), load_facets(settings.facets_file)]))
        run = _Run(library, settings, facets or {}, on_event, report)
        for source in sources:
            run.take(source, declared[source.folder])
        run.remove_vanished(sources, [Path(path).absolute() for path in paths if Path(path).is_dir()])
        run.state.save()
        if report.changed:
            library.clean()
    return report


class _Run:
    """One run over some files, with the library open."""

    def __init__(
        self,
        library: Library,
        settings: Settings,
        stated: Mapping[str, str],
        on_event: Callable[[Event], None],
        report: Report,
    ) -> None:
        self.library = library
        self.stated = stated
        self.on_event = on_event
        self.report = report
        self.state = FileState(settings.data_dir)
        self.known: dict[str, Document] = {document.id: document for document in library.documents()}
        self.keys: dict[int, str] = {}

    def take(self, source: SourceFile, declared: Sequence[Facet]) -> None:
        """Publish one file unless it is in the library as it is."""
        key = self.keys.setdefault(id(declared), reading_key(declared, self.stated))
        document = self.known.get(source.id)
        noted = self.state.digest(source)
        if noted and document and (document.fingerprint, document.path) == (f"{noted}-{key}", source.path):
            self._unchanged(source)
            return
        try:
            data = read_bytes(source)
            digest = digest_bytes(data)
            fingerprint = f"{digest}-{key}"
            if document and (document.fingerprint, document.path) == (fingerprint, source.path):
                self._unchanged(source)
            else:
                self._publish(source, data, declared, fingerprint)
            self.state.note(source, digest)
        except SourceError as error:
            self.report.failed[source.path] = str(error)
            self.on_event(Failed(source.path, str(error)))

    def remove_vanished(self, sources: Sequence[SourceFile], folders: Sequence[Path]) -> None:
        """Remove the documents whose files were below the folders and are no longer there."""
        present = {source.id for source in sources}
        for document in self.known.values():
            below = any(Path(document.origin).is_relative_to(folder) for folder in folders)
            if below and document.id not in present and self.library.remove(document.id):
                self.report.removed.append(document.path)
                self.on_event(Removed(document.path))

    def _unchanged(self, source: SourceFile) -> None:
        self.report.unchanged += 1
        self.on_event(Unchanged(source.path))

    def _publish(self, source: SourceFile, data: bytes, declared: Sequence[Facet], fingerprint: str) -> None:
        self.on_event(Reading(source.path))
        ready = prepare(source, data, declared=declared, stated=self.stated, fingerprint=fingerprint)
        published = self.library.publish(
            ready.document,
            ready.sections,
            ready.passages,
            lambda done, total: self.on_event(Embedding(source.path, done, total)),
        )
        self.report.published.append(source.path)
        self.report.embedded += published.embedded
        self.report.kept += published.kept
        self.on_event(Published(source.path, published.embedded, published.kept))


def _declared(folder: Path | None, settings: Settings) -> list[Facet]:
    """Return the facets that apply to a folder: its own if it declares any, else those of the settings."""
    own = folder / FACETS_FILE if folder else None
    return load_facets(own if own and own.is_file() else settings.facets_file)


def _all_facets(lists: Sequence[Sequence[Facet]]) -> list[Facet]:
    """Return all facet values, those of the same name and value as one with all their aliases."""
    merged: dict[tuple[str, str], dict[str, None]] = {}
    for facet in (facet for facets in lists for facet in facets):
        merged.setdefault((facet.name, facet.value), {}).update(dict.fromkeys(facet.aliases))
    return [Facet(name, value, tuple(aliases)) for (name, value), aliases in merged.items()]
