"""Columns of text tables as answers: the different values of a column, or the rows that hold one of them."""

from collections.abc import Iterator, Sequence

from assistant.citations import Line, Quote
from assistant.compose import heading_line, shown
from assistant.found import Found, SectionHit, coverage, stem_set
from assistant.language import Language
from assistant.vocabulary import Passage, Question
from assistant.words import number

NEAR = 6
"""Only tables with a row among this many best passages, or in one of the two best sections, are looked at."""
MORE = 0.15
"""How much more of the question a text has to say to answer instead of a table."""
MOST = 15
"""Values of the longest column that is listed."""


def column(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Give the rows of the value that a question names, or the values of the column that it names.

    Returns:
        None when the best passages stand in no table with a column of repeated values, or it is not asked for.
    """
    for section, rows in _tables(found):
        code = rows[0].language
        asked = stem_set(question.search_text, code)
        for place, header in enumerate(rows[0].headers):
            cells = [r.cells[place].strip() if place < len(r.cells) else "" for r in rows]
            values = [v for v in dict.fromkeys(cells) if v]
            if not 1 < len(values) < len(rows) or len(values) > MOST:
                continue
            named = [v for v in values if number(v) is None and _content(v, code) and _content(v, code) <= asked]
            if len(named) == 1 and not _row_meant(rows, asked, place) and not _told(found, rows, section):
                chosen = [r for r, cell in zip(rows, cells, strict=True) if cell == named[0]]
                return [heading_line((*section.section.path[-1:], named[0]), lang), *_lines(section, chosen, place)]
            if header.strip() and question.kind == "list" and stem_set(header, code) <= asked:
                firsts = [rows[cells.index(v)] for v in values]
                return [
                    heading_line((*section.section.path[-1:], header), lang),
                    *(
                        Line(v, (Quote(r, section.section, section.document),), True)
                        for r, v in zip(firsts, values, strict=True)
                    ),
                ]
    return None


def _row_meant(rows: Sequence[Passage], asked: frozenset[str], place: int) -> bool:
    """Tell whether the question says the label of one row whole, which is then looked up."""
    labels = [_content(row.cells[0], row.language) for row in rows] if place else []
    return sum(bool(label) and label <= asked for label in labels) == 1


def _told(found: Found, rows: Sequence[Passage], section: SectionHit) -> bool:
    """Tell whether a text says more of the question than a table's rows, its head and its heading do."""
    texts = [h.coverage for h in found.hits[:NEAR] if h.passage.kind != "row"]
    said = max(coverage(found.weights_of, r.language, r.text, *r.headers, *section.section.path) for r in rows)
    return max(texts, default=0.0) - said >= MORE


def _tables(found: Found) -> Iterator[tuple[SectionHit, list[Passage]]]:
    near = {(h.section.id, h.passage.group) for h in found.hits[:NEAR] if h.passage.kind == "row"}
    for rank, section in enumerate(found.sections[:NEAR]):
        for group in dict.fromkeys(p.group for p in section.passages if p.kind == "row" and p.headers):
            if rank < 2 or (section.section.id, group) in near:
                yield section, [p for p in section.passages if p.kind == "row" and p.group == group]


def _content(value: str, code: str) -> frozenset[str]:
    return frozenset(s for s in stem_set(value, code) if len(s) > 2)


def _lines(section: SectionHit, rows: Sequence[Passage], place: int) -> list[Line]:
    return [Line(_without(r, place), (Quote(r, section.section, section.document),), True) for r in rows]


def _without(row: Passage, place: int) -> str:
    """Write a row without the cell that all rows shown have in common."""
    cells = [c.strip() for i, c in enumerate(row.cells) if i != place and c.strip()]
    return f"{cells[0]} ({'; '.join(cells[1:])})" if len(cells) > 1 else (cells[0] if cells else shown(row))
