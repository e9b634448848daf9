"""Declining: what is told apart before anything is composed, on hand-made finds."""

from dataclasses import replace

import pytest

from assistant.blanks import blank_row
from assistant.decline import declined, reason_to_decline
from assistant.found import Found
from assistant.language import language
from assistant.reader import SURE
from assistant.readings import READINGS, is_of_another_year, is_read_in_vain
from assistant.understanding import understand
from assistant.vocabulary import Document, Facet, Hit, Kind, Passage, PassageKind, Question, Section, Sort
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


def in_language(text: str, code: str) -> Hit:
    return replace(made := hit(text), passage=replace(made.passage, language=code))


def reasons(asked: Question, code: str, *texts: str) -> list[str | None]:
    """Return why a question is declined when a text in a language is all that was found, for each of the texts."""
    return [reason_to_decline(asked, found(in_language(text, code)), language(code), [code]) for text in texts]


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


WIDE = ("Type", "Rated by millers", "Rated by farmers", "Leader")
PAPER = replace(hit("", "Paper mills", "4.9", "", "").passage, text="Paper mills | 4.9 |  | ", headers=WIDE)


@pytest.mark.parametrize(
    ("text", "kind", "declined"),
    [
        ("How did farmers rate paper mills?", "rating", "blank"),
        ("How did millers rate paper mills?", "rating", None),
        ("Who is the leader of paper mills?", "who", "blank"),
        ("How are paper mills rated?", "rating", None),
        ("Why do paper mills stink?", "fact", None),
    ],
)
def test_of_several_columns_the_one_asked_for_has_to_be_blank(text: str, kind: Kind, declined: str | None) -> None:
    row = replace(hit("Paper mills"), passage=PAPER)
    blank = blank_row(question(text, kind), found(row))
    assert (None if blank is None else "blank") == declined


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


def weighed(weights: tuple[str, ...], what: Found, **changes: object) -> Found:
    return replace(what, weights_of=dict.fromkeys(weights, 1.0), **changes)  # type: ignore[arg-type]


def test_a_question_for_money_is_answered_by_an_amount_or_by_what_is_free_and_by_nothing_else() -> None:
    asked = replace(question("What does the ladder cost?"), sort="money")
    assert reason(asked, found(hit("The ladder is 12 feet long."))) == "not_found"
    assert reason(asked, found(hit("The ladder was 800 euros."))) is None
    assert reason(asked, found(hit("The ladder is free of charge."))) is None


def test_a_question_for_a_way_to_reach_somebody_is_answered_by_one_only() -> None:
    asked = replace(question("What is the clerk's phone number?", "count"), sort="contact")
    assert reason(asked, found(hit("The clerk has 12 quills."))) == "not_found"
    assert reason(asked, found(hit("The clerk: +43 732 123456"))) is None


def test_a_sort_of_thing_that_no_passage_holds_is_declined_for_nobody_in_particular() -> None:
    asked = replace(question("What does the mill cost?", "fact", VALE), sort="money")
    assert reason(asked, found(hit("The mill is old."))) == "not_found"


def test_who_holds_an_office_is_told_by_a_passage_that_names_the_office() -> None:
    asked = replace(question("Who is the treasurer of the union?", "who"), named=("treasurer",))
    other = hit("The secretary is Jorun Halvard.")
    assert reason(asked, found(other)) == "not_found"
    assert reason(asked, found(other, strangers=("treasurer",))) == "not_found"
    assert reason(asked, found(other, hit("Their treasurer is Oda Brandt."))) is None


def test_an_office_in_a_language_that_no_document_is_written_in_is_not_looked_for_by_its_name() -> None:
    asked = replace(question("Wer ist der Schatzmeister?", "who"), named=("schatzmeister",), language="de")
    assert reason_to_decline(asked, found(hit("The treasurer is Oda Brandt.")), language("de"), ["en"]) is None


def test_a_figure_counts_only_where_what_is_counted_is_named() -> None:
    asked = replace(question("How many oil presses?", "count"), named=("oil", "presses"))
    assert reason(asked, found(hit("There are 12 barns."))) == "not_found"
    assert reason(asked, found(hit("Barns | 12", "Barns", "12"))) == "not_found"
    assert reason(asked, found(hit("There is one press and a jug of oil."))) is None
    assert reason(asked, found(hit("There are 12 barns."), strangers=("oil", "presses"))) is None


