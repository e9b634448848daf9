import json
import socket
import time
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest

from assistant.errors import QuestionError, SettingsError
from assistant.page import read_history
from assistant.page_server import SCRIPTS, STYLES, open_port
from assistant.page_text import Opening
from assistant.vocabulary import Turn
from tests.browser import Visitor, served
from tests.page_fakes import SmallAssistant, SmallNotebook, SmallShelf

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OPENING = Opening(
    "A title of its own",
    {"en": ("How many providers?", "Who met?"), "de": ("Wie viele Anbieter?",)},
    {"valley": {"en": "valley", "de": "Tal"}},
)
HOSTILE = (
    '<script>window.hit=1</script><img src="http://outside.invalid/a.png" onerror="window.hit=1"> '
    "![see](http://outside.invalid/b.png) [press](javascript:window.hit=1) ${window.hit=1} {{value}} $$x$$"
)


@pytest.fixture(scope="module")
def assistant() -> SmallAssistant:
    return SmallAssistant()


@pytest.fixture(scope="module")
def notebook() -> SmallNotebook:
    return SmallNotebook()


@pytest.fixture(scope="module")
def shelf() -> SmallShelf:
    return SmallShelf(11)


@pytest.fixture(scope="module")
def address(assistant: SmallAssistant, notebook: SmallNotebook, shelf: SmallShelf) -> Iterator[str]:
    with served(assistant, shelf, OPENING, notebook) as address:
        yield address


def wait_for(condition: Callable[[], bool]) -> None:
    """Wait until something has happened on the server's side."""
    for _ in range(100):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it has not happened")


@pytest.fixture
def visitor(chromium: "Browser", address: str) -> Iterator[Visitor]:
    made = Visitor(chromium, address)
    yield made
    made.context.close()


def test_the_page_says_what_it_is_and_what_it_has_read(visitor: Visitor) -> None:
    text = visitor.page.inner_text("#head")
    assert "A title of its own" in text
    assert "Documents read: 11" in text
    assert "Everything runs on this machine" in text
    assert visitor.page.title() == "A title of its own"


def test_the_page_speaks_the_language_of_the_browser(chromium: "Browser", address: str) -> None:
    visitor = Visitor(chromium, address, locale="de-AT")
    assert "Gelesene Dokumente: 11" in visitor.page.inner_text("#head")
    assert visitor.page.inner_text("button.starter") == "Wie viele Anbieter?"
    assert visitor.page.locator("button.starter:visible").count() == 1
    assert visitor.page.get_attribute("html", "lang") == "de"
    visitor.context.close()


def test_a_starter_question_is_asked_by_a_click(visitor: Visitor) -> None:
    visitor.page.click("button.starter >> nth=1")
    assert "seventeen" in visitor.reply()
    assert visitor.page.inner_text(".message.question .words") == "Who met?"
    assert not visitor.page.is_visible("button.starter")


def test_a_click_on_a_marker_opens_and_highlights_its_card(visitor: Visitor) -> None:
    visitor.ask("How many?")
    card = visitor.page.locator("#sources .card[data-numbers='2']")
    card.locator("summary").first.click()
    assert not card.locator("mark").is_visible()
    visitor.page.click(".cite[data-number='2']")
    assert card.locator("mark").inner_text().endswith("met every month")
    assert "lit" in str(card.get_attribute("class"))
    assert "lit" not in str(visitor.page.get_attribute("#sources .card[data-numbers='1']", "class"))


def test_markers_are_reached_and_pressed_with_the_keyboard(visitor: Visitor) -> None:
    visitor.ask("How many?")
    visitor.page.focus(".cite[data-number='1']")
    visitor.page.keyboard.press("Tab")
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.dataset.numbers") == "2"
    visitor.page.locator("#sources .card.lit .back").press("Enter")
    assert visitor.page.evaluate("document.activeElement.dataset.number") == "2"


def test_on_a_phone_a_marker_scrolls_to_its_card_below_the_answer(chromium: "Browser", address: str) -> None:
    visitor = Visitor(chromium, address, width=390)
    visitor.page.emulate_media(reduced_motion="reduce")
    visitor.ask("How many?")
    visitor.page.click(".cite[data-number='2']")
    box = visitor.page.locator("#sources .card[data-numbers='2'] mark").bounding_box()
    assert box
    assert 0 <= box["y"] < 800
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.context.close()


