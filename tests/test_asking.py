"""Understanding: which sentence asks, in which language it does, and what a follow-up about the others asks for."""

from collections.abc import Collection

import pytest

from assistant.understanding import understand
from assistant.vocabulary import Facet, Question, Turn

FACETS = (Facet("valley", "Porto"), Facet("valley", "Tarnbrook"))
HELD = ("key", "challenges", "mills")


def ask(text: str, *earlier: str, spoken: Collection[str] = ("en",), held: Collection[str] = HELD) -> Question:
    history = [turn for said in earlier for turn in (Turn("user", said), Turn("assistant", "…"))]
    return understand(text, history, FACETS, known=lambda word: word in held, spoken=spoken)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "We struggle with members. Which good practices are there?"),
        ("en", "Our problem: which good practices are there?"),
        ("de", "Wir haben Probleme. Welche guten Praktiken gibt es?"),
        ("cs", "Máme problémy. Jaká je dobrá praxe?"),
        ("it", "Abbiamo problemi. Quali sono le buone pratiche?"),
    ],
)
def test_what_only_tells_why_somebody_asks_decides_nothing(code: str, text: str) -> None:
    question = ask(text)
    assert (question.language, question.kind, question.polarity) == (code, "list", "good")
    assert question.search_text == text, "it is searched for all the same"


@pytest.mark.parametrize(
    ("text", "kind", "named"),
    [
        ("We know how many carpenters there are. How many grain mills are there?", "count", ("grain", "mills")),
        ("Compare us with nobody. Who is the treasurer of the union?", "who", ("treasurer",)),
        ("It costs 20 euros, we heard. When was the old mill built?", "when", ()),
    ],
)
def test_the_kind_and_the_thing_asked_for_are_told_from_the_sentence_that_asks(
    text: str, kind: str, named: tuple[str, ...]
) -> None:
    question = ask(text)
    assert (question.kind, question.named, question.sort) == (kind, named, "")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("How many workers do they have: the saw mill and the paper mill?", "count"),
        ("Which of these has the most workers: the saw mill or the paper mill?", "superlative"),
    ],
)
def test_what_follows_a_colon_may_only_name_what_is_asked_about(text: str, kind: str) -> None:
    assert ask(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("When did Prof. Oda Brandt open it?", "when"),
        ("How many mills did Dr. Brandt own in winter?", "count"),
        ("Who paid for repairs, e.g. Weirs and wheels, last winter?", "who"),
    ],
)
def test_an_abbreviation_ends_no_sentence(text: str, kind: str) -> None:
    assert ask(text).kind == kind


@pytest.mark.parametrize(
    ("text", "kind", "polarity"),
    [
        ("How many mills are there in the north? And which old barns?", "count", ""),
        ("How many mills are there? We are new here.", "count", ""),
        ("List the bad practices. Thanks.", "list", "bad"),
        ("We had a challenge. What then?", "fact", "bad"),
    ],
)
def test_two_questions_a_question_that_comes_first_and_one_without_a_subject_are_read_whole(
    text: str, kind: str, polarity: str
) -> None:
    assert (ask(text).kind, ask(text).polarity) == (kind, polarity)


def test_facets_are_known_from_every_sentence() -> None:
    assert ask("We come from Tarnbrook. Which good practices are there?").facets == FACETS[1:]


WORDS = "Key challenges in Porto?"


def test_a_few_words_that_all_stand_in_english_documents_are_english() -> None:
    assert ask(WORDS).language == "en"
    assert ask(WORDS, spoken=("cs", "en")).language == "en"


@pytest.mark.parametrize(
    ("text", "spoken", "held"),
    [
        (WORDS, ("en",), ("key",)),
        (WORDS, ("it",), HELD),
        (WORDS, ("de", "en"), HELD),
        ("Hauptprobleme in Porto?", ("en",), HELD),
    ],
    ids=["a word is not held", "no English document", "German ones too", "other words"],
)
def test_other_questions_keep_the_language_that_they_seem_to_be_in(
    text: str, spoken: tuple[str, ...], held: tuple[str, ...]
) -> None:
    assert ask(text, spoken=spoken, held=held).language == "de"


@pytest.mark.parametrize(
    ("text", "earlier"),
    [
        ("and the others?", "How many mills are there in Porto?"),
        ("und die anderen?", "Wie viele Mühlen gibt es in Porto?"),
        ("en de anderen?", "Hoeveel molens zijn er in Porto?"),
        ("a co ostatní?", "Kolik je mlýnů v Porto?"),
        ("e gli altri?", "Quanti mulini ci sono in Porto?"),
    ],
)
def test_after_a_question_about_one_valley_the_others_are_all_of_them(text: str, earlier: str) -> None:
    question = ask(text, earlier)
    assert (question.facets, question.all_values) == ((), True)
    assert question.carried
    assert "Porto" in question.search_text


def test_after_a_question_about_no_valley_the_others_are_not_valleys() -> None:
    assert not ask("and the others?", "How many mills are there?").all_values


def test_others_of_a_valley_that_is_named_are_not_all_valleys() -> None:
    question = ask("and the others in Tarnbrook?", "How many mills are there in Porto?")
    assert (question.facets, question.all_values) == (FACETS[1:], False)


def test_what_stands_before_the_question_is_told_apart() -> None:
    assert ask("We are new here. Which grain mills are there?").aside == "We are new here. "
    assert ask("Which mills are there?").aside == ""
