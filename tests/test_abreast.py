"""Comparing by a table that has a column for each value of a facet."""

from dataclasses import replace

import pytest

from assistant.abreast import abreast
from assistant.language import language
from assistant.vocabulary import Facet, Question
from tests.found_parts import found, part, row

VALE, DALE = Facet("valley", "Kestrel Vale"), Facet("valley", "Amberdale")
HEADS = ("Type of mill", "Kestrel Vale", "Amberdale")
MILLS = row("Water mills", "6", "10", headers=HEADS)
SAWS = row("Saw mills", "9", "", headers=HEADS)


def told(text: str, *rows: object, kind: str = "compare", lowest: bool = False) -> list[str] | None:
    asked = Question(text, text, "en", kind=kind, facets=(VALE, DALE), lowest=lowest)  # type: ignore[arg-type]
    rows = rows or (MILLS, SAWS)
    what = found(part(("Mills",), *rows), weights=text.lower().rstrip("?").split())  # type: ignore[arg-type]
    lines = abreast(asked, what, [VALE, DALE], language("en"))
    return None if lines is None else [line.text for line in lines]


def test_the_row_that_is_asked_for_gives_each_value_its_cell() -> None:
    assert told("water mills") == ["**Water mills**:", "**Kestrel Vale**: 6", "**Amberdale**: 10"]


@pytest.mark.parametrize(
    ("lowest", "first"), [(False, "Most: **Amberdale** (10)."), (True, "Least: **Kestrel Vale** (6).")]
)
def test_a_superlative_names_the_winner_first(lowest: bool, first: str) -> None:
    lines = told("water mills", kind="superlative", lowest=lowest)
    assert lines
    assert lines[0] == first


def test_equal_figures_have_two_winners() -> None:
    lines = told("water mills", row("Water mills", "6", "6", headers=HEADS), kind="superlative")
    assert lines
    assert lines[0] == "Most, with the same figure: **Kestrel Vale**, **Amberdale** (6)."


def test_a_blank_cell_is_said_to_be_blank() -> None:
    lines = told("saw mills")
    assert lines
    assert lines[-1].startswith("**Amberdale**: blank")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("songs of millers", (MILLS, SAWS)),
        ("water mills", (replace(MILLS, headers=("Type of mill", "Kestrel Vale", "Elsewhere")),)),
        ("water mills", (replace(MILLS, kind="paragraph"),)),
    ],
)
def test_other_rows_and_columns_answer_no_comparison(text: str, rows: tuple[object, ...]) -> None:
    assert told(text, *rows) is None


def test_the_nearest_row_of_all_is_meant_though_its_label_says_little_of_the_question() -> None:
    assert told("ever so many old wooden water wheels") == [
        "**Water mills**:",
        "**Kestrel Vale**: 6",
        "**Amberdale**: 10",
    ]
    assert told("ever so many old wooden wheels") is None


@pytest.mark.parametrize(("code", "told_of"), [("de", True), ("en", False)])
def test_across_languages_the_nearest_row_is_meant_though_its_label_shares_no_word(code: str, told_of: bool) -> None:
    asked = Question("Wie viele Wassermühlen?", "Wie viele Wassermühlen?", code, kind="compare", facets=(VALE, DALE))
    what = found(part(("Mills",), MILLS, SAWS), scores={MILLS.text: 1.0}, weights=["wassermuhlen"])
    lines = abreast(asked, what, [VALE, DALE], language(code))
    assert bool(lines) == told_of
    assert not lines or lines[1].text == "**Kestrel Vale**: 6"
