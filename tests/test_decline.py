"""Declining: what is told apart before anything is composed, on hand-made finds."""

from dataclasses import replace

import pytest

from assistant.decline import blank_row, declined, reason_to_decline
from assistant.found import Found
from assistant.language import language
from assistant.vocabulary import Document, Facet, Hit, Kind, Passage, PassageKind, Question, Section
from assistant.words import words

DOCUMENT = Document("d", "mills.md", "Mills")
SECTION = Section("s", "d", ("Mills",), 0, "")
VALE = Facet("valley", "Kestrel Vale")
ENGLISH = language("en")


def hit(text: str, *cells: str, cosine: float = 0.9, coverage: float = 1.0) -> Hit:
    kind: PassageKind = "row" if cells else "paragraph"
    passage = Passage(
        text, "d", "s", 0, kind, text, 0, len(text), cells=cells, headers=("Type", "Number")[: len(cells)]
    )
    return Hit(passage, SECTION, DOCUMENT, cosine, cosine, coverage, cosine)


def found(*hits: Hit, others: tuple[Hit, ...] = (), strangers: tuple[str, ...] = (), near: float = 0.9) -> Found:
    return Found(hits, (), others, dict.fromkeys(("mills", *strangers), 1.0), frozenset(strangers), near)


def question(text: str, kind: Kind = "fact", *facets: Facet) -> Question:
    return Question(text, text, "en", kind, facets=facets)


def reason(asked: Question, what: Found) -> str | None:
    return reason_to_decline(asked, what, ENGLISH, ["en"])


MILLS = hit("There are 12 mills.")
BLANK = hit("Paper mills | ", "Paper mills", "")
FILLED = hit("Paper mills | 2", "Paper mills", "2")


def test_what_stands_in_the_documents_is_not_declined() -> None:
    assert reason(question("How many mills?", "count"), found(MILLS)) is None


def test_words_that_say_nothing_are_no_question() -> None:
    assert reason(question("what is it"), found(MILLS)) == "empty"
    assert reason(replace(question("and it?"), carried="mills"), found(MILLS)) is None


def test_a_name_that_nobody_knows_is_declined_by_name() -> None:
    asked = replace(question("mills in Barcelona"), unknown=("Barcelona",))
    assert reason(asked, found(MILLS)) == "unknown_facet"
    text = declined(asked, found(MILLS), "unknown_facet", ENGLISH, "Kestrel Vale", 3, 40)[0].text
    assert "Barcelona" in text
    assert "Kestrel Vale" in text


def test_nothing_near_is_off_topic_and_shows_nothing_as_related() -> None:
    far = found(hit("Flour keeps.", cosine=0.7, coverage=0.0), strangers=("sushi",), near=0.7)
    asked = question("mills sushi")
    assert reason(asked, far) == "off_topic"
    assert not any(line.quotes for line in declined(asked, far, "off_topic", ENGLISH, "", 3, 40))


def test_what_only_another_value_covers_is_not_said_for_the_one_asked_for() -> None:
    here, there = hit("Flour keeps."), hit("The mills were built.")
    both = replace(found(here, others=(there,)), weights_of={"built": 1.0})
    assert reason(question("mills built", "fact", VALE), both) == "not_for_facet"
    assert reason(question("mills built", "fact", VALE), found(here)) is None
    assert reason(question("mills built", "fact", VALE), found(others=(there,))) == "not_for_facet"


def test_a_year_that_no_passage_holds_is_not_found() -> None:
    assert reason(question("mills in 1998"), found(MILLS, strangers=("1998",))) == "not_found"


@pytest.mark.parametrize("kind", ["when", "count"])
def test_a_passage_without_a_date_or_figure_answers_no_question_for_one(kind: Kind) -> None:
    wordy = found(hit("The mills are old and handsome."))
    assert reason(question("mills", kind), wordy) == "not_found"
    assert reason(question("mills", kind, VALE), wordy) == "not_for_facet"


def test_a_blank_cell_of_the_row_asked_for_is_declined_as_blank() -> None:
    asked = question("How many paper mills?", "count")
    assert reason(asked, found(BLANK)) == "blank"
    assert reason(asked, found(FILLED)) is None
    assert reason(question("How many saw mills?", "count"), found(MILLS, BLANK)) is None


def test_a_question_over_several_values_is_not_declined_for_one_blank() -> None:
    over_all = replace(question("How many paper mills in all valleys?", "count"), all_values=True)
    assert blank_row(over_all, found(BLANK, FILLED)) is None
    two = question("How many paper mills?", "count", VALE, Facet("valley", "Amberdale"))
    assert blank_row(two, found(BLANK, FILLED)) is None


def test_a_decline_tells_what_was_searched_and_shows_at_most_three_passages_but_no_figures() -> None:
    texts = [hit(f"Mill number {n} is old.") for n in "abcde"]
    lines = declined(question("mills"), found(FILLED, *texts), "not_found", ENGLISH, "", 3, 40)
    assert "3 documents, 40 passages" in lines[1].text
    shown = [line.quotes[0].passage for line in lines if line.quotes]
    assert shown == [h.passage for h in texts[:3]]


@pytest.mark.parametrize("code", ["en", "de", "nl", "cs", "it"])
@pytest.mark.parametrize("why", ["empty", "unknown_facet", "not_for_facet", "blank", "not_found", "off_topic"])
def test_every_reason_has_words_in_every_language(code: str, why: str) -> None:
    asked = question("How many paper mills?", "count", VALE)
    lines = declined(asked, found(BLANK), why, language(code), "Kestrel Vale", 3, 40)  # type: ignore[arg-type]
    assert lines[0].text
    assert "{" not in "".join(line.text for line in lines)
    assert words(lines[0].text)
