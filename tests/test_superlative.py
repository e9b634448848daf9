"""Superlatives within a table: winners, both ends of a scale, rows that are named, and what a text tells better."""

from dataclasses import replace

import pytest

from assistant.found import Found
from assistant.language import language
from assistant.superlative import extreme_rows, rated_rows
from assistant.vocabulary import Passage, Question
from tests.found_parts import found, paragraph, part, row

ENGLISH = language("en")
GRAIN, SAW, OIL = row("Grain mills", "12"), row("Saw mills", "7"), row("Oil mills", "1")


def table(*rows: Passage) -> Found:
    return found(part(("Mills",), *rows))


def lines(text: str, what: Found, lowest: bool = False) -> list[str] | None:
    made = extreme_rows(Question(text, text, "en", "superlative", lowest=lowest), what, ENGLISH)
    return None if made is None else [line.text for line in made]


def test_one_end_of_a_scale_is_the_winner_alone() -> None:
    assert lines("Which type is most common?", table(SAW, GRAIN, OIL)) == ["Most: **Grain mills** (12)."]
    assert lines("Which type is least common?", table(SAW, GRAIN, OIL), lowest=True) == ["Least: **Oil mills** (1)."]


def test_both_ends_of_a_scale_are_given_where_both_are_asked_for() -> None:
    assert lines("Which type is most and which least common?", table(SAW, GRAIN, OIL), lowest=True) == [
        "Most: **Grain mills** (12).",
        "Least: **Oil mills** (1).",
    ]


def test_a_total_is_no_winner() -> None:
    for total in ("Total", "All types", "Sum of these"):
        what = table(row(total, "20"), SAW, GRAIN, OIL)
        assert lines("Which type is most common?", what) == ["Most: **Grain mills** (12)."]


def test_where_rows_are_named_the_winner_is_one_of_them_and_all_of_them_are_shown() -> None:
    assert lines("Are there more oil mills than saw mills?", table(SAW, GRAIN, OIL)) == [
        "Most: **Saw mills** (7).",
        "Saw mills: 7",
        "Oil mills: 1",
    ]


def test_one_named_row_does_not_keep_the_others_from_winning() -> None:
    assert lines("What is more common than oil mills?", table(SAW, GRAIN, OIL)) == ["Most: **Grain mills** (12)."]


def test_a_text_that_says_it_answers_better_than_a_table_about_something_else() -> None:
    text = "Larch is the strongest wood."
    what = found(
        part(("Wood",), paragraph(text)),
        part(("Mills",), SAW, GRAIN, OIL),
        scores={text: 1.0},
        covered={text: 0.9},
        weights=("strongest", "wood"),
    )
    assert lines("Which wood is strongest?", what) is None


def test_a_table_that_says_next_to_nothing_of_the_question_is_not_meant() -> None:
    text = "Each miller may claim up to 40 crowns."
    what = found(
        part(("Money",), paragraph(text)),
        part(("Mills",), SAW, GRAIN, OIL),
        covered={text: 0.4},
        weights=("claim", "miller"),
    )
    assert lines("What is the maximum a miller can claim?", what) is None


@pytest.mark.parametrize(
    ("headers", "answered"), [(("Tree", "Number"), False), (("Tree", "How strong the wood is"), True)]
)
def test_a_text_that_says_more_of_the_question_than_all_of_a_table_answers_before_it(
    headers: tuple[str, str], answered: bool
) -> None:
    text = "The strongest wood is larch."
    rows = [row(*cells, headers=headers) for cells in (("Oak", "3"), ("Fir", "2"), ("Ash", "1"))]
    what = found(
        part(("Wood",), paragraph(text)), part(("Mills",), *rows),
        scores={text: 1.0}, covered={text: 0.7}, weights=("strong", "wood", "wheels"),
    )  # fmt: skip
    assert (lines("Which wood is strongest in wheels?", what) is not None) == answered


def test_a_table_whose_head_or_heading_names_what_is_asked_answers_before_a_text() -> None:
    text = "Larch is the strongest wood."
    rows = [
        row(name, number, headers=("Wood", "How strong")) for name, number in (("Oak", "3"), ("Fir", "2"), ("Ash", "1"))
    ]
    what = found(
        part(("Strongest",), *rows), part(("Wood",), paragraph(text)),
        scores={text: 1.0}, covered={text: 0.9}, weights=("strongest", "wood"),
    )  # fmt: skip
    assert lines("Which wood is strongest?", what) == ["Most: **Oak** (3)."]


def test_a_text_that_tells_little_does_not_keep_a_table_from_answering() -> None:
    what = found(
        part(("Wood",), paragraph("Larch.")),
        part(("Mills",), SAW, GRAIN, OIL),
        scores={"Larch.": 1.0},
        covered={"Larch.": 0.2},
        weights=("common",),
    )
    assert lines("Which type is most common?", what) == ["Most: **Grain mills** (12)."]


