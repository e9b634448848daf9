"""Examples: invented documents with questions that they answer and questions that only sound like it."""

import json
import math
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.citations import BREADCRUMB
from assistant.errors import SourceError

FOLDER = Path(__file__).parent / "examples"
OTHER_LANGUAGES = Path(__file__).parent / "other-languages"
"""Documents in other languages than English, and English ones with questions in other languages."""
TRANSLATED = Path(__file__).parent / "translated"
"""Questions of the English documents in other languages, a file each."""
HELD_OUT = 24
"""Of so many documents of a file, the last is held out to measure on."""
ANSWERING = 4
"""Passages of one question that are learnt as answers, at most."""
NEAREST = 2
"""Passages nearest to a question that nothing answers, all of which are learnt to be no answer; one more is drawn."""
DRAWN = 5
"""Nearest passages among which those are drawn that are learnt besides."""
TITLED = 0.6
"""Share of the passages that are read below their document's title."""
STEM = 5
"""Letters of a word by which questions and passages are compared here."""
WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Document:
    """An invented document.

    Attributes:
        title: What it is called.
        passages: Its passages by number: heading and text, a line each.
        questions: Questions, each with the numbers of the passages that answer it, none where nothing does.
    """

    title: str
    passages: dict[int, str]
    questions: tuple[tuple[str, frozenset[int]], ...]


@dataclass(frozen=True)
class Pair:
    """A question, a passage as it is read, and whether it answers."""

    question: str
    text: str
    answers: bool


def load(folder: Path = FOLDER) -> tuple[list[Document], list[Document]]:
    """Read the examples, one document a line of JSON: those to learn from, and those that are held out.

    Raises:
        SourceError: There are none, or a line is no such document.
    """
    learnt: list[Document] = []
    held: list[Document] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            try:
                document = _document(json.loads(line))
            except (KeyError, TypeError, ValueError) as error:
                raise SourceError(
                    f"{path}, line {number}, is no document of examples ({error}). Write an object with a title (doc), "
                    "passages (id, head, text) and questions (q, and in a the numbers of the passages that answer)."
                ) from error
            (learnt if number % HELD_OUT else held).append(document)
    if not learnt:
        raise SourceError(f"No examples are in {folder}. Name a folder that holds some with --examples.")
    return learnt, held


def translated(folder: Path = TRANSLATED, originals: Path = FOLDER) -> tuple[list[Document], list[Document]]:
    """Read English documents with their questions in other languages: those to learn from, and those held out.

    A line names the file of a document and its line there, and asks the document's questions in their order.

    Raises:
        SourceError: A line belongs to no document, or has not as many questions.
    """
    lines = {path.name: path.read_text("utf-8").splitlines() for path in originals.glob("*.jsonl")}
    learnt: list[Document] = []
    held: list[Document] = []
    for path in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
            try:
                said = json.loads(line)
                document = _document(json.loads(lines[said["file"]][said["line"] - 1]))
                asked = zip(said["questions"], document.questions, strict=True)
                document = replace(document, questions=tuple((text, ids) for text, (_, ids) in asked))
            except (KeyError, IndexError, TypeError, ValueError) as error:
                raise SourceError(
                    f"{path}, line {number}, translates no document of {originals} ({error}). Name a file and a line "
                    "of it, and write as many questions as stand there."
                ) from error
            (learnt if said["line"] % HELD_OUT else held).append(document)
    return learnt, held


def _document(line: dict[str, object]) -> Document:
    passages = {p["id"]: f"{p['head']}\n{p['text']}" for p in line["passages"]}  # type: ignore[attr-defined]
    questions = tuple((q["q"], frozenset(q["a"])) for q in line["questions"])  # type: ignore[attr-defined]
    unknown = {id for _, ids in questions for id in ids} - passages.keys()
    if unknown:
        raise ValueError(f"no passage is numbered {min(unknown)}")
    return Document(str(line["doc"]), passages, questions)


def pairs(documents: Sequence[Document], chance: random.Random) -> Iterator[Pair]:
    """Yield what is learnt: answers, and of the other passages those that are nearest by their words.

    A question that nothing answers is paired with the passages that seem to; these pairs matter most.
    """
    for document in documents:
        for question, ids in document.questions:
            ranked = nearest(document, question, chance)
            others = [id for id in ranked if id not in ids]
            sure = 1 if ids else NEAREST
            drawn = chance.sample(others[sure : sure + DRAWN], min(1, len(others[sure:])))
            for id in (*[id for id in ranked if id in ids][:ANSWERING], *others[:sure], *drawn):
                yield Pair(question, titled(document, id, chance), id in ids)


def nearest(document: Document, question: str, chance: random.Random) -> list[int]:
    """Return the numbers of a document's passages, nearest to a question by the idf of shared words first."""
    bags = {id: _stems(text) for id, text in document.passages.items()}
    asked = _stems(question)
    held = {stem: sum(stem in bag for bag in bags.values()) for stem in asked}
    worth = {
        id: sum(math.log(1 + len(bags) / held[stem]) for stem in asked & bag) + 0.3 * chance.random()
        for id, bag in bags.items()
    }
    return sorted(worth, key=lambda id: -worth[id])


def titled(document: Document, id: int, chance: random.Random) -> str:
    """Return a passage as it is read, mostly below its document's title."""
    text = document.passages[id]
    return f"{document.title}{BREADCRUMB}{text}" if chance.random() < TITLED else text


def _stems(text: str) -> set[str]:
    return {word[:STEM].lower() for word in WORD.findall(text)}
