"""Questions for a reason, a building or somebody's name: declined where what is near holds none."""

from dataclasses import replace
from typing import get_args

import pytest

from assistant.anyone import written_large
from assistant.citations import Line, quote
from assistant.decline import lacks_what_was_asked, reason_to_decline
from assistant.evidence import asks_for_names, gives_no_reason, holds, holds_sort, names_someone
from assistant.language import language, languages
from assistant.vocabulary import Kind, Passage, Question, Sort
from tests.found_parts import found, paragraph, part, row

ENGLISH = language("en")


@pytest.mark.parametrize(
    ("passage", "bare"),
    [
        (paragraph("The vale has 12 mills."), True),
        (paragraph("The vale has 12 mills because the river is steep."), False),
        (paragraph("The vale has 12 mills. Its river is steep."), False),
        (paragraph("The vale has mills."), False),
        (paragraph("Keeper: Oda Brandt"), True),
        (row("Paper mills", "2"), True),
        (row("Paper mills", "closed, since nobody buys rags"), False),
        (row("The river is steep. It never freezes.", "4.5"), True),
        (paragraph("Das Tal hat 12 Mühlen.", "de"), True),
        (paragraph("Das Tal hat 12 Mühlen, weil der Fluss steil ist.", "de"), False),
        (paragraph("De vallei heeft 12 molens omdat de rivier steil is.", "nl"), False),
        (paragraph("Údolí má 12 mlýnů, protože řeka je prudká.", "cs"), False),
        (paragraph("La valle ha 12 mulini perché il fiume è ripido.", "it"), False),
    ],
)
def test_a_sentence_with_a_figure_or_a_label_with_its_value_gives_no_reason(passage: Passage, bare: bool) -> None:
    assert gives_no_reason(passage) == bare


def test_where_only_short_values_count_a_sentence_with_a_figure_may_be_a_reason() -> None:
    assert not gives_no_reason(paragraph("The vale has 12 mills on its long river."), short=True)
    assert gives_no_reason(row("Paper mills", "2"), short=True)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Why are there so many mills?"),
        ("en", "how come there are 12 mills"),
        ("en", "For what reason are there 12 mills?"),
        ("de", "Warum gibt es so viele Mühlen?"),
        ("nl", "Waarom zijn er zo veel molens?"),
        ("cs", "Proč je tam tolik mlýnů?"),
        ("it", "Perché ci sono tanti mulini?"),
    ],
)
def test_a_question_for_a_reason_is_known_in_every_language(code: str, text: str) -> None:
    assert language(code).has("why", text)


def reason(text: str, *passages: Passage, code: str = "en", kind: Kind = "fact", sort: Sort = "") -> str | None:
    asked = Question(text, text, code, kind, sort=sort)
    what = found(part(("Mills",), *passages), covered={passages[0].text: 1.0})
    return reason_to_decline(asked, what, language(code), ["en"])


COUNTED = paragraph("The vale has 12 mills.")


def test_why_is_not_answered_by_a_figure() -> None:
    assert reason("Why are there so many mills?", COUNTED) == "not_found"
    assert reason("How many mills are there?", COUNTED) is None
    assert reason("Why are there so many mills?", paragraph("The river is steep, so there are 12 mills.")) is None


def test_why_beside_another_question_is_not_declined() -> None:
    assert reason("How many mills are there and why?", COUNTED) is None


def test_why_in_a_follow_up_or_on_bad_practice_is_not_declined() -> None:
    asked = Question("Why so many mills?", "mills Why so many mills?", "en", "fact", carried="mills")
    what = found(part(("Mills",), COUNTED), covered={COUNTED.text: 1.0})
    assert reason_to_decline(asked, what, ENGLISH, ["en"]) is None
    assert reason_to_decline(replace(asked, carried="", polarity="bad"), what, ENGLISH, ["en"]) is None


def test_in_another_language_only_a_bare_value_is_known_to_give_no_reason() -> None:
    assert reason("Warum gibt es 12 mills?", COUNTED, code="de") is None
    assert reason("Warum gibt es 2 paper mills?", row("Paper mills", "2"), code="de") == "not_found"


@pytest.mark.parametrize(
    ("code", "told", "silent"),
    [
        ("en", "It was opened in the old town hall.", "It was opened in two sessions."),
        ("de", "Sie wurde im Rathaussaal eröffnet.", "Sie wurde in zwei Teilen eröffnet."),
        ("nl", "Het werd geopend in de oude fabriek.", "Het werd in twee delen geopend."),
        ("cs", "Byl otevřen v městské knihovně.", "Byl otevřen ve dvou částech."),
        ("it", "Fu aperto nel teatro della città.", "Fu aperto in due sessioni."),
    ],
)
def test_a_building_is_told_by_what_buildings_are_called(code: str, told: str, silent: str) -> None:
    assert holds_sort("building", paragraph(told, code))
    assert not holds_sort("building", paragraph(silent, code))


def test_a_question_for_a_building_is_declined_where_none_is_named() -> None:
    opened = "In which building was the weir opened?"
    assert reason(opened, paragraph("The weir was opened in spring."), sort="building") == "not_found"
    assert reason(opened, paragraph("The weir was opened in the town hall."), sort="building") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("See https://mills.example/weir", True),
        ("See www.mills.example", True),
        ("The map is on mills.org.", True),
        ("The map is at mills.nl/weirs today", True),
        ("The map can be downloaded.", True),
        ("The mill was closed.It was old, e.g. in 1998.", False),
        ("The map hangs in the mill.", False),
    ],
)
def test_a_web_address_is_told_by_its_form_or_by_what_it_is_called(text: str, told: bool) -> None:
    assert holds_sort("web", paragraph(text)) == told