def test_a_table_far_from_what_was_asked_or_of_two_figures_does_not_answer() -> None:
    near = [paragraph(f"Mill {n}.") for n in range(8)]
    scores = {p.text: 1.0 for p in near}
    assert lines("Which most?", found(part(("A",), *near), part(("B",), SAW, GRAIN, OIL), scores=scores)) is None
    assert lines("Which most?", table(SAW, GRAIN)) is None


SCALE = table(
    row("All millers should be heard.", "5"),
    row("Wheels turn too slowly.", "2"),
    row("Flour keeps too short.", "2"),
    row("Weirs need repair.", "4"),
    row("Barns stand empty.", "5"),
)


def rated(text: str, what: Found) -> list[str] | None:
    made = rated_rows(Question(text, text, "en", "rating"), what, ENGLISH)
    return None if made is None else [line.text for line in made]


def test_the_rows_of_a_scale_are_given_by_their_grade() -> None:
    assert rated("Which statements were rated 2?", SCALE) == [
        "**2**:",
        "Wheels turn too slowly.",
        "Flour keeps too short.",
    ]


def test_a_grade_that_no_row_has_is_answered_otherwise() -> None:
    assert rated("Which statements were rated 3?", SCALE) is None
    assert rated("Which statements were rated highly?", SCALE) is None


LEGEND = "They ranked these between 1 (strongly disagree) to 5 (strongly agree)"
NAMED_SCALE = table(*(replace(passage, lead_in=LEGEND) for passage in (hit.passage for hit in SCALE.hits)))


def test_a_grade_may_be_asked_for_by_what_the_words_above_the_scale_call_it() -> None:
    assert rated("Which statements do millers strongly agree with?", NAMED_SCALE) == [
        "**5**:",
        "All millers should be heard.",
        "Barns stand empty.",
    ]
    assert rated("Which statements do millers strongly disagree with?", NAMED_SCALE) is None
    assert rated("How strongly do millers agree that barns stand empty?", NAMED_SCALE) is None


def test_the_words_above_a_scale_do_not_answer_instead_of_it() -> None:
    with_legend = found(
        part(("Mills",), paragraph(LEGEND), *(hit.passage for hit in NAMED_SCALE.hits)),
        scores={LEGEND: 9.0},
        covered={LEGEND: 0.9},
    )
    assert rated("Which statements do millers strongly agree with?", with_legend) is not None


def test_counts_are_no_scale() -> None:
    counts = [
        row(f"Mills of sort {sort}", number) for sort, number in zip("abcde", ("2", "31", "2", "4", "7"), strict=True)
    ]
    assert rated("Which sorts have 2?", table(*counts)) is None


def test_a_statement_that_begins_with_all_may_win() -> None:
    statements = [
        row("All millers should be heard.", "5"),
        row("Wheels turn too slowly.", "2"),
        row("Weirs leak.", "3"),
    ]
    assert lines("Which statement got the highest grade?", table(*statements)) == [
        "Most: **All millers should be heard.** (5)."
    ]


def test_blank_rows_win_nothing() -> None:
    blank = [row("Grain mills", ""), row("Paper mills", "")]
    assert lines("More grain mills than paper mills?", table(*blank, SAW, OIL, row("Bark mills", "3"))) != []


WIDE = ("Idea", "Dots", "Would come")
IDEAS = [row(*cells, headers=WIDE) for cells in (("Milling", "29", "8"), ("Baking", "22", "17"), ("Brewing", "9", "5"))]


@pytest.mark.parametrize(
    ("text", "winner"),
    [("Which idea got most dots?", "Milling** (29)"), ("Which would most come to?", "Baking** (17)")],
)
def test_of_several_columns_that_one_counts_whose_header_is_said(text: str, winner: str) -> None:
    assert lines(text, table(*IDEAS)) == [f"Most: **{winner}."]


def test_a_column_of_places_is_no_label() -> None:
    headers = ("Place", "Grain", "Share")
    rows = [row(*cells, headers=headers) for cells in (("1", "Rye", "52%"), ("2", "Wheat", "40%"), ("3", "Oats", "8%"))]
    assert lines("Which grain has the highest share?", table(*rows)) == ["Most: **Rye** (52%)."]


def test_of_two_tables_nearby_that_one_counts_whose_head_is_said() -> None:
    headers = ("Skill", "Grade")
    grades = (("Milling", "3"), ("Baking", "2"), ("Brewing", "1"))
    skills = [replace(row(*cells, headers=headers), group=2) for cells in grades]
    what = found(part(("Mills",), SAW, GRAIN, OIL), part(("Skills",), *skills), weights=("skill",))
    assert lines("Which skill is highest?", what) == ["Most: **Milling** (3)."]


def test_a_table_that_has_two_of_the_rows_named_is_meant() -> None:
    kilns = (("Oxcombe", "12"), ("Nettleby", "17"), ("Wex", "3"))
    towns = [row(*cells, headers=("Town", "Kilns")) for cells in kilns]
    what = found(part(("Common mills",), SAW, GRAIN, OIL), part(("Kilns",), *towns), weights=["common", "mills"])
    made = lines("Which has more, Oxcombe or Nettleby?", what)
    assert made
    assert made[0] == "Most: **Nettleby** (17)."
