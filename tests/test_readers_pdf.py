"""The PDF reader, on pages drawn for each oddity of real reports."""

import re
import zlib
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.outline import rank_headings
from ingest.readers import READERS, pdf_drawings, pdf_pages, read, sniff
from ingest.readers.pdf_hyphens import Whole
from tests.pdf_pages import Drawing

SHARED = Path(__file__).parent.parent.parent / "shared" / "pdfs"
PROSE = [
    "Partners from schools and firms met in the spring and agreed on what",
    "to do first, which was to look at the courses that are on offer in the",
    "region and to ask those who teach them what they lack and would need.",
]


def shape(source: SourceText) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in source.blocks]


def texts(source: SourceText, kind: str = "paragraph") -> list[str]:
    return [block.text for block in source.blocks if block.kind == kind]


def cells(source: SourceText) -> list[tuple[str, ...]]:
    return [block.cells for block in source.blocks if block.kind == "row"]


def prose_page(drawing: Drawing, y: float = 120, times: int = 3) -> float:
    for _ in range(times):
        y = drawing.lines(60, y, PROSE) + 10
    return y


def test_a_pdf_is_known_by_its_content_whatever_its_name() -> None:
    drawing = Drawing()
    prose_page(drawing)
    data = drawing.done()
    assert [sniff(data, name) for name in ("a.pdf", "a.txt", "a.docx", "a b 'c' č")] == ["pdf"] * 4
    assert texts(read(data, "a.txt")) == [" ".join(PROSE)] * 3


def test_headings_come_from_the_outline_with_its_ranks() -> None:
    drawing = Drawing()
    drawing.text(60, 80, "North Region")
    drawing.canvas.bookmarkPage("a")
    drawing.canvas.addOutlineEntry("North  Region", "a", 0)
    y = drawing.lines(60, 110, PROSE) + 20
    drawing.text(60, y, "What they did")
    drawing.canvas.bookmarkPage("b")
    drawing.canvas.addOutlineEntry("What they did", "b", 1)
    drawing.lines(60, y + 25, PROSE)
    assert shape(read(drawing.done(), "a.pdf")) == [
        ("heading", 1, "North Region"), ("paragraph", 0, " ".join(PROSE)),
        ("heading", 2, "What they did"), ("paragraph", 0, " ".join(PROSE)),
    ]  # fmt: skip


def test_without_an_outline_larger_and_bold_type_makes_headings() -> None:
    drawing = Drawing()
    drawing.bold(60, 80, "A Report on Local Ecosystems and on", 20)
    drawing.bold(60, 104, "How They Grow", 20)
    y = drawing.lines(60, 150, PROSE) + 20
    drawing.text(60, y, "Building capacity", 14)
    y = drawing.lines(60, y + 25, PROSE) + 20
    drawing.bold(60, y, "Good Practices")
    y = drawing.lines(60, y + 18, PROSE) + 20
    drawing.text(60, y, "Networks", 14)
    drawing.lines(60, y + 25, PROSE)
    source = read(drawing.done(), "a.pdf")
    assert [entry for entry in shape(source) if entry[0] == "heading"] == [
        ("heading", 1, "A Report on Local Ecosystems and on How They Grow"), ("heading", 2, "Building capacity"),
        ("heading", 3, "Good Practices"), ("heading", 2, "Networks"),
    ]  # fmt: skip
    assert texts(source) == [" ".join(PROSE)] * 4


def test_numbers_rank_headings_that_are_all_set_alike() -> None:
    drawing = Drawing()
    y = 80.0
    for title in ("1 Members", "1.1 Reaching them", "1.2 Keeping them", "2 Money"):
        drawing.bold(60, y, title, 13)
        y = drawing.lines(60, y + 22, PROSE) + 20
    source = read(drawing.done(), "a.pdf")
    ranked = rank_headings(source.blocks, source.contents)
    assert [(block.level, block.text) for block in ranked if block.kind == "heading"] == [
        (1, "1 Members"), (2, "1.1 Reaching them"), (2, "1.2 Keeping them"), (1, "2 Money"),
    ]  # fmt: skip


