"""The chat page: what it is made of and what happens when a question is asked."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol

from assistant.cards import panel
from assistant.conversation import Exchange, conversation, history
from assistant.errors import LepError, LibraryError, QuestionError
from assistant.notebook import Notebook, note_gap
from assistant.page_feedback import keep, read_told, thumbs
from assistant.page_head import beginning, header
from assistant.page_library import Shelf, frame
from assistant.page_text import Labels, Opening, preferred_language
from assistant.vocabulary import Answer, Turn
from assistant.wire import to_json, turns

if TYPE_CHECKING:
    import gradio as gr

AT_ONCE = 8
"""Questions answered at the same time, so that one that waits for a model does not hold up the others."""


class Answers(Protocol):
    """What the page needs of the assistant."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """Answer a question.

        Raises:
            LepError: It cannot be answered; the text of the error is meant for the user.
        """

    def ready(self) -> bool:
        """Tell whether every model is loaded; `ask` waits for one that it needs."""


@dataclass(frozen=True)
class Session:
    """What one browser tab knows.

    Attributes:
        language: ISO 639-1 code of the page's words.
        exchanges: The conversation so far.
    """

    language: str = "en"
    exchanges: tuple[Exchange, ...] = ()


def build_page(
    assistant: Answers,
    shelf: Shelf,
    opening: Opening,
    words: Mapping[str, Labels],
    command: str,
    notebook: Notebook | None = None,
) -> "gr.Blocks":
    """Build the page; nothing is served yet.

    Args:
        assistant: Answers the questions.
        shelf: The library, for the number of its documents.
        opening: Title and starters.
        words: Labels of the languages that the page speaks, by ISO 639-1 code.
        command: What adds a report to the library.
        notebook: Keeps what readers think of answers, and questions without answer; without one, nobody is asked.
    """
    import gradio as gr
    from gradio.events import api

    starter_count = max((len(questions) for questions in opening.starters.values()), default=0)
    starter_ids = [f"starter-{place}" for place in range(1, starter_count + 1)]

    def screen(session: Session, status: str) -> tuple[Session, str, str, str]:
        """Return the session and what the page shows of it: messages, sources, status line."""
        labels = words[session.language]
        answers = [exchange.answer for exchange in session.exchanges]

        def below(turn: int, exchange: Exchange) -> str:
            return thumbs(turn, exchange.verdict, labels) if notebook else ""

        return session, conversation(session.exchanges, labels, below), panel(answers, labels), status

    def greet(request: gr.Request) -> list[Any]:
        labels = words[preferred_language(request.headers.get("accept-language", ""), words)]
        count = len(shelf.documents())
        starters = opening.starters_in(labels.language) if count else ()
        return [
            *screen(Session(labels.language), ""),
            header(opening.title, count, labels),
            frame(labels, command),
            beginning(count, bool(starters), labels, command),
            gr.update(placeholder=labels("placeholder"), label=labels("question")),
            gr.update(value=labels("ask")),
            gr.update(value=labels("new")),
            *(
                gr.update(value=starters[place] if place < len(starters) else "", visible=place < len(starters))
                for place in range(starter_count)
            ),
        ]

    def converse(event: gr.EventData, session: Session, text: str, *starters: str) -> Iterator[tuple[Any, ...]]:
        # A session has copies of the components, so a button is known by its id.
        trigger = getattr(event.target, "elem_id", None)
        if trigger in starter_ids:
            text = starters[starter_ids.index(trigger)]
        labels = words[session.language]
        pending = replace(session, exchanges=(*session.exchanges, Exchange(text)))
        status = labels("searching") if assistant.ready() else labels("loading")
        yield *screen(pending, status), "", gr.update(visible=False)
        # What is typed while the answer is made stays in the box; a question that was refused comes back to it.
        typed = gr.skip()
        try:
            answer = assistant.ask(text, history(session.exchanges))
        except LepError as error:
            done, status = Exchange(text, apology=str(error)), ""
            typed = gr.update(value=text) if text.strip() else typed
        else:
            done = Exchange(text, answer)
            if notebook:
                note_gap(text, answer, notebook)
            count = len(answer.citations)
            status = labels("answered", count=count) if answer.answered or count else labels("declined")
        yield *screen(replace(session, exchanges=(*session.exchanges, done)), status), typed, gr.update(visible=False)

    def apologise(session: Session) -> tuple[Session, str, str, str]:
        """Close a question that failed for a reason nobody foresaw; Gradio has logged the reason."""
        apology = words[session.language]("failed")
        exchanges = tuple(
            exchange if exchange.answer or exchange.apology else replace(exchange, apology=apology)
            for exchange in session.exchanges
        )
        return screen(replace(session, exchanges=exchanges), "")

    def take_note(event: gr.EventData, session: Session) -> tuple[Session, str]:
        """Keep what a reader says of an answer; the messages stay as they are, so that a form keeps its words."""
        labels, told = words[session.language], read_told(event._data)
        if notebook is None or told is None:
            return session, ""
        try:
            exchanges = keep(told, session.exchanges, notebook)
        except LibraryError:
            return session, labels("not_kept")
        return (session, "") if exchanges is None else (replace(session, exchanges=exchanges), labels("kept"))

    def start_over(session: Session) -> tuple[Any, ...]:
        return *screen(Session(session.language), ""), "", gr.update(visible=True)

    def answer_as_json(question: str, history: list[dict[str, str]] | str | None = None) -> dict[str, Any]:
        try:
            answer = assistant.ask(question, read_history(history))
        except LepError as error:
            raise gr.Error(str(error), print_exception=False) from error
        if notebook:
            note_gap(question, answer, notebook)
        return to_json(answer)

    blocks = gr.Blocks(title=opening.title, fill_width=True, analytics_enabled=False)
    with blocks:
        session = gr.State(Session())
        with gr.Row(elem_id="top"):
            head = _html("head")
            library = _html("library")
            new = gr.Button("", elem_id="new", size="sm", scale=0)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="chat", scale=3):
                messages = _html(
                    "messages", "element.addEventListener('tell', (told) => trigger('submit', told.detail));"
                )
                with gr.Column(elem_id="starters") as starters:
                    begin = _html("begin")
                    starter_buttons = [
                        gr.Button("", visible=False, elem_id=name, elem_classes="starter") for name in starter_ids
                    ]
                status = _html("status")
                with gr.Row(elem_id="asking"):
                    box = gr.Textbox(elem_id="box", lines=1, max_lines=6, autofocus=True, scale=1, container=False)
                    send = gr.Button("", elem_id="send", variant="primary", scale=0)
            with gr.Column(elem_id="side", scale=2):
                sources = _html("sources")

        shown = [session, messages, sources, status]
        # "private" keeps an event out of the API: /ask below is the only way in for other programs.
        quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
        blocks.load(greet, None, [*shown, head, library, begin, box, send, new, *starter_buttons], **quiet)
        # One event for every way to ask: while a question is being answered, a second one is not taken.
        asking = gr.on(
            [box.submit, send.click, *(button.click for button in starter_buttons)],
            converse,
            [session, box, *starter_buttons],
            [*shown, box, starters],
            trigger_mode="once",
            concurrency_limit=AT_ONCE,
            **quiet,
        )
        asking.failure(apologise, session, shown, **quiet)
        messages.submit(take_note, session, [session, status], trigger_mode="multiple", **quiet)
        new.click(start_over, session, [*shown, box, starters], cancels=[asking], **quiet)
        api(
            answer_as_json,
            api_name="ask",
            api_description="Answer a question. `history` holds earlier messages as {role, content}. Returns the "
            "answer, its citations and why it was declined.",
            concurrency_limit=AT_ONCE,
        )
    return blocks


def read_history(given: object) -> list[Turn]:
    """Read the earlier messages that a program sends along, as a list or as JSON text.

    Raises:
        QuestionError: They have another form.
    """
    if isinstance(given, str) and given.strip():
        try:
            given = json.loads(given)
        except ValueError as error:
            raise QuestionError(
                f"The history is text that is not JSON ({error}). Give a list of {{role, content}} messages, or none."
            ) from error
    return turns(given or [])


def _html(name: str, script: str | None = None) -> "gr.HTML":
    import gradio as gr

    return gr.HTML("", elem_id=name, js_on_load=script, apply_default_css=False)
