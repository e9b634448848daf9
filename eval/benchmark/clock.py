"""A stopwatch for stages that lie within each other, and a library that says which stage it is working for."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from assistant.assistant import Assistant
from assistant.vocabulary import Question, Turn

if TYPE_CHECKING:
    from assistant.library import Library
    from assistant.settings import Settings

UNDERSTAND, EMBED, LOOK_UP, REST = "understanding", "embedding", "looking up", "ranking and composing"
STAGES = (UNDERSTAND, EMBED, LOOK_UP, REST)


class Clock:
    """Counts the seconds of each stage; while an inner stage runs, the outer one stands still."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count the time of the block for a stage."""
        self._count()
        self._running.append(name)
        try:
            yield
        finally:
            self._count()
            self._running.pop()

    def _count(self) -> None:
        now = time.perf_counter()
        if self._running:
            stage = self._running[-1]
            self._seconds[stage] = self._seconds.get(stage, 0.0) + now - self._since
        self._since = now

    def take(self) -> dict[str, float]:
        """Return the seconds of each stage since the last call."""
        seconds, self._seconds = self._seconds, {}
        return seconds


class TimedLibrary:
    """A library whose calls are counted: embedding by itself, everything else as looking up."""

    def __init__(self, library: "Library", clock: Clock) -> None:
        self._library = library
        self._clock = clock

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (it stands in for every method of the library)
        found = getattr(self._library, name)
        return self._counted(found, EMBED if name == "embed_questions" else LOOK_UP) if callable(found) else found

    def _counted(self, method: Callable[..., object], stage: str) -> Callable[..., object]:
        def call(*arguments: object, **named: object) -> object:
            with self._clock.stage(stage):
                return method(*arguments, **named)

        return call


class TimedAssistant(Assistant):
    """An assistant whose understanding is counted as a stage."""

    def __init__(self, library: "Library", settings: "Settings", clock: Clock) -> None:
        super().__init__(TimedLibrary(library, clock), settings)  # type: ignore[arg-type]
        self._clock = clock

    def understand(self, text: str, history: Sequence[Turn] = ()) -> Question:
        """Understand a question in its conversation.

        Raises:
            QuestionError: It is empty or too long.
        """
        with self._clock.stage(UNDERSTAND):
            return super().understand(text, history)
