"""Parts of a Word document: a paragraph's text without what was deleted, its place in a list, the cells of a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ingest.readers.grid import Cell, Grid

if TYPE_CHECKING:
    from lxml.etree import _Element

Said = TypeVar("Said")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HIDDEN = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}pPr", f"{W}rPr", f"{W}txbxContent"}
FALLBACK = "Fallback"
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
MAX_CELL_WORDS = 200
"""Most words in a cell of a table; where there are more, the table is a page's layout."""


@dataclass(frozen=True)
class Style:
    """What a style, or a paragraph, says of headings and lists; None where it says nothing."""

    name: str = ""
    parent: str = ""
    outline: int | None = None
    list_id: str | None = None
    list_level: int | None = None
    size: float | None = None
    bold: bool | None = None


def style_of(element: "_Element", name: str = "", parent: str = "") -> Style:
    """Return what a style's or a paragraph's own properties say."""
    outline = _value(element.find(f"{W}pPr/{W}outlineLvl"))
    numbers = element.find(f"{W}pPr/{W}numPr")
    size = _value(element.find(f"{W}rPr/{W}sz"))
    bold = element.find(f"{W}rPr/{W}b")
    return Style(
        name,
        parent,
        _number(outline),
        None if numbers is None else _value(numbers.find(f"{W}numId")),
        None if numbers is None else _number(_value(numbers.find(f"{W}ilvl"))),
        None if (points := _number(size)) is None else points / 2,
        None if bold is None else is_on(bold),
    )


def is_on(element: "_Element") -> bool:
    """Tell whether a switch such as bold is on."""
    return (element.get(f"{W}val") or "true").lower() not in ("0", "false", "off", "none")


def styles_of(root: "_Element | None") -> dict[str, Style]:
    """Return the paragraph styles of a document by their id, each with what it inherits."""
    if root is None:
        return {}
    own: dict[str, Style] = {}
    for element in root.iter(f"{W}style"):
        name = (_value(element.find(f"{W}name")) or "").casefold()
        own[element.get(f"{W}styleId") or ""] = style_of(element, name, _value(element.find(f"{W}basedOn")) or "")
    return {key: _inherited(style, own) for key, style in own.items()}


def combined(style: Style, parent: Style) -> Style:
    """Return a style with what it does not say itself taken from another one."""
    return Style(
        style.name,
        style.parent,
        _first(style.outline, parent.outline),
        _first(style.list_id, parent.list_id),
        _first(style.list_level, parent.list_level),
        _first(style.size, parent.size),
        _first(style.bold, parent.bold),
    )


def list_formats(root: "_Element | None") -> dict[tuple[str, int], tuple[str, str]]:
    """Return how each level of each list is numbered, by the list's id and level.

    For each, the form of its numbers ("bullet", "decimal", …) and the text in which they stand ("%1.%2").
    """
    if root is None:
        return {}
    abstract: dict[str, dict[int, tuple[str, str]]] = {}
    for element in root.iter(f"{W}abstractNum"):
        levels = {
            _number(level.get(f"{W}ilvl")) or 0: (
                _value(level.find(f"{W}numFmt")) or "decimal",
                _value(level.find(f"{W}lvlText")) or "",
            )
            for level in element.iter(f"{W}lvl")
        }
        abstract[element.get(f"{W}abstractNumId") or ""] = levels
    formats: dict[tuple[str, int], tuple[str, str]] = {}
    for element in root.iter(f"{W}num"):
        of = _value(element.find(f"{W}abstractNumId")) or ""
        for level, form in abstract.get(of, {}).items():
            formats[element.get(f"{W}numId") or "", level] = form
    return formats


def text_of(element: "_Element") -> str:
    """Return the text of a paragraph as it reads with all changes accepted; line breaks and tabs are kept."""
    return "".join(_text(element)).strip("\n ")


def runs_of(paragraph: "_Element") -> Iterator["_Element"]:
    """Yield the runs of a paragraph that show any text."""
    for element in _shown(paragraph):
        if element.tag == f"{W}r" and "".join(_text(element)).strip():
            yield element


def boxes_of(paragraph: "_Element") -> Iterator["_Element"]:
    """Yield the text boxes that hang on a paragraph."""
    for element in paragraph.iter(f"{W}txbxContent"):
        above = [_name(parent) for parent in element.iterancestors()]
        if FALLBACK not in above and above.count("txbxContent") == 0:
            yield element


