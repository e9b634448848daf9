"""Words: folding, numbers whatever their separators, sentences that cover their text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.words import fold, number, numbers, sentences, shared, stems, words


def test_words_are_the_same_with_and_without_accents_and_capitals() -> None:
    assert words("Für PRÄGUNG, příklad & l'attività") == ["fur", "pragung", "priklad", "l'attivita"]


@pytest.mark.parametrize(
    ("text", "value"),
    [("44.910", 44910), ("44,910", 44910), ("3.5", 3.5), ("3,5", 3.5), ("17", 17), ("85%", 85), ("1.234.567", 1234567)],
)
def test_a_number_is_read_whatever_separates_its_thousands(text: str, value: float) -> None:
    assert number(text) == value


def test_what_is_no_number_is_none() -> None:
    assert number("M12") is None
    assert number("") is None


def test_numbers_come_in_order() -> None:
    assert numbers("2 of its 31, then 71.805 jobs") == [2, 31, 71805]


def test_stems_bring_inflections_together() -> None:
    assert stems("stakeholders identified", "en") == stems("stakeholder identify", "en")


def test_sentences_do_not_end_at_abbreviations() -> None:
    text = "It met partners (e.g. Kumst) in May. Then it rested."
    assert [text[a:b] for a, b in sentences(text)] == ["It met partners (e.g. Kumst) in May.", "Then it rested."]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Wer kam am 29. April nach Leeds?", 1),
        ("Das Treffen war der 5. Versuch. Wer kam?", 2),
        ("Setkání 13. Dubna 2024 v Leedsu.", 1),
        ("We were 26. Then we left.", 2),
    ],
)
def test_sentences_do_not_end_in_the_middle_of_a_date(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@given(st.text())
def test_sentences_hold_every_character_but_white_space(text: str) -> None:
    spans = sentences(text)
    assert all(a < b for a, b in spans)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(spans))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_nothing_shares_nothing() -> None:
    assert shared([], []) == 0.0
    assert shared(["a", "b"], ["b"]) == 0.5
