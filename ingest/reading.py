"""Reading ahead: small texts are read on the spot, other files by the pool while documents are published."""

from collections.abc import Callable, Iterable, Iterator

from ingest.jobs import Job, Outcome, work_on_the_spot
from ingest.pool import PROCESSES, Pool

READ_AHEAD = PROCESSES + 2
"""Files that the pool may hold, read or unread, before one of them has to be taken over."""


def outcomes(jobs: Iterable[Job], pool: Pool, on_reading: Callable[[Job], None]) -> Iterator[Outcome | None]:
    """Yield what came of each job, whichever is done first, and None whenever the next one has to be waited for.

    Args:
        jobs: The files to read; asked for as they can be taken on.
        pool: Reads what takes longer than a moment.
        on_reading: Called with each job whose file is new or changed.
    """
    for job in jobs:
        outcome = work_on_the_spot(job)
        if outcome is None:
            on_reading(job)
            pool.put(job)
        else:
            if outcome.ready is not None or outcome.problem:
                on_reading(job)
            yield outcome
        yield from _done(pool, READ_AHEAD - 1)
    yield from _done(pool, 0)


def in_groups(found: Iterable[Outcome | None], passages: int) -> Iterator[list[Outcome]]:
    """Yield outcomes together until they hold so many passages, or until the next one has to be waited for."""
    group: list[Outcome] = []
    held = 0
    for outcome in found:
        if outcome is not None:
            group.append(outcome)
            held += len(outcome.ready.passages) if outcome.ready is not None else 0
        if group and (outcome is None or held >= passages):
            yield group
            group, held = [], 0
    if group:
        yield group


def _done(pool: Pool, pending: int) -> Iterator[Outcome | None]:
    """Yield what the pool has done, and wait until at most so many of its jobs are pending."""
    while pool.pending:
        outcome = pool.take(wait=False)
        if outcome is None:
            if pool.pending <= pending:
                return
            yield None
            outcome = pool.take(wait=True)
        yield outcome