def test_a_contents_list_names_headings_that_nothing_else_tells_and_is_left_out() -> None:
    drawing = Drawing()
    drawing.text(60, 80, "Contents")
    for number, title in enumerate(("What schools told us", "What firms told us", "What comes next")):
        drawing.text(60, 110 + 16 * number, f"{title} {'.' * 60} {number + 2}")
    drawing.next_page()
    for title in ("What schools told us", "What firms told us", "What comes next"):
        drawing.text(60, 80, title)
        drawing.lines(60, 110, [f"{title} in the spring was what all had hoped for, which was", "to meet."])
        drawing.next_page()
    source = read(drawing.done(), "a.pdf")
    assert texts(source, "heading") == ["What schools told us", "What firms told us", "What comes next"]
    assert source.left_out == ("Contents list with 3 entries",)
    assert [block.page for block in source.blocks if block.kind == "heading"] == [2, 3, 4]


def test_running_headers_footers_and_page_numbers_are_left_out_and_listed() -> None:
    drawing = Drawing()
    for number in range(1, 5):
        drawing.text(60, 40, "LEAP: report on ecosystems", 8)
        drawing.text(480, 40, f"Version 2 of {number}", 8)
        drawing.lines(60, 120, [f"{word} says: {PROSE[0]}" for word in ["He", "She", "It", "One"][number - 1 :]])
        drawing.text(60, 790, "Funded by the Union. Views and opinions expressed are those of", 7)
        drawing.text(60, 799, "the authors only and not of anybody else.", 7)
        drawing.text(300, 820, str(number), 9)
        drawing.next_page()
    source = read(drawing.done(), "a.pdf")
    assert all(text.startswith(("He", "She", "It", "One")) for text in texts(source))
    assert len(" ".join(texts(source)).split()) == 10 * 15
    assert source.left_out == (
        "Header on 4 pages: “LEAP: report on ecosystems Version 2 of 1”",
        "Footer on 4 pages: “Funded by the Union. Views and opinions expressed are those of”",
        "Footer on 4 pages: “the authors only and not of anybody else.”",
        "Page numbers on 4 pages",
    )


def test_a_heading_that_repeats_on_every_page_is_no_header() -> None:
    drawing = Drawing()
    for _ in range(4):
        drawing.bold(60, 60, "Good Practices", 18)
        prose_page(drawing)
        drawing.next_page()
    assert texts(read(drawing.done(), "a.pdf"), "heading") == ["Good Practices"] * 4


def test_letters_that_are_set_twice_to_look_bold_are_read_once() -> None:
    drawing = Drawing()
    for shift in (0.0, 0.3):
        drawing.text(60 + shift, 80, "All of the bookkeeping will happen here.")
    assert texts(read(drawing.done(), "a.pdf")) == ["All of the bookkeeping will happen here."]


def test_words_hyphenated_at_a_line_end_are_whole_and_compounds_keep_their_hyphen() -> None:
    drawing = Drawing()
    lines = [
        "The partnership shares its know-", "ledge with all, and the long-", "term aims of the well-known net-",
        "work are long-term aims that we know, a well-", "known thing for the EU-", "Commission as well.",
    ]  # fmt: skip
    drawing.lines(60, 80, lines)
    assert texts(read(drawing.done(), "a.pdf")) == [
        "The partnership shares its knowledge with all, and the long-term aims of the well-known network are "
        "long-term aims that we know, a well-known thing for the EU-Commission as well."
    ]