def test_of_two_questions_in_one_no_passage_has_to_answer_both() -> None:
    wordy = found(hit("The mills are old and handsome."))
    assert reason(question("How many mills are there and what are they like?", "count"), wordy) is None
    assert reason(question("How many mills are there?", "count"), wordy) == "not_found"


def test_a_question_of_which_no_word_is_known_has_to_lie_nearer() -> None:
    far = found(hit("Flour keeps.", coverage=0.0), strangers=("sushi",), near=0.8)
    assert reason(question("sushi"), weighed(("sushi",), far)) == "off_topic"
    assert reason(question("sushi"), weighed(("sushi", "mills"), far)) is None


def test_a_question_in_a_language_that_no_document_is_written_in_may_lie_further() -> None:
    far = found(hit("Flour keeps.", coverage=0.0), near=0.785)
    asked = replace(question("Wie lange hält Mehl?"), language="de")
    assert reason_to_decline(asked, far, language("de"), ["en"]) is None
    assert reason_to_decline(asked, far, language("de"), ["de", "en"]) == "off_topic"


def test_a_name_alone_does_not_make_a_question_one_for_the_documents() -> None:
    near = replace(
        found(
            hit("Flour keeps.", coverage=0.1),
            near=0.81,
        ),
        english=0.25,
        anyone_in_english=0.5,
    )
    asked = question("sushi in Kestrel Vale", "fact", VALE)
    assert reason(asked, near) == "off_topic"
    assert reason(asked, replace(near, anyone_in_english=0.4)) is None


def test_where_an_english_view_tells_it_decides_with_the_other() -> None:
    near = replace(found(hit("Flour keeps.", coverage=0.0), near=0.81), anyone=0.95, anyone_in_english=0.2)
    assert reason(question("sushi"), replace(near, english=0.05)) == "off_topic"
    assert reason(question("sushi"), replace(near, english=0.25)) is None


def test_what_lies_nearer_to_what_people_ask_any_assistant_is_off_topic() -> None:
    near = found(hit("Flour keeps.", coverage=0.0), near=0.82)
    assert reason(question("Tell me a joke"), replace(near, anyone=0.83)) is None
    assert reason(question("Tell me a joke"), replace(near, anyone=0.95)) == "off_topic"


def test_what_is_only_near_by_its_names_is_off_topic_in_a_language_of_the_documents() -> None:
    near = replace(found(hit("Flour keeps.")), astray=0.07, unnamed=0.91)
    asked = question("A good hotel in Kestrel Vale?", "fact", VALE)
    assert reason(asked, near) == "off_topic"
    assert reason(asked, replace(near, unnamed=0.88)) is None
    assert reason(asked, replace(near, astray=0.0)) is None
    german = replace(asked, language="de")
    assert reason_to_decline(german, near, language("de"), ["en"]) is None


def test_what_stands_with_another_value_has_to_lie_nearer_too() -> None:
    here, there = hit("Flour keeps.", cosine=0.85), hit("The next steps are these.", cosine=0.84)
    asked = question("Which next steps follow in Kestrel Vale?", "list", VALE)
    far = replace(found(here, others=(there,)), weights_of={"next": 1.0, "steps": 1.0})
    assert reason(asked, far) is None
    assert reason(asked, replace(far, others=(replace(there, cosine=0.86),))) == "not_for_facet"


def test_words_that_no_passage_holds_speak_against_a_question() -> None:
    near = replace(found(hit("Flour.", coverage=0.0), near=0.81), english=0.2, anyone_in_english=0.2)
    assert reason(question("flour css"), near) is None
    strange = replace(near, weights_of={"flour": 0.1, "css": 1.0}, strangers=frozenset({"css"}))
    assert reason(question("flour css"), strange) == "off_topic"


