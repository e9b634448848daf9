"""Hand-made finds: sections of passages as a search returns them, about mills, without a library."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.found import Found, SectionHit
from assistant.vocabulary import Document, Hit, Passage, Section

DOCUMENT = Document("d", "mills.md", "Mills")


def paragraph(text: str, language: str = "en") -> Passage:
    """Make a paragraph."""
    return Passage(text, "d", "", 0, "paragraph", text, 0, len(text), language=language)


def items(lead_in: str, *texts: str) -> list[Passage]:
    """Make the items of one list."""
    return [replace(paragraph(text), kind="item", lead_in=lead_in, group=1) for text in texts]


def row(*cells: str, headers: tuple[str, ...] = ("Type of mill", "Number"), lead_in: str = "") -> Passage:
    """Make a row of a table."""
    made = paragraph(" | ".join(cells))
    return replace(made, kind="row", cells=cells, headers=headers, lead_in=lead_in, group=1)


def part(path: tuple[str, ...], *passages: Passage, position: int = 0) -> SectionHit:
    """Make a section of passages; ids are unlike those of any other section."""
    section = Section("/".join(path), "d", path, position, "\n".join(p.text for p in passages))
    placed = [
        replace(p, id=f"{section.id}: {p.text}", section_id=section.id, position=100 * position + number)
        for number, p in enumerate(passages)
    ]
    return SectionHit(section, DOCUMENT, tuple(placed), 0.0, 0.0)


def found(
    *parts: SectionHit,
    scores: Mapping[str, float] | None = None,
    covered: Mapping[str, float] | None = None,
    weights: Sequence[str] = ("mills",),
) -> Found:
    """Make what a question finds.

    Args:
        parts: The sections, best first.
        scores: Scores of passages by their text, 0 for the others.
        covered: What passages cover of the question, by their text, half of it for the others.
        weights: The words of the question's subject, each as telling as any other.
    """
    hits = [
        Hit(p, s.section, s.document, (scores or {}).get(p.text, 0.0), 0.9, (covered or {}).get(p.text, 0.5), 0.9)
        for s in parts
        for p in s.passages
    ]
    hits.sort(key=lambda hit: -hit.score)
    return Found(tuple(hits), parts, (), dict.fromkeys(weights, 1.0), near=0.9)