def test_an_older_answer_brings_its_own_sources_back(visitor: Visitor) -> None:
    visitor.ask("How many?")
    visitor.ask("And the moon?", turn=2)
    assert "Nearest passages" in visitor.page.inner_text("#sources")
    visitor.page.click(".cite[data-turn='1'][data-number='1']")
    assert "Nearest passages" not in visitor.page.inner_text("#sources")
    assert "Seventeen training providers" in visitor.page.inner_text("#sources .card.lit mark")


def test_a_declined_question_says_so_and_shows_the_nearest_passages(visitor: Visitor) -> None:
    assert visitor.ask("And the moon?").startswith("No passage answers this.")
    assert "A second round is planned." in visitor.page.inner_text("#sources mark")


def test_earlier_turns_belong_to_the_next_question_until_a_new_conversation(visitor: Visitor) -> None:
    visitor.ask("How many?")
    assert "After 1 questions" in visitor.ask("And now?", turn=2)
    visitor.page.click("#new")
    visitor.page.wait_for_selector("button.starter >> nth=0")
    assert visitor.page.locator(".message").count() == 0
    assert "appear here" in visitor.page.inner_text("#sources")
    assert "After 0 questions" in visitor.ask("How many?")


def test_two_browsers_hear_nothing_of_each_other(chromium: "Browser", address: str) -> None:
    one, two = Visitor(chromium, address), Visitor(chromium, address)
    one.type("the first visitor's question")
    two.type("the second visitor's question")
    assert "After 0 questions" in one.reply()
    assert "After 0 questions" in two.reply()
    assert "second" not in one.page.inner_text("#messages")
    assert "first visitor" not in two.page.inner_text("#messages")
    assert "After 1 questions" in one.ask("And?", turn=2)
    assert two.page.locator(".message.question").count() == 1
    one.context.close()
    two.context.close()


def test_a_question_asked_while_a_model_loads_waits_and_the_page_says_so(
    visitor: Visitor, assistant: SmallAssistant
) -> None:
    assistant.gate.clear()
    try:
        visitor.type("How many?")
        visitor.page.wait_for_selector("#status :text('English model is still loading')")
        assert visitor.page.locator(".message.pending").count() == 1
        visitor.type("A second one, too early")
    finally:
        assistant.gate.set()
    assert "seventeen" in visitor.reply()
    visitor.page.wait_for_selector("#status :text('Sources: 2')")
    assert visitor.page.locator(".message.question").count() == 1


def test_what_is_typed_while_an_answer_is_made_stays_in_the_box(visitor: Visitor, assistant: SmallAssistant) -> None:
    assistant.gate.clear()
    try:
        visitor.type("How many?")
        visitor.page.wait_for_selector(".message.pending")
        visitor.type("And the moon?")
    finally:
        assistant.gate.set()
    assert "seventeen" in visitor.reply()
    visitor.page.wait_for_selector("#status :text('Sources: 2')")
    assert visitor.page.input_value("#box textarea") == "And the moon?"
    visitor.page.press("#box textarea", "Enter")
    assert visitor.reply(2).startswith("No passage answers this.")


def test_a_tab_closed_while_its_question_is_answered_leaves_the_page_to_others(
    chromium: "Browser", address: str, assistant: SmallAssistant
) -> None:
    leaving, staying = Visitor(chromium, address), Visitor(chromium, address)
    assistant.gate.clear()
    try:
        for visitor in (leaving, staying):
            visitor.type("How many?")
            visitor.page.wait_for_selector(".message.pending")
        leaving.context.close()
    finally:
        assistant.gate.set()
    assert "seventeen" in staying.reply()
    assert "After 1 questions" in staying.ask("And now?", turn=2)
    staying.context.close()


def test_a_question_that_is_too_long_comes_back_to_be_shortened(visitor: Visitor) -> None:
    question = "mill " * 2000
    assert "shorten it to 5000" in visitor.ask(question)
    assert visitor.page.input_value("#box textarea") == question
    visitor.page.fill("#box textarea", "How many?")
    visitor.page.press("#box textarea", "Enter")
    assert "seventeen" in visitor.reply(2)


