"""Comparing by what a question names of one table: its columns or its rows."""

from dataclasses import replace

import pytest

from assistant.crossing import crossing
from assistant.language import language
from assistant.vocabulary import Kind, Question
from assistant.words import words
from tests.found_parts import found, part, row

HEADS = ("Statement", "Millers (n = 14)", "Bakers (n = 9)", "Guests")
RIVER = row("The river is too low", "2.3", "3.4", "", headers=HEADS)
PRICES = row("Prices are fair", "4.1", "1.8", "3.0", headers=HEADS)
WINDMILL = row("Windmill", "1893", "4 sails")
WATERMILL = row("Watermill", "1750", "2 wheels")
HORSE_MILL = row("Horse mill", "1802", "1 horse")


def told(text: str, *rows: object, kind: Kind = "compare", lowest: bool = False) -> list[str] | None:
    asked = Question(text, text, "en", kind, lowest=lowest)
    weights = [word for word in words(text) if len(word) > 4]
    what = found(part(("Survey",), *(rows or (RIVER, PRICES))), weights=weights)  # type: ignore[arg-type]
    lines = crossing(asked, what, language("en"))
    return None if lines is None else [line.text for line in lines]


def test_the_columns_that_a_question_names_are_given_of_the_row_it_means() -> None:
    assert told("What do millers and bakers think of prices?") == [
        "**Prices are fair**:",
        "**Millers (n = 14)**: 4.1",
        "**Bakers (n = 9)**: 1.8",
    ]


@pytest.mark.parametrize(
    ("lowest", "first"), [(False, "Most: **Millers (n = 14)**"), (True, "Least: **Bakers (n = 9)**")]
)
def test_the_column_with_the_highest_or_lowest_figure_comes_first(lowest: bool, first: str) -> None:
    lines = told("Are prices fair to millers or to bakers?", kind="superlative", lowest=lowest)
    assert lines
    assert lines[0].startswith(first)


def test_a_blank_cell_is_said_to_be_blank() -> None:
    lines = told("Is the river low for millers, and for guests?")
    assert lines
    assert lines[-1].startswith("**Guests**: blank")


def test_the_rows_that_a_question_names_are_given_in_their_order() -> None:
    lines = told("Compare the watermill with the windmill", WINDMILL, HORSE_MILL, WATERMILL)
    assert lines
    assert [line.split(":")[0] for line in lines[1:]] == ["Windmill", "Watermill"]


@pytest.mark.parametrize("kind", ["fact", "count", "list"])
def test_a_question_that_compares_nothing_is_answered_otherwise(kind: Kind) -> None:
    assert told("The windmill and the watermill", WINDMILL, WATERMILL, kind=kind) is None


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Do millers and bakers sing?", (RIVER, PRICES)),
        ("Do millers and weavers find prices fair?", (RIVER, PRICES)),
        ("Compare the windmill with the sawmill", (WINDMILL, WATERMILL)),
        ("Compare windmill and watermill", tuple(replace(r, kind="paragraph") for r in (WINDMILL, WATERMILL))),
    ],
)
def test_a_table_that_names_one_thing_only_or_nothing_of_what_is_asked_answers_no_comparison(
    text: str, rows: tuple[object, ...]
) -> None:
    assert told(text, *rows) is None
