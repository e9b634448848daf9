"""What a pool's processes are made to do by the tests: files whose name says how reading them ends."""

import os
import time

from ingest.jobs import Job, Outcome


def misbehave(job: Job) -> Outcome:
    """Hang, eat memory, crash, fail or print, as the file's name says; report the process otherwise."""
    match job.source.path:
        case "hangs":
            while True:
                time.sleep(0.01)
        case "eats memory":
            held = []
            while True:
                held.append(bytearray(b"x" * 10_000_000))
        case "large" | "large as well":
            begun = time.time()
            large = b"x" * 200_000_000
            time.sleep(1.5)
            return Outcome(job.source, problem=f"{begun} {time.time()}" if large else "")
        case "wants too much":
            bytearray(10**11)
        case "crashes":
            os.abort()
        case "fails":
            raise ZeroDivisionError("no such page")
        case "prints":
            os.write(1, b"noise")
            os.write(2, b"noise")
    return Outcome(job.source, problem=f"process {os.getpid()}")
