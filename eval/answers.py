"""Answers as they are exchanged: one JSON object a line, from this assistant or from anything else."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.errors import QuestionError
from eval.lines import LineError, numbered_lines, parsed


@dataclass(frozen=True)
class GivenCitation:
    """What an answer cites.

    Attributes:
        number: The n of its [n].
        document: Path of the document.
        section: Heading path.
        quote: The words that are said to stand there.
    """

    number: int
    document: str
    section: str
    quote: str


@dataclass(frozen=True)
class GivenAnswer:
    """An answer to one question of a set.

    Attributes:
        id: The question's id.
        text: The Markdown text as the chat shows it.
        answered: False when declined.
        citations: What it cites.
        seconds: Time it took, in seconds; None where unknown.
        reason: Why it was declined.
        language: ISO 639-1 code.
    """

    id: str
    text: str
    answered: bool
    citations: tuple[GivenCitation, ...] = ()
    seconds: float | None = None
    reason: str | None = None
    language: str = "en"


def from_json(raw: Mapping[str, Any], question_id: str | None = None) -> GivenAnswer:
    """Read an answer in the exchange form.

    Args:
        raw: The JSON object.
        question_id: Used where the object has no id.

    Raises:
        KeyError, TypeError, ValueError: It has another form.
    """
    if not isinstance(raw["answered"], bool) or not isinstance(raw["answer"], str):
        raise TypeError("'answered' must be true or false and 'answer' a text")
    seconds = raw.get("seconds")
    return GivenAnswer(
        id=str(raw["id"]) if question_id is None else question_id,
        text=raw["answer"],
        answered=raw["answered"],
        citations=tuple(
            GivenCitation(int(c["number"]), str(c["document"]), str(c.get("section") or ""), str(c["quote"]))
            for c in raw.get("citations") or ()
        ),
        seconds=None if seconds is None else _seconds(seconds),
        reason=raw.get("reason"),
        language=str(raw.get("language") or "en"),
    )


def _seconds(value: object) -> float:
    if not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError(f"'seconds' is {value!r}, which is no time")
    return float(value)


def load_answers(path: Path, known: Sequence[str]) -> list[GivenAnswer]:
    """Read an answers file.

    Args:
        path: JSON Lines in the exchange form.
        known: The ids of the question set; answers to other questions are an error.

    Raises:
        QuestionError: Something is wrong; the message names the line, what is wrong and what to do.
    """
    lines = numbered_lines(path, "answers", "--answers")
    answers: dict[str, GivenAnswer] = {}
    problems: list[str] = []
    for number, line in lines:
        try:
            answer = from_json(parsed(line))
        except LineError as error:
            problems.append(f"line {number}: {error}")
            continue
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            problems.append(f"line {number}: not in the form of an answer ({error}); give id, answer and answered")
            continue
        if answer.id in answers:
            problems.append(f"line {number}: a second answer to {answer.id!r}; keep one")
        elif answer.id not in known:
            problems.append(f"line {number}: no question has the id {answer.id!r}; score it with its own --questions")
        answers[answer.id] = answer
    if not answers and not problems:
        raise QuestionError(f"The answers file {path} holds no answer. Add one JSON object a line.")
    if problems:
        raise QuestionError(
            f"The answers file {path} has {len(problems)} problem(s), nothing was scored. "
            "Mend them and run again:\n  " + "\n  ".join(problems[:20])
        )
    return list(answers.values())
