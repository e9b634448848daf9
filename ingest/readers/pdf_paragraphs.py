"""Paragraphs of a PDF: lines that belong together, over columns and pages, with hyphenated words made whole."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from ingest.readers.boilerplate import ENTRY
from ingest.readers.grid import Grid
from ingest.readers.headings import plain
from ingest.readers.pdf_hyphens import HYPHEN, Whole
from ingest.readers.pdf_lines import PageLine
from ingest.readers.tables import LABEL

MARK = re.compile(r"^(?:[•–—*-]\s+\S|\(?(?:\d{1,2}|[a-zA-Z]|[ivx]{2,4})[.)]\s+\S|o\s+[A-Z])")
SENTENCE_END = re.compile(r"[.!?:;…][\"”’»)\]]*$")
SHORT_BLOCK = 3
"""Lines up to which a block does not show how wide its column is."""
TITLE_SIZE = 1.1
"""Smallest type of a title, as a multiple of the running text's: its lines end where they look best."""
FOOTNOTE_SIZE = 0.92
"""Largest type of a footnote, as a multiple of the running text's."""


@dataclass
class Paragraph:
    """Lines that belong together, or one table's part on a page.

    Attributes:
        page: Page that it begins on.
        lines: Its lines.
        right: Right edge of its column, in points.
        grid: The ruled table that it is.
        text: Its text.
    """

    page: int
    lines: list[PageLine]
    right: float = 0.0
    grid: Grid | None = None
    text: str = ""

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        sizes: Counter[float] = Counter()
        for line in self.lines:
            sizes[round(line.size * 2) / 2] += len(line.text)
        return sizes.most_common(1)[0][0]

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(line.bold for line in self.lines)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table, or a table."""
        return bool(self.lines[0].columns) or self.grid is not None

    @property
    def marked(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return bool(MARK.match(self.lines[0].text))


def paragraphs(pages: Iterable[tuple[int, Sequence[Sequence[PageLine]]]], body_size: float) -> list[Paragraph]:
    """Return the paragraphs of a document.

    Args:
        pages: Number and lines of each page, as `page_lines` yields them.
        body_size: Size of the running text in points.
    """
    made: list[Paragraph] = []
    pages = list(pages)
    columns = _Columns([block for _, blocks in pages for block in blocks])
    for number, blocks in pages:
        found = [
            paragraph for block in blocks for paragraph in _of_block(number, block, columns.right(block), body_size)
        ]
        _connect(made, found, body_size)
    words = Whole(line.text for paragraph in made for line in paragraph.lines if paragraph.grid is None)
    for paragraph in made:
        paragraph.text = words.joined([line.text for line in paragraph.lines])
    return made


class _Columns:
    """How wide the columns are in which short blocks stand, told by the longer ones that begin at the same edge."""

    def __init__(self, blocks: Sequence[Sequence[PageLine]]) -> None:
        self._rights: dict[int, list[float]] = defaultdict(list)
        self._widest = max((line.x1 for block in blocks for line in block), default=0.0)
        for block in blocks:
            if len(block) > SHORT_BLOCK:
                self._rights[_edge(block)].append(max(line.x1 for line in block))

    def right(self, block: Sequence[PageLine]) -> float:
        """Return the right edge of the column that a block stands in."""
        own = max(line.x1 for line in block)
        if len(block) > SHORT_BLOCK:
            return own
        known = [right for edge in range(-1, 2) for right in self._rights.get(_edge(block) + edge, ())]
        return max(own, median(known) if known else 0.0 if self._rights else max(self._widest, 450.0))


def _edge(block: Sequence[PageLine]) -> int:
    return round(min(line.x0 for line in block) / 4)


def _of_block(page: int, lines: Sequence[PageLine], right: float, body_size: float) -> Iterator[Paragraph]:
    """Yield the paragraphs among lines that stand below each other."""
    left = min(line.x0 for line in lines)
    pitch = _pitches(lines)
    current: list[PageLine] = []
    for line in lines:
        if current and (line.columns or line.ruled or _breaks(current, line, left, pitch)):
            yield Paragraph(page, current, right)
            current = []
        if current and _ended(current[-1], line, right, body_size):
            yield Paragraph(page, current, right)
            current = []
        if line.ruled:
            yield Paragraph(page, [line], right, grid=line.ruled.grid)
        else:
            current.append(line)
    if current:
        yield Paragraph(page, current, right)


def _pitches(lines: Sequence[PageLine]) -> dict[float, float]:
    """Return the usual distance of two lines, by the size that they are set in."""
    found: dict[float, list[float]] = defaultdict(list)
    for one, two in pairwise(lines):
        if abs(one.size - two.size) < 0.6:
            found[round(one.size)].append(two.bottom - one.bottom)
    return {size: min(median(values), 1.7 * size) for size, values in found.items()}


def _breaks(current: Sequence[PageLine], line: PageLine, left: float, pitch: dict[float, float]) -> bool:
    """Tell whether a line begins another paragraph than the lines before it."""
    last, first = current[-1], current[0]
    if abs(line.size - last.size) > 0.6 or line.bold != last.bold or last.columns:
        return True
    if any(ENTRY.match(one.text) for one in (last, line)) or all(LABEL.match(one.text) for one in (last, line)):
        return True
    usual = pitch.get(round(line.size), 1.3 * line.size)
    if line.bottom - last.bottom > 1.3 * usual or _begins_item(line, last):
        return True
    hanging = bool(MARK.match(first.text))
    em = line.size
    if hanging:
        text_starts = first.words[1].x0 if len(first.words) > 1 else first.x0
        if len(current) == 1:
            if line.x0 < first.x0 + 0.3 * em and first.x0 > left + 0.8 * em:
                return True
        elif line.x0 < current[1].x0 - 0.8 * em and current[1].x0 > first.x0 + 0.3 * em:
            return True
        if line.x0 > text_starts + 2 * em:
            return True
    elif line.x0 > last.x0 + 0.8 * em and last.x0 < left + 0.5 * em:
        centred = abs((line.x0 + line.x1) - (last.x0 + last.x1)) < em
        return not centred
    return False


def _begins_item(line: PageLine, last: PageLine) -> bool:
    text = line.text
    if not MARK.match(text):
        return False
    return text[0] == "•" or bool(SENTENCE_END.search(last.text)) or bool(MARK.match(last.text)) or line.x0 != last.x0


def _ended(last: PageLine, line: PageLine, right: float, body_size: float) -> bool:
    """Tell whether a line was ended on purpose: the first word of the next one would have found room on it."""
    first = line.words[0]
    room = right - last.x1 > (first.x1 - first.x0) + 0.6 * line.size
    if not room or first.text[:1].islower() or HYPHEN.search(last.text):
        return False
    title = line.bold or line.size > TITLE_SIZE * body_size
    return bool(SENTENCE_END.search(last.text)) or (not title and right - last.x1 > 0.2 * (right - last.x0))


def _connect(made: list[Paragraph], found: Sequence[Paragraph], body_size: float) -> None:
    """Add a page's paragraphs; one that goes on from the column or page before is joined to its beginning.

    Footnotes at a page's end, and what else is set smaller, do not part a sentence that goes on after them.
    """
    for paragraph in found:
        small = _is_small(paragraph, body_size)
        target = next((before for before in made[:-6:-1] if _is_small(before, body_size) == small), None)
        if target is not None and _goes_on(target, paragraph):
            target.lines += paragraph.lines
        else:
            made.append(paragraph)


def _is_small(paragraph: Paragraph, body_size: float) -> bool:
    return not paragraph.is_row and paragraph.size < FOOTNOTE_SIZE * body_size


def _goes_on(before: Paragraph, after: Paragraph) -> bool:
    """Tell whether a paragraph at the top of a column or page goes on with the one at the end of the last."""
    if before.is_row or after.is_row or after.marked or abs(before.size - after.size) > 0.6:
        return False
    last, first = before.lines[-1], after.lines[0]
    moved = first.top < last.top or before.page != after.page
    if not moved or before.bold != after.bold or SENTENCE_END.search(last.text):
        return False
    full = last.x1 > before.right - 3 * last.size and len(before.lines) > 1
    return (
        first.text[:1].islower()
        or bool(HYPHEN.search(last.text))
        or (full and plain(first.text) != "" and len(after.lines) > 1)
    )
