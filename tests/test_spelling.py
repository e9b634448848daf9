"""Spelling: words that no document holds are read as a word of the documents that is one letter apart."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.library import Library
from assistant.settings import Settings
from assistant.spelling import SHORTEST, mended, nearest

WORDS = st.text(string.ascii_lowercase, min_size=SHORTEST, max_size=12)


def spoilt(word: str) -> st.SearchStrategy[str]:
    """Return words that one error turns this one into; their first letter is right."""
    places = st.integers(1, len(word) - 1)
    letters = st.sampled_from(string.ascii_lowercase)
    return st.one_of(
        st.builds(lambda at: word[:at] + word[at + 1 :], places),
        st.builds(lambda at, letter: word[:at] + letter + word[at:], places, letters),
        st.builds(lambda at, letter: word[:at] + letter + word[at + 1 :], places, letters),
        st.builds(
            lambda at: word[: at - 1] + word[at - 1 : at + 1][::-1] + word[at + 1 :], st.integers(2, len(word) - 1)
        ),
    ).filter(lambda other: other != word)


@given(st.data())
def test_one_letter_more_less_changed_or_swapped_is_mended(data: st.DataObject) -> None:
    word = data.draw(WORDS)
    assert nearest(data.draw(spoilt(word)), ["a", word]) == word


@given(WORDS, WORDS)
def test_a_word_is_mended_to_another_only_where_one_error_parts_them(left: str, right: str) -> None:
    letters = string.ascii_lowercase
    one_error = {
        *(left[:at] + left[at + 1 :] for at in range(len(left))),
        *(left[:at] + letter + left[at:] for at in range(len(left) + 1) for letter in letters),
        *(left[:at] + letter + left[at + 1 :] for at in range(len(left)) for letter in letters),
        *(left[:at] + left[at + 1] + left[at] + left[at + 2 :] for at in range(len(left) - 1)),
    } - {left}
    assert (nearest(left, [right]) == right) == (right in one_error and right[0] == left[0])


@pytest.mark.parametrize("text", ["carpenter", "carpentress", "arpenter", "marpenter", "carnepter", "carp enter", ""])
def test_other_words_are_not_what_a_word_was_meant_to_be(text: str) -> None:
    assert nearest("carpenter", [text]) is None


def test_the_first_of_several_likely_words_is_taken() -> None:
    assert nearest("milstone", ["The mill, a milestone;", "two millstone"]) == "milestone"


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Which carpanter?", "Which carpenter?"),
        ("CARPANTER, carpanter!", "carpenter, carpenter!"),
        ("the carpanter's saw", "the carpanter's saw"),
        ("carpanter2018", "carpanter2018"),
    ],
)
def test_misspelt_words_are_mended_where_they_stand_and_nothing_else(text: str, right: str) -> None:
    assert mended(text, {"carpanter": "carpenter"}.get) == right


def test_short_words_are_left_alone() -> None:
    asked: list[str] = []
    mended("gran mils sluices millers", lambda word: asked.append(word) or None)  # type: ignore[func-returns-value]
    assert asked == ["sluices", "millers"]


@given(st.text())
def test_where_every_word_is_right_no_character_changes(text: str) -> None:
    assert mended(text, lambda word: None) == text


def test_a_library_mends_by_its_own_words_in_texts_and_headings(mills: Settings) -> None:
    library = Library.open(mills)
    assert library.spelling("secratary") == "secretary"
    assert library.spelling("practces") == "practices"
    assert library.spelling("secretary") is None
    assert library.spelling("astronaut") is None
