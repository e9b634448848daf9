"""Who-questions: answered where a passage near holds a name that is neither a common word nor one of the question's."""

from dataclasses import replace

import pytest

from assistant.compose import prefer
from assistant.decline import reason_to_decline
from assistant.evidence import common_words, holds, names_someone
from assistant.language import language
from assistant.vocabulary import Hit, Kind, Passage, Question
from tests.found_parts import found, paragraph, part, row

ENGLISH = language("en")


@pytest.mark.parametrize(
    "text",
    [
        "The weir was opened by Oda.",
        "Oda Brandt opened the weir.",
        "RMU opened the weir. It was old.",
        "It was old. Millers' Union members opened it.",
        "The weir was opened by the RMU.",
        "(RMU) opened it.",
        "It was opened by Oda & Co.",
        "It was opened by Šárka.",
        "It was opened by Émile.",
        "It was opened by Łucja.",
    ],
)
def test_a_name_inside_a_sentence_an_abbreviation_and_several_capitals_in_a_row_name_somebody(text: str) -> None:
    assert names_someone(paragraph(text), ())


@pytest.mark.parametrize(
    "text",
    [
        "The weir was opened.",
        "Oda.",
        "It was old. Millers opened it.",
        "Opened by: Millers and bakers.",
        "They opened it in May and on Ash.",
        "A weir was opened on 3 June, in class A or B.",
        "Weir 7 was opened, 12 feet wide.",
    ],
)
def test_starts_of_sentences_known_words_months_and_single_letters_name_nobody(text: str) -> None:
    assert not names_someone(paragraph(text), {"ash"})


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The weir stands in Ribeira."),
        ("en", "They met at Ribeira."),
        ("en", "Stones came from Ribeira Alta."),
        ("en", "The weir stands near Ribeira."),
        ("en", "In Ribeira two menders sat by the weir."),
        ("en", "It was cold. Near Ribeira two menders sat by the weir."),
        ("de", "Sie kamen aus Ribeira."),
        ("de", "Sie gingen nach Ribeira."),
        ("nl", "Ze kwamen uit Ribeira."),
        ("nl", "Ze gingen naar Ribeira."),
        ("cs", "Sešli se v Ribeira."),
        ("cs", "Kameny jsou z Ribeira."),
        ("it", "Si trova nella Ribeira."),
    ],
)
def test_what_stands_after_in_or_from_is_a_place_and_names_nobody(code: str, text: str) -> None:
    assert not names_someone(paragraph(text, code), ())
    assert names_someone(paragraph(f"{text} Oda Brandt.", code), ())


@pytest.mark.parametrize(
    "text", ["Two menders of Ribeira came.", "In May they sat with Ribeira.", "It was RMU in May."]
)
def test_a_place_elsewhere_in_a_passage_hides_no_name(text: str) -> None:
    assert names_someone(paragraph(text), ())


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "They opened it on Monday."),
        ("de", "Sie kamen am Dienstag."),
        ("nl", "Ze kwamen op Woensdag."),
        ("cs", "Chodili tam každý Čtvrtek."),
        ("it", "Vennero di Venerdì."),
    ],
)
def test_weekdays_are_nobodys_name_in_any_language(code: str, text: str) -> None:
    assert not names_someone(paragraph(text, code), ())


def test_months_are_told_by_the_passages_language() -> None:
    assert not names_someone(paragraph("Es wurde im Juni gebaut.", "de"), ())
    assert names_someone(paragraph("The weir was built by Juni."), ())


def test_of_a_name_one_word_that_nobody_knows_is_enough() -> None:
    text = paragraph("It was opened by River Board Brandt.")
    assert names_someone(text, {"river", "board"})
    assert not names_someone(text, {"river", "board", "brandt"})


@pytest.mark.parametrize(
    ("cells", "names"),
    [
        (("Weir", "Oda"), True),
        (("Weir", "oda"), False),
        (("Weir", "12"), False),
        (("Weir", ""), False),
        (("Weir Keeper", "12"), True),
        (("RMU", "12"), True),
        (("Weir", "June"), False),
    ],
)
def test_in_a_row_every_cell_but_the_label_may_be_a_name_by_itself(cells: tuple[str, ...], names: bool) -> None:
    assert names_someone(row(*cells), ()) == names


def hits(*passages: Passage, covered: float = 0.5) -> tuple[Hit, ...]:
    return found(part(("Mills",), *passages), covered={p.text: covered for p in passages}).hits


def test_common_words_are_those_that_some_passage_writes_small_and_the_words_of_places() -> None:
    opened, built = hits(paragraph("Oda opened Weirs, á la Écluse, at night."), paragraph("Small weirs were built."))
    section = replace(built.section, facets={"valley": "Kestrel Vale"})
    common = common_words([opened, replace(built, section=section)])
    assert {"opened", "weirs", "built", "la", "kestrel", "vale"} <= common
    assert not {"oda", "small", "ecluse"} & common


