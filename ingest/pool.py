"""A pool of processes that read files, so that none can hang, crash or fill the memory of the ingestion itself.

`concurrent.futures` cannot stop one job and go on with the others, which is all that matters here.
"""

import os
import sys
import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import Empty, SimpleQueue
from types import TracebackType

from assistant.errors import LibraryError
from ingest.jobs import MEGABYTE, Job, Limits, Outcome, broken_off, too_large, too_slow, work
from ingest.worker import serve

LOOK_SECONDS = 0.05
"""How often time and memory of the processes are looked at."""
TIRED_SHARE = 0.5
"""Share of the memory limit beyond which a process is replaced after its file: parsers do not give everything back."""
TOGETHER = 1400 * MEGABYTE
"""Bytes of memory that this process and all that read for it should not exceed."""
PROCESSES = max(2, min(4, (os.cpu_count() or 1) // 2))
"""Embedding takes most of the processors; reading need only keep ahead of it, even while one file hangs."""


@dataclass
class _Worker:
    process: BaseProcess
    connection: "Connection[Job, Outcome]"
    log: Path
    job: Job | None = None
    since: float = field(default=0.0)

    def excess(self, job: Job, limits: Limits) -> str:
        """Return what to say of the limit that the file has exceeded, "" if it has exceeded none."""
        if time.monotonic() - self.since > limits.seconds:
            return too_slow(job)
        return too_large(job) if self.memory() > limits.memory else ""

    def memory(self) -> int:
        """Return the bytes of memory that the process holds."""
        return _resident(self.process.pid)

    def last_words(self) -> str:
        """Return the cause that the process left when it ended by itself."""
        self.process.join(1)
        code = self.process.exitcode
        lines = [line.strip() for line in self.log.read_text("utf-8", "replace").splitlines() if line.strip()]
        return lines[-1] if lines and code == 1 else f"its process ended with exit code {code}"


class Pool:
    """Does jobs in other processes, which start with the first job; use it as a context manager.

    Give and take jobs from one thread. A thread of its own watches the processes, also while the caller is busy. All
    processes together hold no more memory than one file may take, and less where this one has grown: where they
    would, all but the largest file are put off, and it is read alone.
    """

    def __init__(self, limits: Limits, size: int = PROCESSES, work: Callable[[Job], Outcome] = work) -> None:
        """Have no process running yet.

        Args:
            limits: What each file may take.
            size: Most processes at the same time.
            work: Does a job; a function of a module, as other processes have to find it.
        """
        self._limits = limits
        self._size = size
        self._work = work
        self._context = get_context("spawn")
        self._waiting: deque[Job] = deque()
        self._done: SimpleQueue[Outcome] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._bell, self._ear = self._context.Pipe()
        self._alone: _Worker | None = None
        self._closing = False
        self._watcher = threading.Thread(target=self._watch, name="watch the readers of files", daemon=True)
        self._started = 0
        self._pending = 0

    def __enter__(self) -> "Pool":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def pending(self) -> int:
        """Number of jobs that were put and not taken."""
        return self._pending

    def put(self, job: Job) -> None:
        """Have a job done.

        Raises:
            LibraryError: There is no room for temporary files.
        """
        if self._folder is None:
            try:
                self._folder = tempfile.TemporaryDirectory(prefix="lep-readers-", ignore_cleanup_errors=True)
            except OSError as error:
                raise LibraryError(
                    f"No temporary folder can be made ({error.strerror}). Make room on its disk, or name another with "
                    "TMPDIR."
                ) from error
            self._watcher.start()
        self._pending += 1
        self._waiting.append(job)
        self._bell.send(None)

    def take(self, *, wait: bool) -> Outcome | None:
        """Return the outcome of one of the jobs, whichever is done first; None if none is and `wait` is False."""
        try:
            outcome = self._done.get(wait)
        except Empty:
            return None
        self._pending -= 1
        return outcome

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        if self._folder is not None:
            self._closing = True
            self._bell.send(None)
            self._watcher.join()
            self._folder.cleanup()
        self._bell.close()
        self._ear.close()

    def _watch(self) -> None:
        while not self._closing:
            self._assign()
            busy = [(worker, worker.job) for worker in self._workers if worker.job is not None]
            ready = wait([self._ear, *(worker.connection for worker, _ in busy)], LOOK_SECONDS if busy else None)
            if self._ear in ready:
                self._ear.recv()
            for worker, job in busy:
                if worker.connection in ready:
                    self._receive(worker, job)
                elif excess := worker.excess(job, self._limits):
                    self._end(worker)
                    self._done.put(Outcome(job.source, problem=excess))
            self._make_room()
        for worker in list(self._workers):
            self._end(worker)

    def _make_room(self) -> None:
        """Put off all files but the largest, where the processes together hold too much memory."""
        if self._alone is not None and self._alone.job is None:
            self._alone = None
        room = min(self._limits.memory, TOGETHER - _resident(os.getpid()))
        if len(self._workers) < 2 or sum(worker.memory() for worker in self._workers) <= room:
            return
        self._alone = max(self._workers, key=_Worker.memory)
        for worker in [worker for worker in self._workers if worker is not self._alone]:
            if worker.job is not None:
                self._waiting.appendleft(worker.job)
            self._end(worker)

    def _assign(self) -> None:
        if self._alone is not None:
            return
        idle = [worker for worker in self._workers if worker.job is None]
        while self._waiting and (idle or len(self._workers) < self._size):
            job = self._waiting.popleft()
            try:
                worker = idle.pop() if idle else self._start()
            except (OSError, RuntimeError) as error:
                cause = f"no process can be started: {' '.join(str(error).split())[:100]}"
                self._done.put(Outcome(job.source, problem=broken_off(job, cause)))
                continue
            worker.job, worker.since = job, time.monotonic()
            try:
                worker.connection.send(job)
            except OSError:
                self._bury(worker, job)

    def _start(self) -> _Worker:
        assert self._folder is not None
        self._started += 1
        ours, theirs = self._context.Pipe()
        log = Path(self._folder.name) / f"{self._started}.log"
        log.touch()
        arguments = (theirs, log, self._limits.memory, self._work)
        process = self._context.Process(target=serve, args=arguments, name="reader of files", daemon=True)
        process.start()
        theirs.close()
        worker = _Worker(process, ours, log)
        self._workers.append(worker)
        return worker

    def _receive(self, worker: _Worker, job: Job) -> None:
        try:
            outcome = worker.connection.recv()
        except (EOFError, OSError):
            self._bury(worker, job)
            return
        worker.job = None
        self._done.put(outcome)
        if _resident(worker.process.pid) > TIRED_SHARE * self._limits.memory:
            self._end(worker)

    def _bury(self, worker: _Worker, job: Job) -> None:
        """Say that a process ended by itself, and why."""
        self._done.put(Outcome(job.source, problem=broken_off(job, worker.last_words())))
        self._end(worker)

    def _end(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.connection.close()
        self._workers.remove(worker)
        self._alone = None if worker is self._alone else self._alone


def _resident(pid: int | None) -> int:
    """Return the bytes of memory that a process holds; 0 where the system does not say (it is Linux that does)."""
    if pid is None or not sys.platform.startswith("linux"):
        return 0
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
