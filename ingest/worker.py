"""The loop of a process that reads files for the pool: one job after the other, over a pipe."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from multiprocessing import parent_process
from multiprocessing.connection import Connection, wait
from pathlib import Path

from ingest.jobs import Job, Outcome
from ingest.memory import keep_little

HEADROOM = 2
"""How many times the memory that a file may take a single request for memory may reach before it is refused."""


def serve(connection: "Connection[Outcome, Job]", log: Path, memory: int, work: Callable[[Job], Outcome]) -> None:
    """Do jobs until the pipe is closed.

    Args:
        connection: Jobs come in, outcomes go out.
        log: Takes whatever libraries print, and the cause if this process ends by an error.
        memory: Bytes of memory that a file may take; the pool sees to it, this process only refuses to take far more
            at a single stroke.
        work: Does a job.
    """
    _print_to(log)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _refuse_beyond(HEADROOM * memory)
    keep_little()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            job = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(work(job))


def _print_to(log: Path) -> None:
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (1, 2):
        os.dup2(descriptor, stream)
    os.close(descriptor)


def _refuse_beyond(size: int) -> None:
    if sys.platform != "win32":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        if hard == resource.RLIM_INFINITY or hard > size:
            resource.setrlimit(resource.RLIMIT_DATA, (size, hard))


def _end_with_parent() -> None:
    # The pipe tells only a process that listens to it, not one that hangs in a file.
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
