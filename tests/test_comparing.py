"""Comparisons: of two things within one valley, and of valleys with one another, on a small library."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.assistant import Assistant
from assistant.compare import compare
from assistant.found import Found, SectionHit
from assistant.language import language
from assistant.library import Library
from assistant.settings import Settings
from assistant.vocabulary import Answer, Facet, Question
from tests.conftest import make_document
from tests.found_parts import found, paragraph, part, row

VALE, DALE = Facet("valley", "Kestrel Vale"), Facet("valley", "Amberdale")
LARCH = "Wheels of larch swell in the water and last for twenty years."
OAK = "Oak sinks, cracks in frost and costs twice the price of other timber."
WOODS = [LARCH, OAK, "Alder is cut for piles.", "Elm is cut for pipes.", "Ash is cut for handles of tools."]
SONGS = "In the evening, millers sing slow songs about the river."
DANCES = "After work, millers sing quick songs for those who dance."


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant for two valleys that both sing, and of which one alone tells about timber."""
    settings = Settings(
        data_dir=tmp_path_factory.mktemp("valleys"), english_view="", reranker="", database_url="", chroma_url=""
    )
    with Library.open(settings, writable=True) as library:
        library.declare_facets([VALE, DALE])
        for value, song, woods in ((VALE, SONGS, WOODS), (DALE, DANCES, ["Bread is baked on Mondays."])):
            pages = {"Timber" if woods is WOODS else "Bread": woods, "Songs": [song]}
            library.publish(*make_document(f"{value.value}.md", pages, facets={"valley": value.value}))
        yield Assistant(library, settings)


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize("text", ["Compare larch with oak", "What is the difference between larch and oak?"])
def test_two_things_that_one_valley_has_are_told_of_both_and_no_valleys_are_listed(
    assistant: Assistant, text: str
) -> None:
    answer = assistant.ask(text)
    assert answer.question.kind == "compare"
    assert {LARCH, OAK} == set(quotes(answer)[:2])
    assert "Amberdale" not in answer.text


def test_a_comparison_of_what_both_valleys_tell_gives_each_valley(assistant: Assistant) -> None:
    answer = assistant.ask("Compare the songs of the millers")
    assert [line for line in answer.text.splitlines() if line.startswith("**")] == ["**Kestrel Vale**", "**Amberdale**"]
    assert {SONGS, DANCES} <= set(quotes(answer))


@pytest.mark.parametrize(
    "text",
    [
        "Compare the timber of Kestrel Vale with that of Amberdale: larch and oak",
        "Compare larch and oak in all valleys",
    ],
)
def test_a_comparison_that_asks_for_valleys_says_which_has_nothing_on_it(assistant: Assistant, text: str) -> None:
    answer = assistant.ask(text)
    assert {LARCH, OAK} == set(quotes(answer))
    assert "**Amberdale**: nothing found" in answer.text


def of(value: Facet, heading: str, text: str) -> SectionHit:
    """Make a section of one passage that carries a facet's value."""
    made = part((heading,), paragraph(text))
    return replace(made, section=replace(made.section, facets={value.name: value.value}))


@pytest.mark.parametrize(("below", "quoted"), [(8.0, True), (30.0, False)])
def test_a_valley_that_lies_moderately_below_the_best_is_still_quoted(below: float, quoted: bool) -> None:
    bread = "Bread is baked while it is dark."
    what = found(
        of(VALE, "Songs", SONGS), of(DALE, "Bread", bread),
        scores={SONGS: 0.0, bread: -below}, weights=("songs", "millers"),
    )  # fmt: skip
    text = "Compare the songs of the millers in Kestrel Vale and Amberdale"
    asked = Question(text, text, "en", "compare", facets=(VALE, DALE))
    lines = [line.text for line in compare(asked, what, (VALE, DALE), language("en")) or []]
    assert lines[:2] == ["**Kestrel Vale**", SONGS]
    assert lines[2:] == (["**Amberdale**", bread] if quoted else ["**Amberdale**: nothing found in the documents."])


@pytest.mark.parametrize(("logit", "quoted"), [(1.0, True), (-5.0, False)])
def test_a_valley_far_below_the_best_is_quoted_where_a_passage_of_it_was_read_to_answer(
    logit: float, quoted: bool
) -> None:
    bread = "Bread is baked while it is dark."
    what = found(
        of(VALE, "Songs", SONGS), of(DALE, "Bread", bread),
        scores={SONGS: 0.0, bread: -30.0}, weights=("songs", "millers"),
    )  # fmt: skip

    def alone(facet: Facet) -> Found:
        own = what.only(facet)
        return replace(own, read={hit.passage.id: logit for hit in own.hits})

    asked = Question("Compare the songs", "Compare the songs", "en", "compare", facets=(VALE, DALE))
    lines = [line.text for line in compare(asked, what, (VALE, DALE), language("en"), alone) or []]
    assert lines[2:] == (["**Amberdale**", bread] if quoted else ["**Amberdale**: nothing found in the documents."])


