"""Part "langchain": this library beside a plain LangChain pipeline over the same documents, in the same run.

The plain one is what a tutorial builds: characters cut by `RecursiveCharacterTextSplitter`, Chroma, one embedder.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.embedding import make_embedder, views
from assistant.errors import QuestionError, SettingsError
from assistant.library import Library
from assistant.recipe import passage_text
from assistant.settings import Settings
from eval.answerer import library_documents
from eval.benchmark.part import MILLISECONDS, Part, Progress, Value, median, p95
from eval.normalise import normalise, plain, shown
from eval.questions import EvalQuestion

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

CHUNK, OVERLAP, CHUNKS = 1000, 200, 4
"""Characters of a chunk, characters that neighbours share, and chunks that are retrieved."""

PASSAGES = 4
Retrieve = Callable[[EvalQuestion], str]


def measure(
    settings: Settings,
    questions: Sequence[EvalQuestion],
    progress: Progress,
    embedders: "Mapping[str, Embeddings] | None" = None,
) -> Part:
    """Retrieve for questions in both ways and look for their required facts in the text that is found.

    Args:
        settings: Where the library is.
        questions: What is asked; only those with required facts count.
        progress: Told how far it is.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Raises:
        LepError: The library cannot be opened, or a model or package is missing.
    """
    asked = [question for question in questions if question.nuggets]
    models = dict(embedders or {view.spec: make_embedder(view.spec) for view in views(settings)})
    with Library.open(settings, embedders=models) as library:
        assistant = Assistant(library, settings)
        assistant.ask("Is everything loaded?")
        progress("Cutting and embedding", 0, 1)
        search, chunks, seconds = _plain_pipeline(library_documents(library), models[settings.embedder])

        def passages(question: EvalQuestion) -> list[str]:
            hits = assistant.search(question.question, question.history)
            return [passage_text(hit.section, hit.passage) for hit in hits]

        def as_much(question: EvalQuestion) -> str:
            return _at_most(passages(question), CHUNK * CHUNKS)

        ways: dict[str, Retrieve] = {
            f"plain LangChain, {CHUNKS} chunks": lambda question: "\n\n".join(search(question.question)),
            f"this library, {PASSAGES} passages": lambda question: "\n\n".join(passages(question)[:PASSAGES]),
            f"this library, passages of {CHUNK * CHUNKS} characters": as_much,
            "this assistant, its answer": lambda question: assistant.ask(question.question, question.history).text,
        }
        rows = tuple(_row(name, retrieve, asked, progress) for name, retrieve in ways.items())
    headings = ("way", "all facts, %", "words, median", "median, ms", "95th percentile, ms")
    return Part(
        "langchain",
        f"Required facts in the retrieved text, over {len(asked)} questions",
        headings,
        rows,
        (
            f"Plain: chunks of {CHUNK} characters that share {OVERLAP}, Chroma, the same embedder; "
            f"{chunks} chunks embedded in {seconds:.1f} s.",
        ),
    )


def _row(name: str, retrieve: Retrieve, asked: Sequence[EvalQuestion], progress: Progress) -> tuple[Value, ...]:
    seconds: list[float] = []
    words: list[float] = []
    right = 0
    for done, question in enumerate(asked):
        progress(name, done, len(asked))
        started = time.perf_counter()
        try:
            text = retrieve(question)
        except QuestionError:
            text = ""
        seconds.append(time.perf_counter() - started)
        words.append(len(plain(text).split()))
        right += holds(text, question)
    if not asked:
        return name, None, None, None, None
    return (
        name, 100 * right / len(asked), round(median(words)),
        median(seconds) * MILLISECONDS, p95(seconds) * MILLISECONDS,
    )  # fmt: skip


def holds(text: str, question: EvalQuestion) -> bool:
    """Tell whether a text shows every required fact of a question."""
    normalised = normalise(text)
    return all(any(shown(string, normalised) for string in nugget.any_of) for nugget in question.nuggets)


def _at_most(texts: Sequence[str], characters: int) -> str:
    """Join the first texts that together have at most so many characters."""
    taken: list[str] = []
    for text in texts:
        characters -= len(text)
        if characters < 0:
            break
        taken.append(text)
    return "\n\n".join(taken)


def _plain_pipeline(
    documents: Mapping[str, str], embedder: "Embeddings"
) -> tuple[Callable[[str], list[str]], int, float]:
    """Build the plain pipeline in memory; returns its search, its number of chunks and the seconds to embed them."""
    try:
        from langchain_chroma import Chroma
        from langchain_text_splitters import RecursiveCharacterTextSplitter
    except ImportError as error:
        raise SettingsError(
            f"The plain LangChain pipeline needs a package that is not installed ({error.name}). Run "
            "`pip install langchain-chroma langchain-text-splitters`, or leave out the part 'langchain'."
        ) from error
    import chromadb

    splitter = RecursiveCharacterTextSplitter(chunk_size=CHUNK, chunk_overlap=OVERLAP)
    chunks = splitter.create_documents(list(documents.values()))
    started = time.perf_counter()
    store = Chroma(
        "plain",
        embedding_function=embedder,
        client=chromadb.EphemeralClient(chromadb.Settings(anonymized_telemetry=False)),
        collection_metadata={"hnsw:space": "cosine"},
    )
    store.reset_collection()
    store.add_documents(chunks)
    seconds = time.perf_counter() - started

    def search(question: str) -> list[str]:
        return [found.page_content for found in store.similarity_search(question, k=CHUNKS)]

    return search, len(chunks), seconds
