"""Sections: heading paths, the facet values in force, and what happens to odd headings."""

from assistant.vocabulary import Block, Facet
from ingest.sections import Cut, cut

FACETS = [Facet("pilot", "Lisbon", ("Lisboa",)), Facet("pilot", "Porto"), Facet("year", "2024")]


def heading(text: str, level: int) -> Block:
    return Block("heading", text, level=level)


def text(words: str = "Some words.", page: int | None = None) -> Block:
    return Block("paragraph", words, page=page)


def sections(*blocks: Block, **document_facets: str) -> list[tuple[tuple[str, ...], dict[str, str]]]:
    found = cut("document", blocks, facets=FACETS, document_facets=document_facets)
    return [(section.path, dict(section.facets)) for section in found.sections]


def cut_up(*blocks: Block) -> Cut:
    return cut("document", blocks)


def test_a_section_has_the_headings_that_lead_to_it() -> None:
    found = sections(
        text(),
        heading("Report", 1),
        heading("Work", 2),
        text(),
        heading("Events", 3),
        text(),
        heading("End", 2),
        text(),
    )
    assert [path for path, _ in found] == [
        (), ("Report", "Work"), ("Report", "Work", "Events"), ("Report", "End"),
    ]  # fmt: skip


def test_a_skipped_rank_does_not_break_the_path() -> None:
    assert [path for path, _ in sections(heading("A", 1), heading("B", 4), text(), heading("C", 2), text())] == [
        ("A", "B"), ("A", "C"),
    ]  # fmt: skip


def test_a_heading_that_is_a_facet_value_sets_it_for_all_below_and_no_further() -> None:
    found = sections(
        heading("Lisboa", 1), text(), heading("Work", 2), text(), heading("Porto", 1), text(), heading("All", 1), text()
    )
    assert [facets for _, facets in found] == [{"pilot": "Lisbon"}, {"pilot": "Lisbon"}, {"pilot": "Porto"}, {}]


def test_headings_outdo_the_document_and_lower_headings_the_higher() -> None:
    found = sections(
        text(),
        heading("Porto", 1),
        heading("2024", 2),
        text(),
        heading("Lisbon", 3),
        text(),
        pilot="Lisbon",
        year="2023",
    )
    assert [facets for _, facets in found] == [
        {"pilot": "Lisbon", "year": "2023"}, {"pilot": "Porto", "year": "2024"}, {"pilot": "Lisbon", "year": "2024"},
    ]  # fmt: skip


def test_headings_with_nothing_below_are_told() -> None:
    found = cut_up(heading("Parent", 1), heading("Child", 2), text(), heading("Blank", 2), heading("Last", 1))
    assert found.empty == ("Blank", "Last")
    assert [section.path for section in found.sections] == [("Parent", "Child")]


def test_the_same_path_twice_makes_two_sections() -> None:
    found = cut_up(heading("Notes", 1), text("One."), heading("Notes", 1), text("Two."))
    assert len({section.id for section in found.sections}) == 2
    assert [section.position for section in found.sections] == [0, 1]


def test_a_section_knows_its_pages() -> None:
    [section] = cut_up(heading("A", 1), text(page=3), text(page=5)).sections
    assert (section.first_page, section.last_page) == (3, 5)


def test_an_edit_elsewhere_changes_no_id() -> None:
    before = cut_up(heading("A", 1), text("One."), heading("B", 1), text("Two."))
    after = cut_up(heading("A", 1), text("Another."), text("And more."), heading("B", 1), text("Two."))
    assert before.sections[1].id == after.sections[1].id
    assert before.passages[-1].id == after.passages[-1].id
    assert before.passages[0].id != after.passages[0].id


def test_a_heading_that_names_one_value_sets_it_in_a_document_that_is_about_none_as_a_whole() -> None:
    chapters = [heading("What Porto brought along", 1), text(), heading("Lisbon and Porto", 1), text()]
    assert [facets for _, facets in sections(*chapters)] == [{"pilot": "Porto"}, {}]
    assert [facets for _, facets in sections(*chapters, pilot="Lisbon")] == [{"pilot": "Lisbon"}] * 2
