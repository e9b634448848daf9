"""Readers: each oddity of real files, on a small text that has just that."""

import pytest

from assistant.errors import SourceError
from assistant.vocabulary import Block, Facet
from ingest.outline import rank_headings
from ingest.readers import read, sniff
from ingest.readers.tables import FURTHER


def blocks_of(text: str, name: str = "report.txt") -> list[Block]:
    source = read(text.encode("utf-8"), name)
    return list(rank_headings(source.blocks, source.contents, [Facet("pilot", "Lisbon")]))


def shape(text: str, name: str = "report.txt") -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in blocks_of(text, name)]


def texts(text: str, kind: str, name: str = "report.txt") -> list[str]:
    return [block.text for block in blocks_of(text, name) if block.kind == kind]


def tree(text: str, name: str = "report.txt") -> list[str]:
    return ["  " * (b.level - 1) + b.text for b in blocks_of(text, name) if b.kind == "heading"]


CONTENTS = """\
Contents

Introduction.....\t4
North.....\t5
Building Capacity and Finding Partners\t5
Networks & Collaboration\t6
South\t8
Building Capacity and Finding Partners\t8
Networks & Collaboration\t9
What we learned across the Pilots.....\t18

Introduction

It began here.

North

Building Capacity and Finding Partners

There were partners.

Activities:

- Mapping

Networks & Collaboration

There were networks.

South

Building Capacity and Finding Partners

There were others.

Networks and Collaborations

Steps

Activities:

- Meeting

What we learned across the 4 Pilots

Much was learned.
"""


def test_the_contents_list_finds_the_headings_and_is_left_out() -> None:
    assert tree(CONTENTS) == [
        "Introduction", "North", "  Building Capacity and Finding Partners", "    Activities",
        "  Networks & Collaboration", "South", "  Building Capacity and Finding Partners",
        "  Networks and Collaborations", "    Steps", "      Activities", "What we learned across the 4 Pilots",
    ]  # fmt: skip
    source = read(CONTENTS.encode(), "report.txt")
    assert source.left_out == ("Contents list with 8 entries",)
    assert not any("....." in block.text or "\t" in block.text for block in source.blocks)


def test_a_contents_list_without_title_is_known_by_its_dots() -> None:
    text = "North ........ 3\nSouth ........ 5\nWest ........ 9\n\nNorth\n\nAll is well there.\n"
    assert shape(text) == [("heading", 1, "North"), ("paragraph", 0, "All is well there.")]


def test_a_contents_list_of_links_is_left_out() -> None:
    text = "# Contents\n\n- [North](#north)\n- [South](#south)\n\n# North\n\nText.\n\n# South\n\nText."
    assert tree(text, "a.md") == ["North", "South"]


def test_a_contents_list_that_is_indented_ranks_by_its_indentation() -> None:
    text = "Contents\n\nNorth\t1\n  Partners\t2\nSouth\t3\n\nNorth\n\nText.\n\nPartners\n\nText.\n\nSouth\n\nText."
    assert tree(text) == ["North", "  Partners", "South"]


def test_a_sorted_table_of_ratings_is_no_contents_list() -> None:
    text = "Statement\tLevel\nIt is well served.\t2\nIt is not so.\t3\nMore is needed.\t5"
    assert [block.cells for block in blocks_of(text)] == [
        ("It is well served.", "2"), ("It is not so.", "3"), ("More is needed.", "5"),
    ]  # fmt: skip


def test_a_heading_right_before_another_ranks_above_it() -> None:
    assert tree("Lisbon\n\nNext Goals\n\nShort-Term Goals\n\n- Map\n\nLong-Term Goals\n\n- Fund") == [
        "Lisbon", "  Next Goals", "    Short-Term Goals", "  Long-Term Goals",
    ]  # fmt: skip


def test_without_contents_headings_that_repeat_rank_below_those_that_do_not() -> None:
    text = "North Region\n\nActivities\n\n- a thing\n\nSouth Region\n\nActivities\n\n- a thing\n"
    assert tree(text) == ["North Region", "  Activities", "South Region", "  Activities"]


def test_a_facet_value_is_of_the_first_rank_and_labels_stand_below() -> None:
    text = "Lisbon\n\nThe pilot began.\n\nActivities:\n\n- a thing\n\nGood Practices:\n\n- another\n"
    assert tree(text) == ["Lisbon", "  Activities", "  Good Practices"]


