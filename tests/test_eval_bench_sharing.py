"""The benchmark's table of how an ingestion spends its time."""

import json
from pathlib import Path

import pytest

from assistant.errors import EmptyLibraryError
from assistant.settings import Settings
from eval.benchmark import sharing
from eval.benchmark.children import Ran

REPORT = {
    "seconds": 12.0,
    "loading_seconds": 2.0,
    "embedding_seconds": 9.0,
    "embedded": 50,
    "unchanged": 3,
    "published": ["a", "b"],
    "failed": {"c": "c: it is damaged. Save it again."},
}


def quiet(what: str, done: int, total: int) -> None:
    """Take progress and say nothing."""


def test_the_share_of_the_embedders_leaves_out_the_loading_of_models(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sharing, "run", lambda *arguments, **named: Ran(1.0, None, json.dumps(REPORT)))
    part = sharing.measure(settings, [tmp_path], quiet)
    assert {row[0]: row[1:] for row in part.rows} == {
        "ingesting, with the models loaded": (10.0, 100.0),
        "of that in the embedders": (9.0, 90.0),
        "of that for everything else": (1.0, 10.0),
        "a second run, 3 files unchanged": (12.0, None),
    }
    assert part.title.endswith("50 passages of 6 files, 1 of them unreadable")


def test_without_files_and_without_a_library_it_says_how_to_make_one(settings: Settings) -> None:
    with pytest.raises(EmptyLibraryError, match="python -m ingest"):
        sharing.measure(settings, [], quiet)