def test_a_paragraph_goes_on_over_columns_pages_and_footnotes() -> None:
    drawing = Drawing()
    drawing.bold(60, 60, "Across both columns stands a title", 16)
    left = [f"left line {number} is full of words that" for number in range(12)]
    right = [f"right line {number} is full of words that" for number in range(12)]
    drawing.lines(60, 100, left)
    drawing.lines(320, 100, right)
    drawing.text(60, 780, "1 A note below the line that says where all of this was found.", 7)
    drawing.next_page()
    drawing.lines(60, 100, ["go on here.", "Another begins."])
    assert texts(read(drawing.done(), "a.pdf")) == [
        " ".join([*left, *right, "go on here."]),
        "1 A note below the line that says where all of this was found.",
        "Another begins.",
    ]


def test_what_stands_across_columns_parts_them() -> None:
    drawing = Drawing()
    upper, lower = (
        [f"Upper {n} line of some words here" for n in range(4)],
        [f"Lower {n} line of words" for n in range(4)],
    )
    drawing.lines(60, 100, upper[:2])
    drawing.lines(320, 100, upper[2:])
    drawing.text(
        60, 150, "This sentence goes over all of the page from its left edge to the right one, as a title may."
    )
    drawing.lines(60, 180, lower[:2])
    drawing.lines(320, 180, lower[2:])
    words = " ".join(block.text for block in read(drawing.done(), "a.pdf").blocks).split()
    order = [word for word in words if word in {"Upper", "This", "Lower"} or word.isdigit()]
    assert order == ["Upper", "0", "Upper", "1", "Upper", "2", "Upper", "3", "This",
                     "Lower", "0", "Lower", "1", "Lower", "2", "Lower", "3"]  # fmt: skip


def test_lists_keep_their_levels_and_go_on_over_a_page() -> None:
    drawing = Drawing()
    drawing.text(60, 700, "These things were done:")
    drawing.text(70, 720, "•  Mapping the region, which took all of")
    drawing.text(82, 733, "the spring")
    drawing.text(95, 746, "–  with schools")
    drawing.next_page()
    drawing.text(95, 80, "–  with firms")
    drawing.text(70, 93, "•  Meeting the partners")
    source = read(drawing.done(), "a.pdf")
    assert [(b.text, b.level, b.group, b.page) for b in source.blocks if b.kind == "item"] == [
        ("Mapping the region, which took all of the spring", 0, 1, 1), ("with schools", 1, 1, 1),
        ("with firms", 1, 1, 2), ("Meeting the partners", 0, 1, 2),
    ]  # fmt: skip


def table(drawing: Drawing, y: float, rows: list[list[str]], xs: list[float]) -> float:
    ys = [y + 20 * number for number in range(len(rows) + 1)]
    drawing.grid(xs, ys)
    for number, row in enumerate(rows):
        for x, text in zip(xs, row, strict=False):
            drawing.text(x + 4, ys[number] + 14, text, 9)
    return ys[-1]


XS = [60.0, 200.0, 350.0, 500.0]


def test_a_ruled_table_that_goes_over_a_page_is_one_without_its_second_header() -> None:
    drawing = Drawing()
    prose_page(drawing, 80, 1)
    head = ["Region", "Schools", "Firms"]
    table(drawing, 720, [head, ["North", "4", ""], ["South is a region", "", "17"]], XS)
    drawing.next_page()
    table(drawing, 60, [head, ["of islands", "", ""], ["West", "3", "12"]], XS)
    drawing.lines(60, 160, PROSE)
    source = read(drawing.done(), "a.pdf")
    assert cells(source) == [("North", "4", ""), ("South is a region of islands", "", "17"), ("West", "3", "12")]
    rows = [block for block in source.blocks if block.kind == "row"]
    assert {row.headers for row in rows} == {("Region", "Schools", "Firms")}
    assert [(row.group, row.page) for row in rows] == [(1, 1), (1, 1), (1, 2)]


