"""Declining with the documents' own words: a passage that says that what is asked for is not known, or still open."""

from dataclasses import replace

import pytest

from assistant.blanks import OPEN, left_open
from assistant.decline import declined, reason_to_decline
from assistant.found import Found
from assistant.language import language
from assistant.understanding import understand
from assistant.vocabulary import Kind, Passage, Question
from assistant.words import words
from tests.found_parts import found, paragraph, part, row

ENGLISH = language("en")
COST = "What the new bridge costs is not yet known."


def question(text: str, kind: Kind = "fact") -> Question:
    return Question(text, text, "en", kind)


def finds(*passages: Passage, about: tuple[str, ...] = ("bridge", "costs"), covered: float = 0.9) -> Found:
    """Make what a question finds, of which the first passage covers most."""
    return found(part(("Mills",), *passages), covered={passages[0].text: covered}, weights=about)


def reason(asked: Question, what: Found) -> str | None:
    return reason_to_decline(asked, what, ENGLISH, ["en"])


@pytest.mark.parametrize(
    "text",
    [
        COST,
        "The bridge: its costs have not been counted.",
        "The costs of the bridge are still to be decided.",
        "Nobody knows the costs of the bridge.",
        "We do not know the costs of the bridge.",
        "No list of bridge costs exists.",
        "The costs of the bridge are still open.",
        "The bridge and its costs were not part of the survey.",
    ],
)
def test_a_passage_that_says_that_it_is_not_known_is_quoted_as_such(text: str) -> None:
    asked, what = question("What are the costs of the bridge?"), finds(paragraph(text), paragraph("It has arches."))
    assert reason(asked, what) == "blank"
    lines = declined(asked, what, "blank", ENGLISH, "", 3, 40)
    assert [line.text for line in lines] == [ENGLISH.say("open"), text]
    assert [quote.text for line in lines for quote in line.quotes] == [text]


@pytest.mark.parametrize("text", ["The bridge costs 200 crowns.", "The costs of the bridge are known to nobody else."])
def test_a_passage_that_says_it_is_quoted_as_an_answer(text: str) -> None:
    assert reason(question("What are the costs of the bridge?"), finds(paragraph(text))) is None


@pytest.mark.parametrize("kind", ["list", "who", "when", "where", "count"])
def test_whatever_one_thing_is_asked_for_may_be_left_open(kind: Kind) -> None:
    assert reason(question("The bridge costs", kind), finds(paragraph(COST))) == "blank"


@pytest.mark.parametrize("kind", ["yesno", "overview", "compare", "superlative"])
def test_a_question_for_yes_or_no_or_for_much_is_answered_by_what_is_open(kind: Kind) -> None:
    assert reason(question("The bridge costs", kind), finds(paragraph(COST))) is None


def test_a_question_for_what_is_open_is_answered_by_it() -> None:
    assert reason(question("Which costs of the bridge are not yet known?", "list"), finds(paragraph(COST))) is None


def test_what_went_wrong_is_answered_by_what_is_open() -> None:
    asked = question("Which problems are there with the costs of the bridge?", "list")
    assert reason(asked, finds(paragraph(COST))) == "blank"
    assert reason(replace(asked, polarity="bad"), finds(paragraph(COST))) is None


def test_only_the_sentence_that_is_about_it_leaves_it_open() -> None:
    about, other = "The costs of the bridge are not yet known.", "It has three arches."
    asked = question("What are the costs of the bridge?")
    assert reason(asked, finds(paragraph(f"{other} {about}"))) == "blank"
    known = "The costs of the bridge were 200 crowns."
    assert reason(asked, finds(paragraph(f"{known} The colour is not yet known."))) is None


@pytest.mark.parametrize("text", ["We don’t know the costs of the bridge.", "The costs of the bridge aren't known."])
def test_short_forms_leave_it_open_too(text: str) -> None:
    assert reason(question("What are the costs of the bridge?"), finds(paragraph(text))) == "blank"


def test_only_the_best_passage_leaves_it_open_and_only_where_it_is_about_it() -> None:
    asked = question("What are the costs of the bridge?")
    assert left_open(asked, finds(paragraph("It costs 200 crowns."), paragraph(COST)), ENGLISH) is None
    assert left_open(asked, finds(paragraph(COST), covered=OPEN), ENGLISH) is not None
    assert left_open(asked, finds(paragraph(COST), covered=OPEN - 0.1), ENGLISH) is None


def test_a_row_leaves_nothing_open() -> None:
    assert (
        left_open(question("What are the costs of the bridge?"), finds(row("Bridge costs", "not yet known")), ENGLISH)
        is None
    )


@pytest.mark.parametrize(
    ("code", "text", "told", "open_"),
    [
        ("en", "Where is the bridge?", "The bridge is in the north.", "The place of the bridge is not known."),
        ("de", "Wo steht die Brücke?", "Die Brücke steht im Norden.", "Wo die Brücke steht, ist noch nicht bekannt."),
        ("nl", "Waar staat de brug?", "De brug staat in het noorden.", "Waar de brug staat is niet bekend."),
        ("cs", "Kde je most?", "Ten most je na severu.", "Kde je most, zatím nikdo neví."),
        ("it", "Dov'è il ponte?", "Il ponte si trova a nord.", "Il posto del ponte non è ancora deciso."),
    ],
)
def test_what_is_open_is_told_in_every_language(code: str, text: str, told: str, open_: str) -> None:
    asked, lang = understand(text, [], [], lambda word: True), language(code)
    assert asked.language == code
    about = tuple(word for word in words(text) if word not in lang.function_words)
    asserted = finds(paragraph(told, code), about=about)
    assert left_open(asked, asserted, lang) is None
    left = finds(paragraph(open_, code), about=about)
    assert reason_to_decline(asked, left, lang, [code]) == "blank"
    assert [line.text for line in declined(asked, left, "blank", lang, "", 3, 40)] == [lang.say("open"), open_]
    assert lang.say("open").endswith(":")


def test_what_is_open_is_said_in_the_questions_language_and_told_in_the_documents() -> None:
    asked = replace(question("Was kostet die Brücke?"), language="de")
    lines = declined(asked, finds(paragraph(COST)), "blank", language("de"), "", 3, 40)
    assert [line.text for line in lines] == [language("de").say("open"), COST]
