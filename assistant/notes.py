"""How what is known of a document is told to people: ranges of pages, and notes neither too many nor too long."""

from collections.abc import Sequence

LONGEST_NOTE = 160
"""Characters of a note that are shown; the whole of it is in the library."""
MOST_NOTES = 8
"""Notes of one sort that are shown of one document."""


def page_ranges(pages: Sequence[int]) -> str:
    """Return page numbers in ascending order as a reader writes them: "1, 3–5"."""
    ranges: list[list[int]] = []
    for page in pages:
        if ranges and page == ranges[-1][1] + 1:
            ranges[-1][1] = page
        else:
            ranges.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def some_notes(notes: Sequence[str]) -> tuple[list[str], int]:
    """Return the first notes, each on one line and cut where it is long, and how many more there are."""
    lines = [" ".join(note.split()) for note in notes[:MOST_NOTES]]
    shown = [line if len(line) <= LONGEST_NOTE else line[: LONGEST_NOTE - 1] + "…" for line in lines]
    return shown, len(notes) - len(shown)