def test_merged_cells_of_a_ruled_table_are_repeated() -> None:
    drawing = Drawing()
    canvas = drawing.canvas
    for y in (100, 160):
        drawing.grid([60, 200, 350], [y, y])
    for x in (60, 200, 350):
        canvas.line(x, 841.89 - 100, x, 841.89 - 160)
    for y, start in ((100, 60), (120, 60), (140, 200), (160, 60)):
        canvas.line(start, 841.89 - y, 350, 841.89 - y)
    drawing.bold(64, 114, "Field", 9)
    drawing.bold(204, 114, "Advice", 9)
    drawing.text(64, 144, "Funding", 9)
    drawing.text(204, 134, "Ask early", 9)
    drawing.text(204, 154, "Ask often", 9)
    source = read(drawing.done(), "a.pdf")
    assert cells(source) == [("Funding", "Ask early"), ("Funding", "Ask often")]
    assert [text.count("Funding") for text in texts(source, "row")] == [1, 0]
    assert source.blocks[0].headers == ("Field", "Advice")


def test_two_tables_on_one_page_stay_two() -> None:
    drawing = Drawing()
    table(drawing, 80, [["Region", "Schools"], ["North", "4"]], XS[:3])
    table(drawing, 160, [["Region", "Schools"], ["South", "5"]], XS[:3])
    source = read(drawing.done(), "a.pdf")
    assert [(row.cells, row.group) for row in source.blocks] == [(("North", "4"), 1), (("South", "5"), 2)]


def test_columns_that_are_only_aligned_are_a_table_and_blank_cells_stay_blank() -> None:
    drawing = Drawing()
    prose_page(drawing, 80, 1)
    rows = [["Country", "People", "Capital"], ["Austria", "8.9", "Vienna"], ["Denmark", "", "Copenhagen"],
            ["Finland", "5.5", "Helsinki"]]  # fmt: skip
    for number, row in enumerate(rows):
        for x, text in zip(XS, row, strict=False):
            drawing.text(x, 150 + 14 * number, text)
    source = read(drawing.done(), "a.pdf")
    assert cells(source) == [
        ("Austria", "8.9", "Vienna"),
        ("Denmark", "", "Copenhagen"),
        ("Finland", "5.5", "Helsinki"),
    ]
    assert source.blocks[-1].headers == ("Country", "People", "Capital")
    assert texts(source) == [" ".join(PROSE)]


def test_labels_and_values_are_rows() -> None:
    drawing = Drawing()
    drawing.lines(60, 80, ["Networks: 6", "VET providers:", "Schools: 44"])
    assert cells(read(drawing.done(), "a.pdf")) == [("Networks", "6"), ("VET providers", ""), ("Schools", "44")]


def test_title_and_date_are_taken_where_the_text_bears_them_out() -> None:
    drawing = Drawing()
    drawing.canvas.setTitle("Ecosystems in the North")
    drawing.bold(60, 80, "Ecosystems in the North", 20)
    prose_page(drawing)
    source = read(drawing.done(), "a.pdf")
    assert source.metadata["title"] == "Ecosystems in the North"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", source.metadata["date"])
    stale = Drawing()
    stale.canvas.setTitle("Template of 2009")
    stale.bold(60, 60, "12 May 2024", 20)
    prose_page(stale)
    assert read(stale.done(), "a.pdf").metadata == {}


@cache
def one_page() -> bytes:
    drawing = Drawing()
    prose_page(drawing)
    return drawing.done()


def bomb() -> bytes:
    packed = zlib.compress(b"0 0 m\n" * 20_000_000, 9)
    return b"%%PDF-1.4\n1 0 obj\n<</Filter /FlateDecode /Length %d>>\nstream\n%b\nendstream\nendobj" % (
        len(packed),
        packed,
    )


