"""PDF: words with their places become lines, paragraphs, headings and tables, in reading order."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers.grid import Grid, grid_lines
from ingest.readers.limits import PARSER_ERRORS, quiet
from ingest.readers.lines import Line
from ingest.readers.ocr import missing_extra
from ingest.readers.pdf_furniture import without_furniture
from ingest.readers.pdf_headings import OutlineEntry, find_headings
from ingest.readers.pdf_layout import page_lines
from ingest.readers.pdf_lines import PageLine
from ingest.readers.pdf_mended import mended
from ingest.readers.pdf_pages import read_pages
from ingest.readers.pdf_paragraphs import Paragraph, paragraphs
from ingest.readers.pdf_streams import check_streams
from ingest.readers.pdf_words import Page
from ingest.readers.properties import stated
from ingest.readers.text import read_lines

if TYPE_CHECKING:
    from pypdf import PdfReader

NOTHING_RECOGNISED = "No words could be recognised on its pictures either. Check that it is the file you mean."
MAX_OUTLINE = 5000
"""Most entries of an outline that are used."""
SAME_WIDTH = 12.0
"""How far apart, in points, the edges of a table may be on two pages."""
MARGIN = 0.25
"""Share of a page's height at its edges within which a table may end to go on on the next page."""


@dataclass
class _Structure:
    """What a PDF says of itself: outline, title, and when it was made."""

    outline: list[OutlineEntry] = field(default_factory=list)
    title: str = ""
    created: str = ""


def read_pdf(data: bytes, name: str) -> SourceText:
    """Read a PDF: text in the order of its columns, headings, lists and tables with their pages.

    Raises:
        SourceError: It is damaged, protected with a password, too long, or holds no text.
    """
    check_streams(data, name)
    with quiet("pypdf", "pdfminer", "pdfplumber"):
        data, damage = mended(data, name)
        structure = _structure(data)
        pages, told = read_pages(data, name)
    readable = [page for page in pages if page.words or page.tables]
    warnings = [*damage, *told]
    warnings += [warning for page in pages if (warning := _warning(page))]
    if not readable:
        raise _without_text(name, pages, warnings)
    if any(_is_picture(page) for page in pages) and (hint := missing_extra()):
        warnings.append(hint)
    body_size, body_bold = _body(readable)
    left_out = without_furniture(readable, body_size)
    made = paragraphs(((page.number, page_lines(page.words, page.tables, page.rules)) for page in readable), body_size)
    ranks = find_headings(made, structure.outline, body_size, body_bold=body_bold)
    source = read_lines(
        _lines(made, ranks, {page.number: page.height for page in pages}), guess_headings=len(ranks) < 2
    )
    return replace(
        source,
        metadata=stated(structure.title, structure.created, source.blocks),
        pages=len(pages),
        warnings=tuple(warnings),
        left_out=(*left_out, *source.left_out),
    )


def _structure(data: bytes) -> _Structure:
    """Return what the file says of itself; a file that only pdfplumber can open says nothing."""
    from pypdf import PasswordType, PdfReader
    from pypdf.errors import PyPdfError

    structure = _Structure()
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
            return structure
        info = reader.metadata
        structure.title = " ".join(str(info.title or "").split()) if info else ""
        created = info.creation_date if info else None
        structure.created = created.date().isoformat() if isinstance(created, datetime) else ""
        structure.outline = list(_outline(reader))
    except (PyPdfError, *PARSER_ERRORS):
        pass
    return structure


def _outline(reader: "PdfReader") -> Iterator[OutlineEntry]:
    """Yield the entries of the outline with their ranks, counted from 1."""
    pages = {
        page.indirect_reference.idnum: number for number, page in enumerate(reader.pages, 1) if page.indirect_reference
    }
    waiting: list[tuple[Any, int]] = [(entry, 1) for entry in reversed(reader.outline)]
    count = 0
    while waiting and count < MAX_OUTLINE:
        entry, level = waiting.pop()
        if isinstance(entry, list):
            waiting += [(inner, level + 1) for inner in reversed(entry)]
            continue
        count += 1
        number = getattr(entry.page, "idnum", None)
        yield OutlineEntry(str(entry.title or ""), level, pages.get(number) if number is not None else None)


