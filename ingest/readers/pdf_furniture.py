"""Running headers, footers and page numbers of a PDF: what stands at the edge of page after page is left out."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from ingest.readers.boilerplate import PAGE_LABEL
from ingest.readers.pdf_words import Page, RuledTable, Word, into_rows, text_of

ZONE = 0.17
"""Share of the page's height, at its top and at its bottom, in which headers and footers stand."""
NUMBER_ZONE = 0.6
"""Share of the page's height below which its last line may be a page number."""
MAX_ROWS = 6
"""Most lines of a header or footer."""
SAME_HEIGHT = 6.0
"""How far apart, in points, a header may stand on two pages."""
MAX_SIZE = 1.25
"""Largest type of a header, as a multiple of the running text's."""
NUMBER = re.compile(r"^(?:\d{1,4}|[ivxlc]{1,6})$", re.IGNORECASE)
DIGITS = re.compile(r"\d{1,9}")
NUMBERED = re.compile(r"^\d{1,4}\s|\s\d{1,4}$")
SHOWN = 200
"""Most characters of a header that are shown among what was left out."""


@dataclass(frozen=True)
class _Edge:
    """A line, or a small ruled table, near the top or bottom of a page."""

    page: Page
    at_top: bool
    text: str
    height: float
    size: float
    outermost: bool
    words: tuple[Word, ...] = ()
    table: RuledTable | None = None

    @property
    def key(self) -> tuple[bool, str]:
        return self.at_top, re.sub(r"\d+|\b[ivxl]+\b", "#", self.text.casefold())


def without_furniture(pages: Sequence[Page], body_size: float) -> tuple[str, ...]:
    """Take headers, footers and page numbers off the pages, and return one description for each kind.

    A line counts as one if the same, numbers of pages aside, stands at the same height near the edge of three pages, or
    of both pages of two, and nothing else stands between it and the edge.

    Args:
        pages: The pages, changed in place.
        body_size: Size of the running text in points.
    """
    sides = [side for page in pages for side in _sides(page)]
    groups: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for edge in (edge for side in sides for edge in side):
        groups[edge.key].append(edge)
    repeating = {id(edge) for edges in groups.values() for edge in _repeating(edges, len(pages), body_size)}
    repeating |= {id(edge) for edge in _of_chapters([edge for side in sides for edge in side[:1]], repeating)}
    numbered: set[int] = set()
    dropped: dict[tuple[bool, str], list[_Edge]] = defaultdict(list)
    for side in sides:
        for edge in takewhile(lambda edge: id(edge) in repeating, side):
            _take_off(edge)
            if _is_page_number(edge):
                numbered.add(edge.page.number)
            else:
                dropped[edge.key].append(edge)
    in_order = sorted(dropped.values(), key=lambda edges: (not edges[0].at_top, edges[0].height))
    left_out = [_description(edges) for edges in in_order]
    if numbered:
        left_out.append(f"Page numbers on {len(numbered)} page{'s' if len(numbered) > 1 else ''}")
    return tuple(left_out)


def _repeating(edges: Sequence[_Edge], pages: int, body_size: float) -> Sequence[_Edge]:
    """Return those of the lines of one wording that stand at the edge of page after page."""
    if all(_is_page_number(edge) for edge in edges):
        return edges if len(edges) >= 2 or PAGE_LABEL.match(edges[0].text) else ()
    running = [edge for edge in edges if _neighbours(edge, edges) and edge.size <= MAX_SIZE * body_size]
    on_pages = len({edge.page.number for edge in running})
    return running if on_pages >= 3 or (on_pages == 2 == pages) else ()


def _of_chapters(outermost: Sequence[_Edge], repeating: set[int]) -> Iterator[_Edge]:
    """Yield headers and footers that stand on few pages only, as those that name a short chapter.

    They stand at the very height and in the size of those of other pages, and begin or end with a page number.
    """
    known = {_place(edge) for edge in outermost if id(edge) in repeating and not _is_page_number(edge)}
    for edge in outermost:
        if id(edge) not in repeating and _place(edge) in known and NUMBERED.search(edge.text):
            yield edge


def _place(edge: _Edge) -> tuple[bool, int, int]:
    return edge.at_top, round(edge.height), round(2 * edge.size)


def _description(edges: Sequence[_Edge]) -> str:
    text = edges[0].text
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN]} …"
    times = len(edges)
    return f"{'Header' if edges[0].at_top else 'Footer'} on {times} page{'s' if times > 1 else ''}: “{shown}”"


def _sides(page: Page) -> tuple[list[_Edge], list[_Edge]]:
    """Return the lines and ruled tables near the top and near the bottom of a page, each from its edge inwards."""
    rows = into_rows([word for word in page.words if word.upright])
    top, bottom = ZONE * page.height, (1 - ZONE) * page.height
    upper = [row for row in rows if max(word.bottom for word in row) <= top][:MAX_ROWS]
    lower = [row for row in rows if min(word.top for word in row) >= bottom][-MAX_ROWS:]
    if not lower and rows and rows[-1][0].top >= NUMBER_ZONE * page.height and NUMBER.match(text_of(rows[-1])):
        lower = rows[-1:]
    found: list[_Edge] = []
    for at_top, side in ((True, upper), (False, lower)):
        for row in side:
            outermost = row is (rows[0] if at_top else rows[-1])
            size = max(word.size for word in row)
            found.append(_Edge(page, at_top, text_of(row), row[0].top, size, outermost, tuple(row)))
    for table in page.tables:
        if table.bottom <= top or table.top >= bottom:
            text = " ".join(cell.text for row in table.grid.rows for cell in row if not (cell.left or cell.above))
            found.append(_Edge(page, table.bottom <= top, text, table.top, 0.0, False, table=table))
    found.sort(key=lambda edge: edge.height)
    return [edge for edge in found if edge.at_top], [edge for edge in reversed(found) if not edge.at_top]


def _is_page_number(edge: _Edge) -> bool:
    return edge.outermost and bool(NUMBER.match(edge.text) or PAGE_LABEL.match(edge.text))


def _neighbours(edge: _Edge, edges: Sequence[_Edge]) -> bool:
    """Tell whether the same stands at the same height on another page."""
    return any(
        other.page is not edge.page and abs(other.height - edge.height) <= SAME_HEIGHT and _alike(edge, other)
        for other in edges[:500]
    )


def _alike(one: _Edge, other: _Edge) -> bool:
    """Tell whether two lines have the same numbers, those aside that go up with the pages: rows of a table do not."""
    numbers = [[int(number) for number in DIGITS.findall(edge.text)] for edge in (one, other)]
    moved = other.page.number - one.page.number
    return all(b in (a, a + moved) for a, b in zip(*numbers, strict=False))


def _take_off(edge: _Edge) -> None:
    gone = set(map(id, edge.words))
    edge.page.words = [word for word in edge.page.words if id(word) not in gone]
    edge.page.tables = [table for table in edge.page.tables if table is not edge.table]
