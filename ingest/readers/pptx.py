"""Slides (PPTX): titles, text in the order of its place on the slide, tables, charts and notes."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers.grid import Cell, Grid, grid_lines
from ingest.readers.headings import looks_like_heading
from ingest.readers.limits import office_file
from ingest.readers.lines import Line, item_line
from ingest.readers.properties import of_office, stated
from ingest.readers.text import read_lines

if TYPE_CHECKING:
    from pptx.slide import Slide

Shape: TypeAlias = Any
"""A shape of any kind: the library gives them no common type that knows their text."""
Table: TypeAlias = Any
Chart: TypeAlias = Any
Paragraph: TypeAlias = Any

WHAT = "presentation"
MAX_SLIDES = 2000
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
ROW = 250_000
"""Height of a row of shapes in English Metric Units, about 7 mm: what is in one is read from left to right."""
REPEATS = 3
"""Slides on which the same text stands at the same place, if it is a footer."""
MAX_NESTING = 20


def read_pptx(data: bytes, name: str) -> SourceText:
    """Read a presentation; each slide's title is a heading, its notes follow its text.

    Raises:
        SourceError: It is damaged, protected with a password, or too large.
    """
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    with office_file(data, name, WHAT, PythonPptxError) as opened:
        presentation = Presentation(opened)
        slides = list(presentation.slides)
        if len(slides) > MAX_SLIDES:
            raise SourceError(
                f"{name}: it has {len(slides):,} slides, and at most {MAX_SLIDES:,} are read. "
                "Split it into smaller files."
            )
        hidden = [number for number, slide in enumerate(slides, start=1) if slide.element.get("show") in ("0", "false")]
        walk = _Walk(_running(slides))
        for number, slide in enumerate(slides, start=1):
            if number not in hidden:
                walk.slide(slide, number)
        title, created = of_office(presentation.core_properties)
    source = read_lines(walk.lines, guess_headings=False)
    return replace(
        source,
        metadata=stated(title, created, source.blocks),
        pages=len(slides),
        warnings=tuple(walk.warnings),
        left_out=(
            *(f"Hidden slide: {number}" for number in hidden),
            *(f"On several slides: “{text}”" for text in walk.left_out),
            *source.left_out,
        ),
    )


@dataclass
class _Walk:
    """Collects the lines of one slide after the other.

    Attributes:
        running: Texts that stand at the same place of several slides, each with that place.
        lines: What was found so far.
        warnings: Slides without text.
        left_out: Footers and the like, each once.
    """

    running: frozenset[tuple[str, int, int]]
    lines: list[Line] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    left_out: dict[str, None] = field(default_factory=dict)
    _tables: int = 0

    def slide(self, slide: "Slide", number: int) -> None:
        """Take what is on a slide, and its notes."""
        before = len(self.lines)
        title = slide.shapes.title
        shapes = list(_in_order(slide.shapes))
        if title is not None and title.has_text_frame and title.text_frame.text.strip():
            self._add(Line(" ".join(title.text_frame.text.split()), page=number, heading=1))
        for shape in shapes:
            if title is not None and shape.shape_id == title.shape_id:
                continue
            if _is_footer(shape) or _place(shape) in self.running:
                if text := _text(shape):
                    self.left_out.setdefault(text)
            elif getattr(shape, "has_table", False):
                self._table(shape.table, number)
            elif getattr(shape, "has_chart", False):
                self._chart(shape.chart, number)
            elif shape.has_text_frame:
                alone = before == len(self.lines)
                self._frame(shape, number, may_be_title=alone)
            else:
                self._diagram(shape, slide, number)
        if before == len(self.lines):
            self.warnings.append(f"Slide {number} has no text (a picture?).")
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
            for paragraph in frame.paragraphs:
                self._add(Line(_plain(paragraph), page=number))

    def _add(self, line: Line) -> None:
        if line.text.strip():
            self.lines += [line, Line("", page=line.page)]

    def _frame(self, shape: Shape, number: int, *, may_be_title: bool) -> None:
        paragraphs = [paragraph for paragraph in shape.text_frame.paragraphs if _plain(paragraph)]
        first = _plain(paragraphs[0]) if paragraphs else ""
        if may_be_title and len(paragraphs) == 1 and looks_like_heading(first):
            self._add(Line(first, page=number, heading=1))
            return
        listed = shape.is_placeholder and len(paragraphs) > 1
        counters: dict[int, int] = {}
        for paragraph in paragraphs:
            properties = paragraph._p.find(f"{A}pPr")
            marks = {str(child.tag).removeprefix(A) for child in properties} if properties is not None else set()
            numbered = "buAutoNum" in marks
            is_item = numbered or "buChar" in marks or ("buNone" not in marks and (listed or paragraph.level > 0))
            if is_item:
                level = paragraph.level
                counters = {depth: count for depth, count in counters.items() if depth <= level}
                counters[level] = counters.get(level, 0) + 1
                self._add(item_line(_plain(paragraph), level, counters[level] if numbered else 0, page=number))
            else:
                for text in paragraph.text.split("\v"):
                    self.lines.append(Line(" ".join(text.split()), page=number))
                self.lines.append(Line("", page=number))

    def _table(self, table: Table, number: int) -> None:
        rows: list[tuple[Cell, ...]] = []
        for row in table.rows:
            cells: list[Cell] = []
            for cell in row.cells:
                left, above = cell._tc.hMerge, cell._tc.vMerge
                if above and rows and len(cells) < len(rows[-1]):
                    text = rows[-1][len(cells)].text
                elif left and cells:
                    text = cells[-1].text
                else:
                    text = " ".join(cell.text_frame.text.split())
                cells.append(Cell(text, left=left, above=above))
            rows.append(tuple(cells))
        self._tables += 1
        self.lines += grid_lines([Grid(tuple(rows), number, 1 if table.first_row else None)], self._tables)

    def _chart(self, chart: Chart, number: int) -> None:
        """Take the numbers that a chart is drawn from."""
        if chart.has_title and chart.chart_title.has_text_frame:
            self._add(Line(" ".join(chart.chart_title.text_frame.text.split()), page=number))
        for plot in chart.plots:
            series = list(plot.series)
            columns = [[_number(value) for value in one.values] for one in series]
            head = (Cell(""), *(Cell(str(one.name)) for one in series))
            rows = [
                (Cell(str(category)), *(Cell(column[place] if place < len(column) else "") for column in columns))
                for place, category in enumerate(plot.categories)
            ]
            self._tables += 1
            self.lines += grid_lines([Grid((head, *rows), number, 1)], self._tables)

    def _diagram(self, shape: Shape, slide: "Slide", number: int) -> None:
        """Take the texts of a diagram (SmartArt) as a list."""
        from lxml import etree

        for element in shape._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
            key = element.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm")
            root = etree.fromstring(slide.part.related_part(key).blob, etree.XMLParser(resolve_entities=False))
            for paragraph in root.iter(f"{A}p"):
                text = " ".join("".join(part.text or "" for part in paragraph.iter(f"{A}t")).split())
                if text:
                    self._add(item_line(text, 0, page=number))


def _in_order(shapes: Iterable[Shape], depth: int = 0) -> Iterator[Shape]:
    """Yield shapes as they are read, row by row; those of a group together."""

    def place(shape: Shape) -> tuple[int, int]:
        return (shape.top or 0) // ROW, shape.left or 0

    for shape in sorted(shapes, key=place):
        if hasattr(shape, "shapes") and depth < MAX_NESTING:
            yield from _in_order(shape.shapes, depth + 1)
        else:
            yield shape


def _running(slides: Iterable["Slide"]) -> frozenset[tuple[str, int, int]]:
    """Return the texts that stand at the same place of several slides, titles aside."""
    found = Counter(
        _place(shape)
        for slide in slides
        for shape in slide.shapes
        if shape.has_text_frame and not (shape.is_placeholder and shape.placeholder_format.idx == 0)
    )
    return frozenset(place for place, times in found.items() if times >= REPEATS and place[0])


def _place(shape: Shape) -> tuple[str, int, int]:
    return _text(shape), shape.top or 0, shape.left or 0


def _text(shape: Shape) -> str:
    return " ".join(shape.text_frame.text.split()) if shape.has_text_frame else ""


def _is_footer(shape: Shape) -> bool:
    from pptx.enum.shapes import PP_PLACEHOLDER

    kinds = (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.HEADER)
    return bool(shape.is_placeholder) and shape.placeholder_format.type in kinds


def _plain(paragraph: Paragraph) -> str:
    return " ".join(paragraph.text.split())


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