def password_protected() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption

    drawing = Drawing(encrypt=StandardEncryption("secret", canPrint=1))
    prose_page(drawing)
    return drawing.done()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (b"%PDF-1.7\n", "damaged"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, "damaged"),
        (one_page()[:400], "damaged"),
        (bomb(), "unpacks"),
        (password_protected(), "password"),
        (b"\0\1\2\3" * 100, "damaged"),
        (b"This is a text.", "its name says"),
    ],
    ids=["header", "noise", "truncated", "bomb", "password", "binary", "text"],
)
def test_what_cannot_be_read_says_why_in_one_line(data: bytes, cause: str) -> None:
    with pytest.raises(SourceError, match=cause) as error:
        read(data, "report 'one' č.pdf")
    assert str(error.value).startswith("report 'one' č.pdf: ")
    assert "\n" not in str(error.value)


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption

    drawing = Drawing(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    prose_page(drawing)
    assert texts(read(drawing.done(), "a.pdf")) == [" ".join(PROSE)] * 3


def test_too_many_pages_are_refused_before_they_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_pages, "MAX_PAGES", 2)
    drawing = Drawing()
    for _ in range(3):
        prose_page(drawing)
        drawing.next_page()
    with pytest.raises(SourceError, match="3 pages, and at most 2"):
        read(drawing.done(), "a.pdf")


def test_of_a_page_that_is_all_strokes_the_words_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_drawings, "MAX_CONTENT", 2000)
    drawing = Drawing()
    prose_page(drawing)
    drawing.next_page()
    drawing.text(60, 80, "A map of the region.")
    for place in range(200):
        drawing.canvas.line(place, 100, 300, place)
    drawing.text(60, 700, "The islands are shown below.")
    source = read(drawing.done(), "a.pdf")
    assert [block.text for block in source.blocks if block.page == 2] == [
        "A map of the region.",
        "The islands are shown below.",
    ]
    assert source.warnings == ("Page 2 is a drawing; only the words on it were read.",)


def test_too_much_time_is_an_error_that_says_how_far_reading_got(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.readers.limits.MAX_SECONDS", -1.0)
    monkeypatch.setattr("ingest.readers.limits.Deadline.__init__.__defaults__", (-1.0,))
    with pytest.raises(SourceError, match="it got to page 1"):
        read(one_page(), "a.pdf")


WORDS = st.lists(st.from_regex(r"[a-z]{2,9}", fullmatch=True), min_size=1, max_size=120)


@given(WORDS)
@settings(max_examples=25, deadline=None)
def test_every_word_is_read_once_and_in_order(words: list[str]) -> None:
    drawing = Drawing()
    y = 80.0
    for start in range(0, len(words), 8):
        drawing.text(60, y, " ".join(words[start : start + 8]))
        y += 13
    source = READERS["pdf"](drawing.done(), "a.pdf")
    assert " ".join(block.text for block in source.blocks).split() == words


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_damaged_pdf_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(one_page())
    for _ in range(data.draw(st.integers(1, 8))):
        place = data.draw(st.integers(0, len(content) - 1))
        content[place] = data.draw(st.integers(0, 255))
    whole = bytes(content)[: data.draw(st.integers(1, len(content)))]
    with suppress(SourceError):
        assert READERS["pdf"](whole, "a.pdf").pages


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["know-", "ledge"], "knowledge"),
        (["an e-mail and an e-", "mail"], "an e-mail and an e-mail"),
        (["state-of-the-", "art"], "state-of-the-art"),
        (["EU-", "Commission"], "EU-Commission"),
        (["soft\u00ad", "ware"], "software"),
        (["3-", "year"], "3-year"),
        (["pre-", "and post-"], "pre- and post-"),
    ],
)
def test_hyphens_at_line_ends_are_told_apart(lines: list[str], expected: str) -> None:
    assert Whole(lines).joined(lines) == expected


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder of odd PDFs is not here")
def test_real_and_odd_pdfs_are_read_or_refused_with_a_reason() -> None:
    read_well = 0
    for path in sorted(SHARED.rglob("*.pdf")):
        with suppress(SourceError):
            read_well += bool(READERS["pdf"](path.read_bytes(), path.name).blocks)
    assert read_well > 40
