"""What passages cover of a question: words however inflected, and two words that are written as one."""

import pytest

from assistant.found import coverage

MAKERS = {"policy": 3.0, "makers": 1.0, "rivers": 4.0}


def test_words_are_covered_in_any_inflection_and_count_by_their_weight() -> None:
    assert coverage(MAKERS, "en", "A river is wide.") == 0.5
    assert coverage(MAKERS, "en", "A river", "and its policies") == 7 / 8
    assert coverage(MAKERS, "en", "Flour keeps.") == 0.0


@pytest.mark.parametrize("text", ["Policymakers met.", "A policymaker came.", "The makers of policy met."])
def test_two_words_of_the_question_may_be_written_as_one(text: str) -> None:
    assert coverage(MAKERS, "en", text) == 0.5


def test_words_that_are_written_as_one_count_once_however_often_they_are_said() -> None:
    assert coverage(MAKERS, "en", "Policymakers make policy for makers.", "A policymaker") == 0.5


@pytest.mark.parametrize("text", ["Makerspolicy", "Riverspolicy", "Policyriver", "Policymakersrivers"])
def test_only_two_words_that_follow_one_another_are_looked_for_as_one(text: str) -> None:
    assert coverage(MAKERS, "en", text) == 0.0


@pytest.mark.parametrize(
    ("code", "asked", "text"),
    [
        ("de", ("wasser", "muhlen"), "Die Wassermühle steht."),
        ("nl", ("water", "molen"), "De watermolen draait."),
    ],
)
def test_languages_that_write_words_as_one_are_covered_too(code: str, asked: tuple[str, ...], text: str) -> None:
    assert coverage(dict.fromkeys(asked, 1.0), code, text) == 1.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The Local Water Board met.", True),
        ("It is run by Local Works & Bridges.", True),
        ("the local water board met.", False),
        ("The Water Board met.", False),
    ],
)
def test_an_abbreviation_in_the_question_is_covered_where_it_is_spelt_out(text: str, said: bool) -> None:
    assert coverage({"lwb": 1.0}, "en", text) == float(said)


def test_without_words_nothing_is_covered() -> None:
    assert coverage({}, "en", "Flour keeps.") == 0.0
    assert coverage(MAKERS, "en", "", "") == 0.0
