"""Part "beir": retrieval alone, on a public collection in BEIR's form (corpus, queries, qrels); nothing is tuned on it.

Form: https://github.com/beir-cellar/beir/wiki/Load-your-custom-dataset
"""

import csv
import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.assistant import Assistant
from assistant.errors import QuestionError, SettingsError
from assistant.library import Library
from assistant.settings import Settings
from assistant.vocabulary import Document, Passage, Section
from eval.benchmark.part import Part, Progress, Value, spread

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

DEPTH = 10
_DOCUMENT = "corpus"
_FEW = 5
"""Where only some questions are asked: documents for each, so that the part stays small."""

Ranking = Sequence[str]
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


def measure(
    folder: Path,
    settings: Settings,
    limit: int,
    progress: Progress,
    embedders: "Mapping[str, Embeddings] | None" = None,
) -> Part:
    """Put a collection into a library of its own and rank its documents for its questions.

    Args:
        folder: Holds `corpus.jsonl`, `queries*.jsonl` and `qrels/test.tsv`.
        settings: Which embedders are used.
        limit: Questions of each file; 0: all, in the whole collection.
        progress: Told how far it is.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Raises:
        SettingsError: The folder holds no such collection.
        EmbedderError: A model cannot be loaded.
    """
    whole = load(folder)
    collection = some(whole, limit)
    rows: list[tuple[Value, ...]] = []
    with tempfile.TemporaryDirectory(prefix="lep-beir-", ignore_cleanup_errors=True) as data:
        own = settings.model_copy(update={"data_dir": Path(data), "database_url": "", "chroma_url": ""})
        with Library.open(own, writable=True, embedders=embedders) as library:
            library.publish(*_as_document(collection), lambda done, total: progress("Embedding", done, total))
            assistant = Assistant(library, own)
            for name, queries in collection.queries.items():
                judged = {query: text for query, text in queries.items() if query in collection.qrels}
                bare: dict[str, Ranking] = {}
                found: dict[str, Ranking] = {}
                for done, (query, text) in enumerate(judged.items()):
                    progress(name, done, len(judged))
                    bare[query], found[query] = _nearest(library, text), _found(assistant, text)
                qrels = {query: collection.qrels[query] for query in judged}
                rows.append((name, len(judged), ndcg(qrels, bare), ndcg(qrels, found)))
    return Part(
        "beir",
        f"Retrieval alone on {collection.name}: {len(collection.texts)} of its {len(whole.texts)} documents",
        ("questions", "number", "bare embedder, nDCG@10", "this search, nDCG@10"),
        tuple(rows),
    )


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
        judged = [query for query in texts if query in collection.qrels]
        queries[name] = {query: texts[query] for query in spread(judged, limit)}
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


def _as_document(collection: Collection) -> tuple[Document, list[Section], list[Passage]]:
    """Make one document of a collection: a section with one passage for each of its documents."""
    document = Document(_DOCUMENT, f"{collection.name}.jsonl", collection.name, fingerprint=collection.name)
    sections, passages = [], []
    for place, (name, (title, text)) in enumerate(collection.texts.items()):
        # A section's text is on one line, as everywhere.
        words = " ".join(text.split()) or title or name
        sections.append(Section(name, document.id, (title,) if title else (), place, words))
        passages.append(Passage(name, document.id, name, place, "paragraph", words, 0, len(words)))
    return document, sections, passages


def _nearest(library: Library, text: str) -> Ranking:
    vector = library.embed_question(text, "")["main"]
    return [name for name, _ in library.nearest("main", vector, DEPTH)]


def _found(assistant: Assistant, text: str) -> Ranking:
    try:
        return [hit.section.id for hit in assistant.search(text)[:DEPTH]]
    except QuestionError:
        return []


def ndcg(qrels: Qrels, rankings: Mapping[str, Ranking]) -> float | None:
    """Return the mean nDCG@10 (ir_measures) of rankings, best first; a question without ranking scores 0."""
    import ir_measures
    from ir_measures import nDCG

    judged = [ir_measures.Qrel(query, name, grade) for query, grades in qrels.items() for name, grade in grades.items()]
    run = [
        ir_measures.ScoredDoc(query, name, float(-rank))
        for query in qrels
        for rank, name in enumerate(rankings.get(query, ()))
    ]
    if not qrels:
        return None
    if not run:
        return 0.0
    return sum(metric.value for metric in ir_measures.iter_calc([nDCG @ DEPTH], judged, run)) / len(qrels)
