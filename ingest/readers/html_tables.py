"""Tables of a web page: their cells, those that span rows or columns in each of them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.readers.grid import Cell, Grid

if TYPE_CHECKING:
    from bs4 import Tag

MAX_SPAN = 100


def table_grid(table: "Tag") -> Grid:
    """Return a table's cells, those that span rows or columns in each of them."""
    rows: list[tuple[Cell, ...]] = []
    reaching: dict[int, tuple[Cell, int]] = {}
    headers = 0
    for row in table.find_all("tr"):
        if row.find_parent("table") is not table:
            continue
        own = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
        cells = _row_cells(own, reaching)
        head = row.find_parent("thead") is not None or (bool(own) and all(cell.name == "th" for cell in own))
        headers += head and headers == len(rows)
        rows.append(tuple(cells))
    return Grid(tuple(rows), headers=headers or None)


def _row_cells(own: "Sequence[Tag]", reaching: dict[int, tuple[Cell, int]]) -> list[Cell]:
    """Return a row's cells with those that reach down from rows above, by their columns; these go on below."""
    cells: list[Cell] = []
    below: dict[int, tuple[Cell, int]] = {}

    def take_from_above() -> None:
        while (place := len(cells)) in reaching:
            cell, more = reaching.pop(place)
            cells.append(cell)
            if more > 1:
                below[place] = (cell, more - 1)

    for element in own:
        take_from_above()
        text, strong, down = flat(element), element.name == "th" or _all_bold(element), _span(element, "rowspan")
        for column in range(_span(element, "colspan")):
            if down > 1:
                below[len(cells)] = (Cell(text, left=column > 0, above=True, strong=strong), down - 1)
            cells.append(Cell(text, left=column > 0, strong=strong))
    take_from_above()
    reaching.clear()
    reaching.update(below)
    return cells


def _span(cell: "Tag", name: str) -> int:
    match = re.match(r"\s*(\d{1,4})", str(cell.get(name) or "1"))
    return min(max(int(match[1]), 1), MAX_SPAN) if match else 1


def flat(element: "Tag") -> str:
    """Return an element's text on one line."""
    return " ".join(element.get_text(" " if element.find(["p", "li", "br", "div"]) else "").split())


def is_bold(element: "Tag") -> bool:
    """Tell whether an element's text is bold."""
    return element.name in ("b", "strong") or element.find_parent(["b", "strong"]) is not None


def _all_bold(cell: "Tag") -> bool:
    text = flat(cell)
    bold = cell.find(["b", "strong"])
    return bool(text) and bold is not None and flat(bold) == text