def test_cosines_that_no_limits_are_known_for_decline_nothing_that_shares_a_word() -> None:
    far = replace(found(hit("The mills.", coverage=0.2), near=0.1), calibrated=False)
    assert reason(question("mills"), far) is None
    assert reason(question("sushi"), replace(far, hits=(hit("The mills.", coverage=0.0),))) == "off_topic"


@pytest.mark.parametrize(
    ("code", "text", "without", "amount"),
    [
        ("en", "What does the mill cost?", "The mill is old.", "The mill is 500 euros."),
        ("de", "Was kostet die Mühle?", "Die Mühle ist alt.", "Die Mühle kostet 500 Euro."),
        ("nl", "Wat kost de molen?", "De molen is oud.", "De molen kost 500 euro."),
        ("cs", "Jaká je cena mlýna?", "Mlýn je starý.", "Mlýn stojí 500 Kč."),
        ("it", "Qual è il prezzo del mulino?", "Il mulino è vecchio.", "Il mulino costa 500 euro."),
    ],
)
def test_a_price_is_asked_for_and_given_in_every_language(code: str, text: str, without: str, amount: str) -> None:
    asked = understand(text, [], [], lambda word: True)
    assert (asked.language, asked.sort) == (code, "money")
    assert reasons(asked, code, without, amount) == ["not_found", None]


@pytest.mark.parametrize(
    ("code", "text", "other", "told"),
    [
        ("en", "Who is the treasurer?", "The clerk is Oda.", "The treasurer is Oda."),
        ("de", "Wer ist der Kassier?", "Die Schreiberin heißt Oda.", "Der Kassier heißt Oda."),
        ("nl", "Wie is de penningmeester?", "De klerk heet Oda.", "De penningmeester heet Oda."),
        ("cs", "Kdo je pokladník?", "Písař je pan Oda.", "Náš pokladník je pan Oda."),
        ("it", "Chi è il tesoriere?", "Lo scrivano si chiama Oda.", "Il tesoriere si chiama Oda."),
    ],
)
def test_an_office_is_asked_for_and_told_in_every_language(code: str, text: str, other: str, told: str) -> None:
    asked = understand(text, [], [], lambda word: True)
    assert (asked.language, asked.kind) == (code, "who")
    assert reasons(asked, code, other, told) == ["not_found", None]


@pytest.mark.parametrize(
    ("code", "text", "without", "told"),
    [
        ("en", "What is the name of the barge?", "The barge carries flour.", "The barge is called heron."),
        (
            "en",
            "What is the barge called?",
            "The barge carries flour.",
            "It is old, named after a bird: The barge Heron.",
        ),
        ("de", "Wie heißt das Boot?", "Das Boot ist alt.", "Das Boot heißt reiher."),
        ("nl", "Hoe heet de boot?", "De boot is oud.", "De boot heet reiger."),
        ("cs", "Jak se jmenuje ta loď?", "Ta loď je stará.", "Ta loď se jmenuje volavka."),
        ("it", "Come si chiama la barca?", "La barca è vecchia.", "La barca si chiama airone."),
    ],
)
def test_a_name_is_asked_for_and_told_in_every_language(code: str, text: str, without: str, told: str) -> None:
    asked = understand(text, [], [], lambda word: True)
    assert (asked.language, asked.sort) == (code, "name")
    assert reasons(asked, code, without, told) == ["not_found", None]


def test_what_something_is_called_answers_no_question_for_somebody() -> None:
    called = found(hit("The barge is called heron."))
    assert reason(question("Who owns the barge?", "who"), called) == "not_found"
    assert reason(replace(question("Name of the barge?"), sort="name"), called) is None


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "What does RMU stand for?"),
        ("de", "Wofür steht RMU?"),
        ("nl", "Waar staat RMU voor?"),
        ("cs", "Co znamená RMU?"),
        ("it", "Cosa significa RMU?"),
    ],
)
def test_what_a_short_form_stands_for_is_declined_unless_a_passage_spells_it_out(code: str, text: str) -> None:
    asked = replace(question(text, "definition"), language=code)
    using, spelling = hit("Members of the RMU pay a fee."), hit("The River Millers' Union (RMU) speaks for all.")
    assert reason_to_decline(asked, found(using), language(code), ["en"]) == "not_found"
    assert reason_to_decline(asked, found(using, spelling), language(code), ["en"]) is None


