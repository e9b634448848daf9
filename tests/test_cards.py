import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.card_text import Mark, merge, windows
from assistant.cards import card, panel, turn_cards
from assistant.conversation import Exchange, answer_html, conversation, history
from assistant.errors import SettingsError
from assistant.page_text import all_labels, preferred_language, read_opening
from assistant.vocabulary import Question
from tests.page_fakes import answer, citation

ENGLISH = all_labels()["en"]
HOSTILE = (
    "<script>window.hit=1</script><img src=x onerror='window.hit=1'> [press](javascript:window.hit=1) "
    '![see](http://outside.invalid/x.png) " onmouseover="window.hit=1 ${window.hit=1} {{constructor}} '
    "<http://outside.invalid> [1]: http://outside.invalid &lt;b&gt;"
)


class Tags(HTMLParser):
    """Collects the tags, their attributes and the text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.text = ""
        self.marked: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.open.append(tag)
        if tag == "mark":
            self.marked.append("")

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "sup" in self.open:
            return
        self.text += data
        if "mark" in self.open:
            self.marked[-1] += data


def test_a_card_marks_the_quote_inside_its_section() -> None:
    html = turn_cards(1, answer("x [1]", citation(1, "Seventeen training providers")), ENGLISH)
    assert Tags(html).marked == ["Seventeen training providers"]
    assert "A second round is planned." in html


def test_quotes_of_one_section_share_a_card_and_keep_their_numbers() -> None:
    html = turn_cards(
        1, answer("x", citation(1, "met every month"), citation(3, "A second round is planned.")), ENGLISH
    )
    assert html.count("<article") == 1
    assert 'data-numbers="1 3"' in html
    assert Tags(html).marked == ["met every month", "A second round is planned."]


def test_a_quote_inside_another_one_makes_a_single_mark_with_both_numbers() -> None:
    html = turn_cards(1, answer("x", citation(1, "partnership met every month"), citation(2, "met")), ENGLISH)
    assert Tags(html).marked == ["partnership met every month"]
    assert '<mark data-numbers="1 2">' in html


def test_a_quote_that_its_section_does_not_hold_is_shown_by_itself() -> None:
    assert Tags(turn_cards(1, answer("x", citation(1, "not there")), ENGLISH)).marked == ["not there"]


def test_a_quote_whose_offsets_are_wrong_is_found_by_its_words() -> None:
    assert Tags(turn_cards(1, answer("x", citation(1, "second round", start=0, end=3)), ENGLISH)).marked == [
        "second round"
    ]


def test_a_card_names_document_section_page_and_original() -> None:
    text = Tags(turn_cards(1, answer("x", citation(1, "second round")), ENGLISH)).text
    for part in ("A region's report", "Mapping › Providers", "page 4", "From: Report on regions › Chapter 2"):
        assert part in text


def test_quotes_in_another_language_than_the_question_are_labelled() -> None:
    foreign = citation(1, "second round", language="nl")
    dutch = Question("?", "?", "nl", "fact")
    assert "in Dutch" in turn_cards(1, answer("x", foreign), ENGLISH)
    assert "in Dutch" not in turn_cards(1, answer("x", foreign, question=dutch, language="nl"), ENGLISH)
    assert "in English" in turn_cards(1, answer("x", citation(1, "second round"), question=dutch), ENGLISH)


def test_every_language_of_a_section_with_several_is_labelled() -> None:
    html = turn_cards(
        1,
        answer(
            "x", citation(1, "second round"), citation(2, "met", language="cs"), citation(3, "every", language="de")
        ),
        ENGLISH,
    )
    assert "in Czech" in html
    assert "in German" in html
    assert "in English" not in html


def test_rows_are_shown_as_a_table_with_its_cells_marked_and_blank_ones_as_such() -> None:
    context = "Mills by type.\nGrain | 12\nSaw\t\nAll of them stand."
    html = turn_cards(1, answer("x", citation(1, "Grain | 12", context)), ENGLISH)
    assert Tags(html).marked == ["Grain", "12"]
    assert html.count('class="rows"') == 1
    assert html.count('class="row"') == 2
    assert html.count('<span class="cell"></span>') == 1
    assert html.count('class="badge"') == 1
    assert "<p>All of them stand.</p>" in html


def test_a_declined_answer_shows_its_nearest_passages_under_a_heading_of_their_own() -> None:
    declined = answer("No.", answered=False, reason="not_found", related=(citation(1, "A second round is planned."),))
    text = Tags(turn_cards(1, declined, ENGLISH)).text
    assert text.startswith("Nearest passages")
    assert "A second round is planned." in text


def test_a_declined_answer_that_cites_a_passage_shows_it_as_a_source() -> None:
    blank = answer("Left blank [1].", citation(1, "met every month"), answered=False, reason="blank")
    text = Tags(turn_cards(1, blank, ENGLISH)).text
    assert text.startswith("Sources")
    assert "do not answer" not in text


def test_text_far_from_the_quote_is_folded_away_and_nothing_is_lost() -> None:
    filler = "\n".join(f"Line {number} has nothing to do with it." for number in range(60))
    context = f"{filler}\nHere is the point.\n{filler}"
    html = turn_cards(1, answer("x", citation(1, "the point", context)), ENGLISH)
    assert html.count('<details class="more">') == 2
    shown = re.sub(r'<details class="more">.*?</details>', "", html)
    assert "Here is <mark" in shown
    assert "Line 30 " not in shown
    assert html.count("Line 30 ") == 2


def test_only_the_newest_turn_of_a_panel_is_shown() -> None:
    one = answer("x", citation(1, "second round"))
    html = panel([one, None, one], ENGLISH)
    assert re.findall(r'<section( hidden)? class="turn" data-turn="(\d)"', html) == [(" hidden", "1"), ("", "3")]


def test_an_empty_panel_says_what_will_appear() -> None:
    assert "appear here" in panel([], ENGLISH)


def test_nothing_of_a_hostile_document_becomes_markup() -> None:
    fields = ("title", "section", "source", "source_section", "language")
    harm = citation(1, HOSTILE, f"before {HOSTILE} after", **dict.fromkeys(fields, HOSTILE))
    parsed = Tags(turn_cards(1, answer("x", harm), ENGLISH))
    assert not {"script", "img", "a", "b"} & set(parsed.tags)
    assert not {"onerror", "onmouseover", "href", "src"} & parsed.attributes
    assert parsed.marked == [HOSTILE]


def test_nothing_of_a_hostile_answer_becomes_markup_or_a_link() -> None:
    parsed = Tags(answer_html(1, answer(HOSTILE, citation(1, "x")), ENGLISH))
    assert not {"script", "img", "a", "b"} & set(parsed.tags)
    assert not {"onerror", "onmouseover", "href", "src"} & parsed.attributes


@given(st.text(alphabet="<>&\"'`[](){}$!*_#-=/\\ abcijnorst:1\n\t", max_size=80))
def test_no_question_and_no_answer_adds_a_tag_or_an_attribute_of_its_own(text: str) -> None:
    ours = {"div", "h2", "p", "button", "strong", "em", "ul", "ol", "li", "code", "pre", "hr", "br", "blockquote"}
    ours |= {"span", "h1", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"}
    parsed = Tags(conversation([Exchange(text, answer(text, citation(1, "met")))], ENGLISH))
    assert set(parsed.tags) <= ours
    assert parsed.attributes <= {"class", "data-turn", "data-number", "lang", "type", "title", "aria-label", "start"}


def test_markers_with_a_card_become_buttons_and_others_stay_text() -> None:
    html = answer_html(
        7, answer("One [1], **two [2]**, none [9], `code [1]`.", citation(1, "met"), citation(2, "x")), ENGLISH
    )
    assert re.findall(r'data-turn="7" data-number="(\d)"', html) == ["1", "2"]
    assert "[9]" in html
    assert "<code>code [1]</code>" in html
    assert html.count('aria-label="Show source 1"') == 1


def test_a_line_that_begins_with_a_marker_and_a_colon_is_kept() -> None:
    assert "http" in answer_html(1, answer("[1]: http://a.example", citation(1, "met")), ENGLISH)


def test_a_command_in_an_apology_is_set_apart_and_nothing_else_becomes_markup() -> None:
    html = conversation([Exchange("?", apology='Run `python -m ingest --data "<b>"` first.')], ENGLISH)
    assert "Run <code>python -m ingest --data &quot;&lt;b&gt;&quot;</code> first." in html


def test_markdown_in_a_question_stays_as_it_was_typed() -> None:
    html = conversation([Exchange("# **bold** [x](y)\n<b>")], ENGLISH)
    assert "# **bold** [x](y)\n&lt;b&gt;" in html


def test_failed_questions_are_not_part_of_the_history() -> None:
    exchanges = [Exchange("a", answer("A")), Exchange("b", apology="sorry"), Exchange("c")]
    assert [(turn.role, turn.content) for turn in history(exchanges)] == [("user", "a"), ("assistant", "A")]


spans = st.lists(
    st.tuples(st.integers(0, 2999), st.integers(1, 400)).map(lambda s: Mark(s[0], s[0] + s[1], (1,))), max_size=5
)


@given(st.text(alphabet="ab \n", min_size=3400, max_size=3600), spans)
def test_windows_cover_the_text_in_order_and_show_every_mark(text: str, marks: list[Mark]) -> None:
    pieces = windows(text, merge(marks))
    left_out = list(text)
    before = 0
    for start, end, _ in pieces:
        assert before <= start < end
        before = end
        left_out[start:end] = [""] * (end - start)
    assert not "".join(left_out).strip()
    for mark in marks:
        if text[mark.start : mark.end].strip():
            assert any(shown and start <= mark.start and mark.end <= end for start, end, shown in pieces)


@given(st.text(max_size=300), st.data())
def test_a_card_shows_its_whole_section_and_nothing_else(context: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(context)))
    quote = context[start : data.draw(st.integers(start, len(context)))]
    made = citation(1, quote, context, start=start, end=start + len(quote))
    html = card("c", 1, [made], "en", ENGLISH, is_open=True)
    text = html.split('lang="en">', 1)[1].split("</div>", 1)[0]
    shown = unescape(re.sub(r"<sup.*?</sup>|<[^>]+>", "", text))
    assert shown.replace("\n", "") == "".join(line for line in context.split("\n") if line.strip())


def test_every_language_has_the_same_labels_with_the_same_blanks() -> None:
    blanks = {
        code: {key: sorted(re.findall(r"\{\w+\}", text)) for key, text in labels.words.items()}
        for code, labels in all_labels().items()
    }
    assert all(found == blanks["en"] for found in blanks.values())
    assert all(set(labels.languages) >= set(blanks) for labels in all_labels().values())


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,it;q=0.5,en;q=0.3", "it"),
        ("en;q=0.2, nl;q=0.7", "nl"),
        ("", "en"),
        ("pl", "en"),
        ("cs;q=x", "en"),
        ("*", "en"),
        ("de;q=0", "en"),
    ],
)
def test_the_page_speaks_the_language_that_the_browser_likes_best(header: str, language: str) -> None:
    assert preferred_language(header, all_labels()) == language


def test_starters_come_from_the_facets_file_in_the_readers_language(tmp_path: Path) -> None:
    path = tmp_path / "facets.toml"
    path.write_text('[page]\ntitle = "T"\nstarters.en = ["A?"]\nstarters.de = ["B?"]\n', encoding="utf-8")
    opening = read_opening(path)
    assert (opening.title, opening.starters_in("de"), opening.starters_in("cs")) == ("T", ("B?",), ("A?",))


def test_a_facets_file_that_cannot_be_read_is_named_with_its_setting(tmp_path: Path) -> None:
    path = tmp_path / "facets.toml"
    path.write_text("[page\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"facets\.toml.*LEP_FACETS_FILE"):
        read_opening(path)
