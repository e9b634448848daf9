"""Questions for "which": answered by what lists them, declined where the documents only tell how many there are."""

from dataclasses import replace

import pytest

from assistant.citations import render
from assistant.decline import reason_to_decline
from assistant.instances import asked_things, instances, names_things, only_counts
from assistant.language import language
from assistant.vocabulary import Question
from tests.found_parts import found, items, paragraph, part, row

ENGLISH = language("en")
WHICH = Question("Which two mills came to the fair?", "Which two mills came to the fair?", "en", "list")
COUNTED = paragraph("To the fair came 2 mills, 8 inns and a baker.")
LISTED = paragraph("To the fair came mills such as Oxcombe and Nettleby.")


@pytest.mark.parametrize(
    ("code", "text", "things"),
    [
        ("en", "Which two mills came to the fair?", {"mills", "came"}),
        ("en", "What came to the fair?", set()),
        ("de", "Welche zwei Mühlen waren dabei?", {"muhlen"}),
        ("nl", "Welke twee molens waren erbij?", {"molens"}),
        ("it", "Quali mulini sono venuti?", {"mulini"}),
    ],
)
def test_what_is_asked_which_of_follows_that_word(code: str, text: str, things: set[str]) -> None:
    assert asked_things(replace(WHICH, text=text, language=code)) >= things


@pytest.mark.parametrize(
    ("text", "listed", "counted"),
    [
        ("There are 2 mills, 8 inns.", False, True),
        ("There are two old mills.", False, True),
        ("There are 2 mills (Oxcombe, Nettleby).", True, False),
        ("There are 2 mills: Oxcombe, Nettleby.", True, False),
        ("Mills such as Oxcombe came.", True, False),
        ("There are 2 mills in Oxcombe.", False, False),
        ("There are two mills:", False, False),
        ("The mills are old.", False, False),
        ("The mill: old, grey and steep.", False, False),
        ("There are 2 inns.", False, False),
    ],
)
def test_a_passage_lists_things_or_only_counts_them(text: str, listed: bool, counted: bool) -> None:
    assert names_things(paragraph(text), {"mills"}) == listed
    assert only_counts(paragraph(text), {"mills"}) == counted


def test_where_nouns_have_capitals_whatever_follows_may_be_a_name() -> None:
    assert only_counts(paragraph("Es kamen 2 Mühlen.", "de"), {"muhlen"})
    assert not only_counts(paragraph("Es kamen 2 Mühlen und Gasthöfe.", "de"), {"muhlen"})


def test_which_is_declined_where_the_documents_only_count() -> None:
    only = found(part(("Fair",), COUNTED), weights=("mills", "fair"))
    assert reason_to_decline(WHICH, only, ENGLISH, ["en"]) == "not_found"
    both = found(part(("Fair",), COUNTED, LISTED), weights=("mills", "fair"))
    assert reason_to_decline(WHICH, both, ENGLISH, ["en"]) is None
    how = replace(WHICH, text="How many mills came to the fair?", kind="count")
    assert reason_to_decline(how, only, ENGLISH, ["en"]) is None


def test_a_count_may_introduce_the_list_or_the_table_below_it() -> None:
    below = part(("Fair",), paragraph("To the fair came 2 mills that are old."), *items("", "Oxcombe", "Nettleby"))
    assert reason_to_decline(WHICH, found(below, weights=("mills", "fair")), ENGLISH, ["en"]) is None
    table = part(("Fair",), COUNTED, row("Oxcombe", "12"))
    assert reason_to_decline(WHICH, found(table, weights=("mills", "fair")), ENGLISH, ["en"]) is None


def test_the_passage_that_lists_them_answers_alone() -> None:
    other = paragraph("The fair is held each May.")
    lines = instances(WHICH, found(part(("Fair",), other, LISTED), weights=("mills", "fair")), ENGLISH)
    assert lines is not None
    text, citations = render(lines)
    assert [citation.quote for citation in citations] == [LISTED.text]
    assert other.text not in text
    assert instances(WHICH, found(part(("Fair",), other), weights=("mills", "fair")), ENGLISH) is None
