"""Markdown: front matter, headings, lists and tables, also where a converter left tabs and stray lines in it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from assistant.vocabulary import Block, SourceText
from ingest.readers.boilerplate import clean
from ingest.readers.encoding import decode
from ingest.readers.front_matter import facets, parted, stated
from ingest.readers.headings import Entries, contradictory, looks_like_heading, looks_like_label
from ingest.readers.lines import HASHES, Line, split_lines
from ingest.readers.tables import Labels, Table, tab_table

if TYPE_CHECKING:
    from markdown_it.token import Token

FENCE = re.compile(r"^ {0,3}(```|~~~)")
OTHER_BULLET = re.compile(r"^(\s*)[•●▪◦‣·○■–](\s+\S)")
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)


def read_markdown(data: bytes, name: str) -> SourceText:
    """Read Markdown (CommonMark with tables) in any encoding that plain text may have.

    Raises:
        SourceError: The bytes are no text, or the front matter is no YAML or holds no plain values.
    """
    metadata, text = parted(decode(data, name), name)
    cleaned = clean(split_lines(text))
    entries = Entries(cleaned.contents)
    blocks: list[Block] = []
    for part in _parts(cleaned.lines):
        if isinstance(part, Table):
            group = _last_group(blocks) + 1
            blocks += [replace(block, group=group) for block in part.blocks]
        else:
            blocks += _Blocks(part, _last_group(blocks)).blocks
    blocks = _with_bare_headings(blocks, entries)
    if contradictory(blocks):
        blocks = [replace(block, level=0) if block.kind == "heading" else block for block in blocks]
    return SourceText(
        blocks=tuple(blocks),
        metadata=stated(metadata, name),
        facets=facets(metadata.get("facets"), name),
        left_out=cleaned.left_out,
        contents=cleaned.contents,
    )


def _parts(lines: Sequence[Line]) -> Iterator[str | Table]:
    """Yield the stretches of Markdown, and between them the tables that only tabs or colons make."""
    labels = Labels(lines)
    stretch: list[str] = []
    fenced = False
    position = 0
    while position < len(lines):
        line = lines[position]
        fenced ^= bool(FENCE.match(line.text))
        begins = not stretch or not stretch[-1].strip() or bool(HASHES.match(stretch[-1]))
        table = None
        if begins and not fenced and not line.blank and not line.text.startswith("    "):
            table = tab_table(lines, position) or labels.table(position)
        if table is None:
            stretch.append(line.text if fenced else OTHER_BULLET.sub(r"\1-\2", line.text))
            position += 1
            continue
        yield "\n".join(stretch)
        yield table
        stretch = []
        position = table.end
    yield "\n".join(stretch)


def _last_group(blocks: Sequence[Block]) -> int:
    return max((block.group for block in blocks), default=0)


class _Blocks:
    """The blocks of one stretch of Markdown."""

    def __init__(self, text: str, groups: int) -> None:
        from markdown_it import MarkdownIt

        self.blocks: list[Block] = []
        self.groups = groups
        self.lists: list[tuple[int, bool]] = []
        self.item: int | None = None
        self.headers: tuple[str, ...] = ()
        self.cells: list[str] = []
        self.in_body = False
        tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
        for position, token in enumerate(tokens):
            self._take(token, tokens[position - 1] if position else token)

    def _take(self, token: "Token", before: "Token") -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                if not self.lists:
                    self.groups += 1
                self.lists.append((self.groups, token.type.startswith("ordered")))
                self.item = None
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
                self.item = None
            case "list_item_open" | "list_item_close":
                self.item = None
            case "table_open":
                self.groups += 1
                self.headers = ()
            case "tr_open":
                self.cells = []
            case "thead_close":
                self.headers = tuple(self.cells) if any(self.cells) else ()
            case "tbody_open" | "tbody_close":
                self.in_body = token.type == "tbody_open"
            case "tr_close" if self.in_body:
                self._row()
            case "inline":
                self._inline(token, before)
            case "fence" | "code_block":
                self._paragraph(" ".join(token.content.split()))
            case "html_block":
                self._paragraph(" ".join(TAG.sub(" ", token.content).split()))
            case _:
                pass

    def _inline(self, token: "Token", before: "Token") -> None:
        text = _plain(token.children or [])
        if before.type in ("th_open", "td_open"):
            self.cells.append(text)
        elif before.type == "heading_open":
            if text:
                self.blocks.append(Block("heading", text, level=int(before.tag[1:])))
        elif text and not self.lists and _is_bold(token.children or []):
            self.blocks.append(Block("heading" if _reads_as_heading(text) else "paragraph", text))
        else:
            self._paragraph(text)

    def _row(self) -> None:
        text = " | ".join(self.cells)
        block = Block("row", text, cells=tuple(self.cells), headers=self.headers, group=self.groups)
        self.blocks.append(block)
        self.cells = []

    def _paragraph(self, text: str) -> None:
        if not text:
            return
        if not self.lists:
            self.blocks.append(Block("paragraph", text))
        elif self.item is not None and self.item == len(self.blocks) - 1:
            self.blocks[self.item] = replace(self.blocks[self.item], text=f"{self.blocks[self.item].text} {text}")
        else:
            group, ordered = self.lists[-1][0], self.lists[-1][1]
            self.item = len(self.blocks)
            self.blocks.append(Block("item", text, level=len(self.lists) - 1, group=group, ordered=ordered))


def _plain(children: Sequence["Token"]) -> str:
    """Return inline content without marks, line breaks as spaces."""
    parts = []
    for child in children:
        line_break = child.type == "html_inline" and child.content.startswith("<br")
        if line_break or child.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif child.type in ("text", "code_inline", "image"):
            parts.append(child.content)
    return " ".join("".join(parts).split())


def _is_bold(children: Sequence["Token"]) -> bool:
    """Tell whether inline content is one run of bold text."""
    kept = [child for child in children if child.content.strip() or child.type != "text"]
    return (
        len(kept) >= 3
        and kept[0].type == "strong_open"
        and kept[-1].type == "strong_close"
        and sum(child.type == "strong_open" for child in kept) == 1
        and not any(child.type in ("softbreak", "hardbreak") for child in kept)
    )


def _reads_as_heading(text: str) -> bool:
    return looks_like_label(text) if text.endswith(":") else looks_like_heading(text)


def _with_bare_headings(blocks: Sequence[Block], entries: Entries) -> list[Block]:
    """Return the blocks with paragraphs that the contents list names as headings.

    Bold lines that were taken for headings and head nothing are paragraphs again.
    """
    result: list[Block] = []
    for block, after in zip_longest(blocks, blocks[1:]):
        listed = block.kind in ("paragraph", "heading") and entries.match(block.text) is not None
        if block.kind == "paragraph" and listed:
            block = replace(block, kind="heading")
        elif block.kind == "heading" and not (block.level or listed) and (after is None or after.kind == "heading"):
            block = replace(block, kind="paragraph")
        result.append(block)
    return result
