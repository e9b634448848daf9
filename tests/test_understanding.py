"""Understanding: kind, facets, language, and follow-ups completed from the conversation."""

import pytest

from assistant.errors import QuestionError
from assistant.understanding import clean, understand
from assistant.vocabulary import Facet, Question, Turn

RIVER = Facet("valley", "River Valley", ("Flusstal", "Rivierdal", "Údolí řeky", "Údolí", "Valle del Fiume"))
HILL = Facet("valley", "Hill Valley", ("Hügeltal", "Kopce"))
FACETS = (HILL, RIVER)


def ask(text: str, *earlier: str) -> Question:
    history = [turn for said in earlier for turn in (Turn("user", said), Turn("assistant", "…"))]
    return understand(text, history, FACETS, known=lambda word: word in {"mill", "mills", "farmer"})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many mills are there?", "count"),
        ("Wie viele Mühlen gibt es?", "count"),
        ("Hoeveel molens zijn er?", "count"),
        ("Kolik je tam mlýnů?", "count"),
        ("Quanti mulini ci sono?", "count"),
        ("When was the mill opened?", "when"),
        ("Wann wurde die Mühle eröffnet?", "when"),
        ("Who runs the mill?", "who"),
        ("What does CMU stand for?", "definition"),
        ("What is a CMU?", "definition"),
        ("Compare the mills of River Valley and Hill Valley", "compare"),
        ("Which valley has the most mills?", "superlative"),
        ("Give me an overview of the mills", "overview"),
        ("Is there a mill?", "yesno"),
        ("What are the good practices for millers?", "list"),
        ("Kdo vede mlýn?", "who"),
        ("Chi gestisce il mulino?", "who"),
        ("Wie leidt de molen?", "who"),
    ],
)
def test_the_kind_of_question_is_told_from_its_words(text: str, kind: str) -> None:
    assert ask(text).kind == kind


@pytest.mark.parametrize(
    "text", ["mills in river valley", "Mühlen im Flusstal", "mlýny v údolí řeky", "mulini nella Valle del Fiume"]
)
def test_a_facet_is_known_by_its_names_in_any_language(text: str) -> None:
    assert ask(text).facets == (RIVER,)


def test_a_name_that_the_library_never_heard_of_is_noticed() -> None:
    assert ask("How many mills are there in Barcelona?").unknown == ("Barcelona",)
    assert ask("How many Mills are there in River Valley?").unknown == ()


def test_a_follow_up_that_names_a_facet_keeps_the_subject() -> None:
    question = ask("and in Hill Valley?", "How many mills are there in River Valley?")
    assert question.facets == (HILL,)
    assert question.kind == "count"
    assert "mills" in question.search_text
    assert "River" not in question.search_text


def test_a_follow_up_without_a_facet_keeps_the_facet() -> None:
    question = ask("and the bad ones?", "What are the good practices of millers in River Valley?")
    assert question.facets == (RIVER,)
    assert question.polarity == "bad"


def test_a_follow_up_of_a_follow_up_goes_back_to_the_subject() -> None:
    question = ask("and in River Valley?", "How many mills are there in River Valley?", "and in Hill Valley?")
    assert question.facets == (RIVER,)
    assert "mills" in question.search_text


def test_a_question_of_its_own_carries_nothing_over() -> None:
    question = ask("Which farmers grow barley without irrigation?", "How many mills are there in River Valley?")
    assert question.facets == ()
    assert question.carried == ""


@pytest.mark.parametrize("text", ["", "   ", "\u200b\ufeff", "\x00\x01", "\ud800"])
def test_an_empty_question_is_refused_with_advice(text: str) -> None:
    with pytest.raises(QuestionError, match="empty"):
        clean(text, 100)


def test_a_question_that_is_too_long_names_the_setting() -> None:
    with pytest.raises(QuestionError, match="LEP_MAX_QUESTION_CHARS"):
        clean("x" * 101, 100)
    assert clean("x" * 100, 100)


def test_control_characters_are_taken_out() -> None:
    assert clean("How\x00 many\u202e mills?\n", 100) == "How many mills?"


def test_halves_of_characters_are_taken_out_of_the_question_and_of_earlier_ones() -> None:
    assert clean("How many \ud83d mills?", 100) == "How many mills?"
    assert "\ud83d" not in ask("and in Hill Valley?", "How many \ud83d mills are there?").search_text
