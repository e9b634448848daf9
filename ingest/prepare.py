"""Preparing: one file's bytes become the document, sections and passages that the library publishes.

Nothing here touches the library, so it can run in any process.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from assistant.errors import SourceError
from assistant.facets import find_facets
from assistant.language import detect
from assistant.vocabulary import Block, Document, Facet, Passage, Section, SourceText
from assistant.words import name_in_words
from ingest.dates import document_date, first_date
from ingest.files import SourceFile, readable
from ingest.newvalues import new_values
from ingest.outline import rank_headings
from ingest.ownvalues import own_values
from ingest.passages import digest
from ingest.readers import read
from ingest.readers.headings import Entries
from ingest.readers.ocr import missing_extra
from ingest.sections import cut

READING_VERSION = "18"
"""To be raised whenever the same bytes come out as other sections or passages, so that files are read again."""
LANGUAGE_SAMPLE = 5000
"""Characters from which a document's language is told."""
MIN_LANGUAGE_SAMPLE = 200


@dataclass(frozen=True)
class Prepared:
    """A document, ready to be published."""

    document: Document
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


def reading_key(declared: Sequence[Facet], called: Mapping[str, Sequence[str]], stated: Mapping[str, str]) -> str:
    """Return a hash of everything but a file's bytes that decides how it is read."""
    names = [part for facet in declared for part in ("", facet.name, facet.value, *facet.aliases)]
    names += [part for name, words in called.items() for part in ("", name, *words)]
    how = (READING_VERSION, "" if missing_extra() else "pictures are read")
    return digest(*how, *names, "", *(f"{name}={value}" for name, value in sorted(stated.items())))


def prepare(
    source: SourceFile,
    data: bytes,
    *,
    declared: Sequence[Facet],
    called: Mapping[str, Sequence[str]],
    stated: Mapping[str, str],
    fingerprint: str,
) -> Prepared:
    """Read a file and cut it up.

    Args:
        source: The file.
        data: Its bytes.
        declared: Facet values that may be named in it.
        called: Words for what carries a facet's value, by facet name.
        stated: Facet values that the person who ingests it gives it; they outdo those that it states itself.
        fingerprint: What the document's fingerprint is.

    Raises:
        SourceError: It cannot be read.
    """
    content = read(data, source.path)
    title = content.metadata.get("title") or _title(content, source.path)
    given = {**content.facets, **stated}
    about = own_values(title, PurePosixPath(source.path).name, content.blocks, declared, called)
    stated_new = new_values(title, content.blocks, declared, called)
    several = {name for name, times in Counter(facet.name for facet in stated_new).items() if times > 1}
    about = [facet for facet in about if facet.name not in several]
    told = dict.fromkeys([*stated_new, *about])
    new = [f for f in told if f.name not in given and not _is_declared(f.name, f.value, declared)]
    facets = {**{f.name: f.value for f in about}, **_facets_of_title(title, [*declared, *new]), **given}
    own = [Facet(name, value) for name, value in facets.items() if not _is_declared(name, value, declared)]
    known = list(dict.fromkeys([*declared, *new, *own]))
    blocks = rank_headings(content.blocks, content.contents, known, title)
    language = content.metadata.get("language") or _language(blocks)
    pieces = cut(source.id, blocks, facets=known, document_facets=facets, language=language)
    if not pieces.passages:
        raise SourceError(f"{source.path}: there are only headings in it. Check that it is the file you mean.")
    document = Document(
        id=source.id,
        path=source.path,
        title=title,
        source=content.metadata.get("source", ""),
        source_section=content.metadata.get("source_section", ""),
        date=_date(content),
        language=language,
        facets=facets,
        fingerprint=fingerprint,
        pages=content.pages,
        warnings=(
            *content.warnings,
            *map(_told_of, new),
            *(f"Nothing stands under the heading “{text}”." for text in pieces.empty),
        ),
        left_out=content.left_out,
        origin=readable(source.origin),
    )
    return Prepared(document, pieces.sections, pieces.passages)


def _title(content: SourceText, path: str) -> str:
    """Return the first heading, unless it is one of the contents list's; else the file's name in words."""
    entries = Entries(content.contents)
    for block in content.blocks:
        if block.kind == "heading":
            if entries.match(block.text) is None:
                return block.text.rstrip(" :")
            break
    return name_in_words(path) or path


def _facets_of_title(title: str, declared: Sequence[Facet]) -> dict[str, str]:
    """Return the facet values that a title names, where it names just one of a facet."""
    named: dict[str, list[str]] = {}
    for facet in find_facets(title, declared):
        named.setdefault(facet.name, []).append(facet.value)
    return {name: values[0] for name, values in named.items() if len(values) == 1}


def _told_of(facet: Facet) -> str:
    return (
        f"It names a new {facet.name}, “{facet.value}”. If that is none, give the right one with --facet {facet.name}=…"
    )


def _is_declared(name: str, value: str, declared: Sequence[Facet]) -> bool:
    return any(facet.name == name and facet.value == value for facet in declared)


def _date(content: SourceText) -> str:
    stated = content.metadata.get("date", "")
    return (first_date(stated) or stated) if stated else document_date(content.blocks)


def _language(blocks: Sequence[Block]) -> str:
    """Return the language of the running text, or of everything where there is hardly any."""
    running = " ".join(block.text for block in blocks if block.kind != "heading")[:LANGUAGE_SAMPLE]
    if len(running) < MIN_LANGUAGE_SAMPLE:
        running = " ".join(block.text for block in blocks)[:LANGUAGE_SAMPLE]
    return detect(running)