@pytest.mark.parametrize("text", ["What does honesty mean?", "What is a RMU?"])
def test_what_a_word_means_or_what_a_thing_is_need_not_be_spelled_out(text: str) -> None:
    assert reason(question(text, "definition"), found(hit("Members of the RMU pay a fee with honesty."))) is None


@pytest.mark.parametrize("code", ["en", "de", "nl", "cs", "it"])
@pytest.mark.parametrize("why", ["empty", "unknown_facet", "not_for_facet", "blank", "not_found", "off_topic"])
def test_every_reason_has_words_in_every_language(code: str, why: str) -> None:
    asked = question("How many paper mills?", "count", VALE)
    lines = declined(asked, found(BLANK), why, language(code), "Kestrel Vale", 3, 40)  # type: ignore[arg-type]
    assert lines[0].text
    assert "{" not in "".join(line.text for line in lines)
    assert words(lines[0].text)


@pytest.mark.parametrize(
    ("asked", "weights", "declined"),
    [
        (question("asdfgh"), ("asdfgh",), "not_found"),
        (question("asdfgh and qwert"), ("asdfgh", "qwert"), None),
        (replace(question("asdfgh"), language="de"), ("asdfgh",), None),
        (replace(question("asdfgh"), carried="How many mills?"), ("asdfgh",), None),
        (question("And asdfgh?", "fact", Facet("valley", "Amberdale")), ("asdfgh",), None),
    ],
)
def test_one_word_that_no_document_holds_is_not_answered(
    asked: Question, weights: tuple[str, ...], declined: str | None
) -> None:
    what = replace(found(MILLS, near=0.99), weights_of=dict.fromkeys(weights, 1.0), strangers=frozenset(weights))
    assert reason(asked, what) == declined


ONE, OTHER = "The mill at the river is loud.", "Millers sing in the evening."


def read(what: Found, scores: dict[str, float]) -> Found:
    hits = [replace(h, passage=replace(h.passage, id=h.passage.text)) for h in what.hits]
    return replace(what, hits=tuple(hits), read=scores)


@pytest.mark.parametrize(
    ("scores", "declined"),
    [
        ({"The feast had 14 guests.": 4.0}, None),
        ({"The feast had 14 guests.": READINGS.count - 0.1}, "not_found"),
        ({"The guests came late.": 5.0}, "not_found"),
    ],
)
def test_a_count_of_what_a_passage_calls_otherwise_answers_where_it_is_read_to(
    scores: dict[str, float], declined: str | None
) -> None:
    asked = replace(question("How many visitors came?", "count"), named=("visitors",))
    what = found(hit("The feast had 14 guests."), hit("The guests came late."))
    assert reason(asked, what) == "not_found"
    assert reason(asked, read(what, scores)) == declined


def test_somebody_else_is_no_answer_whatever_is_read() -> None:
    asked = replace(question("Who is the treasurer?", "who"), named=("treasurer",))
    text = "The secretary is Jorun Halvard."
    assert reason(asked, read(found(hit(text)), {text: 4.0})) == "not_found"


@pytest.mark.parametrize(
    ("scores", "declined"), [((-9.0, -9.0), "not_found"), ((-9.0, 0.0), None), ((3.0, -9.0), None)]
)
def test_a_question_is_declined_where_none_of_the_passages_read_answers(
    scores: tuple[float, float], declined: str | None
) -> None:
    texts = ["The mill grinds rye.", "The mill is closed in winter."]
    what = read(found(*map(hit, texts)), dict(zip(texts, scores, strict=True)))
    assert reason(question("What does the mill grind?"), what) == declined


def test_where_the_reader_can_tell_nothing_it_declines_nothing() -> None:
    text = "The mill at www.mill.org grinds rye."
    what = read(found(hit(text)), {text: -9.0})
    assert reason(question("What does the mill grind?"), what) == "not_found"
    assert reason(replace(question("Where is the mill on the web?"), sort="web"), what) is None


