"""Values side by side: a table with a column for each value of a facet answers a comparison with one row."""

from collections.abc import Mapping, Sequence

from assistant.citations import Line, quote
from assistant.facets import heading_facet
from assistant.found import Found, coverage, stem_set
from assistant.language import Language
from assistant.tables import said
from assistant.vocabulary import Facet, Hit, Question
from assistant.words import number

NEAR = 20
"""Best passages among which such a row is looked for."""
ASKED = 0.34
"""Share of the question's idf mass that a row's label covers when the question means that row."""


def abreast(question: Question, found: Found, values: Sequence[Facet], lang: Language) -> list[Line] | None:
    """Answer with the row of a table whose columns are values that a question compares; None where none is meant.

    Args:
        question: The question.
        found: What it found, for all the values.
        values: The values to compare, of one facet.
        lang: The language of our words.
    """
    rows = [(_share(question, hit, found), hit, _columns(hit, values)) for hit in found.hits[:NEAR]]
    meant = [(share, hit, columns) for share, hit, columns in rows if len(columns) > 1 and share >= ASKED]
    if not meant:
        return None
    _, hit, columns = max(meant, key=lambda row: (row[0], row[1].score))
    cells = {facet: hit.passage.cells[column].strip() for facet, column in columns.items()}
    figures = {facet: figure for facet, cell in cells.items() if (figure := number(cell)) is not None}
    lines = []
    if question.kind == "superlative" and figures:
        wanted = (min if question.lowest else max)(figures.values())
        first = [facet for facet, figure in figures.items() if figure == wanted]
        phrase = ("tie" if len(first) > 1 else "winner") + ("_least" if question.lowest else "_most")
        names = ", ".join(f"**{facet.value}**" for facet in first)
        lines.append(Line(lang.say(phrase, value=names, number=cells[first[0]]), (quote(hit),)))
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


def _share(question: Question, hit: Hit, found: Found) -> float:
    """Tell how plainly a question names a row: the share of it that the label covers, or the label said whole."""
    if hit.passage.kind != "row":
        return 0.0
    code = hit.passage.language
    whole = float(said(hit.passage, stem_set(question.search_text, code)))
    return max(coverage(found.weights_of, code, hit.passage.cells[0]), whole)
