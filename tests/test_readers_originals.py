"""The two original documents, which have every oddity at once: their section trees, tables and lists."""

from functools import lru_cache
from pathlib import Path

import pytest

from assistant.facets import load_facets
from assistant.vocabulary import Passage, Section
from ingest.files import SourceFile
from ingest.prepare import Prepared, prepare

PROJECT = Path(__file__).resolve().parent.parent
ORIGINALS = PROJECT.parent / "shared" / "originals"
REPORT, WORKSHOP = "pilot-report-d3.2.txt", "workshop-pact-for-skills.md"

pytestmark = pytest.mark.skipif(not ORIGINALS.is_dir(), reason="the original documents are not beside the project")

MAPPING, RAISING, NETWORK = (
    "Capacity Building LEP and",
    "Awareness Raising and Relationship",
    "Network Building & Collaboration",
)
LESSONS = "Lessons Learned for a"
GENERAL = "General Learnings for LEP"
PLANNED = "Planned Activities (M13-M24)"


@lru_cache
def document(name: str) -> Prepared:
    source = SourceFile(id=name, path=name, origin=ORIGINALS / name)
    declared = load_facets(PROJECT / "corpus" / "corpus.toml")
    return prepare(source, source.origin.read_bytes(), declared=declared, called={}, stated={}, fingerprint="")


def short(path: tuple[str, ...]) -> tuple[str, ...]:
    """Return a heading path with the first four words of each heading, so that the tests stay readable."""
    return tuple(" ".join(heading.split()[:4]) for heading in path)


def section(name: str, *path: str) -> Section:
    [found] = [section for section in document(name).sections if short(section.path) == path]
    return found


def passages(name: str, *path: str) -> list[Passage]:
    wanted = section(name, *path).id
    return [passage for passage in document(name).passages if passage.section_id == wanted]


def rows(name: str, *path: str) -> list[tuple[str, ...]]:
    return [passage.cells for passage in passages(name, *path) if passage.kind == "row"]


def test_the_report_has_its_exact_section_tree() -> None:
    upper, amsterdam, prague, matera = "Upper Austria", "Amsterdam", "Prague", "Matera/Basilicata"
    assert [short(found.path) for found in document(REPORT).sections] == [
        (),
        ("REPORT on LEP Pilots",),
        ("REPORT on LEP Pilots", "Revision History"),
        ("Report on LEP pilots",),
        ("Report on LEP pilots", "Other remarks (if applicable)"),
        ("Introduction",),
        ("Purpose",),
        (upper, MAPPING),
        (upper, RAISING),
        (upper, RAISING, "Identified Challenges and needs"),
        (upper, NETWORK),
        (upper, NETWORK, 'Start with a "Club'),
        (upper, NETWORK, "Create Real-Life Experiences to"),
        (upper, NETWORK, "Translate Complex Agendas into"),
        (upper, NETWORK, "Clarify Leadership Roles"),
        (upper, NETWORK, "Be Patient: The Process"),
        (upper, NETWORK, "Provide Practical Tools for"),
        (upper, PLANNED),
        (amsterdam, MAPPING),
        (amsterdam, MAPPING, "Good Practices"),
        (amsterdam, NETWORK, LESSONS, "1. Clearly Define Added"),
        (amsterdam, NETWORK, LESSONS, "2. Engage the Demand"),
        (amsterdam, NETWORK, LESSONS, "3. Rethink Talent Strategies"),
        (amsterdam, NETWORK, LESSONS, "4. Balance Short-Term Needs"),
        (amsterdam, NETWORK, LESSONS, "5. Foster Collaboration Across"),
        (amsterdam, NETWORK, LESSONS, "6. Leverage the Region's"),
        (prague, MAPPING),
        (prague, MAPPING, "Mapping Activities"),
        (prague, MAPPING, "Good practices researched"),
        (prague, RAISING, "Activities"),
        (prague, RAISING, "Events"),
        (prague, RAISING, "Other Efforts"),
        (prague, "Network Building and Collaborations", "Capacity Building"),
        (prague, "Network Building and Collaborations", "Seminar Development"),
        (prague, "Learning and Next Steps", "Lessons Learnt"),
        (prague, "Learning and Next Steps", "Identified Needs"),
        (prague, "Learning and Next Steps", "Future Steps"),
        (matera, MAPPING),
        (matera, RAISING, "Activities"),
        (matera, RAISING, "Events"),
        (matera, NETWORK),
        (matera, NETWORK, "Key Challenges Identified"),
        (matera, NETWORK, "Lessons Learnt"),
        (matera, PLANNED, "Short-Term Goals"),
        (matera, PLANNED, "Medium/Long-Term Goals"),
        (GENERAL, "Clearly Define Added Value"),
        (GENERAL, "Engage the Demand Side"),
        (GENERAL, "Foster Collaboration Across the"),
        (GENERAL, "Balance Short-Term Needs and"),
        (GENERAL, "Local Ecosystem partnerships development"),
        (GENERAL, "LEP process leadership"),
    ]


