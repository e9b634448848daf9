"""Word documents (DOCX): headings by their styles or by how they are set, lists with levels, tables, footnotes."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from typing import TYPE_CHECKING

from assistant.vocabulary import SourceText
from ingest.readers.boilerplate import CONTENTS, NUMBER_AT_END
from ingest.readers.docx_parts import (
    Style,
    W,
    boxes_of,
    children,
    combined,
    is_layout,
    list_formats,
    runs_of,
    style_of,
    styles_of,
    table_grid,
    text_of,
)
from ingest.readers.grid import grid_lines
from ingest.readers.headings import looks_like_heading, looks_like_label
from ingest.readers.limits import PARSER_ERRORS, damaged, open_zip
from ingest.readers.lines import Line, item_line
from ingest.readers.properties import stated
from ingest.readers.text import read_lines

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

WHAT = "Word document"
HEADING = re.compile(r"^(?:heading|überschrift|kop|nadpis|titolo)\s*([1-9])\b")
TOC = re.compile(r"^(?:toc|verzeichnis|inhopg|obsah|sommario)\s*([1-9])\b")
LARGER = 1.12
"""How much larger than the running text a heading is set at least, if nothing else marks it."""
MAX_TAB_TEXT = 200
"""Longest paragraph, in characters, whose tabs part columns."""
BODY_LEVEL = 9
"""Outline level that Word gives to running text."""


def read_docx(data: bytes, name: str) -> SourceText:
    """Read a Word document as it reads with all changes accepted; comments are left out.

    Raises:
        SourceError: It is damaged, protected with a password, or too large.
    """
    from docx import Document
    from docx.opc.exceptions import OpcError

    open_zip(data, name, WHAT).close()
    try:
        document = Document(BytesIO(data))
        walk = _Walk(document)
        paragraphs = list(walk.paragraphs(document.element.body))
        left_out = _furniture(document)
        properties = document.core_properties
        title, created = properties.title or "", properties.created
    except (OpcError, *PARSER_ERRORS) as error:
        raise damaged(name, WHAT) from error
    paragraphs, contents = _without_contents(paragraphs)
    if contents:
        left_out.append(f"Contents list with {len(contents)} entries")
    titles = [paragraph for paragraph in paragraphs if paragraph.style.name == "title"]
    if len(titles) == 1:
        paragraphs.remove(titles[0])
    headings = _headings(paragraphs, titles)
    lines = list(_lines(paragraphs, headings))
    source = read_lines(lines, guess_headings=not headings)
    metadata = stated(title, created.date().isoformat() if created else "", source.blocks)
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


@dataclass(eq=False)
class _Paragraph:
    """A paragraph, or a table as its lines.

    Attributes:
        text: Its text, with line breaks.
        style: Its style's and its own properties.
        size: Its type size in points, 0 where the document does not say.
        bold: Whether all of it is bold.
        level: Depth in a list, None outside of lists.
        number: Its number in its list, 0 for a bullet.
        table: The lines of the table that it is.
    """

    text: str
    style: Style
    size: float = 0.0
    bold: bool = False
    level: int | None = None
    number: int = 0
    table: tuple[Line, ...] = ()


class _Walk:
    """Walks a document from its beginning to its end."""

    def __init__(self, document: "Document") -> None:
        parts = {part.partname.rsplit("/", 1)[-1]: part for part in document.part.package.iter_parts()}
        self._styles = styles_of(_root(parts.get("styles.xml")))
        self._formats = list_formats(_root(parts.get("numbering.xml")))
        self._footnotes = _footnotes(_root(parts.get("footnotes.xml")), _root(parts.get("endnotes.xml")))
        self._counters: dict[tuple[str, int], int] = {}
        self._tables = 0
        self.pictures = len(document.element.body.findall(".//{*}blip"))

    def paragraphs(self, parent: "_Element") -> Iterator[_Paragraph]:
        """Yield the paragraphs and tables below an element; footnotes follow the section they belong to."""
        notes: list[_Paragraph] = []
        for element in children(parent):
            if element.tag == f"{W}tbl":
                yield from self._table(element)
            else:
                paragraph = self._paragraph(element)
                if heading_level(paragraph.style) is not None:
                    yield from notes
                    notes = []
                if paragraph.text.strip():
                    yield paragraph
                for box in boxes_of(element):
                    yield from self.paragraphs(box)
            for reference in element.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
                key = str(reference.tag), reference.get(f"{W}id") or ""
                if text := self._footnotes.pop(key, ""):
                    notes.append(_Paragraph(text, Style()))
        yield from notes

    def _paragraph(self, element: "_Element") -> _Paragraph:
        own = style_of(element)
        named = element.find(f"{W}pPr/{W}pStyle")
        style = self._styles.get((named.get(f"{W}val") if named is not None else None) or "Normal", Style())
        style = replace(combined(own, style), name=style.name)
        sizes: Counter[float] = Counter()
        bold = []
        for run in runs_of(element):
            of_run = style_of(run)
            sizes[of_run.size or style.size or 0.0] += len(text_of(run))
            bold.append(style.bold if of_run.bold is None else of_run.bold)
        paragraph = _Paragraph(
            text_of(element), style, sizes.most_common(1)[0][0] if sizes else 0.0, bool(bold) and all(bold)
        )
        if style.list_id not in (None, "0") and heading_level(style) is None:
            self._place_in_list(paragraph, style.list_id or "", min(style.list_level or 0, 8))
        return paragraph

    def _place_in_list(self, paragraph: _Paragraph, list_id: str, level: int) -> None:
        form = self._formats.get((list_id, level), "bullet")
        paragraph.level = level
        if form in ("bullet", "none"):
            return
        self._counters[list_id, level] = self._counters.get((list_id, level), 0) + 1
        paragraph.number = self._counters[list_id, level]
        for deeper in range(level + 1, 9):
            self._counters.pop((list_id, deeper), None)

    def _table(self, element: "_Element") -> Iterator[_Paragraph]:
        grid = table_grid(element)
        if is_layout(grid):
            for cell in element.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tbl"), None) is element:
                    yield from self.paragraphs(cell)
            return
        self._tables += 1
        if lines := grid_lines([grid], self._tables):
            yield _Paragraph("", Style(), table=tuple(lines))


def heading_level(style: Style) -> int | None:
    """Return the rank of the headings set in a style, None where it is no heading's."""
    if match := HEADING.match(style.name):
        return int(match[1])
    if style.outline is not None and style.outline < BODY_LEVEL and not TOC.match(style.name):
        return style.outline + 1
    return None