@pytest.mark.parametrize(("ahead", "shared"), [(1.0, False), (5.0, True)])
def test_what_a_general_passage_says_far_better_is_not_told_value_by_value(ahead: float, shared: bool) -> None:
    together, vale, dale = "All valleys meet in spring.", "Millers meet on Mondays.", "Millers meet on Fridays."
    parts = [part(("Meetings",), paragraph(together)), of(VALE, "Vale", vale), of(DALE, "Dale", dale)]
    what = found(*parts, scores={together: 5.0 + ahead, vale: 5.0, dale: 4.0}, weights=("meet",))
    asked = Question("How do the two valleys meet?", "How do the two valleys meet?", "en", "compare", all_values=True)
    assert (compare(asked, what, [VALE, DALE], language("en")) is None) == shared


def test_valleys_whose_documents_are_in_different_languages_are_asked_one_by_one() -> None:
    mehl = "Am Montag mahlt die Mühle Mehl."
    away = of(DALE, "Mehl", mehl)
    german = replace(away, passages=tuple(replace(p, language="de") for p in away.passages))
    what = found(of(VALE, "Songs", SONGS), german, scores={SONGS: 20.0}, weights=("songs", "millers"))
    asked = Question("Compare the songs", "Compare the songs", "en", "compare", facets=(VALE, DALE))
    sought: list[Facet] = []

    def alone(facet: Facet) -> Found:
        sought.append(facet)
        return what.only(facet)

    lines = [line.text for line in compare(asked, what, (VALE, DALE), language("en"), alone) or []]
    assert sought == [VALE, DALE]
    assert lines == ["**Kestrel Vale**", SONGS, "**Amberdale**", mehl]


def test_a_comparison_that_names_valleys_asks_for_each_by_itself(assistant: Assistant) -> None:
    answer = assistant.ask("Compare what millers sing in Kestrel Vale and in Amberdale")
    assert {SONGS, DANCES} <= set(quotes(answer))


STATEMENT = "Learning to sing by the river is a skill for which the whole valley should pay together"


def test_a_long_statement_that_was_rated_is_not_meant_by_a_question_for_no_figure() -> None:
    parts = [of(VALE, "Songs", SONGS), of(DALE, "Songs", DANCES), rated(VALE, "4"), rated(DALE, "2")]
    what = found(*parts, scores={SONGS: 3.0, DANCES: 2.5}, weights=("songs",))
    text = "What did Kestrel Vale and Amberdale learn?"
    asked = Question(text, text, "en", "compare", facets=(VALE, DALE))
    told = replace(what, weights_of={"learn": 1.0})
    lines = [line.text for line in compare(asked, told, (VALE, DALE), language("en")) or []]
    assert lines == ["**Kestrel Vale**", SONGS, "**Amberdale**", DANCES]
    marked = replace(asked, figure=True)
    assert any("4" in line.text for line in compare(marked, told, (VALE, DALE), language("en")) or [])


def test_how_something_was_rated_is_not_compared_by_a_count_of_it() -> None:
    def told(value: Facet, mark: str, count: str) -> SectionHit:
        marked = replace(row("Weirs and wheels are kept well.", mark, headers=("Statement", "Mark")), group=1)
        counted = replace(row("Weirs", count, headers=("Kind", "Number")), group=2)
        made = part(("Figures", value.value), marked, counted)
        return replace(made, section=replace(made.section, facets={value.name: value.value}))

    scores = {"Weirs | 31": 5.0, "Weirs | 17": 5.0}
    what = found(told(VALE, "4", "31"), told(DALE, "2", "17"), scores=scores, weights=("weirs",))
    question = Question("Compare how they rated weirs", "Compare how they rated weirs", "en", "compare", figure=True)
    lines = compare(question, what, (VALE, DALE), language("en")) or []
    assert [line.text.rpartition(": ")[2] for line in lines if line.item] == ["4", "2"]


def rated(value: Facet, mark: str) -> SectionHit:
    """Make a section with one statement and its mark."""
    made = part(("Marks", value.value), row(STATEMENT, mark, headers=("Statement", "Mark")))
    return replace(made, section=replace(made.section, facets={value.name: value.value}))
