"""Walk through a Word document: its paragraphs and tables in order, with their places in lists and their footnotes."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

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
from ingest.readers.lines import Line

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

HEADING = re.compile(r"^(?:heading|überschrift|kop|nadpis|titolo)\s*([1-9])\b")
TOC = re.compile(r"^(?:toc|verzeichnis|inhopg|obsah|sommario)\s*([1-9])\b")
DEEPER = re.compile(r"^list (?:bullet|number|continue) ([2-9])$")
"""Names that Word gives in every language to the styles of items below others."""
MAX_HEADING = 110
"""Most letters of a paragraph that is taken for a heading as it is bold."""
BODY_LEVEL = 9
"""Outline level that Word gives to running text."""


@dataclass(eq=False)
class DocxParagraph:
    """A paragraph, or a table as its lines.

    Attributes:
        text: Its text, with line breaks.
        style: Its style's and its own properties.
        size: Its type size in points, 0 where the document does not say.
        bold: Whether all of it is bold.
        level: Depth in a list, None outside of lists.
        number: Its number in its list, 0 for a bullet.
        shown: How that number is shown, with those above it ("1.2"), where they are all decimal.
        table: The lines of the table that it is.
    """

    text: str
    style: Style
    size: float = 0.0
    bold: bool = False
    level: int | None = None
    number: int = 0
    shown: str = ""
    table: tuple[Line, ...] = ()


class Walk:
    """Walks a document from its beginning to its end."""

    def __init__(self, document: "Document") -> None:
        parts = {part.partname.rsplit("/", 1)[-1]: part for part in document.part.package.iter_parts()}
        self._styles = styles_of(_root(parts.get("styles.xml")))
        self._formats = list_formats(_root(parts.get("numbering.xml")))
        self._footnotes = _footnotes(_root(parts.get("footnotes.xml")), _root(parts.get("endnotes.xml")))
        self._counters: dict[tuple[str, int], int] = {}
        self._tables = 0
        self.pictures = len(document.element.body.findall(".//{*}blip"))

    def paragraphs(self, parent: "_Element") -> Iterator[DocxParagraph]:
        """Yield the paragraphs and tables below an element; footnotes follow the section they belong to."""
        notes: list[DocxParagraph] = []
        for element in children(parent):
            if element.tag == f"{W}tbl":
                yield from self._table(element)
            else:
                paragraph = self._paragraph(element)
                if heading_level(paragraph.style) is not None or _may_head(paragraph):
                    yield from notes
                    notes = []
                if paragraph.text.strip():
                    yield paragraph
                for box in boxes_of(element):
                    yield from self.paragraphs(box)
            for reference in element.iter(f"{W}footnoteReference", f"{W}endnoteReference"):
                key = str(reference.tag), reference.get(f"{W}id") or ""
                if text := self._footnotes.pop(key, ""):
                    notes.append(DocxParagraph(text, Style()))
        yield from notes

    def _paragraph(self, element: "_Element") -> DocxParagraph:
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
        paragraph = DocxParagraph(
            text_of(element), style, sizes.most_common(1)[0][0] if sizes else 0.0, bool(bold) and all(bold)
        )
        if style.list_id not in (None, "0") and paragraph.text.strip():
            self._place_in_list(paragraph, style.list_id or "")
        return paragraph

    def _place_in_list(self, paragraph: DocxParagraph, list_id: str) -> None:
        """Give an item its depth and number, and a heading the number that is shown before it."""
        rank = heading_level(paragraph.style)
        stated = paragraph.style.list_level
        level = min((rank or 1) - 1 if stated is None else stated, 8)
        form, label = self._formats.get((list_id, level), ("bullet", ""))
        if rank is None:
            below = DEEPER.match(paragraph.style.name)
            paragraph.level = max(level, int(below[1]) - 1) if below else level
        if form in ("bullet", "none"):
            return
        self._counters[list_id, level] = self._counters.get((list_id, level), 0) + 1
        for deeper in range(level + 1, 9):
            self._counters.pop((list_id, deeper), None)
        if all(self._formats.get((list_id, upper), ("", ""))[0] == "decimal" for upper in range(level + 1)):
            paragraph.shown = re.sub(
                r"%([1-9])", lambda match: str(self._counters.get((list_id, int(match[1]) - 1), 1)), label
            )
        if rank is None:
            paragraph.number = self._counters[list_id, level]
        else:
            paragraph.text = f"{paragraph.shown} {paragraph.text}".strip()

    def _table(self, element: "_Element") -> Iterator[DocxParagraph]:
        grid = table_grid(element)
        if is_layout(grid):
            for cell in element.iter(f"{W}tc"):
                if next(cell.iterancestors(f"{W}tbl"), None) is element:
                    yield from self.paragraphs(cell)
            return
        self._tables += 1
        if lines := grid_lines([grid], self._tables):
            yield DocxParagraph("", Style(), table=tuple(lines))


def heading_level(style: Style) -> int | None:
    """Return the rank of the headings set in a style, None where it is no heading's."""
    if match := HEADING.match(style.name):
        return int(match[1])
    if style.outline is not None and style.outline < BODY_LEVEL and not TOC.match(style.name):
        return style.outline + 1
    return None


def _may_head(paragraph: DocxParagraph) -> bool:
    """Tell whether a paragraph without a heading's style is set like one."""
    return paragraph.bold and 0 < len(paragraph.text) <= MAX_HEADING


def _footnotes(*roots: "_Element | None") -> dict[tuple[str, str], str]:
    """Return the text of footnotes and endnotes by the tag and number of what refers to them."""
    notes: dict[tuple[str, str], str] = {}
    for root, kind in zip(roots, ("footnote", "endnote"), strict=True):
        for note in root.iter(f"{W}{kind}") if root is not None else ():
            text = " ".join(" ".join(text_of(paragraph) for paragraph in note.iter(f"{W}p")).split())
            notes[f"{W}{kind}Reference", note.get(f"{W}id") or ""] = text
    return notes


def _root(part: object) -> "_Element | None":
    """Return the root of a part's XML, None where there is no such part."""
    from lxml import etree

    blob = getattr(part, "blob", b"")
    return etree.fromstring(blob, etree.XMLParser(resolve_entities=False, huge_tree=False)) if blob else None
