"""Values side by side: a table with a column for each value of a facet answers a comparison with one row."""

from collections.abc import Mapping, Sequence

from assistant.aligning import ASKED, Aligned, label_share
from assistant.citations import Line, quote
from assistant.compare import winner
from assistant.facets import heading_facet
from assistant.found import Found
from assistant.language import Language
from assistant.vocabulary import Facet, Hit, Question
from assistant.words import number

NEAR = 20
"""Best passages among which such a row is looked for."""


def abreast(question: Question, found: Found, values: Sequence[Facet], lang: Language) -> list[Line] | None:
    """Answer with the row of a table whose columns are values that a question compares; None where none is meant.

    Args:
        question: The question.
        found: What it found, for all the values.
        values: The values to compare, of one facet.
        lang: The language of our words.
    """
    rows = [(hit, _columns(hit, values)) for hit in found.hits[:NEAR]]
    shares = [(label_share(question, h, h.passage.cells[0], found), h, c) for h, c in rows if len(c) > 1]
    # What is nearest of all, and stands under each of the names, is meant even where its label is in other words, or in
    # another language, of which words tell nothing.
    first = found.hits[0] if found.hits and len(question.facets) > 1 else None
    foreign = first is not None and first.passage.language != question.language
    meant = [row for row in shares if row[0] >= ASKED or (row[1] is first and (row[0] or foreign))]
    if not meant:
        return None
    _, hit, columns = max(meant, key=lambda row: (row[0], row[1].score))
    return side_by_side(question, hit, columns, lang)


def side_by_side(question: Question, hit: Hit, columns: Mapping[Facet, int], lang: Language) -> list[Line]:
    """Write cells of one row: the winner where a superlative asks for it, the row's label, and each cell by its name.

    Args:
        question: The question.
        hit: The row.
        columns: Which column stands under which name.
        lang: The language of our words.
    """
    cells = {facet: hit.passage.cells[column].strip() for facet, column in columns.items()}
    figures = [Aligned(f, hit, figure, cell) for f, cell in cells.items() if (figure := number(cell)) is not None]
    lines = [winner(figures, question.lowest, lang)] if question.kind == "superlative" and figures else []
    label = hit.passage.cells[0].strip()
    lines.append(Line(lang.say("list_of", heading=f"**{label.rstrip('.:')}**")))
    blank = lang.say("blank_of", label=label)
    lines += [Line(f"**{facet.value}**: {cell or blank}", (quote(hit),), True) for facet, cell in cells.items()]
    return lines


def _columns(hit: Hit, values: Sequence[Facet]) -> Mapping[Facet, int]:
    """Return which column of a row is headed by which value."""
    headers = hit.passage.headers if hit.passage.kind == "row" else ()
    named = {heading_facet(header, values): column for column, header in enumerate(headers) if column}
    return {facet: column for facet, column in named.items() if facet and column < len(hit.passage.cells)}