def test_each_answer_says_quietly_how_its_question_was_understood(visitor: Visitor) -> None:
    visitor.ask("How many?")
    assert visitor.page.inner_text(".message.answer .understood") == "Understood as: one fact"


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("   ", "The question is empty. Type a question first."),
        ("ä😀<b>" * 2000, "The question has 10000 characters; shorten it to 5000."),
        ("please break", "Something went wrong inside the assistant."),
    ],
)
def test_a_question_that_fails_gets_one_sentence_and_the_next_an_answer(
    visitor: Visitor, question: str, sentence: str
) -> None:
    assert visitor.ask(question).startswith(sentence)
    assert "Traceback" not in visitor.page.content()
    assert "After 0 questions" in visitor.ask("How many?", turn=2)


def test_markup_in_a_question_is_shown_as_it_was_typed(visitor: Visitor) -> None:
    visitor.ask(HOSTILE + " 😀 **bold**")
    assert visitor.page.inner_text(".message.question .words") == HOSTILE + " 😀 **bold**"
    assert visitor.page.evaluate("window.hit") is None


def test_a_hostile_document_can_neither_run_nor_load_anything(visitor: Visitor, assistant: SmallAssistant) -> None:
    assistant.hostile = HOSTILE
    visitor.ask("hostile")
    visitor.page.click(".cite[data-number='1']")
    assert visitor.page.locator("#sources mark").inner_text().endswith(HOSTILE)
    assert visitor.page.locator(":is(#messages, #sources) :is(a, img, script)").count() == 0
    assert visitor.page.evaluate("window.hit") is None
    assert not [url for url in visitor.requests if "outside" in url]


def test_every_request_of_the_browser_stays_on_this_machine(visitor: Visitor) -> None:
    visitor.ask("How many?")
    visitor.page.click(".cite[data-number='1']")
    visitor.page.wait_for_timeout(1000)
    assert len(visitor.requests) > 10
    assert {urlsplit(url).hostname for url in visitor.requests if urlsplit(url).scheme != "data"} == {"127.0.0.1"}
    assert visitor.complaints == []


def test_a_thumb_is_noted_at_once_and_again_with_the_words_of_the_form(
    visitor: Visitor, notebook: SmallNotebook
) -> None:
    visitor.ask("Before?")
    visitor.ask("How many?", turn=2)
    feedback = visitor.page.locator(".feedback[data-turn='2']")
    assert not feedback.locator("form").is_visible(), "the form appears only after a click"
    notebook.feedback.clear()
    feedback.locator(".thumb.down").click()
    visitor.page.wait_for_selector("#status :text('that was noted')")
    assert [(told["question"], told["verdict"], told["comment"]) for told in notebook.feedback] == [
        ("How many?", "down", "")
    ]
    feedback.get_by_label("Your comment").fill("too short <b>")
    feedback.get_by_label("What should it have said?").fill("eighteen")
    visitor.page.evaluate("document.querySelector('#status').textContent = ''")
    feedback.locator("button[type='submit']").click()
    visitor.page.wait_for_function("document.querySelector('.feedback[data-turn=\"2\"] form').hidden")
    wait_for(lambda: len(notebook.feedback) == 2)
    told = notebook.feedback[1]
    assert (told["verdict"], told["comment"], told["expected"]) == ("down", "too short <b>", "eighteen")
    assert told["answer"]["answer"].startswith("After 1 questions")
    assert told["answer"]["history"][0]["content"] == "Before?"
    assert visitor.complaints == []


def test_a_pressed_thumb_stays_pressed_when_the_conversation_goes_on(visitor: Visitor) -> None:
    visitor.ask("How many?")
    visitor.page.focus(".thumb.up")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector("#status :text('that was noted')")
    assert visitor.page.evaluate("document.activeElement.name") == "comment"
    visitor.page.click(".tell .close")
    assert visitor.page.evaluate("document.activeElement.dataset.verdict") == "up"
    visitor.ask("And now?", turn=2)
    pressed = visitor.page.locator(".thumb[aria-pressed='true']")
    assert pressed.count() == 1
    assert pressed.get_attribute("aria-label") == "This answer helps"


def test_where_nothing_can_be_noted_the_page_says_so_and_goes_on(visitor: Visitor, notebook: SmallNotebook) -> None:
    notebook.closed = True
    try:
        assert visitor.ask("And the moon?").startswith("No passage answers this.")
        visitor.page.click(".thumb.up")
        visitor.page.wait_for_selector("#status :text('cannot be written to')")
        assert "seventeen" in visitor.ask("How many?", turn=2)
    finally:
        notebook.closed = False


