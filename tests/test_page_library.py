"""The library as the page shows it, and how a question was understood."""

from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from assistant.conversation import Exchange, conversation
from assistant.errors import SettingsError
from assistant.keyed import Extent
from assistant.notes import MOST_NOTES, page_ranges
from assistant.page_library import books, frame, news, version
from assistant.page_text import Opening, all_labels, read_opening
from assistant.page_understood import understood
from assistant.vocabulary import Facet, Kind, Question
from tests.browser import Visitor, served
from tests.page_fakes import SmallAssistant, SmallShelf, answer, document

if TYPE_CHECKING:
    from playwright.sync_api import Browser

FACETS = {"valley": {"en": "valley", "de": "Tal"}}
ENGLISH = all_labels(FACETS)["en"]
GERMAN = all_labels(FACETS)["de"]
HOSTILE = '"><script>window.hit=1</script><img src=x onerror="window.hit=1">'


class Text(HTMLParser):
    """Collects the text of each element without children, and all tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_a_document_is_shown_with_all_that_is_known_of_how_it_was_read() -> None:
    book = document(
        1,
        title="Amberdale – survey",
        language="nl",
        date="2024-12-23",
        facets={"valley": "Amberdale"},
        pages=12,
        warnings=("Page 7 is a drawing.",),
        left_out=("Contents list", "Page numbers, 12 times"),
        origin="/home/ana/amberdale.pdf",
    )
    texts = Text(books([book], {book.id: Extent(148, 5, (3, 4, 5, 9))}, ENGLISH)).texts
    for part in (
        "Amberdale – survey", "valley: Amberdale", "Pages: 12", "Passages: 148", "Tables: 5", "Language: Dutch",
        "2024-12-23", "Worth knowing: 1", "Page 7 is a drawing.", "Left out on purpose: 2", "Contents list",
        "2025-06-02", " · File: /home/ana/amberdale.pdf",
    ):  # fmt: skip
        assert part in texts, part
    assert any(text.startswith("Without text: page 3–5, 9.") for text in texts)


def test_what_there_is_none_of_is_not_mentioned() -> None:
    book = document(1)
    text = " ".join(Text(books([book], {book.id: Extent(2, 0, ())}, ENGLISH)).texts)
    for word in ("Pages", "Tables", "Without text", "Worth knowing", "Left out", "Date"):
        assert word not in text


def test_a_document_without_any_text_says_so() -> None:
    book = document(1)
    assert "No text was found" in books([book], {book.id: Extent(0, 0, ())}, ENGLISH)


def test_many_notes_are_cut_and_counted() -> None:
    book = document(1, left_out=tuple(f"note {number} " + "x" * 500 for number in range(MOST_NOTES + 5)))
    html = books([book], {book.id: Extent(1, 0, ())}, ENGLISH)
    assert html.count('<li lang="en">') == MOST_NOTES
    assert "… and 5 more" in html
    assert "x" * 200 not in html


def test_documents_are_shown_by_title_in_the_language_of_the_page() -> None:
    shelf = SmallShelf()
    shelf.put(document(1, title="b", facets={"valley": "Tarnbrook"}), Extent(1, 0, ()))
    shelf.put(document(2, title="A"), Extent(1, 0, ()))
    html = books(shelf.documents(), shelf.extents(), GERMAN)
    assert html.index("<h3>A</h3>") < html.index("<h3>b</h3>")
    assert "Tal: Tarnbrook" in html
    assert "Textstellen: 1" in html


def test_an_empty_library_says_so_and_the_window_says_how_to_fill_it() -> None:
    assert "Nothing has been read yet" in books([], {}, ENGLISH)
    assert "python -m ingest &quot;a b.pdf&quot;" in frame(ENGLISH, 'python -m ingest "a b.pdf"')


def test_nothing_of_a_hostile_document_becomes_markup() -> None:
    book = document(
        1, path=HOSTILE, title=HOSTILE, language=HOSTILE, date=HOSTILE, facets={HOSTILE: HOSTILE}, origin=HOSTILE,
        ingested=HOSTILE, source=HOSTILE, warnings=(HOSTILE,), left_out=(HOSTILE,),
    )  # fmt: skip
    parsed = Text(books([book], {book.id: Extent(1, 0, ())}, ENGLISH))
    assert not {"script", "img"} & set(parsed.tags)


def test_the_script_hears_of_a_change_once() -> None:
    shelf = SmallShelf(2)
    first = news(shelf, ENGLISH, "")
    assert first is not None
    assert (first["count"], first["read"]) == (2, "Documents read: 2")
    assert news(shelf, ENGLISH, str(first["version"])) is None
    shelf.put(document(9), Extent(1, 0, ()))
    again = news(shelf, ENGLISH, str(first["version"]))
    assert again is not None
    assert again["count"] == 3


def test_another_library_of_the_same_generation_is_a_change() -> None:
    one, other = SmallShelf(), SmallShelf()
    one.put(document(1), Extent(1, 0, ()))
    other.put(document(2), Extent(1, 0, ()))
    assert one.generation == other.generation
    assert version(one) != version(other)


def test_page_numbers_are_written_as_ranges() -> None:
    assert page_ranges([1, 3, 4, 5, 9]) == "1, 3–5, 9"
    assert page_ranges([]) == ""


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (Question("?", "?", "en", "count"), "Understood as: a number"),
        (
            Question("?", "?", "en", "compare", (Facet("valley", "Amberdale"), Facet("valley", "Tarnbrook"))),
            "Understood as: a comparison · valley: Amberdale, Tarnbrook",
        ),
        (
            Question("?", "?", "en", "superlative", all_values=True),
            "Understood as: the most or the least · valley: all",
        ),
        (
            Question("?", "?", "en", "list", polarity="bad", carried="What did they do?"),
            "Understood as: a list · bad practice · following on from “What did they do?”",
        ),
        (Question("?", "?", "fr", "fact"), "Understood as: one fact · in French"),
    ],
)
def test_what_was_understood_is_one_line(question: Question, line: str) -> None:
    assert understood(answer("x", question=question), ENGLISH) == line


def test_what_was_understood_is_said_in_the_language_of_the_page() -> None:
    question = Question("?", "?", "de", "when", (Facet("valley", "Amberdale"),))
    assert understood(answer("x", question=question), GERMAN) == "Verstanden als: ein Datum · Tal: Amberdale"
    assert understood(answer("x", question=question), ENGLISH).endswith(" · in German")


def test_a_follow_up_names_the_question_that_it_leans_on_as_it_was_asked() -> None:
    first = answer("x", question=Question("Mills in Amberdale?", "Mills in Amberdale?", "en", "list"))
    later = answer("x", question=Question("And in Tarnbrook?", "?", "en", "list", carried="Mills in ?"))
    asked = [Exchange("Mills in Amberdale?", first), Exchange("And in Tarnbrook?", later), Exchange("And?", later)]
    html = conversation(asked, ENGLISH)
    assert html.count("following on from “Mills in Amberdale?”") == 2
    assert "Mills in ?" not in html


def test_a_long_topic_is_cut_at_a_word() -> None:
    line = understood(answer("x", question=Question("?", "?", "en", "fact", carried="mill " * 100)), ENGLISH)
    assert line.endswith("mill …”")
    assert len(line) < 160


def test_where_nothing_was_asked_nothing_was_understood() -> None:
    assert understood(answer("x", answered=False, reason="empty"), ENGLISH) == ""


def test_every_kind_of_question_has_a_name_in_every_language() -> None:
    for labels in all_labels().values():
        assert set(labels.kinds) == set(get_args(Kind))
        assert len(set(labels.kinds.values())) == len(labels.kinds)


def test_names_of_facets_come_from_the_facets_file(tmp_path: Path) -> None:
    path = tmp_path / "facets.toml"
    path.write_text('[facets.valley]\nlabel = { en = "vale", de = "Tal" }\n[facets.year]\n', encoding="utf-8")
    facets = read_opening(path).facets
    assert all_labels(facets)["de"].facet_name("valley") == "Tal"
    assert all_labels(facets)["cs"].facet_name("valley") == "vale"
    assert all_labels(facets)["cs"].facet_name("year") == "year"
    path.write_text('[facets]\nvalley = "vale"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="LEP_FACETS_FILE"):
        read_opening(path)


@pytest.fixture(scope="module")
def shelf() -> SmallShelf:
    return SmallShelf()


@pytest.fixture(scope="module")
def address(shelf: SmallShelf) -> Iterator[str]:
    opening = Opening("Mills", {"en": ("How many providers?",)}, FACETS)
    with served(SmallAssistant(), shelf, opening) as address:
        yield address


def test_a_page_without_documents_says_how_to_add_them_and_notices_the_first(
    chromium: "Browser", address: str, shelf: SmallShelf
) -> None:
    visitor = Visitor(chromium, address)
    assert "Nothing has been read yet." in visitor.page.inner_text("#begin")
    assert "python -m ingest" in visitor.page.inner_text("#begin code")
    assert not visitor.page.locator("button.starter:visible").count()
    visitor.page.click(".open-shelf")
    visitor.page.wait_for_selector("#shelf .empty")
    shelf.put(document(1), Extent(3, 0, ()))
    visitor.page.wait_for_selector("button.starter:visible")
    assert "Documents read: 1" in visitor.page.inner_text("#head")
    visitor.context.close()


def test_the_library_opens_in_a_window_and_shows_what_is_added_while_it_is_open(
    chromium: "Browser", address: str, shelf: SmallShelf
) -> None:
    shelf.put(document(1), Extent(3, 0, ()))
    visitor = Visitor(chromium, address)
    visitor.page.click(".open-shelf")
    visitor.page.wait_for_selector("#shelf .book")
    shelf.put(document(2, title="Found later", warnings=("Odd.",)), Extent(5, 0, (2,)))
    visitor.page.wait_for_selector("#shelf h3:text('Found later')")
    assert "Documents read: 2" in visitor.page.inner_text(".open-shelf")
    assert "Without text: page 2" in visitor.page.inner_text("#shelf")
    when = datetime.fromisoformat("2025-06-02T14:03:00+00:00").astimezone()
    assert f"{when:%-d} Jun 2025" in visitor.page.inner_text("#shelf .from >> nth=0")
    assert visitor.page.inner_text("#shelf details ul") == ""
    visitor.page.click("#shelf summary")
    assert visitor.page.inner_text("#shelf details ul") == "Odd."
    visitor.page.keyboard.press("Escape")
    assert not visitor.page.is_visible("#shelf")
    assert visitor.page.evaluate("document.activeElement.className") == "open-shelf"
    assert visitor.complaints == []
    visitor.context.close()


def test_among_many_documents_one_is_found_by_its_words(chromium: "Browser", address: str, shelf: SmallShelf) -> None:
    for number in range(10, 20):
        shelf.put(document(number, facets={"valley": "Tarnbrook"} if number == 15 else {}), Extent(1, 0, ()))
    visitor = Visitor(chromium, address, width=390)
    visitor.page.click(".open-shelf")
    visitor.page.fill("#shelf .find input", "tarn REPORT")
    visitor.page.wait_for_function("document.querySelectorAll('#shelf .book:not([hidden])').length === 1")
    assert visitor.page.inner_text("#shelf .book:not([hidden]) h3") == "Report 15"
    visitor.page.fill("#shelf .find input", "no such words")
    assert visitor.page.inner_text("#shelf .none") == "No document matches."
    assert visitor.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    visitor.page.click("#shelf .close")
    assert not visitor.page.is_visible("#shelf")
    visitor.context.close()


def test_a_library_that_cannot_be_read_is_said_not_to_be_shown(
    chromium: "Browser", address: str, shelf: SmallShelf
) -> None:
    shelf.closed = True
    try:
        visitor = Visitor(chromium, address)
        visitor.page.click(".open-shelf")
        visitor.page.wait_for_selector("#shelf .books:text('cannot be shown')")
        visitor.context.close()
    finally:
        shelf.closed = False
