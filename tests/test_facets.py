"""Facets: read from a file, found in texts and headings."""

from pathlib import Path

import pytest

from assistant.errors import SettingsError
from assistant.facets import find_facets, heading_facet, load_facets, without_facets
from assistant.vocabulary import Facet

NORTH = Facet("pilot", "North Island", ("Nordinsel", "Île du Nord", "Islanders"))
ISLE = Facet("pilot", "Island", ("Isle",))
SPLIT = Facet("pilot", "Vale/Hills", ("Vale", "Hills"))
FACETS = [ISLE, NORTH, SPLIT]


def values(text: str) -> list[str]:
    return [facet.value for facet in find_facets(text, FACETS)]


def test_values_and_aliases_are_found_in_any_case_in_order_of_first_mention() -> None:
    assert values("From HILLS to the nordinsel, and the hills again") == ["Vale/Hills", "North Island"]


def test_diacritics_make_no_difference() -> None:
    assert values("ile du nord") == values("ÎLE DU NORD") == ["North Island"]


def test_the_longest_name_counts() -> None:
    assert values("North Island only") == ["North Island"]
    assert values("an island in the north") == ["Island"]


def test_only_whole_words_count() -> None:
    assert values("the islands and the valet") == []


def test_hyphens_and_line_ends_part_words_like_spaces_do() -> None:
    assert values("North-Island") == values("North\nIsland") == ["North Island"]


def test_without_facets_leaves_the_rest_of_the_text_as_it_is() -> None:
    assert without_facets("How many has the Île du Nord found?", FACETS) == "How many has the found?"


@pytest.mark.parametrize(
    "heading",
    ["North Island", "3. NORTH ISLAND:", "Pilot North Island", "Nordinsel / North Island", "Pilot: Nordinsel"],
)
def test_a_heading_that_is_just_a_value_names_it(heading: str) -> None:
    assert heading_facet(heading, FACETS) == NORTH


def test_a_value_that_holds_a_slash_is_named_by_itself() -> None:
    assert heading_facet("Vale/Hills", FACETS) == SPLIT


@pytest.mark.parametrize("heading", ["What North Island learned", "Islander", "North Island and Hills", ""])
def test_a_heading_that_says_more_names_none(heading: str) -> None:
    assert heading_facet(heading, FACETS) is None


@pytest.mark.parametrize(
    "heading", ["Nordinsel: the Ferry Guild", "3. North Island: what it is called", "Pilot Nordinsel: a"]
)
def test_a_heading_may_say_what_a_value_is_called_after_a_colon(heading: str) -> None:
    assert heading_facet(heading, FACETS) == NORTH


@pytest.mark.parametrize(
    "heading",
    ["North Island: compared with Hills", "Nordinsel: Isle", "Ferries: North Island", "What Isle did: ferries"],
)
def test_a_heading_with_another_value_after_the_colon_or_more_before_it_is_nobodys(heading: str) -> None:
    assert heading_facet(heading, FACETS) is None


def test_a_heading_of_a_name_that_two_values_share_is_neithers_whatever_the_colon_says() -> None:
    shared = [Facet("pilot", "East", ("Coast",)), Facet("pilot", "West", ("Coast",))]
    assert heading_facet("East: ferries", shared) == shared[0]
    assert heading_facet("Coast: ferries", shared) is None


def test_no_facets_find_nothing() -> None:
    assert find_facets("North Island", []) == []
    assert without_facets("North Island", []) == "North Island"


def test_facets_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "corpus.toml"
    path.write_text('[[facets.pilot.values]]\nname = "Lisbon"\naliases = ["Lisboa"]\n', encoding="utf-8")
    assert load_facets(path) == [Facet("pilot", "Lisbon", ("Lisboa",))]


def test_a_missing_file_declares_none(tmp_path: Path) -> None:
    assert load_facets(tmp_path / "none.toml") == []


@pytest.mark.parametrize("content", ["[facets", "facets = 3", "[facets.pilot]\nvalues = [3]", "[facets]\npilot = 1"])
def test_a_file_of_another_form_is_an_error_that_names_it(tmp_path: Path, content: str) -> None:
    path = tmp_path / "corpus.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"corpus\.toml"):
        load_facets(path)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the Silesian report", ["Silesia"]),
        ("ostravský pilot v Ostravě", ["Ostrava"]),
        ("Lisboner und Grazer", ["Lisbon"]),
        ("sile, a Portofino villa, lis", []),
    ],
)
def test_words_derived_from_a_value_without_aliases_name_it(text: str, found: list[str]) -> None:
    facets = [Facet("pilot", value) for value in ("Silesia", "Ostrava", "Lisbon", "Graz", "Porto")]
    assert [facet.value for facet in find_facets(text, facets)] == found


def test_a_value_with_aliases_is_named_by_them_alone() -> None:
    assert find_facets("the Silesian report", [Facet("pilot", "Silesia", ("Slezsko",))]) == []


@pytest.mark.parametrize("text", ["v Selvově", "Selvov", "selvovský pilot", "na Selvovsku", "SELVOV"])
def test_a_region_called_after_its_town_is_named_by_the_towns_words(text: str) -> None:
    region = Facet("pilot", "Selvovsko")
    assert find_facets(text, [region]) == [region]


@pytest.mark.parametrize("text", ["ve Zlině", "Zlinka", "selvo", "Selvovitost"])
def test_a_town_of_few_letters_and_words_with_a_long_ending_name_no_region(text: str) -> None:
    assert find_facets(text, [Facet("pilot", "Zlinsko"), Facet("pilot", "Selvovsko")]) == []


@pytest.mark.parametrize("text", ["na Zlinsku", "ze Zlinska", "Zlinsko"])
def test_a_region_of_a_short_town_is_named_in_all_its_cases(text: str) -> None:
    assert find_facets(text, [Facet("pilot", "Zlinsko")]) == [Facet("pilot", "Zlinsko")]