def test_a_question_without_answer_is_noted_and_an_answered_one_is_not(
    visitor: Visitor, notebook: SmallNotebook
) -> None:
    notebook.gaps.clear()
    visitor.ask("And the moon?")
    visitor.ask("How many?", turn=2)
    assert notebook.gaps == [("And the moon?", "en", "not_found")]


def test_an_apology_is_not_asked_about(visitor: Visitor) -> None:
    visitor.ask("   ")
    assert visitor.page.locator(".thumb").count() == 0


def test_the_browser_is_told_to_refuse_whatever_comes_from_outside(visitor: Visitor) -> None:
    outcome = visitor.page.evaluate("fetch('http://127.0.0.2:9/').then(() => 'sent', error => error.message)")
    assert outcome == "Failed to fetch"
    assert any("Content Security Policy" in complaint for complaint in visitor.complaints)


def test_the_served_page_names_no_address_on_the_web(address: str) -> None:
    request = Request(address, headers={"Accept-Language": "it", "Accept-Encoding": "gzip, br"})
    with urlopen(request) as response:
        html = unescape(response.read().decode())
        policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert 'lang="it"' in html
    assert "<title>A title of its own</title>" in html
    rest = html.replace(address.rstrip("/"), "")
    assert "http://" not in rest
    assert "https://" not in rest


def test_programs_get_the_same_json_as_the_command_line(address: str) -> None:
    from gradio_client import Client  # type: ignore[import-untyped]

    client = Client(address, verbose=False)
    history = [{"role": "user", "content": "Before?"}, {"role": "assistant", "content": "Yes."}]
    for given in (history, json.dumps(history)):
        reply = client.predict("How many?", given, api_name="/ask")
        assert reply["answer"].startswith("After 1 questions")
        assert reply["answered"] is True
        assert [found["number"] for found in reply["citations"]] == [1, 2]
        assert {"reason", "language", "related", "understood", "seconds"} <= set(reply)
    assert client.predict("How many?", api_name="/ask")["answer"].startswith("After 0 questions")
    assert list(client.view_api(return_format="dict", print_info=False)["named_endpoints"]) == ["/ask"]


def test_what_programs_ask_without_an_answer_is_noted_too(address: str, notebook: SmallNotebook) -> None:
    from gradio_client import Client

    client = Client(address, verbose=False)
    notebook.gaps.clear()
    client.predict("And the moon?", api_name="/ask")
    client.predict("How many?", api_name="/ask")
    assert notebook.gaps == [("And the moon?", "en", "not_found")]
    notebook.closed = True
    try:
        assert client.predict("And the moon?", api_name="/ask")["reason"] == "not_found"
    finally:
        notebook.closed = False


def test_programs_get_the_sentence_of_an_error(address: str) -> None:
    from gradio_client import Client
    from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

    client = Client(address, verbose=False)
    with pytest.raises(AppError, match="The question is empty"):
        client.predict(" ", api_name="/ask")
    with pytest.raises(AppError, match="history"):
        client.predict("How many?", "[1", api_name="/ask")


@pytest.mark.parametrize("given", ["[1", "{}x", 7, [1], [{"role": "user"}], [{"role": "boss", "content": "x"}]])
def test_a_history_of_another_form_is_refused_with_the_form_it_must_have(given: object) -> None:
    with pytest.raises(QuestionError, match="role"):
        read_history(given)


@pytest.mark.parametrize("given", [None, "", [], "[]"])
def test_no_history_is_an_empty_one(given: object) -> None:
    assert read_history(given) == []
    assert read_history([{"role": "user", "content": "x"}]) == [Turn("user", "x")]


def test_a_taken_port_is_named_with_its_setting() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=rf"{port}.*--port.*LEP_PORT"):
            open_port("127.0.0.1", port)


def test_an_address_of_another_machine_is_named_with_its_setting() -> None:
    with pytest.raises(SettingsError, match=r"192\.0\.2\.1.*LEP_HOST"):
        open_port("192.0.2.1", 0)


def test_style_and_script_of_the_page_load_nothing_else() -> None:
    folder = Path(__file__).parent.parent / "assistant"
    for name in (*STYLES, *SCRIPTS):
        text = (folder / name).read_text(encoding="utf-8")
        assert "url(" not in text
        assert "@import" not in text
        assert "http" not in text
