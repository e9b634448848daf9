"""A chat model as a judge, asked over HTTP: its verdicts, its agreement, its cost and its failures."""

import json
import math
import re
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from eval.cli import app
from eval.figures import kappa
from eval.questions import EvalQuestion, load_questions
from tests.chat_server import Reply, chat_server
from tests.eval_parts import SHIPPED, declined, perfect, to_line

pytest.importorskip("openevals", reason="the judge's packages are not installed")
pytest.importorskip("langchain_openai", reason="the judge's packages are not installed")


@pytest.fixture(scope="module")
def questions() -> list[EvalQuestion]:
    return [q for q in load_questions(SHIPPED) if q.category == "who" and q.split == "dev"]


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("LEP_LLM", raising=False)


def says(good: object, why: str = "Because.") -> Reply:
    return 200, json.dumps({"reasoning": why, "score": good})


def judge(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str], reply: Callable[[str], Reply], *,
    usage: bool = True,
) -> tuple[Result, dict[str, Any], str]:  # fmt: skip
    """Score and judge answers; returns what the command printed, the record and the report."""
    answers = tmp_path / "answers.jsonl"
    answers.write_text("\n".join(lines), encoding="utf-8")
    with chat_server(reply, usage=usage) as address:
        monkeypatch.setenv("LEP_LLM", "openai:prepared")
        monkeypatch.setenv("OPENAI_BASE_URL", address)
        result = CliRunner(env={"COLUMNS": "200"}).invoke(
            app,
            ["--judge", "--answers", str(answers), "--category", "who", "--split", "dev", "--failures", "0",
             "--out", str(tmp_path / "runs")],
        )  # fmt: skip
    (run,) = (tmp_path / "runs").iterdir()
    record: dict[str, Any] = json.loads((run / "record.json").read_text(encoding="utf-8"))
    return result, record, (run / "report.html").read_text(encoding="utf-8")


def figure(record: dict[str, Any], name: str) -> dict[str, Any]:
    return next(figure for figure in record["judge"]["figures"] if figure["name"] == name)


def is_about_faithfulness(prompt: str) -> bool:
    return "<context>" in prompt


def test_a_judge_that_agrees_with_the_score_has_a_kappa_of_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[EvalQuestion]
) -> None:
    wrong = questions[0]
    lines = [to_line(replace(perfect(q), text="Nobody. [1]") if q is wrong else perfect(q)) for q in questions]

    def reply(prompt: str) -> Reply:
        return says(is_about_faithfulness(prompt) or wrong.question not in prompt, "So it is.")

    result, record, report = judge(tmp_path, monkeypatch, lines, reply)
    relevance, faithfulness = figure(record, "relevance"), figure(record, "faithfulness")
    assert relevance["value"] == pytest.approx(1 - 1 / len(questions), abs=1e-4)
    assert (relevance["agrees"], relevance["kappa"]) == (1, 1)
    assert (faithfulness["value"], faithfulness["kappa"]) == (1, 0)
    assert figure(record, "both")["agrees"] == 1
    for shown in ("Judged by openai:prepared", "Cohen's kappa", "faithfulness", "relevance"):
        assert shown in result.stdout
        assert shown.replace("'", "&#39;") in report.replace("'", "&#39;")
    assert "judge, relevance: no – So it is." in report
    assert record["judge"]["rubrics"]["faithfulness"].endswith("RAG_GROUNDEDNESS_PROMPT")


def test_the_judge_reads_question_history_answer_and_quotes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[EvalQuestion]
) -> None:
    prompts: list[str] = []
    lock = threading.Lock()

    def reply(prompt: str) -> Reply:
        with lock:
            prompts.append(prompt)
        return says(True)

    judge(tmp_path, monkeypatch, [to_line(perfect(q)) for q in questions], reply)
    assert len(prompts) == 2 * len(questions)
    for question in questions:
        quotes = [evidence.quote for evidence in question.evidence]
        assert any(all(quote in p.split("<context>")[-1].split("</context>")[0] for quote in quotes) for p in prompts)
        assert any(f"<inputs>\n{question.question}" in prompt and quotes[0] in prompt for prompt in prompts)


