"""Part "start": how long a user waits at the beginning, and how much memory the programs take."""

import json
import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO
from urllib.request import urlopen

from assistant.errors import LibraryError
from assistant.settings import Settings
from eval.benchmark.children import ended, run, start
from eval.benchmark.part import Part, Progress, Value, median

HELP_RUNS = 3
_ADDRESS = re.compile(rb"http://\S+")
_PATIENCE = 120.0


def measure(settings: Settings, questions: Sequence[str], progress: Progress) -> Part:
    """Start the programs one after the other.

    Args:
        settings: Where the library is.
        questions: What may be asked first; the first that is answered is, since others would be kept in the library as
            questions without answer.
        progress: Told how far it is.

    Raises:
        LibraryError: A program failed.
    """
    data = ("--data", str(settings.data_dir))
    question = _answered(data, questions)
    progress("Starting", 0, 3)
    helps = [run(["-m", "assistant", "--help"]) for _ in range(HELP_RUNS)]
    progress("Starting", 1, 3)
    answer = run(["-m", "assistant", *data, question])
    progress("Starting", 2, 3)
    served, answered, peak = _page(settings.data_dir, question)
    rows: tuple[tuple[Value, ...], ...] = (
        ("python -m assistant --help", median([help.seconds for help in helps]), helps[0].peak),
        ("python -m assistant QUESTION, to its end", answer.seconds, answer.peak),
        ("python app.py, until the page is served", served, None),
        ("python app.py, until the first answer", answered, peak),
    )
    return Part("start", "Starting", ("command", "seconds", "peak memory, MB"), rows)


def _answered(data: Sequence[str], questions: Sequence[str]) -> str:
    """Return the first question that is answered, or else the first."""
    with tempfile.TemporaryDirectory(prefix="lep-bench-", ignore_cleanup_errors=True) as folder:
        asked, answers = Path(folder) / "questions.jsonl", Path(folder) / "answers.jsonl"
        lines = [json.dumps({"id": str(place), "question": text}) for place, text in enumerate(questions)]
        asked.write_text("\n".join(lines), encoding="utf-8")
        run(["-m", "assistant", *data, "--batch", str(asked), "--out", str(answers)])
        given = map(json.loads, answers.read_text(encoding="utf-8").splitlines())
        answered = [questions[int(answer["id"])] for answer in given if answer["answered"]]
    return next(iter(answered), questions[0])


def _page(data: Path, question: str) -> tuple[float, float, float | None]:
    """Return the seconds until the page is served and until its first answer, and its peak memory in MB."""
    with tempfile.TemporaryFile() as complaints:
        started = time.perf_counter()
        page = start(["app.py", "--data", str(data), "--port", "0"], stdout=subprocess.PIPE, stderr=complaints)
        peak = None
        try:
            address = _address(page, complaints)
            with urlopen(address, timeout=_PATIENCE) as response:
                response.read()
            served = time.perf_counter() - started
            from gradio_client import Client  # type: ignore[import-untyped]

            Client(address, verbose=False).predict(question, api_name="/ask")
            answered = time.perf_counter() - started
        finally:
            page.terminate()
            peak = ended(page)
            if page.stdout:
                page.stdout.close()
    return served, answered, peak


def _address(page: "subprocess.Popen[bytes]", complaints: IO[bytes]) -> str:
    """Read the address that the page prints when it is served."""
    for line in page.stdout or ():
        found = _ADDRESS.search(line)
        if found:
            return found[0].decode()
    complaints.seek(0)
    said = complaints.read().decode("utf-8", "replace").strip()[-500:]
    raise LibraryError(f"`python app.py` ended before it served the page: {said} Mend that, then measure again.")