def test_numbers_rank_headings_and_those_that_repeat_below_them() -> None:
    text = (
        "# 1. Members\n\n### 1.1 Reaching them\n\nText.\n\n"
        "#### **Good Practices:**\n\n- a\n\n# Bad Practices:\n\n- b\n\n"
        "# 1.2 Keeping them\n\nText.\n\n# **Good Practices:**\n\n- c\n\n#### Bad Practices:\n\n- d\n"
    )
    assert tree(text, "notes.md") == [
        "1. Members", "  1.1 Reaching them", "    Good Practices", "    Bad Practices",
        "  1.2 Keeping them", "    Good Practices", "    Bad Practices",
    ]  # fmt: skip


def test_ranks_that_make_sense_are_kept() -> None:
    text = "# Title\n\n## North\n\n### Notes\n\nText.\n\n## Notes\n\nText.\n"
    assert tree(text, "notes.md") == ["Title", "  North", "    Notes", "  Notes"]


def test_a_numbered_line_with_a_list_below_it_is_a_heading() -> None:
    text = "Lessons Learned\n\n1. Define Added Value\n\n- one\n - two\n\n2. Engage Partners\n\n- three\n"
    assert tree(text) == ["Lessons Learned", "  1. Define Added Value", "  2. Engage Partners"]
    assert [(b.text, b.level) for b in blocks_of(text) if b.kind == "item"] == [("one", 0), ("two", 1), ("three", 0)]


def test_a_numbered_list_is_no_row_of_headings() -> None:
    items = [b for b in blocks_of("Steps:\n\n1. Map the region\n2. Invite partners\n\n3. Meet\n") if b.kind == "item"]
    assert [(b.text, b.ordered, b.group) for b in items] == [
        ("Map the region", True, 1), ("Invite partners", True, 1), ("Meet", True, 1),
    ]  # fmt: skip


def test_a_sentence_that_leads_in_is_no_heading() -> None:
    assert texts("The project aims to:\n\n- learn\n- teach\n", "paragraph") == ["The project aims to:"]


def test_an_unbulleted_item_is_a_paragraph() -> None:
    text = "Bad Practices:\n\nLack of staff to engage\n\nNext Chapter\n\nIt goes on here."
    assert shape(text) == [
        ("heading", 1, "Bad Practices"), ("paragraph", 0, "Lack of staff to engage"),
        ("heading", 1, "Next Chapter"), ("paragraph", 0, "It goes on here."),
    ]  # fmt: skip


INLINE = (
    "Create Real Experiences to Show Potential Piloting real projects is a powerful tool for all of us.\n\n"
    "Clarify Leading Roles Skills development often lacks one strategy, and so it is with us.\n\n"
    "Be Patient: Things Take Time Building a partnership is a long work for everybody in it.\n"
)


def test_headings_that_run_into_their_sentences_are_parted_where_several_do() -> None:
    assert texts(INLINE, "heading") == [
        "Create Real Experiences to Show Potential", "Clarify Leading Roles", "Be Patient: Things Take Time",
    ]  # fmt: skip
    assert [text.split()[0] for text in texts(INLINE, "paragraph")] == ["Piloting", "Skills", "Building"]


@pytest.mark.parametrize(
    "text",
    [
        "Good Practices Shared with Local Partners showed them what can be done in other places.",
        "The Skills Accord is a programme that brings partners of all regions together.",
        "Creative Region North & South Island set up a workshop and an event for partners.",
    ],
)
def test_a_long_name_at_the_start_of_a_sentence_is_no_heading(text: str) -> None:
    assert shape(f"Lisbon\n\n{text}")[1:] == [("paragraph", 0, text)]


def test_label_and_value_lines_are_rows_of_one_table_and_blanks_stay_blank() -> None:
    text = (
        "These were found:\n\nNetworks: 6\n\n \nVET providers:\n\nSchools: 4\n\nFirms: 44.910 (2023)\n\n"
        "Seen again.\n\nVET providers: 2\n\nSchools: 1"
    )
    rows = [block for block in blocks_of(text) if block.kind == "row"]
    assert [row.cells for row in rows] == [
        ("Networks", "6"), ("VET providers", ""), ("Schools", "4"), ("Firms", "44.910 (2023)"),
        ("VET providers", "2"), ("Schools", "1"),
    ]  # fmt: skip
    assert [row.group for row in rows] == [1, 1, 1, 1, 2, 2]
    assert rows[1].text == "VET providers:"


