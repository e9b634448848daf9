"""The words that are embedded for a passage and for a section: one place, one version number.

Whoever changes what these functions return raises `RECIPE`: libraries made by another recipe then say that
they need to be rebuilt.
"""

from assistant.vocabulary import Passage, Section

RECIPE = 2
"""Version of the texts below; stored in the library."""

SECTION_CHARS = 700
"""A section is embedded by at most this many characters, headings included."""


def passage_text(section: Section, passage: Passage) -> str:
    """Return what is embedded for a passage: its last two headings and its own words.

    Its lead-in is left out: it is the same for a whole list and draws the items together (README, "Design choices").

    A row reads as "header: value" pairs, blank cells left out.
    """
    words = passage.text
    if passage.kind == "row" and passage.headers and any(passage.headers):
        pairs = zip(passage.headers, passage.cells, strict=False)
        words = "; ".join(f"{header}: {cell}" if header else cell for header, cell in pairs if cell.strip())
    parts = (" › ".join(section.path[-2:]), words or passage.text)
    return "\n".join(part for part in parts if part)


def section_text(section: Section) -> str:
    """Return what is embedded for a section: its heading path and its text, cut at `SECTION_CHARS`."""
    return f"{' › '.join(section.path)}\n{section.text}"[:SECTION_CHARS]
