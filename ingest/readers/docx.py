"""Word documents (DOCX): headings by their styles or by how they are set, lists with levels, tables, footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.vocabulary import SourceText
from ingest.readers.boilerplate import CONTENTS, NUMBER_AT_END
from ingest.readers.docx_walk import TOC, DocxParagraph, Walk, heading_level
from ingest.readers.headings import looks_like_heading, looks_like_label
from ingest.readers.limits import office_file
from ingest.readers.lines import Line, item_line
from ingest.readers.properties import of_office, stated
from ingest.readers.text import read_lines

if TYPE_CHECKING:
    from docx.document import Document

WHAT = "Word document"
LARGER = 1.12
"""How much larger than the running text a heading is set at least, if nothing else marks it."""
MAX_TAB_TEXT = 200
"""Longest paragraph, in characters, whose tabs part columns."""


def read_docx(data: bytes, name: str) -> SourceText:
    """Read a Word document as it reads with all changes accepted; comments are left out.

    Raises:
        SourceError: It is damaged, protected with a password, or too large.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    with office_file(data, name, WHAT, OpcError) as opened:
        document = Document(opened)
        walk = Walk(document)
        paragraphs = list(walk.paragraphs(document.element.body))
        left_out = _furniture(document)
        title, created = of_office(document.core_properties)
    paragraphs, contents = _without_contents(paragraphs)
    if contents:
        left_out.append(f"Contents list with {len(contents)} entries")
    titles = [paragraph for paragraph in paragraphs if paragraph.style.name == "title"]
    if len(titles) == 1:
        paragraphs.remove(titles[0])
    headings = _headings(paragraphs, titles)
    lines = list(_lines(paragraphs, headings))
    source = read_lines(lines, guess_headings=not headings)
    metadata = stated(title, created, source.blocks)
    if len(titles) == 1:
        metadata["title"] = " ".join(titles[0].text.split())
    warnings = (f"Pictures that are not read: {walk.pictures}.",) if walk.pictures else ()
    return replace(
        source,
        metadata=metadata,
        warnings=warnings,
        left_out=(*left_out, *source.left_out),
        contents=(*contents, *source.contents),
    )


def _headings(paragraphs: Sequence[DocxParagraph], titles: Sequence[DocxParagraph]) -> dict[int, int]:
    """Return the rank of each paragraph that is a heading, by its place.

    Styles come first. Other paragraphs that are bold throughout and read like headings are some whose rank is not
    known (0); without any style, larger type ranks them.
    """
    ranked = [heading_level(paragraph.style) for paragraph in paragraphs]
    styled = {place: level for place, level in enumerate(ranked) if level is not None}
    if titles:
        styled |= {place: 1 for place, paragraph in enumerate(paragraphs) if paragraph in titles}
    body = _body_size(paragraphs)
    styled |= _numbered(paragraphs, body)
    found = dict(styled)
    larger: dict[int, float] = {}
    for place, paragraph in enumerate(paragraphs):
        if place in styled or paragraph.table or paragraph.level is not None or paragraph in titles:
            continue
        text = " ".join(paragraph.text.split())
        if not (looks_like_label(text) if text.endswith(":") else looks_like_heading(text.rstrip("?"))):
            continue
        if body and paragraph.size >= LARGER * body:
            larger[place] = paragraph.size
            found[place] = 0
        elif paragraph.bold and _heads(paragraphs, place):
            found[place] = 0
    if len(styled) < 2:
        sizes = sorted(set(larger.values()), reverse=True)
        found |= {place: sizes.index(size) + 1 for place, size in larger.items()}
    return found


def _numbered(paragraphs: Sequence[DocxParagraph], body: float) -> dict[int, int]:
    """Return the ranks of numbered paragraphs that are headings by how they are set, by their place.

    They are where all of one list, bold or larger than the running text, read like headings and most of them have
    something else than the next of them below.
    """
    lists: dict[str, list[int]] = {}
    for place, paragraph in enumerate(paragraphs):
        if paragraph.level is not None and paragraph.shown and heading_level(paragraph.style) is None:
            lists.setdefault(paragraph.style.list_id or "", []).append(place)
    found: dict[int, int] = {}
    for places in lists.values():
        members = [paragraphs[place] for place in places]
        set_off = all(member.bold or (body and member.size >= LARGER * body) for member in members)
        read_so = all(looks_like_heading(" ".join(member.text.split()).rstrip("?:")) for member in members)
        heading = sum(place + 1 not in places and place + 1 < len(paragraphs) for place in places)
        if len(places) > 1 and set_off and read_so and heading * 2 > len(places):
            found |= {place: (paragraphs[place].level or 0) + 1 for place in places}
    return found


def _heads(paragraphs: Sequence[DocxParagraph], place: int) -> bool:
    """Tell whether a bold paragraph is followed by something else than bold paragraphs."""
    following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
    return following is not None and (not following.bold or bool(following.table) or following.level is not None)


def _body_size(paragraphs: Iterable[DocxParagraph]) -> float:
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[paragraph.size] += len(paragraph.text)
    return (sizes.most_common(1)[0][0] or 11.0) if sizes else 0.0


def _without_contents(paragraphs: Sequence[DocxParagraph]) -> tuple[list[DocxParagraph], list[str]]:
    """Return the paragraphs without those that Word sets as a contents list, and that list's entries."""
    kept: list[DocxParagraph] = []
    entries: list[str] = []
    for paragraph in paragraphs:
        match = TOC.match(paragraph.style.name)
        if match is None:
            kept.append(paragraph)
            continue
        text = re.sub(rf"[\s.…·_]*(?:\t|\.{{3,}}|…)[\s.…·_]*{NUMBER_AT_END}", "", paragraph.text)
        entries.append("  " * (int(match[1]) - 1) + " ".join(text.split()))
        if kept and CONTENTS.match(kept[-1].text):
            kept.pop()
    return kept, entries


def _lines(paragraphs: Sequence[DocxParagraph], headings: dict[int, int]) -> Iterator[Line]:
    """Yield the paragraphs as lines, each followed by a blank one."""
    for place, paragraph in enumerate(paragraphs):
        if paragraph.table:
            yield from paragraph.table
        elif place in headings:
            shown = paragraph.shown if paragraph.level is not None else ""
            yield Line(" ".join(f"{shown} {paragraph.text}".split()), heading=headings[place])
        elif paragraph.level is not None:
            yield item_line(" ".join(paragraph.text.split()), paragraph.level, paragraph.number)
        else:
            for text in paragraph.text.split("\n"):
                columns = len(paragraph.text) <= MAX_TAB_TEXT
                yield Line(text.strip() if columns else " ".join(text.split()))
        yield Line("")


def _furniture(document: "Document") -> list[str]:
    """Return what stands in headers and footers, which are not read."""
    found: dict[str, None] = {}
    for section in document.sections:
        for what, part in (("Header", section.header), ("Footer", section.footer)):
            text = "" if part.is_linked_to_previous else " ".join(" ".join(p.text for p in part.paragraphs).split())
            if text:
                found[f"{what}: “{text[:200]}”"] = None
    return list(found)
