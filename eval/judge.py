"""A second opinion, where a chat model is set: it judges answers by the published rubrics of openevals."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.errors import SettingsError
from eval.answers import GivenAnswer
from eval.questions import EvalQuestion
from eval.run import Progress

FAITHFUL, RELEVANT = "faithfulness", "relevance"
PUBLISHED = {FAITHFUL: "RAG_GROUNDEDNESS_PROMPT", RELEVANT: "RAG_HELPFULNESS_PROMPT"}
"""What is judged, and the rubric of openevals that it is judged by."""

AT_ONCE = 4
"""Judgements asked for at the same time."""

_INSTALL = "Run `pip install -e '.[judge]' -c constraints.txt`"
_COMMENT_CHARS = 600

Rubric = Callable[..., Any]
Task = tuple[str, str, Mapping[str, str]]
"""A rubric's name, a question's id, and what the rubric asks about."""


@dataclass(frozen=True)
class Verdict:
    """What the judge says of one answer.

    Attributes:
        good: Whether the answer meets the rubric; None where the judge failed.
        comment: Its reasons, or what went wrong.
    """

    good: bool | None
    comment: str


@dataclass(frozen=True)
class Judgement:
    """What a judge said of a run, and what that cost.

    Attributes:
        model: The judge, as the setting names it.
        verdicts: By question id and rubric; only answers that were given are judged.
        calls: Number of judgements asked for.
        tokens_in: Tokens that the model read where it did not fail, None where its server does not tell.
        tokens_out: Tokens that it wrote, likewise.
        seconds: Time that all of them took.
    """

    model: str
    verdicts: Mapping[str, Mapping[str, Verdict]]
    calls: int
    tokens_in: int | None
    tokens_out: int | None
    seconds: float


class Judge:
    """A chat model with the rubrics."""

    def __init__(self, model: str) -> None:
        """Use a chat model; nothing is sent yet.

        Args:
            model: Written as LangChain's `init_chat_model` does, "provider:name"; its key and address come from the
                environment, as its LangChain package reads them.

        Raises:
            SettingsError: None is set, it cannot be made, or a package is missing.
        """
        if not model:
            raise SettingsError(
                "There is no judge, because no chat model is set. Set LEP_LLM to one as LangChain names it, such as "
                "openai:NAME, with OPENAI_API_KEY and, for a server of your own, OPENAI_BASE_URL; or leave out --judge."
            )
        self._model = model
        self._rubrics = _rubrics(model)

    def judge(self, questions: Sequence[EvalQuestion], answers: Sequence[GivenAnswer], progress: Progress) -> Judgement:
        """Judge the answers that were given; a judgement that fails is a verdict without opinion."""
        from langchain_core.callbacks import get_usage_metadata_callback
        from langchain_core.runnables import RunnableLambda

        by_id = {answer.id: answer for answer in answers if answer.answered}
        tasks = [task for q in questions if q.id in by_id for task in _tasks(q, by_id[q.id])]
        verdicts: dict[str, dict[str, Verdict]] = {}
        started = time.perf_counter()
        # LangChain hands over what a provider raises, which is of no common kind, in place of the outcome.
        asked: RunnableLambda[Task, Any] = RunnableLambda(self._ask)
        with get_usage_metadata_callback() as usage:
            outcomes = asked.batch_as_completed(tasks, {"max_concurrency": AT_ONCE}, return_exceptions=True)
            for done, (place, outcome) in enumerate(outcomes):
                progress(done, len(tasks))
                rubric, question_id, _ = tasks[place]
                verdicts.setdefault(question_id, {})[rubric] = _verdict(outcome)
        told = list(usage.usage_metadata.values())
        return Judgement(
            self._model,
            {q.id: {name: verdicts[q.id][name] for name in PUBLISHED} for q in questions if q.id in verdicts},
            len(tasks),
            sum(use["input_tokens"] for use in told) if told else None,
            sum(use["output_tokens"] for use in told) if told else None,
            time.perf_counter() - started,
        )

    def _ask(self, task: Task) -> Any:  # noqa: ANN401 (whatever a model makes of the form it was asked for)
        rubric, _, about = task
        return self._rubrics[rubric](**about)


def _rubrics(model: str) -> dict[str, Rubric]:
    try:
        from langchain.chat_models import init_chat_model
        from langchain_core.runnables import RunnableLambda
        from openevals import prompts
        from openevals.llm import create_llm_as_judge
    except ImportError as error:
        raise SettingsError(f"The judge needs a package that is not installed ({error.name}). {_INSTALL}.") from error
    # As above: a missing key raises what the provider's package has for it. The list keeps LangChain from asking the
    # model that is returned.
    making: RunnableLambda[str, list[Any]] = RunnableLambda(lambda name: [init_chat_model(name)])
    (made,) = making.batch([model], return_exceptions=True)
    if isinstance(made, Exception):
        raise SettingsError(
            f"The chat model {model!r} cannot be used as a judge ({_first_line(made)}). Correct LEP_LLM, and set what "
            f"its provider needs, such as OPENAI_API_KEY. {_INSTALL} for models of openai."
        ) from made
    return {
        name: create_llm_as_judge(prompt=getattr(prompts, published), judge=made[0], feedback_key=name)
        for name, published in PUBLISHED.items()
    }


def _tasks(question: EvalQuestion, answer: GivenAnswer) -> list[Task]:
    said = [f"{turn.role}: {turn.content}" for turn in question.history]
    asked = "\n".join([*said, f"user: {question.question}"]) if said else question.question
    quoted = [f"[{c.number}] {c.document}, {c.section}: {c.quote}" for c in answer.citations]
    context = "\n\n".join(quoted) or "(nothing is cited)"
    return [
        (FAITHFUL, question.id, {"outputs": answer.text, "context": context}),
        (RELEVANT, question.id, {"inputs": asked, "outputs": answer.text}),
    ]


def _verdict(outcome: object) -> Verdict:
    if isinstance(outcome, Exception):
        cause = f"{type(outcome).__name__}: {_first_line(outcome)}"
        # What openevals meets when the model's words are JSON of another form, or cut short.
        formless = isinstance(outcome, (KeyError, TypeError))
        return Verdict(None, f"The verdict is not in the form that was asked for ({cause})" if formless else cause)
    good = outcome.get("score") if isinstance(outcome, Mapping) else None
    comment = outcome.get("comment") if isinstance(outcome, Mapping) else None
    if not isinstance(good, bool):
        return Verdict(None, f"The verdict is neither true nor false: {good!r}"[:_COMMENT_CHARS])
    return Verdict(good, str(comment or "")[:_COMMENT_CHARS])


def _first_line(error: Exception) -> str:
    return (str(error).strip() or "no reason given").splitlines()[0][:_COMMENT_CHARS]
