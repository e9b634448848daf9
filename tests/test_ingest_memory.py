"""Memory that was freed is given back to the system."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from ingest.memory import give_back, keep_little


def resident() -> int:
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell what a process holds")
def test_gaps_between_what_is_in_use_are_given_back() -> None:
    held = [bytearray(50_000) for _ in range(2000)]
    kept = held[::10]
    full = resident()
    del held
    if not give_back():
        pytest.skip("the C library has no way to give memory back, or nothing was left to give")
    assert resident() < full - 40_000_000
    assert len(kept) == 200


def held_after_large_pieces(*, little: bool) -> int:
    """Return the bytes that a process still holds after large pieces were freed between small ones."""
    if little:
        keep_little()
    bytearray(30_000_000)
    filling = b"x" * 4_000_000
    before = resident()
    pieces, small = [], []
    for _ in range(20):
        pieces.append(bytearray(filling))
        small.append(bytearray(5_000))
    del pieces
    return resident() - before - len(small) * 5_000


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not tell what a process holds")
def test_a_process_that_keeps_little_gives_large_pieces_back_at_once() -> None:
    with ProcessPoolExecutor(1, get_context("spawn"), max_tasks_per_child=1) as pool:
        kept, little = (pool.submit(held_after_large_pieces, little=little).result() for little in (False, True))
    if kept < 30_000_000:
        pytest.skip("the C library gives large pieces back by itself")
    assert little < 10_000_000
