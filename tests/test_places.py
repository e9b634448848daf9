"""Which region a question is about when it names a place: on a small library of a Dutch and an English report."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.library import Library
from assistant.settings import Settings
from assistant.vocabulary import Facet
from tests.conftest import make_document

VALE, DALE, MOOR = (
    Facet("valley", "Kestrel Vale"),
    Facet("valley", "Amberdale"),
    Facet("valley", "Larkmoor/Thornmoor", ("Larkmoor", "Moorland")),
)
MILLERS = "De molenaars van Sardegna malen elke ochtend graan voor het dorp Wintelre."
BAKERS = "The bakers of Oxcombe bake 14 loaves every morning and sell them at the gate."
SINGERS = "In Oxcombe the singers meet on Mondays, and so do those of Nettleby."


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    """An assistant for two valleys of three that are declared."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("places"), reranker="", database_url="", chroma_url="")
    with Library.open(settings, writable=True) as library:
        library.declare_facets([VALE, DALE, MOOR])
        pages = {"Molens": [MILLERS]}
        library.publish(*make_document("vale.md", pages, language="nl", facets={"valley": VALE.value}))
        pages = {"Bread": [BAKERS], "Songs": [SINGERS]}
        library.publish(*make_document("dale.md", pages, facets={"valley": DALE.value}))
        library.publish(*make_document("general.md", {"Inns": ["There are inns in Nettleby and in Hartsend."]}))
        yield Assistant(library, settings)


def understood(assistant: Assistant, text: str) -> tuple[list[str], list[str]]:
    question = assistant.understand(text)
    return [facet.value for facet in question.facets], list(question.unknown)


@pytest.mark.parametrize("text", ["What do the bakers in Oxcombe sell?", "how many loaves do the Oxcombe bakers bake"])
def test_a_place_that_one_valleys_passages_alone_name_asks_for_that_valley(assistant: Assistant, text: str) -> None:
    assert understood(assistant, text) == (["Amberdale"], [])


@pytest.mark.parametrize("text", ["Who meets in Nettleby?", "Which inns are there in Hartsend?"])
def test_a_place_that_other_passages_name_too_asks_for_none(assistant: Assistant, text: str) -> None:
    assert understood(assistant, text) == ([], [])


@pytest.mark.parametrize("text", ["What do they bake in Thornmoor?", "Is there bread in Larkmoor?"])
def test_a_declared_value_without_a_document_is_unknown_by_its_own_names(assistant: Assistant, text: str) -> None:
    assert understood(assistant, text)[0] == []
    assert understood(assistant, text)[1]
    assert assistant.ask(text).reason == "unknown_facet"


def test_its_other_names_may_mean_a_region_that_has_a_document(assistant: Assistant) -> None:
    assert understood(assistant, "What do they bake in Moorland?") == ([], [])


def test_a_decline_lists_only_values_that_documents_carry(assistant: Assistant) -> None:
    answer = assistant.ask("What do they bake in Larkmoor?")
    assert "Kestrel Vale" in answer.text
    assert "Thornmoor" not in answer.text.split(":", 1)[1]


def test_in_a_language_of_no_document_a_place_may_be_written_otherwise(assistant: Assistant) -> None:
    assert understood(assistant, "Co dělají lidé každé ráno v Sardinii?") == ([], [])
    assert understood(assistant, "Co dělají lidé každé ráno v Barceloně?") == ([], ["Barceloně"])


def test_a_place_in_a_report_in_another_language_may_be_asked_for_by_its_name_in_the_questions(
    assistant: Assistant,
) -> None:
    assert understood(assistant, "What do the millers grind in Sardinia?") == (["Kestrel Vale"], [])
    assert understood(assistant, "What do the millers grind in Corsica?") == ([], ["Corsica"])


def test_an_english_question_on_a_dutch_passage_is_not_taken_for_another_subject(assistant: Assistant) -> None:
    answer = assistant.ask("What do the millers of Kestrel Vale grind every morning?")
    assert answer.answered
    assert answer.citations[0].quote == MILLERS


def test_a_word_of_a_title_is_known_and_names_end_with_their_sentence(assistant: Assistant) -> None:
    assert understood(assistant, "What do the bakers of Amberdale Bread sell?") == (["Amberdale"], [])
    assert understood(assistant, "Who bakes in Amberdale? Quickly please.") == (["Amberdale"], [])


def test_a_place_that_asks_for_a_region_counts_half_among_the_words(assistant: Assistant) -> None:
    question = assistant.understand("What do the bakers in Oxcombe sell?")
    assert question.places == ("oxcombe",)
    assert assistant._retriever._terms(question) == {"bakers": 1.0, "oxcombe": 0.5, "sell": 1.0}


def test_a_country_that_stands_beside_a_region_is_that_regions(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, reranker="", database_url="", chroma_url="")
    with Library.open(settings, writable=True) as library:
        library.declare_facets([VALE, DALE])
        library.publish(*make_document("vale.md", {"Mills": ["All mills are old."]}, facets={"valley": VALE.value}))
        library.publish(*make_document("dale.md", {"Bread": ["Bakers met."]}, facets={"valley": DALE.value}))
        said = "The valleys of Kestrel Vale (Norland) and Amberdale, Suthland, work together. Norland is far."
        library.publish(*make_document("both.md", {"Report": [said]}))
        assistant = Assistant(library, settings)
        assert understood(assistant, "How old are the mills in Norland?") == ([VALE.value], [])
        assert understood(assistant, "What did the bakers in Suthland do?") == ([DALE.value], [])


def test_a_place_that_a_report_names_once_does_not_ask_for_its_region(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, reranker="", database_url="", chroma_url="")
    with Library.open(settings, writable=True) as library:
        library.declare_facets([VALE])
        said = ["A visit from Suthland is expected.", "Eelham has two mills.", "The mill in Eelham is old."]
        library.publish(*make_document("vale.md", {"Mills": said}, facets={"valley": VALE.value}))
        assistant = Assistant(library, settings)
        assert understood(assistant, "Who bakes bread in Suthland?") == ([], [])
        assert understood(assistant, "How old is the mill in Eelham?") == ([VALE.value], [])
