"""What the readings of passages tell: whether any answers, whether one does so plainly, what may not be left out."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citations import Line
from assistant.evidence import AMOUNTS, asks_for_names, holds, holds_sort
from assistant.found import Found
from assistant.reader import is_in_english
from assistant.vocabulary import Question

PARTS = ("list", "compare", "superlative")
"""Kinds of question of whose answer a passage may be only a part."""


@dataclass(frozen=True)
class Readings:
    """What a logit means; calibrated on the dev split and on questions over other reports (see `training`).

    Attributes:
        unanswered: Logit below which no passage of those that were read answers.
        across: The same where question or passages are not in English, whose reader is less sure.
        partly: The same where each passage is only a part of the answer, and for questions in everyday words.
        everyday: Most words that no document holds of a question that is not in everyday words.
        answers: Logit from which a passage is read to answer, whatever words it uses.
        figure: The same where a figure or a date is asked for, of which the reader is less sure.
        name: The same where a name is asked for.
        plainly: Logit of a passage that answers so plainly that nothing has to be put beside it.
        outright: Logit of a passage that an answer may not leave out,
        beside: unless it quotes one that is read at most so much lower.
    """

    unanswered: float = -3.2
    across: float = -4.8
    partly: float = -4.2
    everyday: int = 1
    answers: float = 0.5
    figure: float = 1.0
    name: float = 2.0
    plainly: float = 3.0
    outright: float = 2.0
    beside: float = 1.0


READINGS = Readings()


def is_read_in_vain(question: Question, found: Found) -> bool:
    """Tell whether none of the passages that were read answers.

    Less surely so of a list or a comparison, of which each passage is only a part, and of questions in everyday words,
    which no document holds; not at all where most words are such, as they are misspelt. Addresses are known by their
    form.
    """
    if question.kind == "overview" or question.sort in ("web", "contact"):
        return False
    limit = READINGS.unanswered
    if not is_in_english(question, found.hits[0]):
        limit = READINGS.across
    elif 2 * len(found.strangers) > len(found.weights_of):
        return False
    elif question.kind in PARTS or len(found.strangers) > READINGS.everyday:
        limit = READINGS.partly
    return max(found.read.values(), default=math.inf) < limit


def is_read_to_answer(question: Question, found: Found) -> bool:
    """Tell whether a passage was read to answer, whatever it calls what is counted, or where its name is told.

    "How many firms" may be answered by a count of enterprises; "who is the treasurer" is not by who is the secretary.
    Figures and dates it has to hold all the same.
    """
    if question.kind == "who" and question.named:
        return False
    figure = question.kind in ("when", "count") or question.sort in AMOUNTS
    name = READINGS.name if asks_for_names(question) else READINGS.answers
    least = READINGS.figure if figure else name
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
