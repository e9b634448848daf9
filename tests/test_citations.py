"""Citations: numbers follow appearance, every marker resolves, quotes are verbatim."""

from assistant.citations import Line, Quote, render
from assistant.vocabulary import Document, Passage, Section

DOCUMENT = Document(id="d", path="mills.md", title="Mills", source="Mill report")
SECTION = Section(id="s", document_id="d", path=("Mills", "Costs"), position=0, text="A mill costs 7.\nGrain is cheap.")


def passage(id: str, start: int, end: int) -> Passage:
    return Passage(id, "d", "s", 0, "paragraph", SECTION.text[start:end], start, end, page=3)


COSTS = Quote(passage("p1", 0, 15), SECTION, DOCUMENT)
GRAIN = Quote(passage("p2", 16, 31), SECTION, DOCUMENT)


def test_quotes_are_numbered_in_order_of_appearance_and_once() -> None:
    text, citations = render([Line("Grain.", (GRAIN,)), Line("Cost.", (COSTS, GRAIN))])
    assert text == "Grain. [1]\n\nCost. [2][1]"
    assert [c.number for c in citations] == [1, 2]


def test_a_citation_says_where_it_stands() -> None:
    _, (citation,) = render([Line("x", (COSTS,))])
    assert (citation.document, citation.section, citation.page) == ("mills.md", "Mills › Costs", 3)
    assert citation.quote == "A mill costs 7."
    assert citation.context[citation.start : citation.end] == citation.quote


def test_a_stretch_of_a_passage_is_quoted_at_its_place() -> None:
    part = Quote(COSTS.passage, SECTION, DOCUMENT, 2, 6)
    _, (citation,) = render([Line("x", (part,))])
    assert citation.quote == "mill"
    assert citation.context[citation.start : citation.end] == "mill"


def test_list_items_stand_together_and_paragraphs_apart() -> None:
    text, _ = render([Line("Two:"), Line("a", item=True), Line("b", item=True), Line("End.")])
    assert text == "Two:\n\n- a\n- b\n\nEnd."
