"""The assistant as something to evaluate, what it is compared with, and the texts that answers are proved against."""

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import SettingsError
from eval.answers import GivenAnswer, GivenCitation, from_json
from eval.questions import EvalQuestion
from eval.retrieval import Candidate
from eval.run import Answerer

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.library import Library
    from assistant.settings import Settings

TEXT_SUFFIXES = (".md", ".txt")
PASSAGES = 4
"""Number of passages that the plain answerer shows."""


class AssistantAnswerer:
    """Answers with this project's assistant, and ranks as its search does."""

    def __init__(self, assistant: "Assistant") -> None:
        self._assistant = assistant

    def answer(self, question: EvalQuestion) -> GivenAnswer:
        """Answer a question with its history.

        Raises:
            QuestionError: It cannot be asked.
        """
        from assistant.wire import to_json

        return from_json(to_json(self._assistant.ask(question.question, question.history)), question.id)

    def ranking(self, question: EvalQuestion) -> list[str]:
        """Return the ids of the passages that the search finds, best first.

        Raises:
            QuestionError: It cannot be asked.
        """
        return [hit.passage.id for hit in self._assistant.search(question.question, question.history)]


class PassagesAnswerer(AssistantAnswerer):
    """Shows the best passages, whatever is asked: what search alone is worth, without composing and declining."""

    def answer(self, question: EvalQuestion) -> GivenAnswer:
        """Show the best passages for a question with its history.

        Raises:
            QuestionError: It cannot be asked.
        """
        started = time.perf_counter()
        hits = self._assistant.search(question.question, question.history)[:PASSAGES]
        seconds = time.perf_counter() - started
        citations = tuple(
            GivenCitation(number, hit.document.path, " › ".join(hit.section.path), hit.passage.text)
            for number, hit in enumerate(hits, 1)
        )
        text = "\n\n".join(f"{citation.quote} [{citation.number}]" for citation in citations)
        return GivenAnswer(question.id, text, bool(hits), citations, seconds)


ANSWERERS = {"extractive": AssistantAnswerer, "passages": PassagesAnswerer}
"""What can be evaluated, by name; the first is the assistant as people use it."""


def make_answerer(name: str, assistant: "Assistant") -> Answerer:
    """Return the answerer of this name.

    Raises:
        SettingsError: There is none.
    """
    if name not in ANSWERERS:
        raise SettingsError(f"There is no answerer {name!r}. Give --answerer one of {', '.join(ANSWERERS)}.")
    return ANSWERERS[name](assistant)


def folder_documents(folder: Path) -> dict[str, str]:
    """Read the text files below a folder: texts by path relative to it, with forward slashes."""
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8", errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.suffix in TEXT_SUFFIXES and path.is_file()
    }


def library_documents(library: "Library") -> dict[str, str]:
    """Return the texts of all documents by path: the file where it is text, else what the library kept of it.

    Quotes are proved against the file, so that a fault of reading cannot hide itself.
    """
    texts = {}
    for document in library.documents():
        origin = Path(document.origin)
        if origin.suffix in TEXT_SUFFIXES and origin.is_file():
            texts[document.path] = origin.read_text(encoding="utf-8", errors="replace")
        else:
            texts[document.path] = "\n".join(section.text for section in library.all_sections(document.id))
    return texts


def library_candidates(library: "Library") -> list[Candidate]:
    """Return every passage of the library as something that may hold gold evidence."""
    candidates = []
    for document in library.documents():
        sections = {section.id: " › ".join(section.path) for section in library.all_sections(document.id)}
        for section_id, passages in library.section_passages(sections).items():
            candidates += [Candidate(p.id, document.path, sections[section_id], p.text) for p in passages]
    return candidates


def shown_settings(settings: "Settings") -> Mapping[str, object]:
    """Return the settings that change answers; paths and addresses stay out of records."""
    return {name: getattr(settings, name) for name in ("embedder", "english_view", "max_question_chars")}
