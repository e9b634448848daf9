"""Read question sets and prove them: every problem is found before the first question is asked."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from assistant.errors import QuestionError
from assistant.vocabulary import Turn
from eval.lines import LineError, numbered_lines, parsed
from eval.normalise import normalise, plain, shown

CATEGORIES = (
    "lookup", "list", "compare", "number", "survey", "practice", "recommendation", "who", "followup",
    "paraphrase", "crosslingual", "unanswerable", "offtopic", "trap",
)  # fmt: skip
DECLINED = ("unanswerable", "offtopic", "trap")
"""Categories whose questions the documents do not answer."""

Split = Literal["dev", "test"]
SPLITS: tuple[Split, ...] = ("dev", "test")
_MOST_PROBLEMS = 20


@dataclass(frozen=True)
class Nugget:
    """A required fact: shown when any one of its strings is."""

    text: str
    any_of: tuple[str, ...]


@dataclass(frozen=True)
class Evidence:
    """Where the documents state the facts.

    Attributes:
        document: Path of the document relative to the ingested folder.
        section: Heading path joined with " › ".
        quote: Verbatim words of the document, without its Markdown marks.
    """

    document: str
    section: str
    quote: str


@dataclass(frozen=True)
class EvalQuestion:
    """One question and what a right answer holds.

    Attributes:
        id: Unique name.
        category: One of `CATEGORIES`.
        question: What a person asks.
        history: The conversation before it, oldest turn first.
        answerable: Whether the documents answer it.
        nuggets: The required facts.
        evidence: The quotes that state them.
        forbidden: Strings that show a wrong answer.
        language: ISO 639-1 code of the question.
        split: "dev" for tuning, "test" for the final figure; drawn by hash of the id where the file says nothing.
        correction: Strings any one of which corrects a false premise.
    """

    id: str
    category: str
    question: str
    history: tuple[Turn, ...] = ()
    answerable: bool = True
    nuggets: tuple[Nugget, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    forbidden: tuple[str, ...] = ()
    language: str = "en"
    split: Split = "dev"
    correction: tuple[str, ...] = ()


def draw_split(question_id: str) -> Split:
    """Draw the split from the id, so that nobody can choose it: an even SHA-256 is dev, an odd one test."""
    return "test" if hashlib.sha256(question_id.encode()).digest()[-1] % 2 else "dev"


def load_questions(path: Path, documents: Mapping[str, str] | None = None) -> list[EvalQuestion]:
    """Read a question set in JSON Lines and check all of it.

    Args:
        path: The file.
        documents: Texts by document path, which every evidence quote must stand in. None: not checked.

    Raises:
        QuestionError: Something is wrong; the message names each line, what is wrong and what to do.
    """
    lines = numbered_lines(path, "question", "--questions")
    texts = None if documents is None else {name: plain(text) for name, text in documents.items()}
    questions: list[EvalQuestion] = []
    problems: list[str] = []
    first_line: dict[str, int] = {}
    for number, line in lines:
        try:
            raw = parsed(line)
            question = _question(raw)
        except (LineError, _FormError) as error:
            problems.append(f"line {number}: {error}")
            continue
        if question.id in first_line:
            problems.append(
                f"line {number}: the id {question.id!r} stands on line {first_line[question.id]} already; "
                "give each question its own id"
            )
        first_line.setdefault(question.id, number)
        problems += [f"line {number} ({question.id}): {problem}" for problem in _wrong(question, raw, texts)]
        questions.append(question)
    if not questions and not problems:
        raise QuestionError(f"The question file {path} holds no question. Add one JSON object a line.")
    if problems:
        more = len(problems) - _MOST_PROBLEMS
        listed = problems[:_MOST_PROBLEMS] + ([f"and {more} more"] if more > 0 else [])
        raise QuestionError(
            f"The question file {path} has {len(problems)} problem(s), nothing was scored. "
            "Mend them and run again:\n  " + "\n  ".join(listed)
        )
    return questions


class _FormError(Exception):
    """A line is JSON but not a question."""


def _question(raw: Any) -> EvalQuestion:  # noqa: ANN401 (this is where foreign JSON becomes a type)
    if not isinstance(raw, dict):
        raise _FormError("this is no JSON object; write {…} with id, category, question and so on")
    for name in ("id", "category", "question"):
        if not isinstance(raw.get(name), str) or not raw[name].strip():
            raise _FormError(f"{name!r} is missing or no text; fill it in")
    if not isinstance(raw.get("answerable"), bool):
        raise _FormError("'answerable' is missing or neither true nor false; say whether the documents answer it")
    correction = raw.get("correction") or {"any_of": []}
    try:
        return EvalQuestion(
            id=raw["id"],
            category=raw["category"],
            question=raw["question"],
            history=tuple(Turn(turn["role"], _text(turn["content"])) for turn in raw.get("history", [])),
            answerable=raw["answerable"],
            nuggets=tuple(Nugget(_text(n["text"]), _texts(n["any_of"])) for n in raw.get("nuggets", [])),
            evidence=tuple(
                Evidence(_text(e["document"]), _text(e["section"]), _text(e["quote"])) for e in raw.get("evidence", [])
            ),
            forbidden=_texts(raw.get("forbidden", [])),
            language=_text(raw.get("lang", "en")),
            split=raw.get("split") or draw_split(raw["id"]),
            correction=_texts(correction["any_of"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise _FormError(
            f"history, nuggets, evidence, forbidden or correction has another form than expected ({error}); "
            "compare it with a line of the shipped question set"
        ) from error


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is no list")
    return tuple(_text(item) for item in value)


def _wrong(question: EvalQuestion, raw: dict[str, Any], texts: Mapping[str, str] | None) -> list[str]:
    """List what is wrong with a question of the right form."""
    problems = []
    if question.category not in CATEGORIES:
        problems.append(f"unknown category {question.category!r}; use one of {', '.join(CATEGORIES)}")
    if question.split not in SPLITS:
        problems.append(f"split is {raw['split']!r}; write dev or test, or leave it to the hash of the id")
    if any(turn.role not in ("user", "assistant") for turn in question.history):
        problems.append("a turn of the history is neither 'user' nor 'assistant'; correct its role")
    if question.answerable and not (question.nuggets and question.evidence):
        problems.append("answerable, but without nuggets or evidence; add the facts and the quotes that state them")
    if question.answerable == (question.category in DECLINED):
        problems.append(f"answerable={question.answerable} does not fit category {question.category}; change one")
    if not question.answerable and (question.nuggets or (question.evidence and not question.correction)):
        problems.append(
            "not answerable, but with nuggets, or with evidence of no correction; remove them or make it answerable"
        )
    problems += _wrong_strings(question)
    return problems + ([] if texts is None else _wrong_quotes(question, texts))


def _wrong_strings(question: EvalQuestion) -> list[str]:
    problems = []
    for nugget in question.nuggets:
        if not nugget.any_of:
            problems.append(f"nugget {nugget.text!r} has no string that shows it; fill any_of")
    strings = [s for nugget in question.nuggets for s in nugget.any_of] + [
        *question.forbidden,
        *question.correction,
    ]
    for string in strings:
        if not normalise(string):
            problems.append(f"the string {string!r} is empty once normalised; remove it or write it out")
        elif string != string.lower():
            problems.append(f"the string {string!r} is not lower-case; write it in lower case")
    return problems


def _wrong_quotes(question: EvalQuestion, texts: Mapping[str, str]) -> list[str]:
    problems = []
    for evidence in question.evidence:
        text = texts.get(evidence.document)
        if text is None:
            problems.append(f"there is no document {evidence.document!r}; correct the path")
        elif not evidence.quote.strip() or plain(evidence.quote) not in text:
            problems.append(f"the quote {evidence.quote[:80]!r} is not in {evidence.document}; copy it verbatim")
    if not problems and question.evidence:
        stated = normalise("\n\n".join(evidence.quote for evidence in question.evidence))
        # A fact that its own evidence does not show would count every right answer as wrong.
        problems += [
            f"the evidence does not show nugget {nugget.text!r}; add its wording to any_of, or better evidence"
            for nugget in question.nuggets
            if not any(shown(string, stated) for string in nugget.any_of)
        ]
    return problems
