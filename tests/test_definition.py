"""Definitions: how plainly a text spells a term out."""

import pytest

from assistant.definition import spelled_out


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("rmu", "The River Millers' Union (RMU) speaks for all mill owners."),
        ("rmu", "The RMU (River Millers' Union) speaks for all mill owners."),
        ("rmus", "Every valley has River Millers' Unions (RMUs)."),
        ("rmu", "RMU stands for the union of the millers."),
        ("rmu", "RMU members (River Millers' Union) pay a fee."),
        ("weirco", "The Company of the Weirs, WEIRCO for short, pays the guards."),
        ("head race", "The head race is also known as the leat."),
    ],
)
def test_a_term_beside_its_meaning_is_spelled_out(term: str, text: str) -> None:
    assert spelled_out(term, text) == 3


@pytest.mark.parametrize(
    "text",
    [
        "It was checked by WEIRCO (Company of the Upper Weirs).",
        "Its acronym is WEIRCO.",
        "The abbreviation used is WEIRCO.",
    ],
)
def test_a_short_form_need_not_begin_as_its_words_do(text: str) -> None:
    assert spelled_out("weirco", text) == 2


@pytest.mark.parametrize("text", ["A head race is the channel above the wheel.", "Head races are dug by hand."])
def test_a_sentence_about_the_term_explains_it_less_plainly(text: str) -> None:
    assert spelled_out("head race", text) == 2


@pytest.mark.parametrize(
    ("term", "text"),
    [
        ("rmu", "Members of the RMU pay a fee."),
        ("rmu", "The oldest of the members (RMU) pays a fee."),
        ("rmu", "The permute tables (permuted) are kept."),
        ("head race", "The flood filled the head race with gravel."),
        ("r.u", "The Rau is a river."),
        ("weirco", "Three companies (Oda, WEIRCO and Brandt) pay."),
        ("weirco", "WEIRCO (twelve guards, two boats and a dog) pays."),
        ("weirco", "WEIRCO (see above) pays."),
    ],
)
def test_a_text_that_only_uses_the_term_does_not_define_it(term: str, text: str) -> None:
    assert spelled_out(term, text) == 0
