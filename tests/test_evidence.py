"""Evidence: whether a passage holds a figure, a date, a name, an amount of money, a way to reach somebody."""

import pytest

from assistant.evidence import SORTS, has_date, has_name, has_number, holds, holds_sort, in_month, names
from assistant.vocabulary import Document, Hit, Passage, Question, Section


def passage(text: str, language: str = "en", headers: tuple[str, ...] = (), lead_in: str = "") -> Passage:
    return Passage(
        "p", "d", "s", 0, "paragraph", text, 0, len(text), language=language, headers=headers, lead_in=lead_in
    )


def hit(made: Passage, *path: str) -> Hit:
    return Hit(made, Section("s", "d", path or ("Mills",), 0, ""), Document("d", "m.md", "M"), 0.0, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12 mills", "en"),
        ("71.805 sacks", "en"),
        ("three mills", "en"),
        ("drei Mühlen", "de"),
        ("twee molens", "nl"),
        ("tři mlýny", "cs"),
        ("due mulini", "it"),
        ("On 29 April 12 mills were closed", "en"),
        ("In 1998, 12 mills were closed", "en"),
    ],
)
def test_figures_are_told_in_digits_and_in_words_beside_dates_too(text: str, code: str) -> None:
    assert has_number(text, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in 1998", "en"),
        ("on 29 April", "en"),
        ("on April 29th, 2018", "en"),
        ("am 29. April 2018", "de"),
        ("op 3 mei", "nl"),
        ("dne 1. dubna", "cs"),
        ("il 3 maggio", "it"),
        ("on 1.2.2018 at 10:30", "en"),
        ("due in M12", "en"),
        ("many mills", "en"),
    ],
)
def test_a_date_is_no_figure(text: str, code: str) -> None:
    assert not has_number(text, code)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in 1998", "en"),
        ("on 29 April", "en"),
        ("im März", "de"),
        ("v únoru", "cs"),
        ("a maggio", "it"),
        ("at 10:30", "en"),
    ],
)
def test_a_date_is_a_year_a_day_a_month_or_a_time(text: str, code: str) -> None:
    assert has_date(text, code)
    assert not has_date("Flour keeps for six weeks.", code)


def test_a_month_that_is_also_a_verb_needs_its_capital_in_english() -> None:
    assert not has_date("The wheel may turn.", "en")
    assert has_date("The wheel turns in May.", "en")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bread is baked on Mondays.", "en"),
        ("Brot gibt es am Dienstag.", "de"),
        ("Op woensdag is er brood.", "nl"),
        ("Ve čtvrtek se peče chleba.", "cs"),
        ("Il pane si fa di venerdì.", "it"),
    ],
)
def test_a_weekday_is_a_date_in_every_language(text: str, code: str) -> None:
    assert has_date(text, code)


@pytest.mark.parametrize(
    ("asked", "text", "held"),
    [
        ("On which day in February was the weir opened?", "It was opened in February.", False),
        ("On which day in February was the weir opened?", "It was opened on a Monday in February.", True),
        ("On which day in February was the weir opened?", "It was opened on 3.2.1998.", True),
        ("On which day in February was the weir opened?", "It was opened on 3 March.", True),
        ("When in February was the weir opened?", "It was opened in March.", True),
        ("On which day in February 1998 was it?", "The weir was opened on 3 February.", True),
        ("On which day in February 1998 was it?", "The weir was opened on February 3.", True),
        ("On which day in February 1998 was it?", "The weir was opened in February.", False),
        ("On which day in February 1998 was it?", "The weir was opened on 12 April 1998.", True),
        ("When in 1998 was the weir opened?", "It was opened in 1998.", False),
        ("When in 1998 was the weir opened?", "It was opened in May 1998.", True),
        ("When in 1998 was the weir opened?", "It was opened on 3.2.1998.", True),
        ("When was the weir opened?", "It was opened in 1998.", True),
    ],
)
def test_the_months_and_years_of_a_question_for_a_date_do_not_answer_it(asked: str, text: str, held: bool) -> None:
    assert holds(Question(asked, asked, "en", "when"), passage(text)) == held