def test_a_blank_value_at_the_end_is_a_row_only_if_it_has_a_value_elsewhere() -> None:
    text = "Networks: 6\n\nSchools: 4\n\nActivities:\n\n- Mapping\n"
    assert shape(text)[-2:] == [("heading", 1, "Activities"), ("item", 0, "Mapping")]


def test_a_tab_table_has_headers_and_no_dashes_and_goes_on_over_blank_lines() -> None:
    text = "Statement\tLevel\n---------\t-----\n\nIt is well served.\t2\n\nIt is growing.\t5\n"
    rows = blocks_of(text)
    assert [row.cells for row in rows] == [("It is well served.", "2"), ("It is growing.", "5")]
    assert {row.headers for row in rows} == {("Statement", "Level")}
    assert {row.group for row in rows} == {1}
    assert rows[0].text == "It is well served.\t2"


def test_columns_that_only_spaces_part_are_a_table_and_blank_cells_stay_blank() -> None:
    text = (
        "Group              2023   2024  Remark\n"
        "-----------------------------------------\n"
        "Firms                12     19\n"
        "Upper schools               4   since May\n"
        "Total                12     23\n"
    )
    rows = blocks_of(text)
    assert [row.cells for row in rows] == [
        ("Firms", "12", "19", ""), ("Upper schools", "", "4", "since May"), ("Total", "12", "23", ""),
    ]  # fmt: skip
    assert {row.headers for row in rows} == {("Group", "2023", "2024", "Remark")}


def test_the_column_of_the_rows_own_names_may_have_none() -> None:
    text = (
        "                  Leeds     Ypres\n"
        "Mills             12        19\n"
        "Weirs             4         7\n"
    )  # fmt: skip
    rows = blocks_of(text)
    assert [row.cells for row in rows] == [("Mills", "12", "19"), ("Weirs", "4", "7")]
    assert {row.headers for row in rows} == {("", "Leeds", "Ypres")}


@pytest.mark.parametrize("text", ["\tWe met in Leeds.\nThen we left.", "\tMay\t12\n\tJune\t13"])
def test_what_is_only_set_in_is_no_head_of_a_table(text: str) -> None:
    assert not any(block.headers for block in blocks_of(text))


def test_two_spaces_after_a_sentence_make_no_table() -> None:
    text = "We met in May.  Then we met again\nin June and agreed.  All of us did\nsign it in the end.  Nobody left."
    assert [block.kind for block in blocks_of(text)] == ["paragraph"]


def test_years_name_the_columns_of_figures_but_not_those_of_years() -> None:
    named = blocks_of("Group\t2023\t2024\nFirms\t12\t19\nSchools\t3\t4")
    assert {row.headers for row in named} == {("Group", "2023", "2024")}
    bare = blocks_of("Port\t1998\nTram\t2004\nHall\t2011")
    assert [(row.headers, row.cells) for row in bare] == [
        ((), ("Port", "1998")), ((), ("Tram", "2004")), ((), ("Hall", "2011")),
    ]  # fmt: skip


def test_underlined_lines_are_headings_ranked_by_what_underlines_them() -> None:
    text = (
        "=======\nFindings\n=======\n\nCafés worked best.\n\nOpen questions\n--------------\n\nWho pays?\n\n"
        "Thanks\n======\n\nTo all who came.\n\nA line\nof two\n------\n"
    )
    assert tree(text) == ["Findings", "  Open questions", "Thanks"]
    assert "Cafés worked best." in texts(text, "paragraph")


def test_numbered_lines_that_are_underlined_are_headings() -> None:
    text = (
        "1. BACKGROUND\n=============\n\n1.1 Why sheep\n-------------\n\nBecause of wool.\n\n2. PEOPLE\n=========\n\n"
        "Many."
    )
    assert tree(text) == ["1. BACKGROUND", "  1.1 Why sheep", "2. PEOPLE"]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("VALLEY OF SHEEP\nInterim report on wool and what it is worth to those who live here, 2024\n\nWe met.", True),
        ("Valley of Sheep\nInterim Report\n3 May 2024\n\nWe met.", True),
        ("Funded by the\nunion of shepherds\n\nWe met.", False),
        ("We met in May.\nThen we met again.\n\nNobody left.", False),
        ("Valley of Sheep and its many neighbours who met to speak of wool\nInterim Report\n\nWe met.", False),
        ("- Sheep\n- Wool\n\nWe met.", False),
    ],
)
def test_the_first_of_short_lines_that_a_text_begins_with_is_its_title(text: str, title: bool) -> None:
    assert (tree(text) == [text.partition("\n")[0]]) == title


