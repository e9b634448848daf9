"""The reader of web pages, on pages written for each oddity of real ones."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.readers import READERS, html, read, sniff


def page(body: str, head: str = "") -> SourceText:
    return read(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")


def shape(source: SourceText) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in source.blocks]


def test_headings_paragraphs_and_nested_lists_are_whole() -> None:
    source = page(
        "<h1>North <em>Region</em></h1><p>It began <a href='x'>here</a>:</p>"
        "<ul><li>Mapping<ul><li>with schools</li><li><p>with</p><p>firms</p></li></ul></li><li>Meeting</li></ul>"
        "<h2>Steps</h2><ol><li>Ask</li><li>Act</li></ol><div>Loose text<br>in lines</div>"
    )
    assert [(b.kind, b.level, b.text, b.group, b.ordered) for b in source.blocks] == [
        ("heading", 1, "North Region", 0, False), ("paragraph", 0, "It began here:", 0, False),
        ("item", 0, "Mapping", 1, False), ("item", 1, "with schools", 1, False), ("item", 1, "with firms", 1, False),
        ("item", 0, "Meeting", 1, False), ("heading", 2, "Steps", 0, False), ("item", 0, "Ask", 2, True),
        ("item", 0, "Act", 2, True), ("paragraph", 0, "Loose text in lines", 0, False),
    ]  # fmt: skip


FURNITURE = """
<a class="skip-link" href="#m">Skip to content</a>
<header><img src="logo.png">Our institute</header>
<nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<div id="cookie-notice">We use cookies. <button>Accept</button></div>
<div class="toc"><ul><li><a href="#a">North</a><ul><li><a href="#b">Steps</a></li></ul></li></ul></div>
<script>alert("no")</script><div style="display:none">Hidden text</div>
<main><h1>North</h1><p>All is well there and will be so for long.</p><h2>Steps</h2><p>They went on.</p></main>
<aside class="sidebar">Read more</aside>
<footer>© The institute</footer>
"""


def test_navigation_banners_and_footers_are_left_out_and_listed() -> None:
    source = page(
        FURNITURE, "<title>North – Our institute</title><meta property='article:published_time' content='2024-05-06T1'>"
    )
    assert shape(source) == [
        ("heading", 1, "North"), ("paragraph", 0, "All is well there and will be so for long."),
        ("heading", 2, "Steps"), ("paragraph", 0, "They went on."),
    ]  # fmt: skip
    assert source.left_out == (
        "Navigation: “Skip to content”", "Header: “Our institute”", "Navigation: “Home About us”",
        "Cookie banner: “We use cookies.”", "Sidebar: “Read more”", "Footer: “© The institute”",
        "Contents list with 2 entries",
    )  # fmt: skip
    assert source.contents == ("North", "  Steps")
    assert source.metadata == {"date": "2024-05-06"}


def test_within_the_text_a_box_of_links_is_left_out_and_a_box_with_text_is_read() -> None:
    source = page(
        "<main><h1>North</h1><p>All is well there and will be so for long.</p>"
        "<aside><h2>Related reports</h2><ul><li><a href='/s'>South</a></li></ul></aside>"
        "<aside><p>Good practice: <a href='/a'>ask</a> early.</p></aside>"
        "<div class='newsletter'><p>Subscribe to our newsletter</p></div></main>"
    )
    assert [text for _, _, text in shape(source)] == [
        "North", "All is well there and will be so for long.", "Good practice: ask early.",
    ]  # fmt: skip
    assert source.left_out == ("Sidebar: “Related reports South”", "Form: “Subscribe to our newsletter”")


def test_a_page_without_a_first_heading_is_named_by_its_title() -> None:
    assert page("<p>All is well.</p>", "<title>Notes on the North</title>").metadata == {"title": "Notes on the North"}


def test_tables_repeat_cells_that_span_and_keep_blank_ones_blank() -> None:
    source = page(
        "<table><caption>What was found</caption><thead><tr><th>Field</th><th>Advice</th><th>Source</th></tr></thead>"
        "<tr><td rowspan=2>Money</td><td>Ask early</td><td></td></tr><tr><td>Ask often</td><td>A</td></tr>"
        "<tr><td>Skills</td><td colspan=2>None</td></tr></table><h2>After</h2><p>Text.</p>"
    )
    rows = [block for block in source.blocks if block.kind == "row"]
    assert [row.cells for row in rows] == [
        ("Money", "Ask early", ""), ("Money", "Ask often", "A"), ("Skills", "None", "None"),
    ]  # fmt: skip
    assert [row.text for row in rows] == ["Money\tAsk early\t", "\tAsk often\tA", "Skills\tNone\t"]
    assert {row.headers for row in rows} == {("Field", "Advice", "Source")}
    assert source.blocks[0].text == "What was found"


def test_numbers_in_the_first_row_are_no_headers() -> None:
    source = page("<table><tr><td>North</td><td>4</td></tr><tr><td>South</td><td>5</td></tr></table>")
    assert [(row.cells, row.headers) for row in source.blocks] == [(("North", "4"), ()), (("South", "5"), ())]


def test_tables_that_lay_out_a_page_are_read_cell_by_cell() -> None:
    source = page(
        "<table><tr><td><h1>North</h1><table><tr><td>a</td><td>1</td></tr></table></td><td><p>Text.</p></td></tr></table>"
    )
    assert [(block.kind, block.text) for block in source.blocks] == [
        ("heading", "North"), ("row", "a\t1"), ("paragraph", "Text."),
    ]  # fmt: skip


def test_lists_of_terms_are_rows() -> None:
    source = page("<dl><dt>Networks</dt><dd>6</dd><dt>VET providers:</dt><dd></dd></dl>")
    assert [block.cells for block in source.blocks] == [("Networks", "6"), ("VET providers", "")]


def test_bold_lines_are_headings_below_the_last() -> None:
    source = page("<h1>North</h1><p><b>Activities:</b></p><p>They met.</p><p>Some <b>bold</b> word.</p>")
    assert [block.kind for block in source.blocks] == ["heading", "heading", "paragraph", "paragraph"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_pages_are_read_in_the_encoding_that_they_name(encoding: str) -> None:
    meta = f'<meta charset="{encoding}">' if encoding != "utf-16" else ""
    text = f"<html><head>{meta}</head><body><p>Größe “für” alle, die es brauchen.</p></body></html>"
    assert [block.text for block in read(text.encode(encoding), "a.html").blocks] == [
        "Größe “für” alle, die es brauchen."
    ]


def test_a_page_is_known_by_its_content_and_its_name() -> None:
    assert [sniff(b"<!-- x -->\n<!DOCTYPE HTML><p>Text", name) for name in ("a.txt", "a.md", "a.pdf", "a")] == [
        "html"
    ] * 4
    assert sniff(b"<p>Text</p>", "a.htm") == "html"
    assert sniff(b"Some text with <html> in it", "a.txt") == "text"


def test_too_large_and_too_deep_pages_are_refused_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MAX_BYTES", 100)
    with pytest.raises(SourceError, match="at most"):
        page("<p>Text.</p>" * 50)
    monkeypatch.undo()
    with pytest.raises(SourceError, match="nested"):
        page("<div>" * 500 + "deep")
    with suppress(SourceError):
        page("<div>" * 20_000 + "deep")
    with pytest.raises(SourceError, match="no text"):
        page("<nav>Home</nav>")


@given(st.lists(st.from_regex(r"[a-z]{2,8}( [a-z]{2,8}){3,6}\.", fullmatch=True), min_size=1, max_size=12))
@settings(max_examples=30, deadline=None)
def test_every_word_is_read_once_and_in_order(paragraphs: list[str]) -> None:
    tags = ["p", "div", "li", "section", "blockquote"]
    body = "".join(f"<{tags[n % 5]}>{text}</{tags[n % 5]}>" for n, text in enumerate(paragraphs))
    assert [block.text for block in page(body).blocks] == paragraphs


@given(st.text(alphabet="<>/=\"' abdhilprtuo123&;#!-\n", max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_marks_are_read_or_refused_and_nothing_else(text: str) -> None:
    with suppress(SourceError):
        assert READERS["html"](f"<table><tr><td>{text}".encode(), "a.html").pages == 0
