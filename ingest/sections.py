"""Sections: a document's blocks, grouped below their headings, with the facet values in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.facets import find_facets, heading_facet
from assistant.vocabulary import Block, Facet, Passage, Section
from ingest.passages import PassageCutter, digest


@dataclass(frozen=True)
class Cut:
    """A document cut up.

    Attributes:
        sections: Its sections that hold any text, in order.
        passages: Their passages, in order.
        empty: Headings with nothing below them.
    """

    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]
    empty: tuple[str, ...]


@dataclass(frozen=True)
class _Heading:
    text: str
    level: int
    facet: Facet | None


def cut(
    document_id: str,
    blocks: Sequence[Block],
    *,
    facets: Sequence[Facet] = (),
    document_facets: Mapping[str, str] | None = None,
    language: str = "en",
) -> Cut:
    """Group blocks into sections and cut those into passages.

    A section holds what stands between a heading and the next one of any rank. A heading that is nothing but
    a facet's value or alias sets that facet for all that is below it; so does one that names a single value
    ("What Lisbon brought along") in a document that is not about one as a whole.

    Args:
        document_id: The document.
        blocks: Its blocks, all headings ranked.
        facets: Facet values that headings may name.
        document_facets: Facet values of the whole document, by facet name.
        language: ISO 639-1 code of its passages.
    """
    cutter = PassageCutter(document_id, language)
    sections: list[Section] = []
    passages: list[Passage] = []
    empty: list[str] = []
    times: Counter[tuple[str, ...]] = Counter()
    for stack, content, parent in _grouped(blocks, facets, document_facets or {}):
        path = tuple(heading.text for heading in stack)
        if not content:
            empty += [] if parent else path[-1:]
            continue
        times[path] += 1
        section_id = digest(document_id, *path, "", str(times[path]))
        own = cutter.cut(section_id, path, content)
        named = {heading.facet.name: heading.facet.value for heading in stack if heading.facet}
        pages = [passage.page for passage in own if passage.page is not None]
        sections.append(
            Section(
                id=section_id,
                document_id=document_id,
                path=path,
                position=len(sections),
                text="\n".join(passage.text for passage in own),
                facets={**(document_facets or {}), **named},
                first_page=min(pages, default=None),
                last_page=max(pages, default=None),
            )
        )
        passages += own
    return Cut(tuple(sections), tuple(passages), tuple(empty))


def _grouped(
    blocks: Sequence[Block], facets: Sequence[Facet], of_document: Mapping[str, str]
) -> list[tuple[tuple[_Heading, ...], list[Block], bool]]:
    """Return for each section the headings that lead to it, its blocks, and whether a lower heading follows."""
    groups: list[tuple[tuple[_Heading, ...], list[Block], bool]] = []
    stack: tuple[_Heading, ...] = ()
    content: list[Block] = []
    for block in blocks:
        if block.kind != "heading":
            content.append(block)
            continue
        groups.append((stack, content, bool(stack) and block.level > stack[-1].level))
        stack = tuple(heading for heading in stack if heading.level < block.level)
        stack += (_Heading(block.text, block.level, _facet_of(block.text, facets, of_document)),)
        content = []
    groups.append((stack, content, False))
    return groups


def _facet_of(heading: str, facets: Sequence[Facet], of_document: Mapping[str, str]) -> Facet | None:
    """Return the facet value that what stands below a heading carries, None for none."""
    own = heading_facet(heading, facets)
    if own is not None:
        return own
    named = find_facets(heading, [facet for facet in facets if facet.name not in of_document])
    return named[0] if len(named) == 1 else None
