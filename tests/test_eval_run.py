"""Runs as a user starts them: broken on purpose, the right figure falls and the exit code is 1."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import eval.baseline
from assistant.errors import QuestionError
from eval.answerer import folder_documents
from eval.answers import GivenAnswer
from eval.baseline import compare
from eval.cli import app
from eval.questions import EvalQuestion, load_questions
from eval.retrieval import Candidate
from eval.run import ask_all, make_record
from tests.eval_parts import (
    CORPUS,
    SHIPPED,
    always_answered,
    declined,
    halved,
    miscited,
    misquoted,
    perfect,
    to_line,
    wordy,
)

UNASKABLE = "none-budget"
Breaking = Callable[[GivenAnswer], GivenAnswer]


@pytest.fixture(scope="module")
def questions() -> list[EvalQuestion]:
    return [question for question in load_questions(SHIPPED) if question.split == "dev"]


@pytest.fixture(autouse=True)
def baseline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "baseline.json"
    monkeypatch.setattr(eval.baseline, "BASELINE", path)
    return path


def run(tmp_path: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--split", "dev", *arguments, "--out", str(tmp_path / "runs"), "--failures", "1"])


def answer_file(tmp_path: Path, questions: list[EvalQuestion], breaking: Breaking) -> str:
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(to_line(breaking(perfect(question))) for question in questions), encoding="utf-8")
    return str(path)


def accept_perfect(tmp_path: Path, questions: list[EvalQuestion]) -> None:
    path = answer_file(tmp_path, questions, lambda answer: answer)
    assert run(tmp_path, "--answers", path, "--accept").exit_code == 0


def figures(tmp_path: Path) -> dict[str, float]:
    record = json.loads((sorted((tmp_path / "runs").iterdir())[-1] / "record.json").read_text(encoding="utf-8"))
    return {figure["name"]: figure["value"] for figure in record["figures"]}


def test_perfect_answers_to_shipped_questions_score_all_right(tmp_path: Path, questions: list[EvalQuestion]) -> None:
    accept_perfect(tmp_path, questions)
    found = figures(tmp_path)
    for name in (
        "strict accuracy", "nugget recall", "answered", "right on not answerable", "citations verbatim",
        "evidence cited",
    ):  # fmt: skip
        assert found[name] == 1


@pytest.mark.parametrize(
    ("breaking", "fallen", "kept"),
    [
        (halved, "strict accuracy", "right on not answerable"),
        (halved, "nugget recall", "citations verbatim"),
        (declined, "answered", "right on not answerable"),
        (always_answered, "right on not answerable", "strict accuracy"),
        (misquoted, "citations verbatim", "strict accuracy"),
        (miscited, "evidence cited", "strict accuracy"),
        (wordy, "words, median", "strict accuracy"),
    ],
)
def test_what_is_broken_on_purpose_makes_its_figure_fall_and_the_exit_code_one(
    tmp_path: Path, questions: list[EvalQuestion], breaking: Breaking, fallen: str, kept: str
) -> None:
    accept_perfect(tmp_path, questions)
    result = run(tmp_path, "--answers", answer_file(tmp_path, questions, breaking))
    assert result.exit_code == 1
    assert f"{fallen}: " in result.stdout
    assert f"{kept}: " not in result.stdout


def test_the_same_answers_again_change_nothing(tmp_path: Path, questions: list[EvalQuestion]) -> None:
    accept_perfect(tmp_path, questions)
    before = figures(tmp_path)
    result = run(tmp_path, "--answers", answer_file(tmp_path, questions, lambda answer: answer))
    assert result.exit_code == 0
    assert "0 better, 0 worse" in result.stdout
    assert figures(tmp_path) == before


def test_one_wrong_answer_does_not_fail_a_category_that_was_all_right(
    tmp_path: Path, questions: list[EvalQuestion]
) -> None:
    accept_perfect(tmp_path, questions)
    first = next(question.id for question in questions if question.category == "who")
    path = answer_file(tmp_path, questions, lambda answer: declined(answer) if answer.id == first else answer)
    result = run(tmp_path, "--answers", path, "--category", "who")
    assert result.exit_code == 0
    assert "worse: " + first in result.stdout
    assert "who: " not in result.stdout


def test_one_quote_that_is_not_verbatim_fails_the_run(tmp_path: Path, questions: list[EvalQuestion]) -> None:
    accept_perfect(tmp_path, questions)
    first = next(question.id for question in questions if question.category == "who")
    path = answer_file(tmp_path, questions, lambda answer: misquoted(answer) if answer.id == first else answer)
    assert run(tmp_path, "--answers", path, "--category", "who").exit_code == 1


def test_a_part_of_the_set_is_compared_with_the_same_part_of_the_accepted_run(
    tmp_path: Path, questions: list[EvalQuestion]
) -> None:
    accept_perfect(tmp_path, questions)
    path = answer_file(tmp_path, questions, lambda answer: answer)
    lists = [question for question in questions if question.category == "list"]
    result = run(tmp_path, "--answers", path, "--category", "list")
    assert result.exit_code == 0
    assert f"over {len(lists)} shared questions" in result.stdout


def test_a_run_is_compared_with_the_folder_of_another(tmp_path: Path, questions: list[EvalQuestion]) -> None:
    run(tmp_path, "--answers", answer_file(tmp_path, questions, lambda answer: answer))
    first = next((tmp_path / "runs").iterdir())
    broken = run(tmp_path, "--answers", answer_file(tmp_path, questions, halved), "--baseline", str(first))
    assert broken.exit_code == 1
    assert "Report: " in broken.stdout


def test_wrong_answers_are_shown_with_what_they_lack(tmp_path: Path, questions: list[EvalQuestion]) -> None:
    result = run(tmp_path, "--answers", answer_file(tmp_path, questions, declined), "--category", "who")
    assert result.exit_code == 0
    assert "missing: " in result.stdout
    assert "more wrong answers" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--questions", "{broken}"], "line 1: no valid JSON"),
        (["--questions", "{missing}"], "cannot be read"),
        (["--answers", "{broken}"], "line 1: no valid JSON"),
        (["--answers", "{unknown}"], "no question has the id 'nobody'"),
        (["--answers", "{endless}"], "'seconds' is nan, which is no time"),
        (["--answers", "{perfect}", "--category", "riddle"], "no category 'riddle'"),
        (["--baseline", "{broken}"], "is no record of a run"),
        (["--matrix", "--accept"], "leave out --answers, --baseline, --accept and --judge"),
        (["--answerer", "extractive", "--answerer", "passages"], "compared with --matrix"),
    ],
)
def test_bad_input_is_one_clear_message_and_exit_code_two(
    tmp_path: Path, questions: list[EvalQuestion], arguments: list[str], says: str
) -> None:
    (tmp_path / "broken").write_text('{"id": ', encoding="utf-8")
    (tmp_path / "unknown").write_text('{"id": "nobody", "answer": "x", "answered": true}', encoding="utf-8")
    (tmp_path / "endless").write_text('{"id": "x", "answer": "x", "answered": true, "seconds": NaN}', encoding="utf-8")
    answer_file(tmp_path, questions, lambda answer: answer)
    files = {name: tmp_path / name for name in ("broken", "missing", "unknown", "endless")}
    files["perfect"] = tmp_path / "answers.jsonl"
    result = run(tmp_path, *(argument.format(**files) for argument in arguments))
    assert result.exit_code == 2
    assert says in result.stderr
    assert "Traceback" not in result.output
    assert not (tmp_path / "runs").exists()


def test_the_record_holds_no_path_of_this_machine(
    tmp_path: Path, questions: list[EvalQuestion], baseline: Path
) -> None:
    accept_perfect(tmp_path, questions)
    text = baseline.read_text(encoding="utf-8")
    assert str(tmp_path) not in text
    assert str(CORPUS.parent) not in text


class Ranked:
    """Answers perfectly and ranks the gold passage at a given place."""

    def __init__(self, rank: int) -> None:
        self.rank = rank

    def answer(self, question: EvalQuestion) -> GivenAnswer:
        if question.id == UNASKABLE:
            raise QuestionError("Too long. Ask a shorter one.")
        return perfect(question)

    def ranking(self, question: EvalQuestion) -> list[str]:
        others = [f"other {number}" for number in range(20)]
        return [*others[: self.rank], question.evidence[0].quote, *others[self.rank :]]


def test_a_worse_ranking_makes_the_ranking_figures_fall(questions: list[EvalQuestion]) -> None:
    documents = folder_documents(CORPUS)
    candidates = [
        Candidate(e.quote, e.document, e.section, e.quote) for e in {e for q in questions for e in q.evidence}
    ]

    def record(rank: int) -> dict[str, object]:
        return make_record(questions, ask_all(questions, Ranked(rank), lambda *_: None), documents, candidates, {})

    fallen = {change.after.name for change in compare(record(0), record(3)).fallen}
    assert {"recall@1", "reciprocal rank", "nDCG@10"} <= fallen
    assert "strict accuracy" not in fallen
    assert compare(record(0), record(0)).fallen == []


def test_a_question_that_cannot_be_asked_counts_as_wrong_and_the_rest_goes_on(questions: list[EvalQuestion]) -> None:
    asked = ask_all(questions, Ranked(0), lambda *_: None)
    record = make_record(questions, asked, folder_documents(CORPUS), [], {})
    assert [row["score"]["id"] for row in record["results"] if not row["score"]["right"]] == [UNASKABLE]


def test_a_changed_question_is_not_compared(questions: list[EvalQuestion]) -> None:
    changed = [replace(questions[0], question="Something else?"), *questions[1:]]
    records = [
        make_record(some, ask_all(some, Ranked(0), lambda *_: None), folder_documents(CORPUS), [], {})
        for some in (questions, changed)
    ]
    assert compare(*records).shared == len(questions) - 1
