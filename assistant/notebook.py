"""What is kept of use: what readers thought of answers, and the questions that got none."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from assistant.errors import LibraryError
from assistant.vocabulary import Answer


class GapBook(Protocol):
    """Where questions without answer are kept; a library is one."""

    def add_gap(self, question: str, language: str, reason: str) -> None:
        """Keep a question that got no answer.

        Raises:
            LibraryError: It cannot be kept.
        """


class Notebook(GapBook, Protocol):
    """Where feedback is kept as well; a library is one."""

    def add_feedback(
        self, question: str, answer: Mapping[str, object], verdict: str, comment: str = "", expected: str = ""
    ) -> None:
        """Keep what a reader thought of an answer.

        Raises:
            LibraryError: It cannot be kept.
        """


def note_gap(question: str, answer: Answer, notebook: GapBook) -> None:
    """Keep a question that got no answer; where it cannot be kept, the reader need not know.

    Words that ask nothing ("empty") are no gap in the documents.
    """
    if not answer.answered and answer.reason != "empty":
        with suppress(LibraryError):
            notebook.add_gap(question, answer.question.language, answer.reason or "not_found")