def table_grid(table: "_Element") -> Grid:
    """Return a table's cells; merged ones are known as such, and the rows marked as headers are counted."""
    rows: list[tuple[Cell, ...]] = []
    headers = 0
    for row in _rows(table):
        above = rows[-1] if rows else ()
        before = _number(_value(row.find(f"{W}trPr/{W}gridBefore"))) or 0
        cells = [Cell("")] * min(before, 50)
        for cell in _cells(row):
            merge = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            span = min(_number(_value(cell.find(f"{W}tcPr/{W}gridSpan"))) or 1, 100)
            if goes_on and len(cells) < len(above):
                made = Cell(above[len(cells)].text, above=True, strong=above[len(cells)].strong)
            else:
                made = Cell(cell_text(cell), strong=_all_bold(cell))
            cells.append(made)
            cells += [Cell(made.text, left=True, above=made.above, strong=made.strong)] * (span - 1)
        header = row.find(f"{W}trPr/{W}tblHeader")
        headers += header is not None and is_on(header) and headers == len(rows)
        rows.append(tuple(cells))
    return Grid(tuple(rows), headers=headers or None)


def cell_text(cell: "_Element") -> str:
    """Return a cell's text on one line; the rows of a table inside it are parted by semicolons."""
    parts: list[str] = []
    for child in children(cell):
        if child.tag == f"{W}tbl":
            rows = [[cell_text(inner) for inner in _cells(row)] for row in _rows(child)]
            parts.append("; ".join(", ".join(filter(None, row)) for row in rows if any(row)))
        else:
            parts += [text_of(child), *map(cell_text, boxes_of(child))]
    return " ".join(" ".join(parts).split())


def is_layout(grid: Grid) -> bool:
    """Tell whether a table only lays out a page: one column, or cells that hold whole sections."""
    width = max((len(row) for row in grid.rows), default=0)
    return width < 2 or any(len(cell.text.split()) > MAX_CELL_WORDS for row in grid.rows for cell in row)


def children(element: "_Element") -> Iterator["_Element"]:
    """Yield the paragraphs and tables below an element, also those within content controls."""
    for child in element:
        if child.tag in (f"{W}p", f"{W}tbl"):
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}ins", f"{W}customXml", f"{W}smartTag"):
            yield from children(child)


def _first(own: Said | None, inherited: Said | None) -> Said | None:
    return inherited if own is None else own


def _rows(table: "_Element") -> Iterator["_Element"]:
    for row in table.iter(f"{W}tr"):
        if next(row.iterancestors(f"{W}tbl"), None) is table:
            yield row


def _cells(row: "_Element") -> Iterator["_Element"]:
    for cell in row.iter(f"{W}tc"):
        if next(cell.iterancestors(f"{W}tr"), None) is row:
            yield cell


def _all_bold(cell: "_Element") -> bool:
    runs = [run for paragraph in cell.iter(f"{W}p") for run in runs_of(paragraph)]
    bold = [run.find(f"{W}rPr/{W}b") for run in runs]
    return bool(runs) and all(switch is not None and is_on(switch) for switch in bold)


def _shown(element: "_Element") -> Iterator["_Element"]:
    """Yield what is below an element, without what is deleted, hidden, or stands in text boxes."""
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        if child.tag in HIDDEN or _name(child) == FALLBACK:
            continue
        yield child
        waiting += reversed(child)


def _text(element: "_Element") -> Iterator[str]:
    for child in _shown(element):
        if child.tag in BREAKS:
            yield BREAKS[child.tag]
        elif _name(child) == "t" and child.text:
            yield child.text


def _name(element: "_Element") -> str:
    return str(element.tag).rsplit("}", 1)[-1]


def _value(element: "_Element | None") -> str | None:
    return None if element is None else element.get(f"{W}val")


def _number(text: str | None) -> int | None:
    try:
        return None if text is None else int(float(text))
    except (ValueError, OverflowError):
        return None


def _inherited(style: Style, styles: Mapping[str, Style]) -> Style:
    seen: set[str] = set()
    parent = style.parent
    while parent in styles and parent not in seen:
        seen.add(parent)
        style = combined(style, styles[parent])
        parent = styles[parent].parent
    return style