def _headings(paragraphs: Sequence[_Paragraph], titles: Sequence[_Paragraph]) -> dict[int, int]:
    """Return the rank of each paragraph that is a heading, by its place.

    Styles come first. Other paragraphs that are bold throughout and read like headings are some whose rank is not
    known (0); without any style, larger type ranks them.
    """
    ranked = [heading_level(paragraph.style) for paragraph in paragraphs]
    styled = {place: level for place, level in enumerate(ranked) if level is not None}
    if titles:
        styled |= {place: 1 for place, paragraph in enumerate(paragraphs) if paragraph in titles}
    body = _body_size(paragraphs)
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


def _heads(paragraphs: Sequence[_Paragraph], place: int) -> bool:
    """Tell whether a bold paragraph is followed by something else than bold paragraphs."""
    following = paragraphs[place + 1] if place + 1 < len(paragraphs) else None
    return following is not None and (not following.bold or bool(following.table) or following.level is not None)


def _body_size(paragraphs: Iterable[_Paragraph]) -> float:
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[paragraph.size] += len(paragraph.text)
    return (sizes.most_common(1)[0][0] or 11.0) if sizes else 0.0


def _without_contents(paragraphs: Sequence[_Paragraph]) -> tuple[list[_Paragraph], list[str]]:
    """Return the paragraphs without those that Word sets as a contents list, and that list's entries."""
    kept: list[_Paragraph] = []
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


def _lines(paragraphs: Sequence[_Paragraph], headings: dict[int, int]) -> Iterator[Line]:
    """Yield the paragraphs as lines, each followed by a blank one."""
    for place, paragraph in enumerate(paragraphs):
        if paragraph.table:
            yield from paragraph.table
        elif place in headings:
            yield Line(" ".join(paragraph.text.split()), heading=headings[place])
        elif paragraph.level is not None:
            yield item_line(" ".join(paragraph.text.split()), paragraph.level, paragraph.number)
        else:
            for text in paragraph.text.split("\n"):
                columns = len(paragraph.text) <= MAX_TAB_TEXT
                yield Line(text.strip() if columns else " ".join(text.split()))
        yield Line("")


def _footnotes(*roots: "_Element | None") -> dict[tuple[str, str], str]:
    """Return the text of footnotes and endnotes by the tag and number of what refers to them."""
    notes: dict[tuple[str, str], str] = {}
    for root, kind in zip(roots, ("footnote", "endnote"), strict=True):
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            text = " ".join(" ".join(text_of(paragraph) for paragraph in note.iter(f"{W}p")).split())
            notes[f"{W}{kind}Reference", note.get(f"{W}id") or ""] = text
    return notes


def _furniture(document: "Document") -> list[str]:
    """Return what stands in headers and footers, which are not read."""
    found: dict[str, None] = {}
    for section in document.sections:
        for what, part in (("Header", section.header), ("Footer", section.footer)):
            text = "" if part.is_linked_to_previous else " ".join(" ".join(p.text for p in part.paragraphs).split())
            if text:
                found[f"{what}: “{text[:200]}”"] = None
    return list(found)


def _root(part: object) -> "_Element | None":
    """Return the root of a part's XML, None where there is no such part."""
    from lxml import etree

    blob = getattr(part, "blob", b"")
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, huge_tree=False)) if blob else None
