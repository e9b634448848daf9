"""The report of a run: complete, beside the accepted run, and harmless whatever it holds."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import SettingsError
from eval.answerer import folder_documents
from eval.answers import GivenAnswer
from eval.baseline import compare
from eval.charts import heat, latency
from eval.questions import EvalQuestion, load_questions
from eval.report import report, save_report
from eval.run import Asked, make_record
from tests.eval_parts import CORPUS, SHIPPED, declined, halved, perfect

HOSTILE = '<script>window.hit=1</script><img src="http://outside.invalid/a.png" onerror=hit> {{ 7 * 7 }} "><b>'


@pytest.fixture(scope="module")
def questions() -> list[EvalQuestion]:
    chosen: dict[str, EvalQuestion] = {}
    for question in load_questions(SHIPPED):
        chosen.setdefault(f"{question.category} {question.language}", question)
    return list(chosen.values())


def record_of(questions: list[EvalQuestion], answers: list[GivenAnswer]) -> dict[str, object]:
    return make_record(questions, Asked(answers, seconds=1.5), folder_documents(CORPUS), [], {"embedder": HOSTILE})


def test_a_report_shows_both_answers_to_a_question_that_became_worse(questions: list[EvalQuestion]) -> None:
    before = record_of(questions, [perfect(question) for question in questions])
    after = record_of(questions, [halved(perfect(question)) for question in questions])
    comparison = compare(before, after)
    html = report(after, before, comparison)
    assert f"Right before, wrong now ({len(comparison.worse)})" in html
    assert html.count("the accepted run (right)") == len(questions)
    assert "strict accuracy: " in html
    assert html.count('class="mark"') > len({question.category for question in questions})


def test_a_report_without_an_accepted_run_says_so(questions: list[EvalQuestion]) -> None:
    html = report(record_of(questions, [perfect(question) for question in questions]), None, None)
    assert "There is no accepted run to compare with." in html
    assert "the accepted run (" not in html


def test_every_question_stands_in_the_report(questions: list[EvalQuestion]) -> None:
    html = report(record_of(questions, [declined(perfect(question)) for question in questions]), None, None)
    assert html.count("<article>") == len(questions)
    assert all(f"<small>{question.id}, " in html for question in questions)


def test_a_hostile_record_is_shown_as_text_and_nothing_leads_outside(questions: list[EvalQuestion]) -> None:
    asked = [replace(question, question=HOSTILE, id=f"{question.id}{HOSTILE}") for question in questions[:3]]
    answers = [replace(perfect(question), text=HOSTILE, reason=HOSTILE) for question in asked]
    html = report(record_of(asked, answers), None, None)
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html
    assert not re.search(r"<(?:script|img|a|link|iframe|b)\b", html)
    assert not re.search(r"<[^>]*\s(?:src|href|on\w+)\s*=", html)


def test_answers_without_seconds_leave_the_latency_chart_out(questions: list[EvalQuestion]) -> None:
    html = report(record_of(questions, [replace(perfect(q), seconds=None) for q in questions]), None, None)
    assert "do not say how long" in html
    assert latency([]) is None


def test_the_latency_chart_counts_every_answer_once() -> None:
    spread = latency([0.0, 0.1, 0.1, 0.4, 2.0])
    assert spread
    assert sum(column.count for column in spread.bins) == 5
    assert (spread.median, spread.highest) == (0.1, 2)


def test_the_heat_map_counts_right_answers_by_language_and_category() -> None:
    scores = [
        {"language": language, "category": category, "right": right}
        for language, category, right in (
            ("de", "who", True), ("en", "who", True), ("en", "who", False), ("en", "list", False),
        )
    ]  # fmt: skip
    found = heat(scores)
    assert found.languages == ("en", "de")
    assert found.categories == ("list", "who")
    assert {(cell.row, cell.column): (cell.right, cell.count) for cell in found.cells} == {
        (0, 0): (0, 1), (0, 1): (1, 2), (1, 1): (1, 1),
    }  # fmt: skip


def test_a_report_that_cannot_be_written_names_the_option(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SettingsError, match="--out"):
        save_report("x", tmp_path / "file" / "report.html")
