import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.figures import Result, category_figures, figure_json, mcnemar, overall_figures
from eval.metrics import Score, score_all
from eval.questions import EvalQuestion, Evidence, Nugget
from tests.eval_parts import perfect

DOCUMENTS = {"a.md": "Prague identified 31 stakeholders."}
QUESTIONS = [
    EvalQuestion(
        id=f"q{number}",
        category="number" if number % 2 else "list",
        question=f"Question {number}?",
        nuggets=(Nugget("31", ("31",)),),
        evidence=(Evidence("a.md", "A", "Prague identified 31 stakeholders."),),
    )
    for number in range(20)
]


def results(wrong: int = 0) -> list[Result]:
    answers = [perfect(question) for question in QUESTIONS[wrong:]]
    return [Result(score, {}) for score in score_all(QUESTIONS, answers, DOCUMENTS)]


def value(found: list[Result], name: str) -> float:
    return next(f.value for f in overall_figures(found) if f.name == name)


def test_perfect_answers_give_perfect_figures() -> None:
    for name in ("strict accuracy", "nugget recall", "answered", "citations verbatim", "evidence cited"):
        assert value(results(), name) == 1


def test_unanswered_questions_lower_the_figures_instead_of_being_left_out() -> None:
    found = results(wrong=5)
    assert value(found, "strict accuracy") == 0.75
    assert value(found, "nugget recall") == 0.75
    assert value(found, "answered") == 0.75


def test_the_interval_holds_the_figure_and_narrows_with_more_questions() -> None:
    small = overall_figures(results(wrong=5))[0]
    large = overall_figures(results(wrong=5) * 10)[0]
    assert small.low < small.value < small.high
    assert large.high - large.low < small.high - small.low


def test_the_same_scores_give_the_same_interval() -> None:
    assert overall_figures(results(wrong=3))[0] == overall_figures(results(wrong=3))[0]


def test_categories_are_counted_by_themselves() -> None:
    figures = {figure.name: figure for figure in category_figures(results(wrong=5))}
    assert (figures["list"].value, figures["list"].count) == (0.7, 10)
    assert (figures["number"].value, figures["number"].count) == (0.8, 10)


def test_citations_are_counted_one_by_one_and_not_per_answer() -> None:
    def score(citations: int, verbatim: int) -> Score:
        return Score("x", "number", "en", True, True, True, (), 1, (), citations, verbatim, True, 5, 0.1)

    found = [Result(score(9, 9), {}), Result(score(1, 0), {})]
    assert value(found, "citations verbatim") == pytest.approx(0.9)


def test_a_figure_that_no_question_counts_towards_is_empty() -> None:
    figure = next(f for f in overall_figures(results()) if f.name == "right on not answerable")
    assert math.isnan(figure.value)
    assert figure_json(figure)["value"] is None


def test_mcnemar_gives_the_textbook_values() -> None:
    def p_value(better: int, worse: int) -> float:
        return mcnemar([False] * better + [True] * worse + [True] * 50, [True] * better + [False] * worse + [True] * 50)

    assert p_value(0, 0) == 1
    assert p_value(1, 1) == 1
    assert p_value(5, 0) == pytest.approx(0.0625)
    assert p_value(1, 9) == pytest.approx(22 / 1024)
    assert p_value(0, 6) < 0.05


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=40))
def test_mcnemar_is_a_probability_that_does_not_depend_on_the_direction(pairs: list[tuple[bool, bool]]) -> None:
    before, after = [one for one, _ in pairs], [other for _, other in pairs]
    assert 0 < mcnemar(before, after) <= 1
    assert mcnemar(before, after) == mcnemar(after, before)