def test_words_that_no_document_holds_may_be_others_for_what_is_read_a_little() -> None:
    asked, strangers = question("Do folks ever fret about cellars?"), ("folks", "fret", "cellars")
    what = replace(found(hit(OTHER), hit(ONE)), weights_of=dict.fromkeys(strangers, 1.0))
    what = replace(read(what, {OTHER: -9.0, ONE: READINGS.partly}), strangers=frozenset(strangers))
    assert not is_read_in_vain(asked, what)
    assert is_read_in_vain(asked, replace(what, strangers=frozenset()))
    less = replace(what, read={OTHER: -9.0, ONE: READINGS.partly - 0.1})
    assert is_read_in_vain(asked, less)
    assert not is_read_in_vain(replace(asked, facets=(Facet("valley", "Vale"),)), less)


@pytest.mark.parametrize(
    ("text", "other", "declined"),
    [
        ("In 2024, 31 millers came.", "Millers sing in the evening.", True),
        ("In 2023, 31 millers came.", "Millers sing in the evening.", False),
        ("On 3/5/23, 31 millers came.", "Millers sing in the evening.", False),
        ("So 31 millers came.", "Millers sing in the evening.", False),
        ("In 2024, 31 millers came.", "In 2023 it was 40.", False),
    ],
)
def test_what_is_told_of_another_year_only_does_not_answer(text: str, other: str, declined: bool) -> None:
    asked = question("How many millers came in 2023?", "count")
    what = read(found(hit(text), hit(other)), {text: 3.0, other: 0.0})
    assert is_of_another_year(asked, what) == declined
    assert not is_of_another_year(question("How many millers came?", "count"), what)
    assert not is_of_another_year(asked, replace(what, read={}))


def test_of_a_list_each_passage_need_only_be_read_to_answer_a_little() -> None:
    asked, text = question("Which mills grind rye?", "list"), "The mill grinds rye."
    assert reason(asked, read(found(hit(text)), {text: READINGS.partly})) is None
    assert reason(asked, read(found(hit(text)), {text: READINGS.partly - 0.1})) == "not_found"


@pytest.mark.parametrize(
    ("facets", "sort", "scores", "covered", "declined"),
    [
        ((), "", (SURE - 2, -4.0), (0.5, 0.5), False),
        ((Facet("valley", "Vale"),), "", (SURE - 1, -4.0), (0.5, 0.5), False),
        ((Facet("valley", "Vale"),), "duration", (SURE - 1, -5.0), (0.5, 0.5), True),
        ((), "", (SURE - 1, -5.0), (0.1, 1.0), True),
        ((), "", (SURE, -9.0), (0.1, 1.0), False),
        ((), "", (-4.0, -7.0), (0.5, 0.5), True),
    ],
)
def test_where_no_passage_is_surely_read_to_answer_words_and_what_is_asked_tell_as_well(
    facets: tuple[Facet, ...],
    sort: Sort,
    scores: tuple[float, float],
    covered: tuple[float, float],
    declined: bool,
) -> None:
    asked = replace(question("Is the mill loud for weeks?"), facets=facets, sort=sort)
    hits = [replace(hit(text), coverage=share) for text, share in zip((ONE, OTHER), covered, strict=True)]
    assert is_read_in_vain(asked, read(found(*hits), dict(zip((ONE, OTHER), scores, strict=True)))) == declined


@pytest.mark.parametrize(
    ("label", "share", "kind", "logit", "declined"),
    [
        ("Singing millers, in a choir", 1.0, "rating", READINGS.partly, False),
        ("Millers", 0.3, "count", READINGS.partly, False),
        ("Millers", 0.3, "count", READINGS.partly - 1, True),
        ("Singing millers, in a choir", 0.7, "rating", READINGS.partly, True),
        ("Millers", 1.0, "fact", READINGS.partly, True),
    ],
)
def test_a_figure_is_looked_up_in_the_row_that_a_question_names_though_it_is_less_surely_read(
    label: str, share: float, kind: Kind, logit: float, declined: bool
) -> None:
    row = hit(f"{label} | 4")
    row = replace(row, coverage=share, passage=replace(row.passage, kind="row", cells=(label, "4")))
    other = replace(hit(OTHER), coverage=1.0)
    asked = replace(question("How many millers sing?", kind), facets=(Facet("valley", "Vale"),))
    assert is_read_in_vain(asked, read(found(row, other), {row.passage.text: logit, OTHER: -7.0})) == declined