def test_a_row_that_a_page_break_split_is_joined() -> None:
    text = "Statement\tLevel\nWe need skills in terms\t4\n\nof understanding each other.\t\nAll is well.\t5"
    assert [row.cells for row in blocks_of(text)] == [
        ("We need skills in terms of understanding each other.", "4"), ("All is well.", "5"),
    ]  # fmt: skip


def test_rows_that_begin_in_lower_case_throughout_are_not_joined() -> None:
    text = "Fruit\tNumber\tPlace\napples\t3\t\npears\t4\tshed\nplums\t5\t"
    assert len(blocks_of(text)) == 3


def test_merged_cells_are_repeated_and_further_values_added_to_their_row() -> None:
    text = (
        "CATEGORY\tADVICE\tSOURCE\nFUNDING\tInclude a line for members\tFirst section\n\t\tSecond section\n"
        "\tSupport others to\tThird section\n\tincrease their ownership\tFourth section\nSKILLS\tMake a database\tFifth"
    )
    rows = blocks_of(text)
    assert [row.cells for row in rows] == [
        ("FUNDING", "Include a line for members", f"First section{FURTHER}Second section"),
        ("FUNDING", "Support others to increase their ownership", f"Third section{FURTHER}Fourth section"),
        ("SKILLS", "Make a database", "Fifth"),
    ]
    assert rows[1].text.startswith("\tSupport others")


def test_pairs_on_a_title_page_are_rows_without_headers() -> None:
    rows = blocks_of("Agreement number:\t101\nAcronym:\tLEAP\nAuthors:\tA. Writer")
    assert [(row.cells, row.headers) for row in rows] == [
        (("Agreement number", "101"), ()), (("Acronym", "LEAP"), ()), (("Authors", "A. Writer"), ()),
    ]  # fmt: skip


NOTICE = "Funded by the Union. Views and opinions expressed are those of the authors only."


def test_a_list_goes_on_over_blank_lines_page_numbers_and_disclaimers() -> None:
    text = f"Practices:\n\n4\n\n- one\n\n{NOTICE}\n\n\n\n- two\n\n• three\n\nNext:\n\n{NOTICE}\n\n- four\n"
    for name in ("a.txt", "a.md"):
        source = read(text.replace("4\n", "2\n").encode(), name)
        items = [(block.text, block.group) for block in source.blocks if block.kind == "item"]
        assert items == [("one", 1), ("two", 1), ("three", 1), ("four", 2)]
        assert source.left_out == ("Page numbers: 2", f"Disclaimer, 2 times: “{NOTICE}”")


def test_a_disclaimer_under_its_heading_is_left_out() -> None:
    text = (
        "Introduction\n\nIt is so.\n\nDisclaimer:\n\nNobody is to blame for this report.\n\nPurpose\n\nIt is for you."
    )
    source = read(text.encode(), "a.txt")
    assert [block.text for block in source.blocks] == ["Introduction", "It is so.", "Purpose", "It is for you."]
    assert source.left_out == ("Disclaimer, 1 time: “Nobody is to blame for this report.”",)


def test_a_plain_sentence_that_repeats_is_kept() -> None:
    sentence = "When mapped onto a grid, the partners fit into these fields."
    assert texts(f"Lisbon\n\n{sentence}\n\nPorto\n\n{sentence}\n", "paragraph") == [sentence, sentence]


def test_a_number_that_is_no_page_number_is_kept() -> None:
    assert texts("Partners that were found in all:\n\n42\n\nThat is a lot.", "paragraph")[1] == "42"


def test_bold_that_breaks_across_lines_is_one_paragraph() -> None:
    assert texts("**Supported by\nthe Union**\n\nText of it.\n", "paragraph")[0] == "Supported by the Union"


def test_marks_inside_a_line_are_removed_and_text_is_kept() -> None:
    text = "Ranked from *1 (no)* to 5, **DEN** ([den.example](https://den.example)) has snake_case_names and 3 * 4."
    expected = "Ranked from 1 (no) to 5, DEN (den.example) has snake_case_names and 3 * 4."
    assert texts(text, "paragraph") == texts(text, "paragraph", "a.md") == [expected]


