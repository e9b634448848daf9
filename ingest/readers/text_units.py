"""Units of a text: its lines as rows, items, marked headings and paragraphs, before headings are told from these."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.vocabulary import Block
from ingest.readers.headings import SECTION_NUMBER
from ingest.readers.lines import BULLET, HASHES, NUMBERED, Line, heading_text, joined, without_marks
from ingest.readers.tables import Labels, tab_table


@dataclass(frozen=True)
class Unit:
    """A block in the making.

    Attributes:
        block: What it is taken for so far; a row's table is told by its group, an item's depth by `indent`.
        lines: Number of lines it was made of.
        indent: Width of the white space before an item's mark.
        number: The number that an item begins with, "" where it has none.
    """

    block: Block
    lines: int = 1
    indent: int = 0
    number: str = ""

    @property
    def kind(self) -> str:
        """What it is taken for so far."""
        return self.block.kind

    @property
    def text(self) -> str:
        """Its text without marks."""
        return self.block.text


def units_of(lines: Sequence[Line]) -> list[Unit]:
    """Return rows, items, headings that are marked as such, and everything else as paragraphs."""
    units: list[Unit] = []
    labels = Labels(lines)
    tables = position = 0
    while position < len(lines):
        line = lines[position]
        if line.blank:
            position += 1
            continue
        if line.row is not None:
            units.append(Unit(replace(line.row, page=line.page, group=-line.row.group)))
            position += 1
            continue
        table = tab_table(lines, position) or labels.table(position)
        if table is not None:
            tables += 1
            units += [Unit(replace(block, group=tables)) for block in table.blocks]
            position = table.end
            continue
        end = position + 1
        marked = HASHES.match(line.text)
        if marked is None and line.heading is None:
            while end < len(lines) and not lines[end].blank and not lines[end].marked:
                end += 1
        units.append(_unit(lines[position:end]))
        position = end
    return [unit for unit in units if unit.text.strip()]


def _unit(lines: Sequence[Line]) -> Unit:
    """Return the unit that consecutive lines make up, of which only the first may be marked."""
    first = lines[0]
    if first.heading is not None:
        return Unit(Block("heading", without_marks(first.text), level=first.heading, page=first.page))
    if marked := HASHES.match(first.text):
        return Unit(Block("heading", heading_text(marked), level=len(marked["hashes"]), page=first.page))
    match = None if SECTION_NUMBER.match(first.text) else BULLET.match(first.text) or NUMBERED.match(first.text)
    if match is None:
        text = without_marks(joined([line.text for line in lines]))
        return Unit(Block("paragraph", text, page=first.page), lines=len(lines))
    text = without_marks(joined([match["text"], *(line.text for line in lines[1:])]))
    number = match["mark"] if match["mark"].isalnum() else ""
    block = Block("item", text, page=first.page, ordered=bool(number))
    return Unit(block, lines=len(lines), indent=len(match["indent"].expandtabs(4)), number=number)
