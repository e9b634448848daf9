"""What a report is called asks for its region."""

from collections.abc import Sequence

import pytest

from assistant.docnames import with_own_names
from assistant.facets import find_facets
from assistant.vocabulary import Document, Facet, Section

PORTO, KARST = Facet("pilot", "Porto", ("Oporto",)), Facet("pilot", "Karst Hills")
TEXTS = {
    "porto": "At the Common Table all are equal. The Common Table meets on Fridays. A table is common. Weaving helps.",
    "karst": "The Common Table is far away. Karst has wood. The Karst Hills hills are high. Weaving. Weaving is new.",
    "notes": "Nobody said a thing. Loom and Loom.",
}
DOCUMENTS = [
    Document(id="porto", path="a/Common-Table_weaving.docx", title="Weaving together", facets={"pilot": "Porto"}),
    Document(id="karst", path="karst.docx", title="Wood and Weaving", facets={"pilot": "Karst Hills"}),
    Document(id="notes", path="notes.md", title="Notes on the Loom"),
]


def sections(document_id: str) -> Sequence[Section]:
    return [Section(id=document_id, document_id=document_id, path=(), position=0, text=TEXTS[document_id])]


def aliases(text: str) -> dict[str, tuple[str, ...]]:
    found = with_own_names(text, [PORTO, KARST], DOCUMENTS, sections)
    assert [(f.name, f.value) for f in found] == [("pilot", "Porto"), ("pilot", "Karst Hills")]
    return {facet.value: facet.aliases for facet in found}


def test_words_that_a_report_is_called_by_are_another_name_of_its_region() -> None:
    assert aliases("why is it called the common table?")["Porto"] == ("Oporto", "common table")


@pytest.mark.parametrize(
    "text",
    [
        "which table is common?",
        "what is the common aim?",
        "what is the table for?",
        "is weaving taught?",
        "what was said about the Loom?",
        "who came from the hills?",
        "WHO CAME FROM KARST?",
    ],
)
def test_other_words_are_none(text: str) -> None:
    assert find_facets(text, with_own_names(text, [PORTO, KARST], DOCUMENTS, sections)) == []


def test_a_part_of_a_regions_name_asks_for_it_with_its_capital() -> None:
    documents = [*DOCUMENTS, Document(id="karst", path="x.docx", title="Karst Hills", facets={"pilot": "Karst Hills"})]
    for text, names in (("who came from the Karst area?", ("karst",)), ("who came from the karst area?", ())):
        _, karst = with_own_names(text, [PORTO, KARST], documents, sections)
        assert karst.aliases == names


def test_a_name_that_several_regions_reports_bear_is_none_of_theirs() -> None:
    both = [*DOCUMENTS, Document(id="karst", path="Common Table.docx", title="Ours", facets={"pilot": "Karst Hills"})]
    assert with_own_names("the Common Table", [PORTO, KARST], both, sections) == [PORTO, KARST]


def test_documents_are_not_read_for_a_word_in_the_titles_of_several_regions_reports() -> None:
    def read(document_id: str) -> Sequence[Section]:
        raise AssertionError(f"{document_id} was read")

    titled = [
        Document(id="porto", path="1.docx", title="Final report", facets={"pilot": "Porto"}),
        Document(id="karst", path="2.docx", title="Second report", facets={"pilot": "Karst Hills"}),
        Document(id="notes", path="3.docx", title="Minutes of the assembly"),
    ]
    for text in ("what does the report say?", "what was in the minutes?", "who came?"):
        assert with_own_names(text, [PORTO, KARST], titled, read) == [PORTO, KARST]


REPORT = Document(id="pact", path="p.docx", title="Kaolin for all", facets={"pilot": "Porto"})
SHEET = Document(id="sheet", path="kaolin.xlsx", title="Figures")
PACT = "The Kaolin Pact met in spring. All like the Kaolin Pact."


def kaolin(text: str, report: str, *others: Document, figures: str = "Kaolin: 3. Kaolin: 4.") -> tuple[str, ...]:
    """Return the aliases of Porto for a question, with a report that is called after kaolin."""
    texts = {"pact": report, "sheet": figures}

    def read(document_id: str) -> Sequence[Section]:
        return [Section(id=document_id, document_id=document_id, path=(), position=0, text=texts[document_id])]

    porto, _ = with_own_names(text, [PORTO, KARST], [REPORT, *others], read)
    return porto.aliases


def test_a_sheet_without_a_value_may_be_called_like_the_report() -> None:
    assert kaolin("who leads kaolin?", PACT, SHEET) == ("Oporto", "kaolin")


def test_a_sheet_that_writes_the_word_small_shows_that_it_is_no_name() -> None:
    assert kaolin("who leads kaolin?", PACT, SHEET, figures="Tons of kaolin: 3. Kaolin: 4.") == ("Oporto",)


@pytest.mark.parametrize(
    ("text", "report", "alias"),
    [
        ("what is the kaolin pact?", PACT, "kaolin pact"),
        ("what is the Kaolin Pact?", PACT, "Kaolin Pact"),
        ("who is in white kaolin?", "White Kaolin met. All like White Kaolin.", "white kaolin"),
        ("what is the kaolin plan?", PACT, "kaolin"),
        ("what is the kaolin pact?", "The Kaolin Pact met. Kaolin is white.", "kaolin"),
        ("what is the kaolin pact?", f"{PACT} A Kaolin pact is a pact.", "kaolin"),
    ],
)
def test_a_name_grows_by_the_word_beside_it_that_the_report_always_writes_as_part_of_it(
    text: str, report: str, alias: str
) -> None:
    assert [each.casefold() for each in kaolin(text, report)] == ["oporto", alias.casefold()]


def test_a_sheet_need_not_say_what_it_is_called() -> None:
    assert kaolin("who leads kaolin?", PACT, SHEET, figures="Members: 3. Lamps: 4.") == ("Oporto", "kaolin")


def test_one_word_of_what_a_report_is_called_is_enough() -> None:
    called = Document(id="karst", path="x.docx", title="LEP Karst Guild", facets={"pilot": "Karst Hills"})
    texts = [Section(id="karst", document_id="karst", path=(), position=0, text="Guild of the hills. The Guild pays.")]
    found = with_own_names("who is in the LEP guild?", [PORTO, KARST], [called], lambda document_id: texts)
    assert found[1].aliases == ("guild",)