def test_headings_that_ran_into_their_sentences_end_where_those_begin() -> None:
    found = [s.path[-1] for s in document(REPORT).sections if short(s.path)[:2] == ("Upper Austria", NETWORK)][1:]
    assert [heading.split()[-1] for heading in found] == ["Needed", "Potential", "Contexts", "Roles", "Time", "Needs"]


def test_the_sections_of_each_pilot_carry_it_and_no_other_does() -> None:
    pilots = {"Upper Austria", "Amsterdam", "Prague", "Matera/Basilicata"}
    for found in document(REPORT).sections:
        assert dict(found.facets) == ({"pilot": found.path[0]} if found.path and found.path[0] in pilots else {})


def test_the_report_knows_its_title_date_language_and_blank_fields() -> None:
    report = document(REPORT).document
    assert (report.title, report.date, report.language) == ("REPORT on LEP Pilots", "2024-12-23", "en")
    assert [warning.split("“")[1].split()[0] for warning in report.warnings] == ["SACCORD", "Deviations"]


@pytest.mark.parametrize(
    ("pilot", "counts"),
    [
        ("Upper Austria", ("4", "5", "2", "4", "0", "3")),
        ("Amsterdam", ("9", "8", "2", "2", "44.910 (71.805 jobs) (2023)", "1")),
        ("Prague", ("6", "17", "", "4", "", "4")),
        ("Matera/Basilicata", ("1", "0", "5", "1", "10", "6")),
    ],
)
def test_the_counts_of_each_pilot_are_one_table_and_blanks_stay_blank(pilot: str, counts: tuple[str, ...]) -> None:
    found = [p for p in passages(REPORT, pilot, MAPPING) if p.kind == "row" and not p.headers]
    assert len({passage.group for passage in found}) == 1
    assert [passage.cells[0].upper() for passage in found] == [
        "NETWORK ORGANISATIONS", "TRAINING PROVIDERS", "VET PROVIDERS", "HIGHER EDUCATION PROVIDERS",
        "CCI ENTERPRISES", "POLICYMAKERS",
    ]  # fmt: skip
    assert tuple(passage.cells[1] for passage in found) == counts
    assert all(passage.lead_in.endswith("the following types were found:") for passage in found)


@pytest.mark.parametrize(
    ("pilot", "ratings"),
    [
        ("Upper Austria", "2222355555555"),
        ("Amsterdam", "3345555555555"),
        ("Prague", "2222334455555"),
        ("Matera/Basilicata", "1244444445555"),
    ],
)
def test_the_agreement_table_of_each_pilot_is_whole(pilot: str, ratings: str) -> None:
    found = [p for p in passages(REPORT, pilot, MAPPING) if p.headers]
    assert {passage.headers for passage in found} == {("Statement", "Level of Agreement")}
    assert len({passage.group for passage in found}) == 1
    assert "".join(passage.cells[1] for passage in found) == ratings
    assert all(passage.cells[0].rstrip(".")[-1].isalpha() for passage in found)
    assert all(passage.text == "\t".join(passage.cells) for passage in found)


def test_the_row_that_a_page_break_split_is_whole_and_the_merged_row_stays() -> None:
    prague = [statement for statement, _ in rows(REPORT, "Prague", MAPPING)]
    assert any("in terms of understanding the social-technical" in cell for cell in prague)
    amsterdam = [cells for cells in rows(REPORT, "Amsterdam", MAPPING) if cells[1] == "3"]
    assert amsterdam[1][0].endswith("development of skills is not a priority.")
    assert amsterdam[1][0].startswith("There is a growing recognition")


def test_the_title_page_and_the_revisions_are_tables() -> None:
    assert sorted(rows(REPORT, "REPORT on LEP Pilots"), key=lambda cells: cells[1]) == [
        ("Agreement number", "101132841"),
        ("Responsible project partner", "CREARE"),
        ("Deliverable number", "D 3.2"),
        ("Contractual month of submission (of 1st version)", "M12"),
        ("Deliverable name", "Manual for LEP"),
        ("Distribution level", "PU"),
        ("Project Acronym", "SACCORD"),
        ("Work Package number", "WP3"),
        ("Authors (name/partner organisation)", "Wolfgang Gumpelmaier-Mach"),
    ]
    revisions = passages(REPORT, "REPORT on LEP Pilots", "Revision History")
    assert list(zip(*(passage.cells for passage in revisions), strict=True)) == [
        ("0.1", "0.2", "0.3", "1.0"),
        ("10.12.24", "18.12.24", "20.12.24", "23.12.24"),
        ("Draft document", "Draft for comments", "Final Draft for review", "Final Version"),
        ("20",) * 4,
        ("",) * 4,
        ("",) * 4,
    ]
    assert revisions[0].headers[:3] == ("Version", "Date", "Summary of Changes")


