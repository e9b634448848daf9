"""What readers think of answers: the thumbs below an answer, the form behind them, and what is kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

from assistant.conversation import Exchange, history
from assistant.notebook import Notebook
from assistant.page_text import Labels
from assistant.wire import to_json

LONGEST = 5000
"""Characters that are kept of each of a reader's texts."""

VERDICTS = ("up", "down")

# Drawn by us, as a font may have no thumbs; the second one is the first turned round.
_THUMB = (
    '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 10v11H3V10zm2 0 4.2-7.6c1.6.1 2.5 1.3 2.2 2.9L14.7 9H20'
    'c1.2 0 2 1 1.8 2.2l-1.4 8c-.2 1-1 1.8-2 1.8H9z"/></svg>'
)


@dataclass(frozen=True)
class Told:
    """What a reader says of an answer.

    Attributes:
        turn: Number of the turn, counted from 1.
        verdict: "up" or "down".
        comment: The reader's comment.
        expected: What the answer should have said.
    """

    turn: int
    verdict: str
    comment: str = ""
    expected: str = ""


def read_told(given: object) -> Told | None:
    """Read what the browser sends, None where it has another form."""
    if not isinstance(given, Mapping) or given.get("verdict") not in VERDICTS:
        return None
    turn, texts = given.get("turn"), [given.get(name, "") for name in ("comment", "expected")]
    if not isinstance(turn, int) or not all(isinstance(text, str) for text in texts):
        return None
    return Told(turn, str(given["verdict"]), *(text.strip()[:LONGEST] for text in texts))


def keep(told: Told, exchanges: Sequence[Exchange], notebook: Notebook) -> tuple[Exchange, ...] | None:
    """Keep what a reader says, with the answer and the conversation before it.

    Returns:
        The conversation with the verdict noted; None where it is about no answer of this conversation.

    Raises:
        LibraryError: It cannot be kept.
    """
    place = told.turn - 1
    if not 0 <= place < len(exchanges):
        return None
    exchange = exchanges[place]
    if exchange.answer is None:
        return None
    before = [{"role": turn.role, "content": turn.content} for turn in history(exchanges[:place])]
    answer = {**to_json(exchange.answer), "history": before}
    notebook.add_feedback(exchange.question, answer, told.verdict, told.comment, told.expected)
    return (*exchanges[:place], replace(exchange, verdict=told.verdict), *exchanges[place + 1 :])


def thumbs(turn: int, verdict: str, labels: Labels) -> str:
    """Return the thumbs below an answer and their form, which the page's script shows after a click, as HTML.

    Args:
        turn: Number of the turn, counted from 1.
        verdict: The thumb that was pressed, "" for none.
        labels: The page's words.
    """
    buttons = "".join(
        f'<button type="button" class="thumb {name}" data-verdict="{name}" '
        f'aria-pressed="{"true" if name == verdict else "false"}" '
        f'aria-label="{escape(labels(name))}" title="{escape(labels(name))}">{_THUMB}</button>'
        for name in VERDICTS
    )
    fields = "".join(
        f'<label>{escape(labels(name))}<textarea name="{name}" rows="2" maxlength="{LONGEST}"></textarea></label>'
        for name in ("comment", "expected")
    )
    return (
        f'<div class="feedback" data-turn="{turn}"><div class="thumbs">{buttons}</div>'
        f'<form class="tell" hidden><p>{escape(labels("tell"))}</p>{fields}'
        f'<button type="submit">{escape(labels("send"))}</button>'
        f'<button type="button" class="close">{escape(labels("close"))}</button></form></div>'
    )
