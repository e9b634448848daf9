"""Citations: from drafted lines to Markdown with [n] markers and the quotes behind them. Pure functions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.vocabulary import Citation, Document, Hit, Passage, Section

BREADCRUMB = " › "


@dataclass(frozen=True)
class Quote:
    """Verbatim words of a passage: all of it, or one stretch.

    Attributes:
        passage: The passage.
        section: Its section.
        document: Its document.
        start: Offset of the first character in the passage's text.
        end: Offset after the last one; None: to the end.
    """

    passage: Passage
    section: Section
    document: Document
    start: int = 0
    end: int | None = None

    @property
    def text(self) -> str:
        """The quoted words."""
        return self.passage.text[self.start : self.end]


@dataclass(frozen=True)
class Line:
    """One line of an answer.

    Attributes:
        text: What is shown, verbatim or words of ours.
        quotes: What it rests on; their markers follow the text.
        item: Whether it is shown as a list item.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    item: bool = False


def quote(hit: Hit) -> Quote:
    """Quote a found passage whole."""
    return Quote(hit.passage, hit.section, hit.document)


def render(lines: Sequence[Line]) -> tuple[str, tuple[Citation, ...]]:
    """Write lines as Markdown; number their quotes in order of appearance, the same quote always alike.

    Returns:
        The text and one citation for each marker in it.
    """
    numbers: dict[tuple[str, int, int | None], int] = {}
    citations: list[Citation] = []
    written: list[str] = []
    for line in lines:
        markers = []
        for q in line.quotes:
            key = (q.passage.id, q.start, q.end)
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                citations.append(cite(q, numbers[key]))
            markers.append(f"[{numbers[key]}]")
        text = " ".join([line.text, "".join(dict.fromkeys(markers))]).strip()
        written.append(f"- {text}" if line.item else text)
    return _join(written), tuple(citations)


def _join(written: Iterable[str]) -> str:
    text = ""
    for line in written:
        tight = line.startswith("- ") and text.rsplit("\n", 1)[-1].startswith("- ")
        text += ("" if not text else "\n" if tight else "\n\n") + line
    return text


def cite(q: Quote, number: int) -> Citation:
    """Make the citation of a quote."""
    offset = q.passage.start
    end = len(q.passage.text) if q.end is None else q.end
    return Citation(
        number=number,
        document=q.document.path,
        title=q.document.title,
        section=BREADCRUMB.join(q.section.path),
        page=q.passage.page,
        quote=q.text,
        passage=q.passage.text,
        context=q.section.text,
        start=offset + q.start,
        end=offset + end,
        source=q.document.source,
        source_section=q.document.source_section,
        language=q.passage.language,
        passage_id=q.passage.id,
    )
