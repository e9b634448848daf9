"""The library as LangChain's `BaseRetriever`, for people who build with LangChain.

LangChain is imported with this module, so nothing else in the project imports it at the top.
"""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document as LangChainDocument
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.assistant import Assistant
from assistant.citations import BREADCRUMB
from assistant.library import Library
from assistant.settings import Settings
from assistant.vocabulary import Hit


class LibraryRetriever(BaseRetriever):
    """Finds the k passages of the library that fit a question best.

    Attributes:
        assistant: What understands and finds.
        k: Number of passages returned.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    k: int = 5

    @classmethod
    def open(cls, settings: Settings, k: int = 5) -> "LibraryRetriever":
        """Open the library that the settings name.

        Raises:
            LibraryError: It cannot be opened.
        """
        return cls(assistant=Assistant(Library.open(settings), settings), k=k)

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[LangChainDocument]:
        return [as_langchain(hit) for hit in self.assistant.search(query)[: self.k]]


def as_langchain(hit: Hit) -> LangChainDocument:
    """Return a hit as LangChain's document: the passage's words, and where they stand as metadata."""
    return LangChainDocument(
        id=hit.passage.id,
        page_content=hit.passage.text,
        metadata={
            "document": hit.document.path,
            "title": hit.document.title,
            "source": hit.document.source,
            "section": BREADCRUMB.join(hit.section.path),
            "page": hit.passage.page,
            "language": hit.passage.language,
            "lead_in": hit.passage.lead_in,
            "score": hit.score,
            **{f"facet_{name}": value for name, value in hit.section.facets.items()},
        },
    )
