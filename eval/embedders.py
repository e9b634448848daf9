"""Libraries of the same documents by other embedders, so that embedders can be compared."""

import hashlib
import re
from typing import TYPE_CHECKING

from assistant.library import Library, Progress
from assistant.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langchain_core.embeddings import Embeddings

    from assistant.vocabulary import Passage, Section

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9.-]+")


def settings_for(settings: Settings, embedder: str) -> Settings:
    """Return the settings of the library that has this embedder: a folder of its own, beside the data folder."""
    if embedder == settings.embedder:
        return settings
    both = f"{embedder}\n{settings.english_view}"
    name = _NOT_IN_NAMES.sub("-", embedder.rsplit("/", 1)[-1]).strip("-")[-60:]
    folder = f"{settings.data_dir.name}-{name}-{hashlib.sha256(both.encode()).hexdigest()[:6]}"
    return settings.model_copy(
        update={
            "embedder": embedder,
            "data_dir": settings.data_dir.absolute().with_name(folder),
            "database_url": "",
            "chroma_url": "",
        }
    )


def library_for(
    settings: Settings,
    embedder: str,
    progress: Progress,
    embedders: "Mapping[str, Embeddings] | None" = None,
) -> Settings:
    """Make the library that has this embedder, or bring it up to date with the one that the settings name.

    Only what has changed is embedded.

    Args:
        settings: Where the library is.
        embedder: Written as in the settings.
        progress: Called with the number of documents that are done and the number of all.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Returns:
        The settings that open it.

    Raises:
        SettingsError: There is no such embedder.
        LibraryError: The library cannot be read, or the new one not be written.
        EmbedderError: A model cannot be loaded.
    """
    own = settings_for(settings, embedder)
    if own == settings:
        return settings
    with (
        Library.open(settings, any_embedder=True) as library,
        Library.open(own, writable=True, embedders=embedders) as copy,
    ):
        copy.declare_facets(library.facets())
        documents = library.documents()
        for done, document in enumerate(documents):
            progress(done, len(documents))
            content = _content(library, document.id)
            held = copy.document(document.id)
            if not held or held.fingerprint != document.fingerprint or _content(copy, document.id) != content:
                copy.publish(document, *content)
        for gone in {document.id for document in copy.documents()} - {document.id for document in documents}:
            copy.remove(gone)
        copy.clean()
        progress(len(documents), len(documents))
    return own


def _content(library: Library, document_id: str) -> "tuple[list[Section], list[Passage]]":
    sections = library.all_sections(document_id)
    by_section = library.section_passages([section.id for section in sections])
    passages = [passage for found in by_section.values() for passage in found]
    return sections, sorted(passages, key=lambda passage: passage.position)
