"""The pool of processes that read files: what one file does to its process disturbs no other."""

import os
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.files import SourceFile
from ingest.jobs import MEGABYTE, Job, Limits
from ingest.pool import Pool
from tests.pool_jobs import misbehave

LIMITS = Limits(seconds=60, memory=150 * MEGABYTE)
BRIEF = replace(LIMITS, seconds=3)


def done(names: Iterable[str], limits: Limits = LIMITS, size: int = 1) -> dict[str, str]:
    """Have one job for each name done; returns what came of it, by name."""
    with Pool(limits, size, misbehave) as pool:
        for name in names:
            pool.put(Job(SourceFile(name, name, Path(name)), limits=limits))
        outcomes = [pool.take(wait=True) for _ in range(pool.pending)]
        assert pool.pending == 0
    return {outcome.source.path: outcome.problem for outcome in outcomes if outcome is not None}


def test_one_process_reads_many_files() -> None:
    found = done(["a", "b", "c"])
    assert sorted(found) == ["a", "b", "c"]
    [process] = set(found.values())
    assert process != f"process {os.getpid()}"


def test_a_file_that_hangs_is_stopped_while_others_are_read() -> None:
    found = done(["hangs", "a", "b"], BRIEF, size=2)
    assert found["hangs"] == (
        "hangs: reading it takes more than 3 seconds, so it was stopped. "
        "Split it into smaller files, or save it in another format."
    )
    assert found["a"].startswith("process")
    assert found["b"].startswith("process")


def test_after_a_file_that_hangs_the_next_one_is_read() -> None:
    found = done(["hangs", "a"], BRIEF)
    assert "3 seconds" in found["hangs"]
    assert found["a"].startswith("process")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell what a process holds")
def test_a_file_that_eats_memory_is_stopped_and_the_next_one_is_read() -> None:
    found = done(["eats memory", "a"])
    assert "takes more than 150 MB of memory" in found["eats memory"]
    assert found["a"].startswith("process")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell what a process holds")
def test_two_files_that_together_take_too_much_are_read_one_after_the_other() -> None:
    found = done(["large", "large as well"], replace(LIMITS, memory=400 * MEGABYTE), size=2)
    (_, ended), (begun, _) = sorted([float(moment) for moment in times.split()] for times in found.values())
    assert begun > ended


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("fails", "ZeroDivisionError: no such page"),
        ("crashes", "its process ended with exit code -6"),
        ("wants too much", "MemoryError"),
    ],
)
def test_a_file_that_ends_its_process_is_named_with_the_cause_and_the_next_one_is_read(name: str, cause: str) -> None:
    found = done([name, "a"])
    assert found[name] == (
        f"{name}: reading it failed ({cause}). It is probably damaged: open it in its program, save it again, "
        "and ingest that."
    )
    assert found["a"].startswith("process")


def test_what_libraries_print_is_not_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert done(["prints"])["prints"].startswith("process")
    assert capfd.readouterr() == ("", "")


def test_a_pool_that_is_closed_leaves_no_process_behind() -> None:
    with Pool(LIMITS, 1, misbehave) as pool:
        pool.put(Job(SourceFile("a", "a", Path("a"))))
        first = pool.take(wait=True)
        assert first is not None
        pid = int(first.problem.split()[1])
        pool.put(Job(SourceFile("hangs", "hangs", Path("hangs"))))
        os.kill(pid, 0)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        time.sleep(0.05)
    raise AssertionError("the process is still there")


def test_a_pool_without_jobs_starts_no_process() -> None:
    with Pool(LIMITS) as pool:
        assert pool.take(wait=False) is None
        assert pool.pending == 0
