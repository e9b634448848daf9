"""What the readings of passages tell: whether any answers, whether one does so plainly, what may not be left out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import Line
from assistant.evidence import AMOUNTS, DAY_IN_FIGURES, YEAR, asks_for_names, holds, holds_sort
from assistant.found import Found, stem_set
from assistant.reader import SURE, is_in_english
from assistant.tables import said
from assistant.vocabulary import Hit, Question

PARTS = ("list", "compare", "superlative")
"""Kinds of question of whose answer a passage may be only a part."""


@dataclass(frozen=True)
class Readings:
    """What a logit means; calibrated on the dev split and on questions over reports of other regions.

    Attributes:
        across: Logit below which no passage answers that was read in another language than the question's.
        own: The same where both are in one language other than English.
        partly: The same in English where each passage is only a part of the answer, or a figure is looked up in a row.
        answers: Logit from which a passage is read to answer, whatever words it uses.
        count: The same where a count is asked for: a passage without one does not answer anyway.
        figure: The same where a sum, an age or a date is asked for, of which the reader is less sure.
        name: The same where a name is asked for.
        plainly: Logit of a passage that answers so plainly that nothing has to be put beside it.
        outright: Logit of a passage that an answer may not leave out,
        beside: unless it quotes one that is read at most so much lower.
        near: How much lower a passage is read that may say the year which the best one does not.
        whole: Share of a question for a figure that a row says when the figure is looked up in it.
    """

    across: float = -4.8
    own: float = -3.0
    partly: float = -4.2
    answers: float = 0.5
    count: float = -1.0
    figure: float = 1.0
    name: float = 2.0
    plainly: float = 3.0
    outright: float = 2.0
    beside: float = 1.0
    near: float = 4.0
    whole: float = 0.75


@dataclass(frozen=True)
class Belief:
    """Weights of what tells whether an English question is answered where no passage is surely read to answer it.

    Rounded from a logistic regression on 276 questions of eleven sets, of which 174 have no answer: AUC .86 on sets
    left out, .78 for the best logit alone. It tells 147 of these and loses 29 answers; that logit, below -3.2, 124 and
    29.

    Attributes:
        base: What the sum begins with.
        best: Weight of the highest logit.
        second: Weight of the second highest.
        covers: Weight of the share of the question's words that the passage with the highest logit covers.
        most: What the largest such share takes away: a passage with the words that does not answer only speaks of it.
        facet: What a facet value in the question takes away: it asks for more.
        sort: What the sort of thing asked for, such as money, takes away.
    """

    base: float = 4.5
    best: float = 0.6
    second: float = 0.3
    covers: float = 2.5
    most: float = 3.0
    facet: float = 1.2
    sort: float = 1.3


READINGS, BELIEF = Readings(), Belief()


def is_read_in_vain(question: Question, found: Found) -> bool:
    """Tell whether none of the passages that were read answers.

    Of a list or a comparison each passage is only a part. A question of which most words are in no document may be
    misspelt, and surely is about something here if it names a facet's value. Addresses are known by their form.
    """
    if not found.read or question.kind == "overview" or question.sort in ("web", "contact"):
        return False
    best = max(found.read.values())
    first = found.hits[0]
    if not is_in_english(question, first):
        own = first.passage.language == question.language and question.kind not in PARTS
        return best < (READINGS.own if own else READINGS.across)
    misspelt = 2 * len(found.strangers) > len(found.weights_of)
    if misspelt and question.facets:
        return False
    if misspelt or question.kind in PARTS or (question.kind in ("count", "rating") and _is_looked_up(question, found)):
        return best < READINGS.partly
    return best < SURE and _belief(question, found) < 0


def _is_looked_up(question: Question, found: Found) -> bool:
    """Tell whether a row was read that says nearly the whole question, or whose label the question says whole."""
    rows = [hit for hit in found.hits if hit.passage.id in found.read and hit.passage.kind == "row"]
    asked = stem_set(question.search_text, found.hits[0].passage.language)
    return any(hit.coverage >= READINGS.whole or said(hit.passage, asked) for hit in rows)


def _belief(question: Question, found: Found) -> float:
    """Return how likely the passages that were read answer although none does so surely: rather, if above 0."""
    read = [hit for hit in found.hits if hit.passage.id in found.read]
    ranked = sorted(read, key=lambda hit: -found.read[hit.passage.id])
    best, second = (found.read[hit.passage.id] for hit in (ranked[0], ranked[min(1, len(ranked) - 1)]))
    return (
        BELIEF.base
        + BELIEF.best * best
        + BELIEF.second * second
        + BELIEF.covers * ranked[0].coverage
        - BELIEF.most * max(hit.coverage for hit in read)
        - BELIEF.facet * bool(question.facets)
        - BELIEF.sort * bool(question.sort)
    )


def is_of_another_year(question: Question, found: Found) -> bool:
    """Tell whether what is asked of one year is told of another only: "How many came in 2023?" by "In 2024, 31 came".

    Headings, and any passage that was read to answer nearly as well, may say the year.
    """
    asked = set(YEAR.findall(question.text))
    if not asked or not found.read:
        return False
    best = max(found.read.values())
    near = [hit for hit in found.hits if found.read.get(hit.passage.id, -math.inf) >= best - READINGS.near]
    first = max(near, key=lambda hit: found.read[hit.passage.id])
    if not YEAR.search(first.passage.text):
        return False
    return not any(asked & _years(hit) for hit in near)


def _years(hit: Hit) -> set[str]:
    """Return the years that a passage, its headings, the words above it or its document's title and date name."""
    passage, document = hit.passage, hit.document
    above = (passage.lead_in, *passage.headers, *hit.section.path, document.title, document.date)
    said = " ".join((passage.text, *above))
    return {*YEAR.findall(said), *(f"20{date[-2:]}" for date in DAY_IN_FIGURES.findall(said))}


def is_read_to_answer(question: Question, found: Found) -> bool:
    """Tell whether a passage was read to answer, whatever it calls what is counted, or where its name is told.

    "How many firms" may be answered by a count of enterprises; "who is the treasurer" is not by who is the secretary.
    Figures and dates it has to hold all the same.
    """
    if question.kind == "who" and question.named:
        return False
    figure = question.kind in ("when", "count") or question.sort in AMOUNTS
    name = READINGS.name if asks_for_names(question) else READINGS.answers
    count = READINGS.count if question.kind == "count" and not question.sort else READINGS.figure
    least = count if figure else name
    read = [hit for hit in found.hits if found.read.get(hit.passage.id, -math.inf) >= least]
    return any(not figure or (holds(question, h.passage) and holds_sort(question.sort, h.passage)) for h in read)


def is_read_plainly(found: Found) -> bool:
    """Tell whether a passage answers so plainly that nothing has to be put beside it."""
    return max(found.read.values(), default=-math.inf) >= READINGS.plainly


def passes_over(found: Found, lines: Sequence[Line]) -> bool:
    """Tell whether lines leave out the passage that was read to answer, and quote none that was read to do so as well.

    A list or a table beside the sentence that says it is then not what was asked for.
    """
    sure = max(found.read.values(), default=-math.inf)
    quoted = [found.read.get(q.passage.id, -math.inf) for line in lines for q in line.quotes]
    return sure >= READINGS.outright and max(quoted, default=-math.inf) < sure - READINGS.beside