def reason(text: str, *passages: Passage, named: tuple[str, ...] = (), kind: Kind = "who") -> str | None:
    asked = Question(text, text, "en", kind, named=named)
    what = found(part(("Mills",), *passages), covered={passages[0].text: 1.0}, weights=("weir", "opened"))
    return reason_to_decline(asked, what, ENGLISH, ["en"])


@pytest.mark.parametrize(
    "passage",
    [
        row("Weir", "RMU"),
        row("Weir", "Oda"),
        paragraph("RMU opened the old weir."),
        paragraph("The old weir was opened by Oda."),
        paragraph("Oda Brandt opened the old weir."),
        paragraph("It was opened by the RMU."),
        row("Weir", "Oda Brandt"),
        row("Weir", "opened by Oda"),
    ],
    ids=[
        "abbreviation in a cell",
        "name in a cell",
        "abbreviation first",
        "inside a sentence",
        "at its start",
        "abbreviation",
        "two words in a cell",
        "one word in a cell",
    ],
)
def test_who_did_something_is_answered_where_somebody_is_named(passage: Passage) -> None:
    assert reason("Who opened the weir?", passage) is None


@pytest.mark.parametrize(
    "passages",
    [
        [paragraph("The old weir was opened in a hurry.")],
        [paragraph("Once the Weir was opened in June.")],
        [paragraph("At last the Weir of the Millers was opened."), paragraph("All millers came.")],
        [row("Weir", "opened", "12")],
    ],
    ids=["no name", "a word of the question and a month", "a word that is written small elsewhere", "row"],
)
def test_who_did_something_is_declined_where_nobody_is_named(passages: list[Passage]) -> None:
    assert reason("Who opened the weir?", *passages) == "not_found"


def test_the_name_of_somebody_in_the_question_answers_nothing() -> None:
    passage = paragraph("When the weir was opened, they sang with Oda Brandt.")
    assert reason("Who sang with Oda Brandt when the weir was opened?", passage) == "not_found"
    assert reason("Who sang when the weir was opened?", passage) is None


@pytest.mark.parametrize(("covered", "declined"), [(0.7, None), (0.5, "not_found")])
def test_somebody_who_is_named_far_from_what_was_asked_answers_nothing(covered: float, declined: str | None) -> None:
    near, other = paragraph("The old weir was opened."), paragraph("Flour is sold by Jorun.")
    what = found(part(("Mills",), near, other), covered={near.text: 1.0, other.text: covered})
    asked = Question("Who opened the weir?", "Who opened the weir?", "en", "who")
    assert reason_to_decline(asked, what, ENGLISH, ["en"]) == declined


def test_whoever_holds_an_office_has_to_be_named_too() -> None:
    asked = "Who is the treasurer of the union?"
    assert reason(asked, paragraph("The union elects its treasurer in May."), named=("treasurer",)) == "not_found"
    assert reason(asked, paragraph("The union's treasurer is Oda."), named=("treasurer",)) is None


def test_other_questions_need_no_name() -> None:
    assert reason("What of the weir?", paragraph("The old weir was opened."), kind="fact") is None


@pytest.mark.parametrize(
    ("kind", "cells", "held"),
    [
        ("when", ("November", "8"), True),
        ("count", ("November", "8"), True),
        ("count", ("Weirs", "8 November"), False),
        ("when", ("Weirs", "8 November"), True),
        ("count", ("Weirs", "many"), False),
        ("who", ("Weirs", "Oda Brandt"), True),
        ("who", ("Weirs", "many"), False),
    ],
)
def test_cells_are_looked_at_one_by_one(kind: Kind, cells: tuple[str, ...], held: bool) -> None:
    """Beside each other, "November" and "8" would be a day, and a figure that is a day is none."""
    (hit,) = hits(replace(row(*cells), text="\t".join(cells)))
    assert holds(Question("?", "?", "en", kind), hit.passage) == held


def test_a_passage_that_names_somebody_comes_before_one_that_does_not() -> None:
    about, naming = paragraph("The weir lends tools and wheels."), paragraph("Oda Brandt, keeper of the weir.")
    what = found(part(("Mills",), about, naming), scores={about.text: 9.0, naming.text: 7.5})
    asked = Question("Who is in charge of the weir?", "Who is in charge of the weir?", "en", "who")
    assert [h.passage.text for h in prefer(asked, what.hits, {})] == [naming.text, about.text]
    assert [h.passage.text for h in prefer(replace(asked, kind="fact"), what.hits, {})] == [about.text, naming.text]
