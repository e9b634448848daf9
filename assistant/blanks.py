"""Blanks: what a passage leaves open in its own words, and the empty cells of tables."""

from assistant.found import Found, coverage
from assistant.language import Language, language
from assistant.tables import Value, value_of
from assistant.vocabulary import Hit, Passage, Question
from assistant.words import sentences, stems

ASKS_FOR_ONE = ("fact", "list", "count", "rating", "who", "when", "where")
"""Kinds of question that a statement that it is not known answers."""
OPEN = 0.4
"""Share of the question that a passage covers which says that the answer is not known."""
LABEL = 0.7
"""Share of a row's label that a question must name for the row to be meant."""


def left_open(question: Question, found: Found, lang: Language) -> Hit | None:
    """Return the passage that says that what is asked for is not known, None where there is none."""
    first = found.hits[0]
    if question.kind not in ASKS_FOR_ONE or question.polarity or lang.has("open", question.text):
        return None
    if first.passage.kind == "row" or first.coverage < OPEN:
        return None
    text, code = first.passage.text, first.passage.language
    spans = [text[start:end] for start, end in sentences(text)]
    covers = [coverage(found.weights_of, code, span) for span in spans]
    nearest = spans[covers.index(max(covers))]
    return first if language(code).has("open", nearest) else None


def blank_row(question: Question, found: Found) -> tuple[Value, Hit] | None:
    """Return the row that a question about one value asks for if its figure is blank, None otherwise.

    Where a row has several columns, the question has to name the one that is blank ("guilds from Gliwice").
    """
    several = question.all_values or len(question.facets) > 1
    if several or question.kind not in ("count", "rating", "fact", "who"):
        return None
    asked = frozenset(stems(question.search_text, "en"))
    named: list[tuple[float, Value | None, Hit]] = []
    for hit in found.hits[:12]:
        if hit.passage.kind == "row" and len(hit.passage.cells) > 1:
            label = frozenset(stems(hit.passage.cells[0], hit.passage.language))
            share = len(label & asked) / len(label) if label else 0.0
            if share >= LABEL:
                named.append((share, _blank(hit.passage, asked - label, question.kind), hit))
    if not named:
        return None
    _, value, hit = max(named, key=lambda n: (n[0], n[2].score))
    return None if value is None else (value, hit)


def _blank(row: Passage, asked: frozenset[str], kind: str) -> Value | None:
    """Return the blank cell of a row that is asked for, None where it is filled."""
    label, *cells = (cell.strip() for cell in row.cells)
    if len(cells) == 1:
        value = value_of(row)
        return value if value is not None and value.value is None and kind != "who" else None
    columns = list(zip(row.headers[1:], cells, strict=False))
    said = [len(asked & set(stems(header, row.language))) for header, _ in columns]
    most = max(said, default=0)
    if not most or said.count(most) > 1:
        return None
    header, cell = columns[said.index(most)]
    return None if cell else Value(f"{label}, {header.strip()}", header, None, "")
