"""The conversation as HTML: questions as plain text, answers as Markdown whose [n] become buttons."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from assistant.page_text import Labels
from assistant.page_understood import understood_line
from assistant.vocabulary import Answer, Turn

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

MARKERS = re.compile(r"([^\s\[\]]{0,24})( ?)((?:\[\d{1,3}\]){1,4})")
"""Markers that follow each other, with the end of the word that they belong to."""
COMMAND = re.compile(r"`([^`]+)`")
MARKER = re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True)
class Exchange:
    """A question and what came of it; without answer and apology it is still being answered.

    Attributes:
        question: What the person wrote.
        answer: What the assistant said.
        apology: One sentence in place of an answer that failed.
        verdict: What the reader thought of the answer: "up", "down" or "" while nothing was said.
    """

    question: str
    answer: Answer | None = None
    apology: str = ""
    verdict: str = ""


def history(exchanges: Sequence[Exchange]) -> list[Turn]:
    """Return the turns that a next question may refer to: those that got an answer."""
    return [
        turn
        for exchange in exchanges
        if exchange.answer
        for turn in (Turn("user", exchange.question), Turn("assistant", exchange.answer.text))
    ]


Below = Callable[[int, Exchange], str]
"""Returns what stands below an answer, as HTML, for the number of its turn and its exchange."""


def conversation(exchanges: Sequence[Exchange], labels: Labels, below: Below = lambda turn, exchange: "") -> str:
    """Return the messages of a conversation as HTML, ``""`` if there are none."""
    messages, topic = [], ""
    for turn, exchange in enumerate(exchanges, start=1):
        messages.append(_exchange(turn, exchange, topic, labels, below))
        if exchange.answer and not exchange.answer.question.carried:
            topic = exchange.question
    return "".join(messages)


def _exchange(turn: int, exchange: Exchange, topic: str, labels: Labels, below: Below) -> str:
    after = below(turn, exchange) if exchange.answer else ""
    line = understood_line(exchange.answer, labels, topic) if exchange.answer else ""
    if exchange.answer:
        tongue = exchange.answer.language
        body, kind = answer_html(turn, exchange.answer, labels), "answer" if exchange.answer.answered else "declined"
    elif exchange.apology:
        tongue, body, kind = "en", f"<p>{_with_commands(exchange.apology)}</p>", "apology"
    else:
        tongue, body, kind = labels.language, '<p class="dots" aria-hidden="true"><i></i><i></i><i></i></p>', "pending"
    return (
        f'<div class="message question" data-turn="{turn}"><h2 class="unseen">{escape(labels("you"))}</h2>'
        f'<div class="words">{escape(exchange.question)}</div></div>'
        f'<div class="message {kind}" data-turn="{turn}"><h2 class="unseen">{escape(labels("assistant"))}</h2>'
        f'<div class="words" lang="{escape(tongue)}">{body}</div>{line}{after}</div>'
    )


def _with_commands(sentence: str) -> str:
    """Return a sentence as HTML, with the commands that it names in backticks set apart."""
    return COMMAND.sub(r"<code>\1</code>", escape(sentence))


def answer_html(turn: int, answer: Answer, labels: Labels) -> str:
    """Return an answer's Markdown as HTML; a [n] that has a card becomes a button that brings it up.

    HTML, links and images in the Markdown stay the characters they are: a quoted document must not be able to
    run a script, nor to send the reader or a request elsewhere.

    Args:
        turn: Number of the turn, counted from 1.
        answer: The answer.
        labels: The page's words.
    """
    known = {citation.number for citation in answer.citations + answer.related}

    def button(match: re.Match[str]) -> str:
        number = int(match[1])
        if number not in known:
            return match[0]
        label = escape(labels("show_source", number=number))
        return (
            f'<button type="button" class="cite" data-turn="{turn}" data-number="{number}" '
            f'aria-label="{label}" title="{label}">{number}</button>'
        )

    def tied(match: re.Match[str]) -> str:
        word, space, markers = match.groups()
        # A number must not begin a line of its own, away from what it belongs to.
        return f'<span class="tied">{word}{"&nbsp;" if space else ""}{MARKER.sub(button, markers)}</span>'

    parser = _parser()
    tokens = parser.parse(answer.text)
    for block in tokens:
        for token in block.children or ():
            if token.type == "text":
                token.type, token.content = "html_inline", MARKERS.sub(tied, escape(token.content))
    return str(parser.renderer.render(tokens, parser.options, {}))


def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    # "reference" would swallow a line that begins with "[1]: "; "code" would make a box of an indented quote.
    harmful = ["html_block", "html_inline", "image", "link", "autolink", "reference", "code", "entity"]
    return MarkdownIt("commonmark", {"html": False}).disable(harmful).enable("table")
