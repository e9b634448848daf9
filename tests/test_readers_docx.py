"""The reader of Word documents, on documents made for each oddity of real reports."""

import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as Made
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.vocabulary import SourceText
from ingest.outline import rank_headings
from ingest.readers import READERS, limits, read, sniff


def made(write: Callable[[Made], object]) -> bytes:
    document = Document()
    write(document)
    return saved(document)


def saved(document: Made) -> bytes:
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def shape(source: SourceText) -> list[tuple[str, int, str]]:
    return [(block.kind, block.level, block.text) for block in source.blocks]


def texts(source: SourceText, kind: str = "paragraph") -> list[str]:
    return [block.text for block in source.blocks if block.kind == kind]


def tree(source: SourceText) -> list[tuple[int, str]]:
    ranked = rank_headings(source.blocks, source.contents)
    return [(block.level, block.text) for block in ranked if block.kind == "heading"]


def test_headings_lists_and_paragraphs_come_from_styles() -> None:
    document = Document()
    document.add_heading("The Title", 0)
    document.add_heading("North Region", 1)
    document.add_paragraph("It began here:")
    document.add_paragraph("Mapping", style="List Bullet")
    document.add_paragraph("with schools", style="List Bullet 2")
    document.add_paragraph("Meeting", style="List Bullet")
    document.add_heading("Steps", 2)
    document.add_paragraph("Ask", style="List Number")
    document.add_paragraph("Act", style="List Number")
    source = read(saved(document), "a.docx")
    assert [(b.kind, b.level, b.text, b.group, b.ordered) for b in source.blocks] == [
        ("heading", 1, "North Region", 0, False), ("paragraph", 0, "It began here:", 0, False),
        ("item", 0, "Mapping", 1, False), ("item", 1, "with schools", 1, False), ("item", 0, "Meeting", 1, False),
        ("heading", 2, "Steps", 0, False), ("item", 0, "Ask", 2, True), ("item", 0, "Act", 2, True),
    ]  # fmt: skip
    assert source.metadata["title"] == "The Title"


def numbered(document: Made, text: str, level: int, list_id: int) -> None:
    paragraph = document.add_paragraph(text)
    properties = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(properties))


def test_items_keep_the_level_that_the_list_gives_them() -> None:
    document = Document()
    document.add_paragraph("Text of it:")
    for text, level in (("one", 0), ("two", 1), ("three", 2), ("four", 1), ("five", 0)):
        numbered(document, text, level, 1)
    source = read(saved(document), "a.docx")
    items = [(block.text, block.level, block.group) for block in source.blocks if block.kind == "item"]
    assert items == [("one", 0, 1), ("two", 1, 1), ("three", 2, 1), ("four", 1, 1), ("five", 0, 1)]


