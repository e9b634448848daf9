"""Comparing by one table that names what is compared: "members of the north and the south", "did firms differ?"."""

import re
from collections.abc import Sequence

from assistant.abreast import side_by_side
from assistant.aligning import ASKED, MOST_LABELS
from assistant.citations import Line, quote
from assistant.compose import heading_line, shown
from assistant.found import Found, coverage, stem_set
from assistant.language import Language
from assistant.vocabulary import Facet, Hit, Question
from assistant.words import stem

NEAR = 20
"""Best passages among which such a row is looked for."""
NEAREST = 8
"""The same for rows that are named themselves, of which the first is among so many."""
ASIDE = re.compile(r"\([^)]*\)|\d+")
"""What a heading or a label says that nobody repeats: "Learners (n = 58)"."""


def crossing(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Answer a comparison from one table: the cells under the headings that a question names, or the rows it names.

    Returns:
        None when no table names two of the things compared.
    """
    compares = question.kind == "compare" or lang.has("compare", question.text)
    if not compares and question.kind != "superlative":
        return None
    return _under_headings(question, found, lang) or (_rows(question, found, lang) if compares else None)


def _under_headings(question: Question, found: Found, lang: Language) -> list[Line] | None:
    rows = [(hit, _headings(question, hit)) for hit in found.hits[:NEAR] if hit.passage.kind == "row"]
    shares = [(_label_share(question, hit, columns, found), hit, columns) for hit, columns in rows if len(columns) > 1]
    share, hit, columns = max(shares, key=lambda row: (row[0], row[1].score), default=(0.0, None, []))
    if hit is None or share < ASKED:
        return None
    heads = hit.passage.headers
    return side_by_side(question, hit, {Facet("", heads[c].strip()): c for c in columns}, lang)


def _headings(question: Question, hit: Hit) -> list[int]:
    """Return the columns of a row whose headings a question says."""
    passage = hit.passage
    asked = stem_set(question.text, passage.language)
    label = _content(passage.cells[0], passage.language)
    heads = {c: _content(h, passage.language) for c, h in enumerate(passage.headers) if 0 < c < len(passage.cells)}
    return [c for c, head in heads.items() if head and head <= asked and not head <= label]


def _label_share(question: Question, hit: Hit, columns: Sequence[int], found: Found) -> float:
    """Return the share that the label of a row covers of what a question asks besides the headings that it names."""
    passage = hit.passage
    code = passage.language
    heads = frozenset().union(*(_content(passage.headers[c], code) for c in columns))
    rest = {word: weight for word, weight in found.weights_of.items() if stem(word, code) not in heads}
    return coverage(rest, code, passage.cells[0])


def _rows(question: Question, found: Found, lang: Language) -> list[Line] | None:
    near = {(h.document.id, h.passage.group): h for h in reversed(found.hits[:NEAREST]) if h.passage.kind == "row"}
    for (document, group), first in near.items():
        asked = stem_set(question.text, first.passage.language)
        table = [h for h in found.hits if h.document.id == document and h.passage.group == group]
        labels = {h.passage.id: _content(h.passage.cells[0], h.passage.language) for h in table if h.passage.cells}
        named = [h for h in table if labels.get(h.passage.id) and labels[h.passage.id] <= asked]
        if 1 < len(named) <= MOST_LABELS and len({labels[h.passage.id] for h in named}) == len(named):
            named.sort(key=lambda h: h.passage.position)
            return [
                heading_line(first.section.path, lang),
                *(Line(shown(h.passage), (quote(h),), True) for h in named),
            ]
    return None


def _content(text: str, code: str) -> frozenset[str]:
    return stem_set(ASIDE.sub(" ", text), code)
