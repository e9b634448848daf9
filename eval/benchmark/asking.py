"""Part "ask": how long a question takes, stage by stage, beside what its embedding alone takes."""

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.embedding import View, embed_query, make_embedder, views
from assistant.errors import QuestionError
from assistant.library import Library
from eval.benchmark.clock import REST, STAGES, Clock, TimedAssistant
from eval.benchmark.part import MILLISECONDS, Part, Progress, median, p95
from eval.questions import EvalQuestion

if TYPE_CHECKING:
    from collections.abc import Mapping

    from langchain_core.embeddings import Embeddings

    from assistant.settings import Settings
    from assistant.vocabulary import Question

TOTAL, BARE = "the whole question", "its bare embedding"


def measure(
    settings: "Settings",
    questions: Sequence[EvalQuestion],
    progress: Progress,
    embedders: "Mapping[str, Embeddings] | None" = None,
) -> Part:
    """Ask questions of the library, models loaded, one at a time.

    Args:
        settings: Where the library is.
        questions: What is asked; those that cannot be asked are left out.
        progress: Told how far it is.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Raises:
        LepError: The library cannot be opened, or a model cannot be loaded.
    """
    wanted = views(settings)
    models = embedders or {view.spec: make_embedder(view.spec) for view in wanted}
    clock = Clock()
    taken: dict[str, list[float]] = {stage: [] for stage in (*STAGES, TOTAL, BARE)}
    with Library.open(settings, embedders=models) as library:
        assistant = TimedAssistant(library, settings, clock)
        for language in ("en", "de"):
            library.embed_questions(["Are all models loaded?"], language)
        assistant.ask("Is everything loaded?")
        clock.take()
        for done, question in enumerate(questions):
            progress("Asking", done, len(questions))
            try:
                with clock.stage(REST):
                    answer = assistant.ask(question.question, question.history)
            except QuestionError:
                clock.take()
                continue
            seconds = clock.take()
            for stage in STAGES:
                taken[stage].append(seconds.get(stage, 0.0))
            taken[TOTAL].append(sum(seconds.values()))
            taken[BARE].append(_embedding(answer.question, wanted, models))
    return Part(
        "ask",
        f"Time of a question, over {len(taken[TOTAL])} questions",
        ("stage", "median, ms", "95th percentile, ms"),
        tuple(
            (stage, median(values) * MILLISECONDS, p95(values) * MILLISECONDS)
            for stage, values in taken.items()
            if values
        ),
        (
            f"The whole takes {median(taken[TOTAL]) / median(taken[BARE]):.1f} times its bare embedding "
            "(medians), by the models of all views that serve the question's language.",
        )
        if taken[TOTAL]
        else (),
    )


def _embedding(question: "Question", wanted: Sequence[View], models: "Mapping[str, Embeddings]") -> float:
    started = time.perf_counter()
    for view in wanted:
        if view.serves(question.language):
            embed_query(models[view.spec], question.search_text)
    return time.perf_counter() - started