def test_form_feeds_part_pages() -> None:
    source = read(b"One is here.\n\fTwo is here.\n\n2\n\fThree is here.", "a.txt")
    assert [(block.text, block.page) for block in source.blocks] == [
        ("One is here.", 1), ("Two is here.", 2), ("Three is here.", 3),
    ]  # fmt: skip
    assert source.pages == 3


MARKDOWN = """\
---
title: "A report: on North"
source: Somebody
date: 2025-06-30
language: en
facets:
  pilot: North
---

# North

We *aim* to
[learn](https://example.org) `code`:

1. First
   - nested **deep**
     - deeper
2. Second

   with more

| Type | Number | |
|---|---|---|
| VET *providers* | | x |
| A \\| B | 4 | |

> Quoted words.
"""


def test_markdown_yields_nested_lists_tables_and_front_matter() -> None:
    source = read(MARKDOWN.encode(), "north.md")
    assert [(b.kind, b.level, b.text, b.ordered) for b in source.blocks] == [
        ("heading", 1, "North", False),
        ("paragraph", 0, "We aim to learn code:", False),
        ("item", 0, "First", True),
        ("item", 1, "nested deep", False),
        ("item", 2, "deeper", False),
        ("item", 0, "Second with more", True),
        ("row", 0, "VET providers |  | x", False),
        ("row", 0, "A | B | 4 | ", False),
        ("paragraph", 0, "Quoted words.", False),
    ]
    assert source.blocks[6].cells == ("VET providers", "", "x")
    assert source.blocks[6].headers == ("Type", "Number", "")
    assert [block.group for block in source.blocks] == [0, 0, 1, 1, 1, 1, 2, 2, 0]
    assert source.metadata == {
        "title": "A report: on North", "source": "Somebody", "date": "2025-06-30", "language": "en",
    }  # fmt: skip
    assert source.facets == {"pilot": "North"}


def test_bold_lines_in_markdown_are_headings_below_the_last() -> None:
    assert tree("# North\n\n## Work\n\nText.\n\n**Activities:**\n\n- one\n\n**Events**\n\n- two\n", "a.md") == [
        "North", "  Work", "    Activities", "    Events",
    ]  # fmt: skip


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert texts("---\n\nSome words stand here.\n\n---\n\nMore.", "paragraph", "a.md") == [
        "Some words stand here.",
        "More.",
    ]


@pytest.mark.parametrize("front", ["title: [a", "title: A: b", "facets: [a, b]", "facets:\n  pilot: [a, b]"])
def test_front_matter_that_cannot_be_read_is_an_error_with_a_remedy(front: str) -> None:
    with pytest.raises(SourceError, match="front matter"):
        read(f"---\n{front}\n---\n\nText.".encode(), "a.md")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_text_is_read_in_every_encoding(encoding: str, name: str) -> None:
    text = "Zürich – “Größe” und Fähigkeiten für alle, die es brauchen."
    assert [block.text for block in read(text.encode(encoding), name).blocks] == [text]


@pytest.mark.parametrize(
    ("data", "name", "cause"),
    [
        (b"", "a.txt", "empty"),
        (b" \r\n\t\n", "a.md", "empty"),
        (b"\xff\xfe", "a.txt", "empty"),
        (b"2", "a.txt", "no text"),
        (bytes(range(256)) * 4, "a.txt", "binary"),
        (b"MZ\x90\x00\x03\x00" * 50, "a.md", "binary"),
        (b"%PDF-1.7 text", "a.txt", "PDF"),
        (b"PK\x03\x04 text", "a.md", "ZIP"),
        (b"text", "a.xyz", "xyz"),
        (b"caf\x81\x8d", "a.txt", "encoding"),
        (b"\xff\xfea", "a.txt", "encoding"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, name: str, cause: str) -> None:
    with pytest.raises(SourceError, match=cause) as error:
        read(data, name)
    assert str(error.value).startswith(f"{name}: ")
    assert error.value.exit_code == 1


def test_text_with_front_matter_is_markdown_whatever_its_suffix() -> None:
    assert sniff(b"---\ntitle: A\n---\n\nText", "a.txt") == "markdown"
    assert sniff(b"Text", "README") == "text"
