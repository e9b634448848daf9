"""Score answers question by question: what is shown, what is right, what the citations are worth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from eval.answers import GivenAnswer
from eval.normalise import normalise, plain, shown
from eval.questions import EvalQuestion


@dataclass(frozen=True)
class Score:
    """What one answer is worth.

    Attributes:
        id: The question's id.
        category: The question's category.
        language: The question's language.
        answerable: Whether the documents answer it.
        answered: Whether an answer was given (False when declined, or when there is none).
        right: Whether it is right, as a whole.
        missing: Texts of the required facts that are not shown; all of them when it was declined.
        nuggets: Number of required facts.
        forbidden: Forbidden strings that are shown.
        citations: Number of citations.
        verbatim: Number of citations whose quote stands in their document.
        covered: Whether a citation covers gold evidence; None where that cannot be asked.
        words: Words of the answer; None when declined.
        seconds: Time it took, in seconds; None where unknown.
    """

    id: str
    category: str
    language: str
    answerable: bool
    answered: bool
    right: bool
    missing: tuple[str, ...]
    nuggets: int
    forbidden: tuple[str, ...]
    citations: int
    verbatim: int
    covered: bool | None
    words: int | None
    seconds: float | None

    @property
    def recall(self) -> float:
        """Share of the required facts that are shown, 0 to 1; 1 where none is required."""
        return 1 - len(self.missing) / self.nuggets if self.nuggets else 1.0


def score(question: EvalQuestion, answer: GivenAnswer | None, documents: Mapping[str, str]) -> Score:
    """Score one answer.

    Args:
        question: The question.
        answer: Its answer; None counts as a wrong one.
        documents: Texts by document path, in the form of `plain`, to prove citations.
    """
    answered = answer is not None and answer.answered
    text = normalise(answer.text) if answer else ""
    missing = tuple(
        nugget.text
        for nugget in question.nuggets
        if not (answered and any(shown(string, text) for string in nugget.any_of))
    )
    forbidden = tuple(string for string in question.forbidden if shown(string, text))
    corrected = any(shown(string, text) for string in question.correction)
    if answer is None or forbidden:
        right = False
    elif question.answerable:
        right = answered and not missing
    else:
        right = not answered or corrected
    citations = answer.citations if answer else ()
    return Score(
        id=question.id,
        category=question.category,
        language=question.language,
        answerable=question.answerable,
        answered=answered,
        right=right,
        missing=missing,
        nuggets=len(question.nuggets),
        forbidden=forbidden,
        citations=len(citations),
        verbatim=sum(bool(plain(c.quote)) and plain(c.quote) in documents.get(c.document, "") for c in citations),
        covered=covers(question, answer) if answer and answered and question.evidence else None,
        words=len(plain(answer.text).split()) if answer and answered else None,
        seconds=answer.seconds if answer else None,
    )


def covers(question: EvalQuestion, answer: GivenAnswer) -> bool:
    """Tell whether a citation covers gold evidence: same document, and one quote lies within the other."""
    return any(
        citation.document == evidence.document and within(citation.quote, evidence.quote)
        for citation in answer.citations
        for evidence in question.evidence
    )


def within(one: str, other: str) -> bool:
    """Tell whether one of two quotes lies within the other; an empty one lies nowhere."""
    first, second = plain(one), plain(other)
    return bool(first) and bool(second) and (first in second or second in first)


def score_all(
    questions: Sequence[EvalQuestion], answers: Sequence[GivenAnswer], documents: Mapping[str, str]
) -> list[Score]:
    """Score the answers to a question set, in the order of its questions; a question without answer is wrong.

    Args:
        questions: The set.
        answers: The answers, in any order.
        documents: Texts by document path, as they are.
    """
    by_id = {answer.id: answer for answer in answers}
    texts = {name: plain(text) for name, text in documents.items()}
    return [score(question, by_id.get(question.id), texts) for question in questions]
