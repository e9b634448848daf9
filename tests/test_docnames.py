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
