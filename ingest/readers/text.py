"""Plain text, and text with a few marks left in it, as it comes out of other programs: blocks from lines."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.vocabulary import Block, SourceText
from ingest.readers.boilerplate import clean
from ingest.readers.encoding import decode
from ingest.readers.headings import (
    SECTION_NUMBER,
    Entries,
    certain_inline,
    contradictory,
    looks_like_heading,
    looks_like_label,
    split_inline,
    starts_sentence,
    title_case,
)
from ingest.readers.lines import Line, split_lines
from ingest.readers.text_layout import laid_out
from ingest.readers.text_units import Unit, units_of

MAX_CHAIN = 3
"""Most headings that follow a heading without anything in between."""


def read_text(data: bytes, name: str) -> SourceText:
    """Read plain text in UTF-8, UTF-16 or Windows-1252; form feeds part its pages.

    Raises:
        SourceError: The bytes are no text.
    """
    return read_lines(laid_out(split_lines(decode(data, name))))


def read_lines(lines: Sequence[Line], *, guess_headings: bool = True) -> SourceText:
    """Make blocks of lines: boilerplate is left out, headings, lists and tables are recognised.

    Readers of formats that only know lines (and perhaps which of them are set as headings) end here.

    Args:
        lines: The file's lines.
        guess_headings: Whether lines that are not marked as headings may be some by how they read. Those that the
            contents list names, or that have a section's number, are headings in any case.
    """
    cleaned = clean(lines)
    units = units_of(cleaned.lines)
    entries = Entries(cleaned.contents)
    if guess_headings:
        units = _with_inline_headings(_with_headings(units, entries))
    else:
        units = _with_certain_headings(units, entries)
    blocks = _blocks(units)
    if contradictory(blocks):
        blocks = tuple(replace(block, level=0) if block.kind == "heading" else block for block in blocks)
    pages = max((line.page or 0 for line in lines), default=0)
    return SourceText(blocks=blocks, pages=pages, left_out=cleaned.left_out, contents=cleaned.contents)


def _with_headings(units: Sequence[Unit], entries: Entries) -> list[Unit]:
    """Return the units with those made headings that are headings, judged from the last to the first.

    What follows a line decides with it: a heading has something to head.
    """
    result: list[Unit] = []
    for position in range(len(units) - 1, -1, -1):
        unit = units[position]
        before = units[position - 1] if position else None
        if unit.kind == "item" and _is_numbered_heading(unit, before, result[-1] if result else None):
            unit = _heading(unit, f"{unit.number}. {unit.text}")
        elif unit.kind == "paragraph" and _is_heading(unit, before, result, entries):
            unit = _heading(unit, unit.text)
        result.append(unit)
    return result[::-1]


def _with_certain_headings(units: Sequence[Unit], entries: Entries) -> list[Unit]:
    """Return the units with those paragraphs made headings that the contents list or a section's number tells."""
    return [
        _heading(unit, unit.text)
        if unit.kind == "paragraph"
        and unit.lines == 1
        and (
            entries.match(unit.text) is not None or (SECTION_NUMBER.match(unit.text) and looks_like_heading(unit.text))
        )
        else unit
        for unit in units
    ]


def _heading(unit: Unit, text: str) -> Unit:
    return replace(unit, block=Block("heading", text, page=unit.block.page))


def _is_heading(unit: Unit, before: Unit | None, after: Sequence[Unit], entries: Entries) -> bool:
    """Tell whether a paragraph is a heading; `after` holds what follows, the next unit last.

    Lines in Title Case one after the other are more likely names than headings if there are many of them.
    """
    text = unit.text
    if entries.match(text) is not None:
        return True
    following = [other.kind for other in after[: -MAX_CHAIN - 1 : -1]]
    if unit.lines > 1 or not following:
        return False
    if SECTION_NUMBER.match(text):
        return looks_like_heading(text.rstrip("?:"))
    if text.endswith(":"):
        return looks_like_label(text)
    if not looks_like_heading(text):
        return False
    if title_case(text):
        return before is None or following != ["heading"] * MAX_CHAIN
    return following[0] != "heading"


def _is_numbered_heading(unit: Unit, before: Unit | None, after: Unit | None) -> bool:
    """Tell whether a numbered line heads what follows, instead of being one item of a numbered list."""
    if not unit.number.isdigit() or unit.indent or unit.lines > 1 or after is None:
        return False
    if not looks_like_heading(unit.text) or (after.kind == "heading" and not SECTION_NUMBER.match(after.text)):
        return False
    beside = (before, after)
    in_list = any(other is not None and other.kind == "item" and other.number and not other.indent for other in beside)
    nested = after.kind == "item" and after.indent > unit.indent + 1
    return not in_list and not nested


def _with_inline_headings(units: Sequence[Unit]) -> list[Unit]:
    """Return the units with headings parted from the paragraphs that they run into.

    One such paragraph alone may begin with a long name; three in a row, half of which show more than a
    capital, are headings.
    """
    result: list[Unit] = []
    position = 0
    while position < len(units):
        run: list[tuple[str, str]] = []
        while position + len(run) < len(units) and units[position + len(run)].kind == "paragraph":
            split = split_inline(units[position + len(run)].text)
            if split is None:
                break
            run.append(split)
        sure = len(run) >= 3 and sum(starts_sentence(*split) for split in run) * 2 >= len(run)
        for unit, (heading, sentence) in zip(units[position : position + len(run)], run, strict=True):
            if sure or certain_inline(heading, sentence):
                result.append(_heading(unit, heading))
                result.append(replace(unit, block=replace(unit.block, text=sentence)))
            else:
                result.append(unit)
        position += len(run)
        if not run:
            result.append(units[position])
            position += 1
    return result


def _blocks(units: Sequence[Unit]) -> tuple[Block, ...]:
    """Return the units' blocks with lists and tables numbered and items given their depth."""
    blocks: list[Block] = []
    group = 0
    indents: list[int] = []
    previous: Unit | None = None
    for unit in units:
        block = unit.block
        if unit.kind == "item":
            goes_on = previous is not None and previous.kind == "item"
            if not goes_on or (unit.indent <= indents[0] and blocks[-1].level == 0 and not _same_list(blocks, unit)):
                group += 1
                indents = [unit.indent]
            while len(indents) > 1 and unit.indent < indents[-1]:
                indents.pop()
            if unit.indent > indents[-1]:
                indents.append(unit.indent)
            block = replace(block, level=len(indents) - 1, group=group)
        elif unit.kind == "row":
            if previous is None or previous.kind != "row" or previous.block.group != unit.block.group:
                group += 1
            block = replace(block, group=group)
        blocks.append(block)
        previous = unit
    return tuple(blocks)


def _same_list(blocks: Sequence[Block], unit: Unit) -> bool:
    """Tell whether an outermost item goes on with the list that the last block belongs to."""
    return blocks[-1].ordered == unit.block.ordered and unit.number not in ("1", "a", "A")
