"""A public collection in BEIR's form (corpus, queries, qrels), whole or in part, and as documents of a library.

Form: https://github.com/beir-cellar/beir/wiki/Load-your-custom-dataset
"""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.vocabulary import Document, Passage, Section
from eval.benchmark.part import spread

_FEW = 5
"""Where only some questions are asked: documents for each, so that the part stays small."""
_TOGETHER = 250
"""Texts in one document of the library: what an interrupted run has embedded of the others stays."""

Edition = tuple[Document, list[Section], list[Passage]]
Qrels = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Collection:
    """A collection, or a part of it.

    Attributes:
        name: Name of its folder.
        texts: Title and text by document id.
        queries: Questions by id, by the name of their file.
        qrels: Relevant documents and their grades, by question id.
    """

    name: str
    texts: Mapping[str, tuple[str, str]]
    queries: Mapping[str, Mapping[str, str]]
    qrels: Qrels

    @property
    def digest(self) -> str:
        """A short hash of the texts: equal digests are the same library."""
        return sha256(repr(sorted(self.texts.items())).encode("utf-8", "replace")).hexdigest()[:8]

    def judged(self, file: str) -> dict[str, str]:
        """Return the questions of a file for which relevant documents are known."""
        return {query: text for query, text in self.queries[file].items() if query in self.qrels}


def load(folder: Path) -> Collection:
    """Read a collection.

    Raises:
        SettingsError: A file is missing or has another form.
    """
    try:
        corpus = {row["_id"]: (row.get("title") or "", row["text"]) for row in _lines(folder / "corpus.jsonl")}
        files = sorted(folder.glob("queries*.jsonl"))
        queries = {file.stem: {row["_id"]: row["text"] for row in _lines(file)} for file in files}
        qrels: dict[str, dict[str, int]] = {}
        with (folder / "qrels" / "test.tsv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                qrels.setdefault(row["query-id"], {})[row["corpus-id"]] = int(row["score"])
        if not (corpus and queries and qrels):
            raise ValueError("no documents, no questions or no judgements")
    except (OSError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise SettingsError(
            f"{folder} holds no collection in BEIR's form ({type(error).__name__}: {error}). Give --beir a folder with "
            "corpus.jsonl, queries.jsonl (or queries_….jsonl) and qrels/test.tsv."
        ) from error
    return Collection(folder.resolve().name, corpus, queries, qrels)


def _lines(file: Path) -> Iterator[Any]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def some(collection: Collection, limit: int) -> Collection:
    """Keep at most `limit` judged questions of each file, their relevant documents, and some others; 0 keeps all.

    Fewer documents make the task easier: such figures compare rankings with each other, not with published ones.
    """
    if not limit:
        return collection
    queries = {}
    for name, texts in collection.queries.items():
        queries[name] = {query: texts[query] for query in spread(list(collection.judged(name)), limit)}
    relevant = {
        document
        for texts in queries.values()
        for query in texts
        for document, grade in collection.qrels[query].items()
        if grade > 0
    }
    others = spread([document for document in collection.texts if document not in relevant], _FEW * limit)
    kept = relevant | set(others)
    few = {document: words for document, words in collection.texts.items() if document in kept}
    return Collection(collection.name, few, queries, collection.qrels)


def editions(collection: Collection) -> Iterator[Edition]:
    """Make documents of a collection, with a section of one passage for each of its texts."""
    items = list(collection.texts.items())
    for first in range(0, len(items), _TOGETHER):
        name = f"{collection.name}-{first:06}"
        document = Document(name, f"{name}.jsonl", name, fingerprint=collection.digest)
        sections, passages = [], []
        for place, (key, (title, text)) in enumerate(items[first : first + _TOGETHER]):
            # A section's text is on one line, as everywhere.
            words = " ".join(text.split()) or title or key
            sections.append(Section(key, document.id, (title,) if title else (), place, words))
            passages.append(Passage(key, document.id, key, place, "paragraph", words, 0, len(words)))
        yield document, sections, passages