def outline_numbers(document: Made) -> None:
    """Have Word number the headings of ranks 1 and 2 as "1." and "1.1"."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(("%1.", "%1.%2"))
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for rank in (1, 2):
        properties = document.styles[f"Heading {rank}"].element.get_or_add_pPr()
        level = f'<w:ilvl w:val="{rank - 1}"/>' if rank > 1 else ""
        properties.append(parse_xml(f'<w:numPr {nsdecls("w")}>{level}<w:numId w:val="77"/></w:numPr>'))


def test_headings_that_word_numbers_have_their_numbers() -> None:
    document = Document()
    outline_numbers(document)
    for text, rank in (("Scope", 1), ("Aims", 2), ("Means", 2), ("Results", 1), ("Lessons", 2)):
        document.add_heading(text, rank)
        document.add_paragraph(f"This tells of the {text.lower()} at length.")
    assert tree(read(saved(document), "a.docx")) == [
        (1, "1. Scope"), (2, "1.1 Aims"), (2, "1.2 Means"), (1, "2. Results"), (2, "2.1 Lessons"),
    ]  # fmt: skip


def numbered_list(document: Made, levels: int) -> str:
    """Add a list whose levels are numbered 1, 1.1, …; returns its id."""
    shown = [".".join(f"%{upper + 1}" for upper in range(level + 1)) for level in range(levels)]
    lines = "".join(
        f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
        for level, text in enumerate(shown)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="77">{lines}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    return "77"


def add_numbered(document: Made, text: str, list_id: str, level: int, *, bold: bool) -> None:
    paragraph = document.add_paragraph()
    paragraph.add_run(text).bold = bold
    place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(parse_xml(place))


def test_bold_paragraphs_that_only_a_list_numbers_are_headings_with_their_numbers() -> None:
    document = Document()
    list_id = numbered_list(document, 2)
    for text, level in (("Summary", 0), ("Partners", 0), ("Firms", 1), ("Budget", 0)):
        add_numbered(document, text, list_id, level, bold=True)
        if text != "Partners":
            document.add_paragraph(f"Of {text.lower()} there is a lot to say, and it is said here.")
        document.add_paragraph("Ask", style="List Bullet")
    source = read(saved(document), "a.docx")
    assert tree(source) == [(1, "1 Summary"), (1, "2 Partners"), (2, "2.1 Firms"), (1, "3 Budget")]
    assert texts(source, "item") == ["Ask"] * 4


def test_a_numbered_list_in_bold_is_a_list() -> None:
    document = Document()
    document.add_paragraph("They did this:")
    list_id = numbered_list(document, 1)
    for text in ("Ask", "Listen", "Act"):
        add_numbered(document, text, list_id, 0, bold=True)
    document.add_paragraph("And it worked.")
    assert texts(read(saved(document), "a.docx"), "item") == ["Ask", "Listen", "Act"]


def test_a_table_within_a_cell_keeps_its_rows_apart() -> None:
    document = Document()
    table = document.add_table(2, 2)
    for cell, text in zip(table.rows[0].cells, ("Office", "People"), strict=True):
        cell.text = text
    table.cell(1, 0).text = "Port"
    inner = table.cell(1, 1).add_table(2, 2)
    for place, values in enumerate((("Ada Lund", "Director"), ("Bo Ek", "Clerk"))):
        for column, value in enumerate(values):
            inner.cell(place, column).text = value
    [row] = [block for block in read(saved(document), "a.docx").blocks if block.kind == "row"]
    assert row.cells == ("Port", "Ada Lund, Director; Bo Ek, Clerk")


def test_a_date_that_is_older_than_what_the_text_begins_with_is_a_templates() -> None:
    document = Document()
    assert document.core_properties.created is not None
    assert document.core_properties.created.year == 2013
    document.add_heading("Annual report 2024", 1)
    document.add_paragraph("All is well.")
    assert "date" not in read(saved(document), "a.docx").metadata


def test_bullets_that_were_typed_are_items() -> None:
    source = read(made(lambda d: [d.add_paragraph(t) for t in ("Goals are:", "- to map", "• to meet")]), "a.docx")
    assert texts(source, "item") == ["to map", "to meet"]


def test_styles_made_from_headings_or_with_an_outline_level_are_headings() -> None:
    document = Document()
    style = document.styles.add_style("Chapter of ours", WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Heading 2"]
    document.add_paragraph("By its parent", style=style)
    document.add_paragraph("It holds this text.")
    paragraph = document.add_paragraph("By its own outline level")
    paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    document.add_paragraph("It holds that text.")
    assert tree(read(saved(document), "a.docx")) == [(2, "By its parent"), (1, "By its own outline level")]


def test_without_styles_larger_and_bold_type_makes_headings() -> None:
    document = Document()
    for text, size, bold in (
        ("North Region", 18, False), ("Activities", 14, True), ("They met often and talked about it.", 0, False),
        ("Good Practices:", 0, True), ("They went on to do that for years.", 0, False),
        ("South Region", 18, False), ("There they met as well.", 0, False),
    ):  # fmt: skip
        run = document.add_paragraph().add_run(text)
        run.bold = bold or None
        run.font.size = Pt(size) if size else None
    assert tree(read(saved(document), "a.docx")) == [
        (1, "North Region"), (2, "Activities"), (3, "Good Practices"), (1, "South Region"),
    ]  # fmt: skip


def test_a_contents_list_headers_and_footers_are_left_out() -> None:
    document = Document()
    style = document.styles.add_style("toc 1", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Contents")
    document.add_paragraph("North\t3", style=style)
    document.add_paragraph("South\t5", style=style)
    document.sections[0].header.paragraphs[0].text = "Our report"
    document.sections[0].footer.paragraphs[0].text = "Page 1 of 9"
    document.add_heading("North", 1)
    document.add_paragraph("All is well.")
    document.add_heading("South", 1)
    document.add_paragraph("All is well, too.")
    source = read(saved(document), "a.docx")
    assert [block.text for block in source.blocks] == ["North", "All is well.", "South", "All is well, too."]
    assert source.left_out == ("Header: “Our report”", "Footer: “Page 1 of 9”", "Contents list with 2 entries")
    assert source.contents == ("North", "South")


NOTICE = "Funded by the Union. Views and opinions expressed are those of the authors only."


def test_a_repeated_disclaimer_does_not_part_a_list() -> None:
    document = Document()
    for text in ("one", "two"):
        document.add_paragraph(text, style="List Bullet")
        document.add_paragraph(NOTICE)
    document.add_paragraph("three", style="List Bullet")
    source = read(saved(document), "a.docx")
    assert [(block.text, block.group) for block in source.blocks] == [("one", 1), ("two", 1), ("three", 1)]
    assert source.left_out == (f"Disclaimer, 2 times: “{NOTICE}”",)


def test_tables_repeat_merged_cells_and_keep_blank_ones_blank() -> None:
    document = Document()
    document.add_paragraph("These were found:")
    table = document.add_table(4, 3)
    for row, values in enumerate((("Field", "Advice", "Source"), ("Money", "Ask early", ""), ("", "Ask often", "A"),
                                  ("Skills", "", "B"))):  # fmt: skip
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(1, 0).merge(table.cell(2, 0))
    document.add_paragraph("So much for that.")
    source = read(saved(document), "a.docx")
    rows = [block for block in source.blocks if block.kind == "row"]
    assert [row.cells for row in rows] == [
        ("Money", "Ask early", ""), ("Money", "Ask often", "A"), ("Skills", "", "B"),
    ]  # fmt: skip
    assert [row.text for row in rows] == ["Money\tAsk early\t", "\tAsk often\tA", "Skills\t\tB"]
    assert {(row.headers, row.group) for row in rows} == {(("Field", "Advice", "Source"), 1)}
    assert [block.kind for block in source.blocks] == ["paragraph", "row", "row", "row", "paragraph"]


def test_grouped_headers_and_a_title_over_the_table_are_told_from_its_rows() -> None:
    document = Document()
    document.add_heading("Figures", 1)
    table = document.add_table(4, 3)
    for row, values in enumerate((("Schools of the North", "", ""), ("Region", "Count", ""), ("Region", "2023", "2024"),
                                  ("North", "4", "5"))):  # fmt: skip
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(0, 0).merge(table.cell(0, 2))
    table.cell(1, 1).merge(table.cell(1, 2))
    for row in table.rows[:3]:
        for cell in row.cells:
            for run in cell.paragraphs[0].runs:
                run.bold = True
    source = read(saved(document), "a.docx")
    assert texts(source) == ["Schools of the North"]
    assert [(b.cells, b.headers) for b in source.blocks if b.kind == "row"] == [
        (("North", "4", "5"), ("Region", "Count 2023", "Count 2024")),
    ]  # fmt: skip


def test_a_header_of_years_under_a_merged_one_is_told_although_nothing_is_bold() -> None:
    document = Document()
    document.add_heading("Costs", 1)
    table = document.add_table(4, 3)
    for row, values in enumerate((("Item", "2023", ""), ("", "Plan", "Spent"), ("Hall", "10", "9"), ("Bus", "4", ""))):
        for column, value in enumerate(values):
            table.cell(row, column).text = value
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    rows = [block for block in read(saved(document), "a.docx").blocks if block.kind == "row"]
    assert [row.cells for row in rows] == [("Hall", "10", "9"), ("Bus", "4", "")]
    assert {row.headers for row in rows} == {("Item", "2023 Plan", "2023 Spent")}


def test_a_table_of_labels_has_no_header() -> None:
    document = Document()
    table = document.add_table(3, 2)
    for row, (label, value) in enumerate((("Acronym:", "LEAP"), ("Partners:", "12"), ("Coordinator:", ""))):
        table.cell(row, 0).text, table.cell(row, 1).text = label, value
    source = read(saved(document), "a.docx")
    assert [(b.cells, b.headers) for b in source.blocks] == [
        (("Acronym", "LEAP"), ()), (("Partners", "12"), ()), (("Coordinator", ""), ()),
    ]  # fmt: skip


def test_a_table_that_frames_text_is_no_table() -> None:
    document = Document()
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "A box of text."
    cell.add_paragraph("Inside", style="List Bullet")
    assert shape(read(saved(document), "a.docx")) == [("paragraph", 0, "A box of text."), ("item", 0, "Inside")]


def test_labels_and_values_are_rows() -> None:
    source = read(made(lambda d: d.add_paragraph("Networks: 6\nVET providers:\nSchools: 44")), "a.docx")
    assert [block.cells for block in source.blocks] == [("Networks", "6"), ("VET providers", ""), ("Schools", "44")]


def test_changes_count_as_accepted_and_links_fields_and_boxes_are_read() -> None:
    document = Document()
    paragraph = document.add_paragraph("It is ")
    box = (
        '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent><w:p><w:r><w:t>In a box.</w:t>'
        "</w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
    )
    for xml in (
        "<w:del><w:r><w:delText>not </w:delText></w:r></w:del>",
        "<w:ins><w:r><w:t>very </w:t></w:r></w:ins>",
        "<w:hyperlink><w:r><w:t>good</w:t></w:r></w:hyperlink>",
        "<w:r><w:instrText>PAGE</w:instrText></w:r>",
        "<w:sdt><w:sdtContent><w:r><w:t>!</w:t></w:r></w:sdtContent></w:sdt>",
        box,
    ):
        paragraph._p.append(parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1)))
    assert texts(read(saved(document), "a.docx")) == ["It is very good!", "In a box."]


def test_text_in_content_controls_is_read() -> None:
    document = Document()
    xml = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Held by a form.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(0, parse_xml(xml))
    assert texts(read(saved(document), "a.docx")) == ["Held by a form."]


def test_pictures_are_counted(tmp_path: Path) -> None:
    from PIL import Image

    Image.new("RGB", (9, 9)).save(tmp_path / "a.png")
    document = Document()
    document.add_paragraph("Text beside it.")
    document.add_picture(str(tmp_path / "a.png"))
    assert read(saved(document), "a.docx").warnings == ("Pictures that are not read: 1.",)


def with_entry(data: bytes, name: str, content: bytes) -> bytes:
    buffer = BytesIO(data)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


GOOD = made(lambda document: document.add_paragraph("All is well."))


def archive_of(**entries: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "cause"),
    [
        (GOOD[:3000], "damaged"),
        (b"\0\1\2" * 100, "damaged"),
        (b"Just a text.", "its name says"),
        (archive_of(word__document=b"<w/>"), "damaged"),
        (archive_of(other=b"text"), "ZIP archive"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"text" * 40, "old kind"),
        (made(lambda document: None), "no text"),
    ],
    ids=["truncated", "binary", "text", "not word", "zip", "password", "doc", "empty"],
)
def test_what_cannot_be_read_says_why_in_one_line(data: bytes, cause: str) -> None:
    with pytest.raises(SourceError, match=cause) as error:
        read(data, "it's a “report”.docx")
    assert str(error.value).startswith("it's a “report”.docx: ")
    assert "\n" not in str(error.value)


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_UNPACKED", 2**20)
    with pytest.raises(SourceError, match="unpacked, this"):
        read(with_entry(GOOD, "word/media/a.bin", b"0" * 2**21), "a.docx")
    monkeypatch.setattr(limits, "MAX_XML", 2**19)
    with pytest.raises(SourceError, match="unpacked, this"):
        read(with_entry(GOOD, "word/other.xml", b"0" * 2**20), "a.docx")


def test_a_word_document_is_known_by_its_content() -> None:
    assert {sniff(GOOD, name) for name in ("a.docx", "a.txt", "a.pdf", "a")} == {"docx"}


@given(st.lists(st.from_regex(r"[a-z]{2,8}( [a-z]{2,8}){3,6}\.", fullmatch=True), min_size=1, max_size=12))
@settings(max_examples=25, deadline=None)
def test_every_paragraph_is_read_once_and_in_order(paragraphs: list[str]) -> None:
    source = READERS["docx"](made(lambda document: [document.add_paragraph(text) for text in paragraphs]), "a.docx")
    assert [block.text for block in source.blocks] == paragraphs


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_a_damaged_document_is_read_or_refused_and_nothing_else(data: st.DataObject) -> None:
    content = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(SourceError):
        assert READERS["docx"](bytes(content), "a.docx").blocks
