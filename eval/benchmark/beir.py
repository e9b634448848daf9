"""Part "beir": retrieval alone, on a public collection in BEIR's form; nothing is tuned on it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.embedding import identity, views
from assistant.errors import QuestionError
from assistant.language import language
from assistant.library import Library
from assistant.recipe import RECIPE
from assistant.settings import Settings
from assistant.understanding import subject
from eval.benchmark.collection import Collection, Qrels, editions, load, some
from eval.benchmark.part import Part, Progress, Value

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

DEPTH = 10

Ranking = Sequence[str]
Search = Callable[[str], Ranking]


def measure(
    folder: Path,
    settings: Settings,
    limit: int,
    progress: Progress,
    embedders: "Mapping[str, Embeddings] | None" = None,
) -> Part:
    """Put a collection into a library of its own and rank its documents for its questions.

    The library is kept beside the data folder: another run, or the next after an interrupted one, embeds only what
    it lacks.

    Args:
        folder: Holds `corpus.jsonl`, `queries*.jsonl` and `qrels/test.tsv`.
        settings: Where the library is and which embedders are used.
        limit: Questions of each file; 0: all, in the whole collection.
        progress: Told how far it is.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Raises:
        SettingsError: The folder holds no such collection.
        LibraryError: The library cannot be made.
        EmbedderError: A model cannot be loaded.
    """
    whole = load(folder)
    collection = some(whole, limit)
    rows: list[tuple[Value, ...]] = []
    own = settings_for(settings, collection)
    with Library.open(own, writable=True, embedders=embedders) as library:
        _fill(library, collection, progress)
        assistant = Assistant(library, own)
        ways: tuple[Search, ...] = (
            lambda text: _by_vectors(library, text),
            lambda text: _by_keywords(library, assistant, text),
            lambda text: _by_all(assistant, text),
        )
        for name in collection.queries:
            judged = collection.judged(name)
            qrels = {query: collection.qrels[query] for query in judged}
            found: list[dict[str, Ranking]] = [{} for _ in ways]
            for done, (query, text) in enumerate(judged.items()):
                progress(name, done, len(judged))
                for way, rankings in zip(ways, found, strict=True):
                    rankings[query] = way(text)
            rows.append((name, len(judged), *(ndcg(qrels, rankings) for rankings in found)))
    part = "" if len(collection.texts) == len(whole.texts) else f" of its {len(whole.texts)}"
    return Part(
        "beir",
        f"nDCG@{DEPTH} of retrieval alone on {collection.name}, {len(collection.texts)}{part} documents",
        ("questions", "number", "vectors", "keywords", "this search"),
        tuple(rows),
        ("Vectors: those of the main view. Fewer documents than the collection has make the task easier.",)
        if part
        else ("Vectors: those of the main view.",),
    )


def settings_for(settings: Settings, collection: Collection) -> Settings:
    """Return the settings of a collection's library: a folder beside the data folder, named by all that makes it."""
    made_by = [RECIPE, *((view.name, identity(view.spec)) for view in views(settings))]
    digest = sha256(f"{collection.digest}{made_by}".encode()).hexdigest()[:8]
    folder = settings.data_dir.absolute().with_name(f"{settings.data_dir.name}-{collection.name}-{digest}")
    return settings.model_copy(update={"data_dir": folder, "database_url": "", "chroma_url": ""})


def _fill(library: Library, collection: Collection, progress: Progress) -> None:
    everything = list(editions(collection))
    for number, (document, sections, passages) in enumerate(everything, 1):
        if library.document(document.id) is None:
            what = f"Embedding, part {number} of {len(everything)}"
            library.publish(document, sections, passages, partial(progress, what))


def _by_vectors(library: Library, text: str) -> Ranking:
    vector = library.embed_questions([text], "")[0]["main"]
    return [name for name, _ in library.nearest("main", vector, DEPTH)]


def _by_keywords(library: Library, assistant: Assistant, text: str) -> Ranking:
    try:
        question = assistant.understand(text)
    except QuestionError:
        return []
    return [name for name, _ in library.keyword_hits(subject(question.text, language(question.language)), DEPTH)]


def _by_all(assistant: Assistant, text: str) -> Ranking:
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
