"""A small assistant with answers of its own, and a notebook, for tests of the page."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.errors import LibraryError, QuestionError, ReadOnlyError
from assistant.keyed import Extent
from assistant.vocabulary import Answer, Citation, Document, Question, Turn

CONTEXT = (
    "The partnership met every month.\n"
    "Seventeen training providers were mapped in the first round.\n"
    "A second round is planned."
)


def citation(number: int, quote: str, context: str = CONTEXT, **changes: object) -> Citation:
    """Make a citation of a quote that the context holds."""
    start = context.find(quote)
    made = Citation(
        number=number,
        document="region/report.md",
        title="A region's report",
        section="Mapping › Providers",
        page=4,
        quote=quote,
        passage=quote,
        context=context,
        start=start,
        end=start + len(quote),
        source="Report on regions",
        source_section="Chapter 2",
        language="en",
        passage_id=f"p{number}",
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def answer(text: str, *citations: Citation, asked: str = "?", **changes: object) -> Answer:
    """Make an answer in English that cites the citations."""
    question = Question(asked, asked, "en", "fact")
    return replace(Answer(text, citations, True, None, "en", question), **changes)  # type: ignore[arg-type]


class SmallAssistant:
    """Answers by rote; `gate` holds its answers back while it is closed, as a loading model would."""

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.hostile = "Seventeen"

    def ready(self) -> bool:
        return self.gate.is_set()

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        self.gate.wait(timeout=30)
        if not text.strip():
            raise QuestionError("The question is empty. Type a question first.")
        if len(text) > 5000:
            raise QuestionError(f"The question has {len(text)} characters; shorten it to 5000.")
        if "moon" in text:
            near = citation(1, "A second round is planned.")
            return answer(
                "No passage answers this. The nearest is [1].",
                asked=text,
                answered=False,
                reason="not_found",
                related=(near,),
            )
        if "break" in text:
            raise ZeroDivisionError("nobody foresaw this")
        if "hostile" in text:
            return answer(
                f"{self.hostile} [1]",
                citation(1, self.hostile, self.hostile, title=self.hostile, section=self.hostile, source=self.hostile),
                asked=text,
            )
        earlier = sum(turn.role == "user" for turn in history)
        return answer(
            f"After {earlier} questions: **seventeen** providers [1], in monthly meetings [2].",
            citation(1, "Seventeen training providers were mapped in the first round."),
            citation(2, "met every month", section="Meetings"),
            asked=text,
        )


def document(number: int, **changes: object) -> Document:
    """Make a document that was read well."""
    made = Document(
        f"d{number}", f"region/report-{number:02}.md", f"Report {number:02}", ingested="2025-06-02T14:03:00Z"
    )
    return replace(made, **changes)  # type: ignore[arg-type]


class SmallShelf:
    """A library of so many documents; `closed` makes it as unreadable as one can be."""

    def __init__(self, count: int = 0) -> None:
        self.generation = 1
        self.closed = False
        self.books: dict[str, tuple[Document, Extent]] = {}
        for number in range(1, count + 1):
            self.put(document(number), Extent(number, 0, ()))

    def put(self, book: Document, extent: Extent) -> None:
        self.books[book.id] = (book, extent)
        self.generation += 1

    def refresh(self) -> bool:
        if self.closed:
            raise LibraryError("The library cannot be read. Restore it.")
        return False

    def documents(self) -> list[Document]:
        return [book for book, _ in self.books.values()]

    def extents(self) -> dict[str, Extent]:
        return {book.id: extent for book, extent in self.books.values()}


class SmallNotebook:
    """Remembers what it is given; `closed` makes it as read-only as a library can be."""

    def __init__(self) -> None:
        self.feedback: list[dict[str, Any]] = []
        self.gaps: list[tuple[str, str, str]] = []
        self.closed = False

    def add_feedback(
        self, question: str, answer: Mapping[str, object], verdict: str, comment: str = "", expected: str = ""
    ) -> None:
        self._check()
        told = {"question": question, "answer": dict(answer), "verdict": verdict}
        self.feedback.append({**told, "comment": comment, "expected": expected})

    def add_gap(self, question: str, language: str, reason: str) -> None:
        self._check()
        self.gaps.append((question, language, reason))

    def _check(self) -> None:
        if self.closed:
            raise ReadOnlyError("The folder cannot be written to. Allow writing to it.")
