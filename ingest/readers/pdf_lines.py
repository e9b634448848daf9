"""Lines of a PDF's page: words that stand side by side in one column."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.readers.pdf_words import RuledTable, Word, text_of

Interval = tuple[float, float]


@dataclass(frozen=True)
class PageLine:
    """A line of text within its column.

    Attributes:
        words: Its words from left to right.
        columns: For a row of a table: the text of each of its columns, else ().
        table: Which table of the page it belongs to, counted from 1; 0 for none.
        ruled: The ruled table that it stands for.
    """

    words: tuple[Word, ...]
    columns: tuple[str, ...] = ()
    table: int = 0
    ruled: RuledTable | None = None

    @property
    def text(self) -> str:
        """Its text; the columns of a row parted by tabs."""
        return "\t".join(self.columns) if self.columns else text_of(self.words)

    @property
    def x0(self) -> float:
        """Its left edge in points."""
        return self.words[0].x0

    @property
    def x1(self) -> float:
        """Its right edge in points."""
        return max(word.x1 for word in self.words)

    @property
    def top(self) -> float:
        """Its upper edge in points from the top of the page."""
        return min(word.top for word in self.words)

    @property
    def bottom(self) -> float:
        """Its lower edge in points from the top of the page."""
        return max(word.bottom for word in self.words)

    @property
    def size(self) -> float:
        """The size that most of its letters have."""
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[word.size] = sizes.get(word.size, 0) + len(word.text)
        return max(sizes, key=lambda size: sizes[size])

    @property
    def bold(self) -> bool:
        """Whether all of its letters are bold, those of a bullet aside."""
        words = [word for word in self.words if word.text != "•"] or self.words
        return all(word.bold for word in words if any(map(str.isalnum, word.text)))


def merged(intervals: Sequence[Interval]) -> list[Interval]:
    """Return the intervals with those that overlap as one."""
    result: list[Interval] = []
    for x0, x1 in sorted(intervals):
        if result and x0 < result[-1][1] + 2:
            result[-1] = (result[-1][0], max(x1, result[-1][1]))
        else:
            result.append((x0, x1))
    return result