def test_what_a_judge_costs_is_told_and_declined_answers_cost_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[EvalQuestion]
) -> None:
    lines = [to_line(declined(perfect(q)) if n else perfect(q)) for n, q in enumerate(questions)]
    result, record, _ = judge(tmp_path, monkeypatch, lines, lambda _: says(True))
    cost = {name: record["judge"][name] for name in ("answers", "calls", "failed", "tokens_in", "tokens_out")}
    assert cost == {"answers": 1, "calls": 2, "failed": 0, "tokens_in": 200, "tokens_out": 20}
    assert "200 tokens read, 20 written" in result.stdout


def test_a_server_that_does_not_count_tokens_is_said_to_be_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[EvalQuestion]
) -> None:
    result, record, _ = judge(
        tmp_path, monkeypatch, [to_line(perfect(questions[0]))], lambda _: says(True), usage=False
    )
    assert record["judge"]["tokens_in"] is None
    assert "tokens not told" in result.stdout


@pytest.mark.parametrize(
    ("broken", "cause"),
    [
        ((200, "The answer is well grounded."), "OutputParserException|JSONDecodeError|ValidationError"),
        ((200, '{"reasoning": "It ends in the mid'), "not in the form"),
        ((200, '{"verdict": true}'), "not in the form"),
        (says("yes"), "neither true nor false"),
        (says(None), "neither true nor false"),
        ((200, "[1, 2]"), "not in the form|OutputParserException"),
        ((200, ""), "Error|Exception"),
        ((400, "context length exceeded"), "400.*context length exceeded"),
    ],
)
def test_a_judgement_that_fails_is_counted_with_its_cause_and_the_others_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[EvalQuestion], broken: Reply, cause: str
) -> None:
    first = questions[0].question
    some = questions[:3]

    def reply(prompt: str) -> Reply:
        return broken if first in prompt and not is_about_faithfulness(prompt) else says(True)

    result, record, report = judge(tmp_path, monkeypatch, [to_line(perfect(q)) for q in some], reply)
    assert (record["judge"]["calls"], record["judge"]["failed"]) == (6, 1)
    assert sum(record["judge"]["failures"].values()) == 1
    assert re.search(cause, next(iter(record["judge"]["failures"])))
    counts = {f["name"]: (f["count"], f["failed"]) for f in record["judge"]["figures"]}
    assert counts == {"faithfulness": (3, 0), "relevance": (2, 1), "both": (2, 1)}
    assert "1 failed and count as no opinion" in result.stdout
    assert "judge, relevance: failed" in report


def test_a_judge_that_always_fails_leaves_the_scores_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, questions: list[EvalQuestion]
) -> None:
    result, record, _ = judge(
        tmp_path, monkeypatch, [to_line(perfect(q)) for q in questions[:2]], lambda _: (401, "wrong key")
    )
    assert record["judge"]["failed"] == record["judge"]["calls"] == 4
    assert all(f["value"] is None and f["kappa"] is None for f in record["judge"]["figures"])
    assert record["figures"][0]["value"] is not None
    assert result.exception is None or isinstance(result.exception, SystemExit)


@pytest.mark.parametrize(
    ("model", "key", "says_what"),
    [
        ("", "none", "Set LEP_LLM"),
        ("nonsense:name", "none", "'nonsense:name' cannot be used as a judge"),
        ("openai:name", "", "OPENAI_API_KEY"),
    ],
)
def test_a_judge_that_cannot_be_had_is_one_line_that_says_what_to_set(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, key: str, says_what: str
) -> None:
    monkeypatch.setenv("LEP_LLM", model)
    monkeypatch.setenv("OPENAI_API_KEY", key)
    result = CliRunner().invoke(app, ["--judge", "--out", str(tmp_path / "runs"), "--data", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert says_what in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "runs").exists()


def test_kappa_is_agreement_beyond_chance() -> None:
    assert kappa([True, False, True, False], [True, False, True, False]) == 1
    assert kappa([True, False, True, False], [False, True, False, True]) == -1
    assert kappa([True, True, False, False], [True, False, True, False]) == 0
    # 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: 0.70 agree, 0.50 by chance.
    one = [True] * 25 + [False] * 25
    other = [True] * 20 + [False] * 5 + [True] * 10 + [False] * 15
    assert kappa(one, other) == pytest.approx(0.4)
    assert math.isnan(kappa([True, True], [True, True]))
    assert math.isnan(kappa([], []))