def test_an_assessment_is_told_by_passages_that_speak_of_one() -> None:
    asked = "What feedback did the millers give?"
    assert reason(asked, paragraph("The millers met in spring.")) == "not_found"
    assert reason(asked, paragraph("The millers filled in a questionnaire in spring.")) is None


def test_words_that_passages_never_write_small_are_names_but_not_where_every_noun_is_large() -> None:
    said = [paragraph("The weir in Brack was opened. Small mills."), paragraph("Die kleine Mühle in Ried.", "de")]
    assert written_large(said, {"brack", "weir", "mills", "ried", "stone"}) == {"brack"}


def test_a_persons_name_is_several_words_with_a_capital_of_which_two_are_no_abbreviations() -> None:
    keeper = "Name of the keeper of the mills, please: first name and surname"
    for text in ("The RMU keeps the mills.", "The mills are kept by Millers.", "The mills are kept by RMU Vale."):
        assert reason(keeper, paragraph(text), kind="who", sort="person") == "not_found"
    assert reason(keeper, paragraph("The mills are kept by Oda Brandt."), kind="who", sort="person") is None


def test_what_peoples_are_called_names_nobody() -> None:
    assert not names_someone(paragraph("It was opened by European partners."), ())
    assert not names_someone(paragraph("Het werd geopend door Europese partners.", "nl"), ())
    assert names_someone(paragraph("It was opened by European Mills."), ())


@pytest.mark.parametrize(
    ("kind", "text", "lacks"),
    [
        ("when", "The weir was opened.", True),
        ("when", "The weir was opened in 1998.", False),
        ("count", "The vale has mills.", True),
        ("count", "The vale has 12 mills.", False),
        ("fact", "The vale has mills.", False),
    ],
)
def test_an_answer_that_quotes_no_date_or_figure_lacks_the_one_asked_for(kind: Kind, text: str, lacks: bool) -> None:
    (hit,) = found(part(("Mills",), paragraph(text))).hits
    lines = [Line("The documents say:"), Line(text, (quote(hit),))]
    assert lacks_what_was_asked(Question("?", "?", "en", kind), lines) == lacks
    assert not lacks_what_was_asked(Question("?", "?", "en", kind), lines[:1])


def test_every_language_knows_how_reasons_buildings_and_people_are_asked_for() -> None:
    for lang in languages().values():
        assert {"why", "because", "building", "buildings", "person"} <= lang.cues.keys(), lang.name


@pytest.mark.parametrize(
    ("code", "text", "sort"),
    [
        ("en", "How long did the fair last?", "duration"),
        ("de", "Wie lange dauerte der Markt?", "duration"),
        ("nl", "Hoe lang duurde de markt?", "duration"),
        ("cs", "Jak dlouho trval trh?", "duration"),
        ("it", "Quanto tempo è durato il mercato?", "duration"),
        ("en", "What share of the mills is old?", "share"),
        ("de", "Wie viel Prozent der Mühlen sind alt?", "share"),
        ("nl", "Hoeveel procent van de molens is oud?", "share"),
        ("cs", "Kolik procent mlýnů je starých?", "share"),
        ("it", "Quale percentuale dei mulini è vecchia?", "share"),
        ("en", "How high is the mill?", "measure"),
    ],
)
def test_spans_of_time_and_shares_are_asked_for_in_every_language(code: str, text: str, sort: Sort) -> None:
    assert next((sort for sort in get_args(Sort) if language(code).has(sort, text)), "") == sort


@pytest.mark.parametrize(
    ("sort", "text", "held"),
    [
        ("duration", "The fair has 14 stalls.", False),
        ("duration", "The fair lasts three days.", True),
        ("duration", "The fair is open from 9:00 to 17:30.", True),
        ("duration", "The path is 12 km long.", True),
        ("duration", "The book has 20 pages.", True),
        ("share", "There are 14 mills.", False),
        ("share", "Of the mills, 14 percent are old.", True),
        ("share", "14 of 20 mills are old.", True),
        ("share", "One in three mills is old.", True),
        ("share", "Half of them are old.", True),
    ],
)
def test_a_figure_is_no_span_of_time_and_no_share(sort: Sort, text: str, held: bool) -> None:
    assert holds_sort(sort, paragraph(text)) == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The fair of 2024 was large.", False),
        ("The fair is held in May.", False),
        ("The fair was held on 3 May 2024.", True),
        ("The fair was held on 03.05.2024.", True),
        ("The fair is held each Monday.", True),
    ],
)
def test_which_day_needs_more_than_a_year_or_a_month(text: str, held: bool) -> None:
    asked = Question("On which days is the fair?", "On which days is the fair?", "en", "when")
    assert holds(asked, paragraph(text)) == held
    assert holds(replace(asked, text="When is the fair?"), paragraph(text))


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "Who should we invite?"),
        ("de", "Wen sollen wir einladen?"),
        ("nl", "Wie moeten wij uitnodigen?"),
        ("cs", "Koho máme pozvat?"),
        ("it", "Chi dobbiamo invitare?"),
    ],
)
def test_whom_one_should_invite_is_told_without_names(code: str, text: str) -> None:
    near = found(part(("Fair",), paragraph("millers and bakers should be invited.", code)))
    asked = Question(text, text, code, "who")
    assert reason_to_decline(asked, near, language(code), [code]) is None
    assert not asks_for_names(asked)
    assert asks_for_names(replace(asked, text="Who came?", language="en"))
