"""The library as LangChain's `BaseRetriever`: what people who build with LangChain rely on."""

import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever

from assistant.errors import LibraryError, QuestionError
from assistant.retriever import LibraryRetriever
from assistant.settings import Settings
from tests.mills import page, plain

QUESTION = "When was the restored weir opened?"


@pytest.fixture(scope="module")
def retriever(mills: Settings) -> LibraryRetriever:
    return LibraryRetriever.open(mills, k=3)


@pytest.fixture(scope="module")
def documents(retriever: LibraryRetriever) -> list[Document]:
    return retriever.invoke(QUESTION)


def test_it_is_a_retriever_of_langchain(retriever: LibraryRetriever) -> None:
    assert isinstance(retriever, BaseRetriever)


def test_invoking_it_gives_the_k_best_passages_best_first(documents: list[Document]) -> None:
    assert len(documents) == 3
    assert documents[0].page_content.startswith("The restored weir was opened on 14 June 2018")
    scores = [document.metadata["score"] for document in documents]
    assert scores == sorted(scores, reverse=True)


def test_a_documents_metadata_says_where_the_words_stand(documents: list[Document]) -> None:
    first = documents[0]
    assert first.id
    assert first.metadata.pop("score") > 0
    assert first.metadata == {
        "document": "kestrel-vale.md",
        "title": "Kestrel Vale – survey of river mills",
        "source": "Survey of River Mills",
        "section": "Kestrel Vale › Opening of the weir",
        "page": None,
        "language": "en",
        "lead_in": "",
        "facet_valley": "Kestrel Vale",
    }


def test_the_content_is_verbatim(documents: list[Document]) -> None:
    for document in documents:
        assert plain(document.page_content) in page(document.metadata["document"])


def sources(found: list[Document]) -> list[str]:
    return [document.metadata["document"] for document in found]


def test_it_is_a_link_of_a_chain_and_serves_batches(retriever: LibraryRetriever) -> None:
    chain = retriever | sources
    first, second = chain.batch([QUESTION, "How long does flour keep?"])
    assert (first[0], second[0]) == ("kestrel-vale.md", "flour.md")


@pytest.mark.anyio
async def test_it_can_be_awaited(retriever: LibraryRetriever) -> None:
    assert (await retriever.ainvoke(QUESTION))[0].metadata["document"] == "kestrel-vale.md"


def test_an_empty_question_is_an_error_of_ours(retriever: LibraryRetriever) -> None:
    with pytest.raises(QuestionError, match="empty"):
        retriever.invoke("  ")


def test_opening_a_folder_without_a_library_says_what_to_run(settings: Settings) -> None:
    with pytest.raises(LibraryError, match="python -m ingest"):
        LibraryRetriever.open(settings)
