"""Run a command of the project as a user would, and measure how long it takes and how much memory."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from assistant.errors import LibraryError
from assistant.settings import PROJECT

MEGABYTE = 1024.0 * 1024.0


@dataclass(frozen=True)
class Ran:
    """A command that has ended well.

    Attributes:
        seconds: From its start to its end.
        peak: Its peak memory in MB; None where the system does not tell.
        output: What it printed.
    """

    seconds: float
    peak: float | None
    output: str


def run(arguments: Sequence[str], settings: dict[str, str] | None = None, *, expected: Collection[int] = (0,)) -> Ran:
    """Run Python with these arguments in the project's folder.

    Args:
        arguments: What follows `python`.
        settings: Further environment variables.
        expected: Exit codes with which it has not failed.

    Raises:
        LibraryError: The command failed; the message holds what it said.
    """
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        process = start(arguments, settings, stdout=printed, stderr=complaints)
        peak = ended(process)
        seconds = time.perf_counter() - started
        printed.seek(0)
        complaints.seek(0)
        output, complaint = printed.read().decode("utf-8", "replace"), complaints.read().decode("utf-8", "replace")
    if process.returncode not in expected:
        raise LibraryError(
            f"`python {' '.join(arguments)}` failed with exit code {process.returncode}: {complaint.strip()[-500:]} "
            "Mend that, then measure again."
        )
    return Ran(seconds, peak, output)


def start(
    arguments: Sequence[str], settings: dict[str, str] | None = None, **streams: object
) -> "subprocess.Popen[bytes]":
    """Start Python with these arguments in the project's folder; `streams` are those of `subprocess.Popen`."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", **(settings or {})}
    return subprocess.Popen([sys.executable, *arguments], cwd=PROJECT, env=environment, **streams)  # type: ignore[call-overload,no-any-return]


def ended(process: "subprocess.Popen[bytes]") -> float | None:
    """Wait for the end of a process and return its peak memory in MB, None where the system does not tell."""
    if sys.platform == "win32" or process.returncode is not None:
        process.wait()
        return None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    # Linux counts in KB, macOS in bytes.
    return usage.ru_maxrss / MEGABYTE * (1 if sys.platform == "darwin" else 1024)