def test_what_is_no_figure_answers_where_it_is_read_to_whatever_it_holds() -> None:
    asked = replace(question("In which building was the feast held?"), sort="building")
    text = "The feast was held in the old dye works."
    assert reason(asked, found(hit(text))) == "not_found"
    assert reason(asked, read(found(hit(text)), {text: READINGS.answers})) is None


@pytest.mark.parametrize(
    ("logit", "strangers", "declined"),
    [
        (READINGS.across - 0.1, (), "not_found"),
        (READINGS.across + 0.1, (), None),
        (READINGS.across - 0.1, ("machen", "leute"), "not_found"),
    ],
)
def test_in_other_languages_a_question_is_declined_where_the_reader_is_surer_whatever_its_words(
    logit: float, strangers: tuple[str, ...], declined: str | None
) -> None:
    text = "The mill grinds rye."
    what = read(found(hit(text), strangers=strangers), {text: logit})
    asked = replace(question("Was mahlt die Mühle so, wenn Leute Lärm machen?"), language="de")
    assert reason(asked, what) == declined


@pytest.mark.parametrize(
    ("code", "text", "without", "told"),
    [
        ("en", "How long did the feast last?", "The feast was long.", "The feast lasted all week, not a day less."),
        ("en", "How high is the mill?", "The mill is high.", "The mill has 14 metres."),
        ("de", "Wie lange dauerte das Fest?", "Das Fest war lang.", "Das Fest dauerte eine Woche."),
        ("nl", "Hoe lang duurde het feest?", "Het feest was lang.", "Het feest duurde een week."),
        ("cs", "Jak dlouho trvala slavnost?", "Slavnost byla dlouha.", "Slavnost trvala týden."),
        ("it", "Quanto tempo è durata la festa?", "La festa era lunga.", "La festa è durata una settimana."),
    ],
)
def test_how_long_and_how_high_ask_for_a_figure_or_a_span_of_time(
    code: str, text: str, without: str, told: str
) -> None:
    asked = understand(text, [], [], lambda word: True)
    assert asked.sort == ("measure" if text == "How high is the mill?" else "duration")
    assert reasons(asked, code, without, told) == ["not_found", None]


def test_passages_in_different_languages_do_not_tell_what_stands_with_another_value_only() -> None:
    here, there = in_language("Die nächsten Schritte.", "de"), hit("The next steps are these.", cosine=0.95)
    asked = question("Which next steps follow in Kestrel Vale?", "list", VALE)
    foreign = replace(found(here, others=(there,)), weights_of={"next": 1.0, "steps": 1.0})
    assert reason(asked, foreign) is None


@pytest.mark.parametrize(
    ("code", "text", "without", "told"),
    [
        ("en", "How did the guests rate the feast?", "The feast had 14 guests.", "The feast got 4.1 on average."),
        ("de", "Wie wurde das Fest bewertet?", "Das Fest hatte 14 Gäste.", "Das Fest bekam die Note 2."),
        ("nl", "Welke score kreeg het feest?", "Het feest had 14 gasten.", "Het feest kreeg gemiddeld 4,1."),
        ("cs", "Jak hosté hodnotili slavnost?", "Slavnost měla 14 hostů.", "Slavnost měla průměr 4,1."),
        ("it", "Che punteggio ha avuto la festa?", "La festa aveva 14 ospiti.", "La festa ha avuto una media di 4,1."),
    ],
)
def test_how_something_was_rated_asks_for_marks(code: str, text: str, without: str, told: str) -> None:
    asked = understand(text, [], [], lambda word: True)
    assert asked.kind == "rating"
    assert reasons(asked, code, without, told) == ["not_found", None]


@pytest.mark.parametrize("text", ["What was agreed?", "Which mills were rated 4?"])
def test_what_was_agreed_or_given_some_mark_asks_for_none(text: str) -> None:
    asked = understand(text, [], [], lambda word: True)
    assert reason(asked, found(hit("The feast had 14 guests."))) is None
