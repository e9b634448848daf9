"""Memory that was freed is given back to the system."""

import os
from pathlib import Path

import pytest

from ingest.memory import give_back


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