def test_a_name_has_a_capital_inside_a_sentence() -> None:
    assert has_name("It was built by Oda.", "en")
    assert not has_name("It was built. Millers came.", "en")


@pytest.mark.parametrize(
    "text",
    ["It costs €5.", "5 EUR a day", "five euros", "20 000 Kč", "£3", "fifty dollars", "50 Cent", "100 CHF"],
)
def test_money_is_told_by_its_currency(text: str) -> None:
    assert holds_sort("money", passage(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Entry is free of charge.", "en"),
        ("Der Eintritt ist kostenlos.", "de"),
        ("De toegang is gratis.", "nl"),
        ("Vstup je zdarma.", "cs"),
        ("L'ingresso è gratuito.", "it"),
    ],
)
def test_what_is_free_has_a_price_in_every_language(text: str, code: str) -> None:
    assert holds_sort("money", passage(text, code))
    assert not holds_sort("contact", passage(text, code))


@pytest.mark.parametrize("text", ["12 sacks in 1998", "A recent, central neuron.", "Europe has free waters."])
def test_other_figures_and_parts_of_words_are_no_money(text: str) -> None:
    assert not holds_sort("money", passage(text))


def test_the_head_of_a_table_may_name_the_currency() -> None:
    assert holds_sort("money", passage("Flour | 12", headers=("Goods", "Price in €")))


@pytest.mark.parametrize(
    "text",
    [
        "Write to oda@mill.example.",
        "+43 732 123456",
        "(0732) 123456",
        "0043 732 123456",
        "0732 12 34 56",
        "Tel. 0660/1234567",
    ],
)
def test_an_address_or_a_telephone_number_is_a_way_to_reach_somebody(text: str) -> None:
    assert holds_sort("contact", passage(text))


@pytest.mark.parametrize(
    "text", ["44.910 sacks", "1998-1999", "1.2.2018", "0.25", "1000 2000 3000", "the mill @ night"]
)
def test_other_figures_are_no_way_to_reach_somebody(text: str) -> None:
    assert not holds_sort("contact", passage(text))


def test_where_no_sort_of_thing_is_asked_for_anything_will_do() -> None:
    assert holds_sort("", passage("Flour keeps."))
    assert holds(Question("What keeps?", "What keeps?", "en", "fact"), passage("Flour keeps."))
    assert not any(holds_sort(sort, passage("Flour keeps.")) for sort in SORTS)


@pytest.mark.parametrize(
    "said",
    [
        hit(passage("The secretaries write letters.")),
        hit(passage("Jorun", lead_in="The secretary is:")),
        hit(passage("Jorun", headers=("Name", "Secretary since"))),
        hit(passage("Jorun writes letters."), "Handbook", "Secretaries", "In winter"),
    ],
    ids=["text", "lead-in", "head of the table", "heading"],
)
def test_one_of_the_words_asked_for_is_said_in_or_above_a_passage(said: Hit) -> None:
    assert names(["secretary", "treasurer"], said)
    assert not names(["treasurer"], said)


def test_headings_far_above_a_passage_do_not_name_it() -> None:
    assert not names(["secretary"], hit(passage("Jorun"), "Secretaries", "In winter", "Letters"))


def test_where_no_word_is_asked_for_every_passage_names_it() -> None:
    assert names((), hit(passage("Flour keeps.")))


@pytest.mark.parametrize(
    ("text", "told"), [("In April they met.", True), ("Met on 13/04/24", True), ("In May", False), ("4 mills", False)]
)
def test_a_month_is_named_or_may_stand_in_a_day_in_figures(text: str, told: bool) -> None:
    assert in_month(["april"], hit(passage(text))) == told


def test_the_head_of_a_table_tells_what_its_figures_cost() -> None:
    def cost(head: str) -> Passage:
        return Passage(
            "p", "d", "s", 0, "row", "Course | 1450", 0, 13, headers=("Course", head), cells=("Course", "1450")
        )

    assert holds_sort("money", cost("Cost per place (kronor)"))
    assert holds_sort("money", cost("Price"))
    assert not holds_sort("money", cost("Places"))
