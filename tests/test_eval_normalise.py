import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.normalise import normalise, plain, shown


@pytest.mark.parametrize(
    "written",
    [
        "13/04/24", "13/04/2024", "13.04.2024", "13.4.24", "2024-04-13", "13 April 2024", "13th of April 2024",
        "April 13, 2024", "13. April 2024", "13 aprile 2024", "13. dubna 2024", "**13 April** 2024", "04/13/2024",
    ],
)  # fmt: skip
def test_a_date_is_the_same_in_every_common_form(written: str) -> None:
    assert shown("13 april 2024", normalise(f"It was held on {written} in Linz."))


@given(st.dates(min_value=datetime.date(2000, 1, 1), max_value=datetime.date(2099, 12, 31)))
def test_every_date_reads_the_same_from_figures_and_words(day: datetime.date) -> None:
    assert (
        normalise(day.strftime("%d/%m/%Y")) == normalise(f"{day.day} {day:%B} {day.year}") == normalise(day.isoformat())
    )


@pytest.mark.parametrize("day", ["14/04/24", "13/05/24", "13 April 2025", "3 April 2024"])
def test_another_date_does_not_show_a_date(day: str) -> None:
    assert not shown("13 april 2024", normalise(day))


def test_a_month_of_a_date_can_be_asked_for_alone() -> None:
    assert shown("december 2024", normalise("on 18 Dezember 2024"))


@pytest.mark.parametrize("number", ["44.910", "44,910", "44910", "44\u00a0910", "44'910"])
def test_digit_grouping_makes_no_difference(number: str) -> None:
    assert shown("44910", normalise(f"CCI enterprises: {number} (2023)"))


def test_versions_and_decimals_are_no_grouped_numbers() -> None:
    assert normalise("0.762 and D3.1.2") == "0.762 and d3.1.2"


def test_number_words_count_as_digits_up_to_fourteen() -> None:
    assert shown("14", normalise("fourteen stakeholders"))
    assert shown("two universities", normalise("2 universities"))
    assert not shown("15", normalise("fifteen"))


@pytest.mark.parametrize("text", ["47", "D3.4", "3.4", "4.5", "14 providers", "24/7", "[4]", "4. Future steps"])
def test_a_number_counts_only_as_a_whole_word(text: str) -> None:
    assert not shown("4", normalise(text))


def test_a_number_at_the_end_of_a_sentence_is_a_whole_word() -> None:
    assert shown("4", normalise("There are 4."))


def test_a_phrase_does_not_cut_a_number_in_two() -> None:
    assert not shown("2 universities", normalise("12 universities"))
    assert not shown("training providers 1", normalise("training providers 17"))


def test_short_strings_count_only_as_whole_words_and_longer_ones_anywhere() -> None:
    assert not shown("den", normalise("identified"))
    assert shown("den", normalise("DEN (den.nl)"))
    assert shown("credib", normalise("credibility"))


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organisations", "organizations"), ("programmes", "programs"), ("labour centre", "labor center"),
        ("catalogued dialogue", "cataloged dialog"), ("modelling behaviour", "modeling behavior"),
        ("analyse", "analyze"), ("learnt", "learned"), ("prioritised", "prioritized"),
    ],
)  # fmt: skip
def test_british_and_american_spellings_are_equal(british: str, american: str) -> None:
    assert normalise(british) == normalise(american)


def test_marks_quotes_and_dashes_make_no_difference() -> None:
    assert normalise("**“Micro‑credentials”** – [Small](http://x.y) Steps [1][2]") == '"micro credentials" small steps'
    assert normalise("| a | b |\n|---|---|\n| c | 4 |") == "a b c 4"


def test_plain_text_keeps_case_punctuation_and_words_with_underscores() -> None:
    assert plain("- **Bold**, snake_case: *A* | B [3]") == "Bold, snake_case: A B"


@given(st.text())
def test_every_text_that_is_not_empty_shows_itself(text: str) -> None:
    assert shown(text, normalise(text)) == bool(normalise(text))


def test_an_empty_string_is_never_shown() -> None:
    assert not shown("**", normalise("anything"))