def test_nested_and_interrupted_lists_of_the_report_are_whole() -> None:
    lessons = passages(REPORT, "Amsterdam", NETWORK, LESSONS, "1. Clearly Define Added")
    assert [passage.level for passage in lessons] == [0, 1, 1]
    assert lessons[2].lead_in.endswith("This includes both:")
    good = passages(REPORT, "Prague", MAPPING, "Good practices researched")
    assert len(good) == 5
    assert len({passage.group for passage in good}) == 1
    needs = passages(REPORT, GENERAL, "Local Ecosystem partnerships development")
    assert [passage.kind for passage in needs] == ["paragraph", "item", "item", "item", "item"]
    assert len({passage.group for passage in needs[1:]}) == 1
    steps = passages(REPORT, "Prague", "Learning and Next Steps", "Future Steps")
    assert len(steps) == 7
    assert all(passage.ordered for passage in steps)


def test_the_workshop_notes_have_their_exact_section_tree() -> None:
    chapters = {
        "1. Sectoral Collaboration and": [
            "1.1 How to stimulate",
            "1.2 Frequency and way",
            "1.3 How to coordinate",
            "1.4 What are the",
        ],
        "2. Sectoral Collaboration –": [
            "2.1 Collaboration with Industry",
            "2.2 Collaboration with Regions",
            "2.3 Collaboration with Training/Education",
            "2.4 Collaboration with Social",
        ],
        "3. Skills Agenda –": [
            "3.1 Skills Intelligence",
            "3.2 Education and Training",
            "3.3 Recognition of Education",
            "3.4 Focus on Projects",
            "3.5 Attractiveness and Effectiveness",
        ],
    }
    expected = [short((document(WORKSHOP).document.title,))]
    for chapter, topics in chapters.items():
        for topic in topics:
            expected += [(chapter, topic), (chapter, topic, "Good Practices")]
            expected += [(chapter, topic, "Bad Practices / Challenges")]
    assert [short(found.path) for found in document(WORKSHOP).sections] == [*expected, ("4. Overall Recommendations",)]


def test_the_workshop_notes_know_their_date_and_what_was_left_out() -> None:
    notes = document(WORKSHOP).document
    assert (notes.date, notes.language, notes.warnings) == ("2025-04-29", "en", ())
    assert [text.split(":")[0] for text in notes.left_out] == ["Page numbers", "Disclaimer, 5 times"]


def test_lists_of_the_workshop_notes_go_on_after_what_interrupts_them() -> None:
    found = {
        short(section.path)[1:]: [p for p in document(WORKSHOP).passages if p.section_id == section.id]
        for section in document(WORKSHOP).sections
    }
    good = found["1.4 What are the", "Good Practices"]
    assert [(passage.kind, passage.group) for passage in good] == [("item", good[0].group)] * 4
    bad = found["3.1 Skills Intelligence", "Bad Practices / Challenges"]
    assert [(passage.kind, passage.group) for passage in bad] == [("item", bad[0].group)] * 3
    for topic in ("2.3 Collaboration with Training/Education", "3.5 Attractiveness and Effectiveness"):
        assert [passage.kind for passage in found[topic, "Bad Practices / Challenges"]] == ["paragraph"]


def test_the_recommendations_are_one_table_with_repeated_categories_and_joined_rows() -> None:
    found = passages(WORKSHOP, "4. Overall Recommendations")
    assert {(passage.kind, passage.headers) for passage in found} == {
        ("row", ("CATEGORY", "RECOMMENDATION", "SOURCE CONTEXT")),
    }
    assert len({passage.group for passage in found}) == 1
    per_category: dict[str, int] = {}
    for passage in found:
        per_category[passage.cells[0]] = per_category.get(passage.cells[0], 0) + 1
    assert per_category == {
        "SECTORAL GOVERNANCE & COORDINATION": 3, "FUNDING & POLICY": 2, "SKILLS INTELLIGENCE": 3,
        "TRAINING CONTENT & STANDARDS": 4, "RECOGNITION & MOBILITY": 2, "TECHNOLOGY & PLATFORMS": 2,
        "ATTRACTIVENESS & ENGAGEMENT": 3,
    }  # fmt: skip
    sources = [passage.cells[2] for passage in found]
    assert sources[0] == "Governance and funding section; Coordination of collaboration"
    assert sources[2] == "Overall collaboration; Good practices"
    assert sources[3].split("; ")[1] == "Project funding and PfS engagement"
    assert "within the LSP to increase engagement" in found[2].cells[1]
    assert "Develop joint skill definition methods" in found[7].cells[1]
    assert all(all(passage.cells) for passage in found)


@pytest.mark.parametrize("name", [REPORT, WORKSHOP])
def test_no_disclaimer_contents_line_or_page_number_can_be_found(name: str) -> None:
    for passage in document(name).passages:
        assert "Neither the European Union" not in passage.text
        assert "....." not in passage.text
        assert passage.kind == "row" or not passage.text.strip().isdigit()
        assert "**" not in passage.text
        assert len(passage.text) <= 900
    headings = {text for section in document(name).sections for text in section.path}
    assert not any(text.lower().startswith(("contents", "disclaimer")) for text in headings)
