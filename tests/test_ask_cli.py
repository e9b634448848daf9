"""The command line of the assistant, as a user calls it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.cli import app
from assistant.settings import Settings
from eval.collect import drafts
from tests.mills import FACETS_FILE

ROOT = Path(__file__).resolve().parent.parent
GRAIN = "How many grain mills are there in Kestrel Vale?"
SUSHI = "What is the best recipe for sushi?"
HEAVY = ("torch", "sentence_transformers", "chromadb", "gradio", "lingua", "langchain_core", "sqlalchemy", "numpy")


@pytest.fixture(autouse=True)
def own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("LEP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LEP_ENGLISH_VIEW", "")
    monkeypatch.setenv("LEP_FACETS_FILE", str(FACETS_FILE))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def refused(result: Result) -> str:
    """Check that the command ended with one sentence of advice and code 2; return the sentence."""
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return " ".join(result.stderr.split())


def test_an_answer_is_shown_with_its_sources(mills: Settings) -> None:
    result = run(GRAIN, "--data", mills.data_dir)
    assert result.exit_code == 0
    assert "Grain mills: 12 [1]" in result.stdout
    assert "[1] Kestrel Vale – survey of river mills" in result.stdout
    assert "(kestrel-vale.md)" in result.stdout


def test_json_has_the_form_that_batches_and_the_api_share(mills: Settings) -> None:
    result = run(GRAIN, "--data", mills.data_dir, "--json")
    answer = json.loads(result.stdout)
    assert (answer["answered"], answer["reason"], answer["language"], answer["related"]) == (True, None, "en", [])
    assert answer["seconds"] > 0
    assert answer["understood"] == {
        "kind": "count",
        "facets": {"Kestrel Vale": "valley"},
        "all_values": False,
        "polarity": "",
        "language": "en",
        "carried_over": "",
        "searched_for": GRAIN,
    }
    (citation,) = answer["citations"]
    assert citation.pop("passage_id")
    assert citation == {
        "number": 1,
        "document": "kestrel-vale.md",
        "title": "Kestrel Vale – survey of river mills",
        "section": "Kestrel Vale › Mills by type",
        "page": None,
        "quote": "Grain mills | 12",
        "source": "Survey of River Mills",
        "source_section": "Kestrel Vale",
        "language": "en",
    }


def test_a_process_of_its_own_answers_without_loading_torch(mills: Settings) -> None:
    done = python("-X", "importtime", "-m", "assistant", GRAIN, "--data", str(mills.data_dir), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["answered"]
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "chromadb" in imported
    assert not imported & {"torch", "sentence_transformers", "gradio"}


def test_help_imports_nothing_heavy() -> None:
    done = python("-X", "importtime", "-m", "assistant", "--help")
    assert done.returncode == 0
    assert "--batch" in done.stdout
    imported = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "typer" in imported
    assert not imported & set(HEAVY)


def test_a_batch_answers_every_line_with_its_history(mills: Settings, tmp_path: Path) -> None:
    history = [{"role": "user", "content": GRAIN}, {"role": "assistant", "content": "Grain mills: 12 [1]"}]
    asked = [
        {"id": "a", "question": GRAIN},
        {"id": "b", "question": "and in Amberdale?", "history": history},
        {"id": "c", "question": SUSHI, "history": []},
        {"id": "d", "question": "  "},
    ]
    questions, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_text("\n".join([json.dumps(entry) for entry in asked] + [""]), encoding="utf-8")
    result = run("--batch", questions, "--out", answers, "--data", mills.data_dir)
    assert result.exit_code == 0
    given = {str(answer["id"]): answer for answer in lines(answers)}
    assert list(given) == ["a", "b", "c", "d"]
    assert "12" in str(given["a"]["answer"])
    assert "9" in str(given["b"]["answer"])
    understood = given["b"]["understood"]
    assert isinstance(understood, dict)
    assert understood["facets"] == {"Amberdale": "valley"}
    assert "grain mills" in understood["carried_over"]
    assert (given["c"]["answered"], given["c"]["reason"]) == (False, "off_topic")
    assert (given["d"]["answered"], given["d"]["reason"]) == (False, "empty")
    for answer in given.values():
        assert {"id", "answer", "answered", "reason", "language", "citations", "seconds"} <= set(answer)


@pytest.fixture
def own_mills(mills: Settings, tmp_path: Path) -> Settings:
    """A copy of the library about mills, to be written to."""
    shutil.copytree(mills.data_dir, tmp_path / "mills")
    return mills.model_copy(update={"data_dir": tmp_path / "mills"})


def test_a_question_without_an_answer_becomes_a_draft_of_the_question_set(own_mills: Settings) -> None:
    assert drafts(own_mills) == []
    for question in (SUSHI, GRAIN):
        assert run(question, "--data", own_mills.data_dir).exit_code == 0
    (draft,) = map(json.loads, drafts(own_mills))
    assert draft["question"] == SUSHI


def test_the_questions_of_a_batch_are_not_kept(own_mills: Settings, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text(json.dumps({"id": "a", "question": SUSHI}), encoding="utf-8")
    run("--batch", questions, "--out", tmp_path / "out.jsonl", "--data", own_mills.data_dir)
    assert drafts(own_mills) == []


def test_a_library_that_takes_no_notes_declines_as_usual(own_mills: Settings) -> None:
    with sqlite3.connect(own_mills.data_dir / "library.sqlite") as database:
        database.execute("CREATE TRIGGER refuse BEFORE INSERT ON gaps BEGIN SELECT RAISE(ABORT, 'is read-only'); END")
    result = run(SUSHI, "--data", own_mills.data_dir, "--json")
    assert (result.exit_code, json.loads(result.stdout)["reason"]) == (0, "off_topic")
    assert drafts(own_mills) == []


@pytest.mark.parametrize("broken", ['{"question": "How', '{"id": "b"}', '["How many?"]', '{"question": 3}'])
def test_a_broken_line_of_a_batch_is_named_with_its_number(mills: Settings, tmp_path: Path, broken: str) -> None:
    questions, answers = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    questions.write_text(f'{{"id": "a", "question": "{GRAIN}"}}\n\n{broken}\n', encoding="utf-8")
    said = refused(run("--batch", questions, "--out", answers, "--data", mills.data_dir))
    assert "in.jsonl, line 3" in said
    assert not answers.exists()


def test_a_batch_without_a_file_to_write_to_is_refused(tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text("", encoding="utf-8")
    assert "--out" in refused(run("--batch", questions))


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_batch_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    questions = tmp_path / "in.jsonl"
    if content is not None:
        questions.write_bytes(content)
    assert "in.jsonl cannot be read" in refused(run("--batch", questions, "--out", tmp_path / "out.jsonl"))


def test_a_file_that_cannot_be_written_is_named(mills: Settings, tmp_path: Path) -> None:
    questions = tmp_path / "in.jsonl"
    questions.write_text(json.dumps({"id": "a", "question": GRAIN}), encoding="utf-8")
    said = refused(run("--batch", questions, "--out", tmp_path / "none" / "out.jsonl", "--data", mills.data_dir))
    assert "cannot be written" in said


@pytest.mark.parametrize("question", ["", "   ", "\u200b"])
def test_an_empty_question_is_refused(mills: Settings, question: str) -> None:
    assert "The question is empty" in refused(run(question, "--data", mills.data_dir))


def test_no_question_at_all_is_refused_with_an_example() -> None:
    assert "python -m assistant" in refused(run())


def test_a_question_of_ten_thousand_characters_is_refused_by_the_name_of_the_setting(mills: Settings) -> None:
    said = refused(run("mill " * 2000, "--data", mills.data_dir))
    assert "LEP_MAX_QUESTION_CHARS" in said
    assert "5,000" in said


def test_a_missing_data_folder_is_refused_with_the_command_to_run(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert f'python -m ingest --data "{folder}"' in refused(run(GRAIN, "--data", folder))
    assert not folder.exists()


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "data"
    file.write_text("x", encoding="utf-8")
    assert "is a file" in refused(run(GRAIN, "--data", file))


def test_a_library_of_another_embedder_is_refused_with_the_command_that_rebuilds(
    mills: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEP_EMBEDDER", "sentence-transformers:another")
    assert "--rebuild" in refused(run(GRAIN, "--data", mills.data_dir))


def test_a_setting_that_cannot_work_is_named(mills: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEP_MAX_QUESTION_CHARS", "many")
    assert "LEP_MAX_QUESTION_CHARS" in refused(run(GRAIN, "--data", mills.data_dir))
