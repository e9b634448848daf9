"""Facet values that nobody declared: a report's title or headings say them."""

import pytest

from assistant.vocabulary import Block, Facet
from ingest.newvalues import new_values

KNOWN = [Facet("pilot", "Porto")]
CALLED = {"pilot": ("LEP", "partnership")}
SELVIA, ARVOSIA = "They met in Selvia.", "Lamps came from Arvosia."


def found(title: str, *chapters: tuple[str, str]) -> list[str]:
    """Return the values of a report: its title, then each chapter's heading and text."""
    blocks = [block for head, text in chapters for block in (Block("heading", head), Block("paragraph", text))]
    values = new_values(title, blocks, KNOWN, CALLED)
    assert all(facet.name == "pilot" for facet in values)
    return [facet.value for facet in values]


@pytest.mark.parametrize("title", ["Selvia – LEP pilot", "Pilot: Selvia"])
def test_a_title_states_a_value_that_the_text_uses_as_a_name(title: str) -> None:
    assert found(title, ("Lamps", SELVIA)) == ["Selvia"]
    assert found(title, ("Lamps", "The Selvia is a lamp.")) == []
    assert found(title, ("Lamps", f"{SELVIA} A selvia is a lamp.")) == []


@pytest.mark.parametrize(
    "title",
    [
        "Selvia and Arvosia",
        "Two years of lamps: Selvia and Arvosia",
        "Who lit the lamps? Selvia, Arvosia",
        "Lampen: Selvia und Arvosia",
        "Lampen: Selvia en Arvosia",
        "Lampy: Selvia a Arvosia",
        "Lampade: Selvia e Arvosia",
        "Lamps: Selvia/Arvosia",
        "The partnerships of Selvia (North) and Arvosia (South)",
        "Lamps of LEP Selvia and LEP Arvosia",
    ],
)
def test_a_title_that_lists_names_with_a_chapter_each_declares_them(title: str) -> None:
    assert found(title, ("Selvia", SELVIA), ("Arvosia", ARVOSIA)) == ["Selvia", "Arvosia"]


def test_a_chapters_heading_may_have_a_number_and_say_more_after_a_colon() -> None:
    chapters = [("1. Selvia: the Lamp Guild", SELVIA), ("2. Arvosia", ARVOSIA)]
    assert found("Selvia and Arvosia", *chapters) == ["Selvia", "Arvosia"]


def test_a_chapters_heading_may_say_what_carries_the_name() -> None:
    chapters = [("2 LEP Selvia", SELVIA), ("The Arvosia partnership", ARVOSIA)]
    assert found("Selvia and Arvosia", *chapters) == ["Selvia", "Arvosia"]


def test_three_names_may_be_listed() -> None:
    chapters = [("Selvia", SELVIA), ("Arvosia", ARVOSIA), ("Tarnow", "They came from Tarnow.")]
    assert found("Lamps: Selvia, Arvosia, and Tarnow", *chapters) == ["Selvia", "Arvosia", "Tarnow"]


@pytest.mark.parametrize("heading", ["Outlook", "Arvosia and more", "In Arvosia"])
def test_one_chapter_alone_declares_no_value(heading: str) -> None:
    assert found("Selvia and Arvosia", ("Selvia", SELVIA), (heading, ARVOSIA)) == []


def test_chapters_that_the_title_does_not_list_declare_none() -> None:
    assert found("Two years of lamps", ("Selvia", SELVIA), ("Arvosia", ARVOSIA)) == []


def test_listed_words_that_the_text_does_not_use_as_names_declare_none() -> None:
    chapters = [("Results", "In results, all is well."), ("Arvosia", ARVOSIA)]
    assert found("Results and Arvosia", *chapters) == []


def test_of_names_listed_together_the_known_ones_are_not_new() -> None:
    assert found("Selvia and Porto", ("Selvia", SELVIA), ("Porto", "They met in Porto.")) == ["Selvia"]


def compared(*lines: str, headers: tuple[str, ...] = ("Figure", "Selvia", "Arvosia")) -> list[str]:
    row = Block("row", "Lamps | 3 | 4", cells=("Lamps", "3", "4"), headers=headers)
    blocks = [*(Block("paragraph", line) for line in lines), row]
    return [facet.value for facet in new_values("Two regions", blocks, KNOWN, CALLED)]


def test_names_that_the_first_lines_list_and_a_table_has_columns_for_are_values() -> None:
    assert compared("Workshop Selvia × Arvosia, May 2026") == ["Selvia", "Arvosia"]
    assert compared("Workshop of two regions") == []
    assert compared(*["We began late."] * 5, "Workshop Selvia × Arvosia") == [], "later on, they may be any two"


def test_columns_for_things_are_no_values() -> None:
    assert compared("Schulen und Betriebe", "Die Schulen zahlen.", headers=("", "Schulen", "Betriebe")) == []
    assert compared("Lamps and Oil", "They sell lamps.", headers=("", "Lamps", "Oil")) == []


def test_names_that_a_line_says_and_a_table_has_columns_for_are_values_if_one_has_a_chapter() -> None:
    row = Block("row", "Lamps | 3 | 4", cells=("Lamps", "3", "4"), headers=("Figure", "Selvia", "Arvosia"))
    line = Block("paragraph", "Report on LEP Selvia and on the guild for lamps in Arvosia")
    chapter = [Block("heading", "LEP Selvia"), Block("paragraph", SELVIA)]
    assert [f.value for f in new_values("Two regions", [line, *chapter, row], KNOWN, CALLED)] == ["Selvia", "Arvosia"]
    assert new_values("Two regions", [line, row], KNOWN, CALLED) == [], "columns may be any things"
    assert new_values("Two regions", [*chapter, row], KNOWN, CALLED) == [], "the first lines have to say both"


def test_a_name_of_several_words_may_have_an_article_among_columns() -> None:
    row = Block("row", "Lamps | 3 | 4", cells=("Lamps", "3", "4"), headers=("Figure", "Selvia", "Amber Coast"))
    line = Block("paragraph", "Two took part: the Amber Coast (Spain) and Selvia (Italy).")
    chapter = Block("heading", "Selvia", level=2)
    made = new_values("Notes", [line, row, chapter, Block("paragraph", SELVIA)], KNOWN, CALLED)
    assert {facet.value for facet in made} == {"Amber Coast", "Selvia"}
