"""Outline: ranks for headings whose file does not state them, or states them without sense."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.facets import heading_facet
from assistant.vocabulary import Block, Facet
from ingest.readers.headings import Entries, numbering, plain

LABEL_PARENT = 2
"""Lowest rank of a heading that a repeating heading such as "Activities:" is ranked below."""


def rank_headings(
    blocks: Sequence[Block], contents: Sequence[str] = (), facets: Sequence[Facet] = (), title: str = ""
) -> tuple[Block, ...]:
    """Return the blocks with every heading ranked from 1, without the colon at its end.

    Ranks that the file states are kept. Where it states none, these signs decide, the first that applies:
    numbers ("1.2"), a facet's value or the title (1), the contents list (its indentation; else 1 for an entry
    that occurs once and 2 for one that repeats), and then what stands around the heading.

    Args:
        blocks: A file's blocks.
        contents: Entries of its contents list.
        facets: Declared facet values.
        title: The document's title.
    """
    ranker = _Ranker(blocks, contents, facets, title)
    ranked = []
    for position, block in enumerate(blocks):
        if block.kind == "heading":
            text = block.text.rstrip(" :") or block.text
            stated = block.level > 0
            block = replace(block, text=text, level=block.level or ranker.rank(position))
            ranker.note(block, stated)
        ranked.append(block)
    return tuple(ranked)


@dataclass(frozen=True)
class _Seen:
    """The last heading of a sort: its rank, and its number where it has one."""

    rank: int
    number: int = 0


class _Ranker:
    """Ranks one heading after the other, knowing those before it."""

    def __init__(self, blocks: Sequence[Block], contents: Sequence[str], facets: Sequence[Facet], title: str) -> None:
        self.blocks = blocks
        self.facets = facets
        self.title = plain(title)
        self.entries = Entries(contents)
        texts = [block.text for block in blocks if block.kind == "heading"]
        self.by_number = any(len(numbering(text)) > 1 for text in texts)
        self.labels = self._repeating(texts)
        self.from_contents = self._contents_ranks(contents, texts)
        self.anchor = 0
        self.parent_of_labels = 0
        self.last_rank = 0
        self.series: _Seen | None = None

    def rank(self, position: int) -> int:
        """Return the rank of the heading at a position of the blocks."""
        text = self.blocks[position].text
        key = plain(text)
        number = numbering(text)
        if number and self.by_number:
            return len(number)
        if key == self.title or heading_facet(text, self.facets):
            return 1
        if (entry := self.entries.match(text)) is not None:
            return self.from_contents[entry]
        before = self.blocks[position - 1] if position else None
        follows_heading = before is not None and before.kind == "heading" and plain(before.text) != self.title
        if number:
            return self._rank_in_series(number[0], follows_heading)
        if key in self.labels:
            parted = not follows_heading or before is None or plain(before.text) in self.labels
            return self.parent_of_labels + 1 if parted else self.last_rank + 1
        if follows_heading:
            return self.last_rank + 1
        following = self.blocks[position + 1] if position + 1 < len(self.blocks) else None
        if following is not None and following.kind == "heading" and plain(following.text) in self.labels:
            return max(self.anchor, 1) if self.anchor != 1 else 2
        return self.anchor + 1

    def note(self, heading: Block, stated: bool) -> None:
        """Remember a heading that has its rank, for those after it."""
        text, key, rank = heading.text, plain(heading.text), heading.level
        number = numbering(text)
        sure = stated or self._stands_for_itself(text)
        if number and not self.by_number:
            self.series = _Seen(rank, number[0])
        elif self.series and rank <= self.series.rank:
            self.series = None
        if (stated or key != self.title) and (sure or number):
            self.anchor = rank
        heads_labels = (stated or key not in self.labels) and (rank <= LABEL_PARENT or sure or number)
        if heads_labels or rank < self.parent_of_labels:
            self.parent_of_labels = rank
        self.last_rank = rank

    def _repeating(self, texts: Sequence[str]) -> frozenset[str]:
        """Return the plain form of headings such as "Activities:": with a colon, or repeating under several others."""
        own = [text for text in texts if not numbering(text) and not self._stands_for_itself(text)]
        times = Counter(plain(text) for text in own)
        return frozenset(plain(text) for text in own if text.rstrip().endswith(":") or times[plain(text)] > 1)

    def _stands_for_itself(self, text: str) -> bool:
        """Tell whether a heading's rank follows from what it says: it is known from outside of the text."""
        known = bool(heading_facet(text, self.facets)) or self.entries.match(text) is not None
        return known or plain(text) == self.title

    def _rank_in_series(self, number: int, follows_heading: bool) -> int:
        """Return the rank of "1. …" and "2. …": that of the number before it, else below what it stands under."""
        if self.series and number == self.series.number + 1:
            return self.series.rank
        return self.last_rank + 1 if follows_heading else self.anchor + 1

    def _contents_ranks(self, contents: Sequence[str], texts: Sequence[str]) -> dict[str, int]:
        """Return the rank of each entry of the contents list, by its plain form."""
        indents = sorted({_indent(entry) for entry in contents})
        found = Counter(entry for entry in map(self.entries.match, texts) if entry is not None)
        listed = Counter(self.entries.match(entry) for entry in contents)
        ranks = {}
        for entry in contents:
            key = plain(entry)
            number = numbering(entry)
            once = listed[key] <= 1 and found[key] <= 1
            indent = indents.index(_indent(entry)) + 1 if len(indents) > 1 else 0
            ranks[key] = len(number) or indent or (1 if once else 2)
        return ranks


def _indent(entry: str) -> int:
    return len(entry.expandtabs(4)) - len(entry.expandtabs(4).lstrip())