def _warning(page: Page) -> str:
    then = "; its words were recognised on its picture." if page.recognised else "."
    if page.garbled:
        return f"Page {page.number} has letters that cannot be told (a font that does not name them){then}"
    if page.crowded:
        return f"Page {page.number} has too many letters to be read (a drawing?){then}"
    if page.recognised or _is_picture(page):
        return f"Page {page.number} has no text (a scan?){then}"
    return ""


def _is_picture(page: Page) -> bool:
    """Tell whether a page holds pictures and no words."""
    return (page.pictures or page.garbled or page.crowded) and not (page.words or page.tables)


def _without_text(name: str, pages: Sequence[Page], warnings: Sequence[str]) -> SourceError:
    """Return the error for a file in which no words were found, with the remedy that its pages call for."""
    cause = f"there is no text in it. {' '.join(warnings[:1]) or 'All its pages are empty.'}"
    if any(map(_is_picture, pages)):
        return SourceError(f"{name}: {cause} {missing_extra() or NOTHING_RECOGNISED}")
    if warnings:
        return SourceError(f"{name}: {cause} Open it in its program, save it again, and retry.")
    return SourceError(f"{name}: {cause} Check that it is the file you mean.")


def _body(pages: Sequence[Page]) -> tuple[float, bool]:
    """Return the size of the running text in points, and whether it is bold."""
    sizes: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for word in page.words:
            sizes[round(word.size * 2) / 2, word.bold] += len(word.text)
    return sizes.most_common(1)[0][0] if sizes else (10.0, False)


def _lines(made: Sequence[Paragraph], ranks: dict[int, int], heights: dict[int, float]) -> list[Line]:
    """Return the paragraphs as lines, each followed by a blank one; tables that go over pages are one."""
    indents = _Indents([paragraph for paragraph in made if paragraph.marked and not paragraph.is_row])
    lines: list[Line] = []
    tables = position = 0
    while position < len(made):
        paragraph = made[position]
        if paragraph.grid is not None:
            parts, position = _parts(made, position, heights)
            tables += 1
            lines += grid_lines(parts, tables)
            continue
        if paragraph.is_row:
            lines.append(Line(paragraph.lines[0].text, page=paragraph.page))
            last = position + 1 == len(made) or not made[position + 1].lines[0].columns
            lines += [Line("", page=paragraph.page)] if last else []
        else:
            text = indents.of(paragraph) + re.sub(r"^(?:o(?= [A-Z])|(?:• )+•)", "•", paragraph.text)
            lines += [Line(text, page=paragraph.page, heading=ranks.get(position)), Line("", page=paragraph.page)]
        position += 1
    return lines


def _parts(made: Sequence[Paragraph], start: int, heights: dict[int, float]) -> tuple[list[Grid], int]:
    """Return a ruled table's parts, page by page, and where what follows it begins."""
    parts: list[Grid] = []
    position = start
    last: PageLine | None = None
    while position < len(made) and (grid := made[position].grid) is not None:
        line = made[position].lines[0]
        if last is not None:
            before, page = made[position - 1].page, made[position].page
            moved = page == before + 1
            at_edges = last.bottom > (1 - MARGIN) * heights[before] and line.top < MARGIN * heights[page]
            same = abs(line.x0 - last.x0) < SAME_WIDTH and abs(line.x1 - last.x1) < SAME_WIDTH
            if not (moved and at_edges and same and len(grid.rows[0]) == len(parts[0].rows[0])):
                break
        parts.append(grid)
        last = line
        position += 1
    return parts, position


class _Indents:
    """How deep the items of lists stand, in white space, from where their bullets stand on the page."""

    def __init__(self, items: Sequence[Paragraph]) -> None:
        self._edges: dict[int, list[float]] = {}
        for item in items:
            edges = self._edges.setdefault(item.page, [])
            if not any(abs(edge - item.lines[0].x0) < 4 for edge in edges):
                edges.append(item.lines[0].x0)

    def of(self, paragraph: Paragraph) -> str:
        """Return the white space before a paragraph's text, "" for one that is no item."""
        if not paragraph.marked:
            return ""
        x0 = paragraph.lines[0].x0
        return "  " * sum(edge < x0 - 4 for edge in self._edges[paragraph.page])
