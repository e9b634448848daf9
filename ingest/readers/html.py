"""Web pages: what a page says, without its navigation, banners and footers."""

import re
import warnings
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers.grid import Cell, Grid, grid_lines
from ingest.readers.headings import looks_like_heading, looks_like_label
from ingest.readers.html_furniture import take_furniture
from ingest.readers.html_tables import flat, is_bold, table_grid
from ingest.readers.limits import PARSER_ERRORS, damaged
from ingest.readers.lines import Line, item_line
from ingest.readers.properties import stated
from ingest.readers.text import read_lines

if TYPE_CHECKING:
    from bs4 import Tag

WHAT = "web page"
MAX_BYTES = 10 * 2**20
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCK_NAMES = """
    address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer
    form header hgroup hr html main nav p search section summary tbody td tfoot th thead tr
"""
BLOCKS = frozenset(re.split(r"\s+", BLOCK_NAMES.strip()))
"""Elements that begin and end a paragraph."""
DATES = ("article:published_time", "article:modified_time", "dc.date", "dcterms.date", "dcterms.created", "date")
MAX_CELL_WORDS = 200
"""Most words in a cell of a table; where there are more, the table is a page's layout."""
MAX_DEPTH = 400
"""Deepest nesting of a page that is read."""


def read_html(data: bytes, name: str) -> SourceText:
    """Read a web page that was saved: its headings, text, lists and tables.

    Raises:
        SourceError: It is too large or nested too deeply.
    """
    from bs4 import BeautifulSoup

    if len(data) > MAX_BYTES:
        raise SourceError(
            f"{name}: this {WHAT} has {len(data) / 2**20:.0f} MB, and at most {MAX_BYTES // 2**20} MB are read. "
            "Split it, or save it without what is embedded in it."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            soup = BeautifulSoup(data, "lxml")
        _check_depth(soup, name)
        title = " ".join(soup.title.get_text().split()) if soup.title else ""
        created = _date(soup)
        body, left_out, contents = take_furniture(soup)
        walk = _Walk()
        walk.block(body)
        walk.flush()
    except PARSER_ERRORS as error:
        raise damaged(name, WHAT) from error
    source = read_lines(walk.lines, guess_headings=not any(line.heading for line in walk.lines))
    headed = any(block.kind == "heading" and block.level == 1 for block in source.blocks)
    metadata = stated("" if headed else title, created, source.blocks)
    if title and not headed:
        metadata["title"] = title
    return replace(
        source,
        metadata=metadata,
        left_out=(*left_out, *source.left_out),
        contents=(*contents, *source.contents),
    )


def _check_depth(soup: "Tag", name: str) -> None:
    """Raise SourceError if a page is nested so deeply that walking it would take forever."""
    depths = {id(soup): 0}
    for element in soup.find_all(True):
        depth = depths[id(element.parent)] + 1
        depths[id(element)] = depth
        if depth > MAX_DEPTH:
            raise SourceError(
                f"{name}: this {WHAT} is nested more than {MAX_DEPTH} elements deep. "
                "Open it in a browser, and save it as text or PDF."
            )


def _date(soup: "Tag") -> str:
    """Return the ISO date that a page states for programs, "" where it states none."""
    for meta in soup.find_all("meta"):
        named = str(meta.get("property") or meta.get("name") or "").casefold()
        if named in DATES and (match := re.match(r"\d{4}-\d\d-\d\d", str(meta.get("content") or ""))):
            return match[0]
    return ""


@dataclass
class _Walk:
    """Walks a page from its top to its bottom and collects its lines.

    Attributes:
        lines: What was found so far.
    """

    lines: list[Line] = field(default_factory=list)
    _inline: list[str] = field(default_factory=list)
    _bold: list[bool] = field(default_factory=list)
    _tables: int = 0
    _item: tuple[int, int] | None = None

    def block(self, element: "Tag", lists: int = 0) -> None:
        """Take what is below an element.

        Args:
            element: The element.
            lists: How many lists it stands in.
        """
        from bs4.element import NavigableString, Tag

        number = 0
        for child in list(element.children):
            if isinstance(child, Tag):
                if child.name in ("ul", "ol", "menu"):
                    self.flush()
                    self.block(child, lists + 1)
                elif child.name == "li":
                    number += 1
                    self._list_item(child, max(lists, 1), number if element.name == "ol" else 0)
                else:
                    self._child(child, lists)
            elif type(child) is NavigableString:
                self._inline.append(str(child))
                if child.strip():
                    self._bold.append(is_bold(element))

    def flush(self) -> None:
        """End the paragraph that is being collected."""
        texts = [" ".join(line.split()) for line in "".join(self._inline).split("\v")]
        bold = bool(self._bold) and all(self._bold)
        self._inline, self._bold = [], []
        if not any(texts):
            return
        whole = " ".join(" ".join(texts).split())
        if self._item is not None:
            self.lines.append(item_line(whole, *self._item))
            self._item = None
        elif bold and (looks_like_label(whole) if whole.endswith(":") else looks_like_heading(whole)):
            self.lines.append(Line(whole, heading=0))
        else:
            self.lines += [Line(text) for text in texts]
        self.lines.append(Line(""))

    def _child(self, child: "Tag", lists: int) -> None:
        if child.name == "br":
            self._inline.append("\v")
        elif child.name in HEADINGS:
            self.flush()
            if text := flat(child):
                self.lines += [Line(text, heading=int(child.name[1])), Line("")]
        elif child.name == "table":
            self.flush()
            self._table(child, lists)
        elif child.name == "dl":
            self.flush()
            self._definitions(child, lists)
        elif child.name == "pre":
            self.flush()
            self.lines += [*(Line(line) for line in child.get_text().splitlines()), Line("")]
        elif child.name in BLOCKS:
            self.flush()
            self.block(child, lists)
            self.flush()
        else:
            self.block(child, lists)

    def _list_item(self, element: "Tag", lists: int, number: int) -> None:
        self.flush()
        self._item = (lists - 1, number)
        start = len(self.lines)
        self.block(element, lists)
        self.flush()
        self._item = None
        self._join_to_item(start, lists - 1, number)

    def _join_to_item(self, start: int, level: int, number: int) -> None:
        """Make further paragraphs of an item part of it, or items where a nested list came between."""
        for place in range(start + 1, len(self.lines)):
            line = self.lines[place]
            if line.blank or line.marked:
                continue
            if all(between.blank for between in self.lines[start + 1 : place]):
                self.lines[start] = replace(self.lines[start], text=f"{self.lines[start].text} {line.text}")
                self.lines[place] = Line("")
            else:
                self.lines[place] = item_line(line.text, level, number)

    def _table(self, element: "Tag", lists: int) -> None:
        grid = table_grid(element)
        width = max((len(row) for row in grid.rows), default=0)
        wordy = any(len(cell.text.split()) > MAX_CELL_WORDS for row in grid.rows for cell in row)
        nested = element.find("table") is not None or str(element.get("role")) in ("presentation", "none")
        if width < 2 or wordy or nested:
            for cell in element.find_all(["td", "th", "caption"]):
                if cell.find_parent("table") is element:
                    self.block(cell, lists)
                    self.flush()
            return
        caption = element.find("caption")
        if caption is not None and (text := flat(caption)):
            self.lines += [Line(text), Line("")]
        self._tables += 1
        self.lines += grid_lines([grid], self._tables)

    def _definitions(self, element: "Tag", lists: int) -> None:
        """Take a list of terms: as rows where the values are short, else each term as a label before its text."""
        pairs: list[tuple[str, str]] = []
        for part in element.find_all(["dt", "dd"]):
            if part.find_parent("dl") is not element:
                continue
            if part.name == "dt" or not pairs:
                pairs.append((flat(part), "") if part.name == "dt" else ("", flat(part)))
            else:
                pairs[-1] = (pairs[-1][0], f"{pairs[-1][1]} {flat(part)}".strip())
        if element.find(["ul", "ol", "table", "dl", *HEADINGS]) is not None:
            self.block(element, lists)
            self.flush()
            return
        self._tables += 1
        rows = tuple((Cell(f"{term.rstrip(': ')}:", strong=True), Cell(text)) for term, text in pairs)
        self.lines += grid_lines([Grid(rows, headers=0)], self._tables)
