"""A page that is served, and a browser at it, for tests."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest

from assistant.notebook import Notebook
from assistant.page import Answers, build_page
from assistant.page_library import Shelf
from assistant.page_server import open_port, serve, web_application
from assistant.page_text import Opening, all_labels

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@contextmanager
def served(assistant: Answers, shelf: Shelf, opening: Opening, notebook: Notebook | None = None) -> Iterator[str]:
    """Serve a page in this process; yields its address."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADIO_ANALYTICS_ENABLED", "False")
        listener = open_port("127.0.0.1", 0)
        words = all_labels(opening.facets)
        page = build_page(assistant, shelf, opening, words, "python -m ingest report.pdf", notebook)
        application = web_application(page, opening.title, shelf, words)
        started = threading.Event()
        stops: list[Callable[[], None]] = []
        serving = threading.Thread(target=serve, args=(application, listener, started.set, stops.append), daemon=True)
        serving.start()
        assert started.wait(60)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        stops[0]()
        serving.join(20)


class Visitor:
    """A browser of its own at the page, which remembers whatever it asks for and complains about."""

    def __init__(self, chromium: "Browser", address: str, locale: str = "en-GB", width: int = 1280) -> None:
        self.context = chromium.new_context(locale=locale, viewport={"width": width, "height": 800})
        self.page = self.context.new_page()
        self.requests: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        self.page.goto(address)
        self.page.wait_for_selector("#head h1")

    def type(self, question: str) -> None:
        self.page.fill("#box textarea", question)
        self.page.press("#box textarea", "Enter")

    def ask(self, question: str, turn: int = 1) -> str:
        """Ask a question as turn number `turn` and return the text of what came of it."""
        self.type(question)
        return self.reply(turn)

    def reply(self, turn: int = 1) -> str:
        selector = f".message[data-turn='{turn}']:is(.answer, .declined, .apology) .words"
        self.page.wait_for_selector(selector)
        return str(self.page.inner_text(selector))
