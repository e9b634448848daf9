"""Composing: what follows an introduction, how many passages are enough, and which lists are given whole."""

from dataclasses import replace

import pytest

from assistant.citations import Line, quote
from assistant.compose import fact, introduced, prefer
from assistant.found import MOST_PARTS, Found
from assistant.language import language
from assistant.lists import whole_list
from assistant.readings import READINGS, passes_over
from assistant.vocabulary import Hit, Kind, Question
from tests.found_parts import found, items, paragraph, part, row

ENGLISH = language("en")
REGRETS = "What the millers regret:"
OPENING = "Care has three parts:"


def question(text: str, kind: Kind = "fact", code: str = "en") -> Question:
    return Question(text, text, code, kind)


def texts(lines: list[Line] | None) -> list[str]:
    return [line.text for line in lines or []]


def hit(text: str, what: Found) -> Hit:
    return next(h for h in what.hits if h.passage.text == text)


def test_a_sentence_that_introduces_a_list_is_followed_by_its_items_and_no_others() -> None:
    what = found(part(("Mills",), paragraph(REGRETS), *items(REGRETS, "Tar.", "Thaw."), *items("Also:", "Oak.")))
    lines = introduced(hit(REGRETS, what), what)
    assert texts(lines) == ["Tar.", "Thaw."]
    assert [line.quotes[0].text for line in lines] == ["Tar.", "Thaw."]


TO_BANKS = "To banks:"
NESTED = (
    *items(REGRETS, "To bakers, too late.", TO_BANKS),
    *items(f"{REGRETS} {TO_BANKS}", "The mill.", "The barn."),
    *items(REGRETS, "Flour sold warm."),
)


def test_an_item_of_a_list_is_given_with_what_stands_below_it_and_nothing_else() -> None:
    what = found(part(("Mills",), paragraph(REGRETS), *NESTED), covered={TO_BANKS: 0.9}, scores={TO_BANKS: 9.0})
    assert texts(introduced(hit(TO_BANKS, what), what)) == ["The mill.", "The barn."]
    assert texts(fact(question("What do they owe to banks?"), what, ENGLISH))[1:] == [
        TO_BANKS, "The mill.", "The barn.",
    ]  # fmt: skip


def test_an_item_with_nothing_below_it_introduces_neither_the_next_items_nor_the_next_parts() -> None:
    below = part(("Mills", "Care", "Wheel"), paragraph("Grease it."), position=1)
    what = found(part(("Mills", "Care"), *NESTED), below)
    assert introduced(hit("Flour sold warm.", what), what) == []
    assert introduced(hit("The barn.", what), what) == []


def test_a_long_paragraph_introduces_nothing() -> None:
    long = "word " * 41 + ":"
    what = found(part(("Mills",), paragraph(long), *items(long, "Tar.", "Thaw.")))
    assert introduced(hit(long, what), what) == []


def test_a_list_that_is_too_long_for_an_answer_does_not_follow_its_introduction() -> None:
    what = found(part(("Mills",), paragraph(REGRETS), *items(REGRETS, *(f"{n} " + "word " * 50 for n in "abcde"))))
    assert introduced(hit(REGRETS, what), what) == []


def below(length: int, parts: int = 2) -> Found:
    """Make a section that only introduces the parts below its heading."""
    return found(
        part(("Mills", "Care"), paragraph(OPENING)),
        *(
            part(
                ("Mills", "Care", f"Part {n}"),
                paragraph(f"First {n}."),
                paragraph(f"{n} " + "word " * length),
                position=n,
            )
            for n in range(parts, 0, -1)
        ),
        part(("Mills", "Other"), paragraph("Not this."), position=9),
    )


def test_short_parts_below_a_heading_follow_their_introduction_whole_and_in_order() -> None:
    what = below(length=2)
    assert texts(introduced(hit(OPENING, what), what)) == [
        "**Part 1**", "First 1.", "1 word word ", "**Part 2**", "First 2.", "2 word word ",
    ]  # fmt: skip


def test_longer_parts_below_a_heading_are_given_by_their_best_passages() -> None:
    what = below(length=64, parts=3)
    assert texts(introduced(hit(OPENING, what), what)) == [
        "**Part 1** – First 1.", "**Part 2** – First 2.", "**Part 3** – First 3.",
    ]  # fmt: skip
    better = replace(what, hits=tuple(reversed(what.hits)))
    assert texts(introduced(hit(OPENING, better), better))[0].startswith("**Part 1** – 1 word")


def test_many_long_parts_below_a_heading_are_given_by_their_headings() -> None:
    what = below(length=30, parts=30)
    what = replace(what, hits=tuple(reversed(what.hits)))
    lines = introduced(hit(OPENING, what), what)
    assert texts(lines) == [f"Part {n}" for n in range(1, MOST_PARTS + 1)]
    assert all(line.quotes for line in lines)


def test_the_last_sentence_below_a_heading_introduces_the_parts_below_it_and_a_colon_what_follows() -> None:
    care = part(("Mills", "Care"), paragraph(OPENING), paragraph("It takes time."))
    what = found(care, part(("Mills", "Care", "Wheel"), paragraph("Grease it."), position=1))
    assert texts(introduced(hit(OPENING, what), what)) == ["It takes time."]
    assert texts(introduced(hit("It takes time.", what), what)) == ["**Wheel**", "Grease it."]


def test_a_colon_without_parts_below_leads_to_the_sections_after_it() -> None:
    what = found(
        part(("Mills", "Before"), paragraph("Not this."), position=0),
        part(("Mills", "Care"), paragraph(OPENING), position=1),
        part(("Mills", "Wheel"), paragraph("Grease it."), position=2),
        part(("Barns", "Roof"), paragraph("Nor this."), position=3),
    )
    assert texts(introduced(hit(OPENING, what), what)) == ["**Wheel**", "Grease it."]


def test_a_full_stop_without_parts_below_leads_nowhere() -> None:
    what = found(
        part(("Mills", "Care"), paragraph("Care takes time."), position=1),
        part(("Mills", "Wheel"), paragraph("Grease it."), position=2),
    )
    assert introduced(hit("Care takes time.", what), what) == []


def test_an_introduction_in_an_answer_is_followed_by_its_list_once() -> None:
    what = found(part(("Mills",), paragraph(REGRETS), *items(REGRETS, "Tar.", "Thaw.")), covered={REGRETS: 0.9})
    lines = texts(fact(question("What do they regret?"), what, ENGLISH))
    assert lines[1:4] == [REGRETS, "Tar.", "Thaw."]
    assert lines.count("Tar.") == 1


def said(
    coverage: float, kind: Kind = "fact", code: str = "en", text: str = "Which river?", written: str = "en"
) -> int:
    """Return how many of twenty passages that are equally good, of a document in a language, are given."""
    mills = [f"{name}{name} stands on {name}river" for name in "abcdefghijklmnopqrst"]
    what = found(part(("Mills",), *map(paragraph, mills)), covered=dict.fromkeys(mills, coverage))
    document = replace(what.hits[0].document, language=written)
    what = replace(what, hits=tuple(replace(h, document=document) for h in what.hits))
    return len(fact(question(text, kind, code), what, language(code))) - 1


def test_the_less_words_tell_the_more_passages_are_given() -> None:
    assert 1 < said(0.9) < said(0.4) < said(0.1) < 20


def test_few_passages_answer_a_question_for_a_figure_or_a_date_however_little_words_tell() -> None:
    assert said(0.1, "when") == said(0.1, "count") == said(0.9)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "What should I do about rats?"),
        ("en", "Any tips against rats?"),
        ("de", "Was kann ich gegen Ratten tun?"),
        ("nl", "Wat moet ik tegen ratten doen?"),
        ("cs", "Co mám dělat s krysami?"),
        ("it", "Cosa posso fare contro i topi?"),
    ],
)
def test_a_question_for_advice_gets_more_than_one_that_words_tell_as_clearly(code: str, text: str) -> None:
    for coverage in (0.9, 0.4):
        assert said(coverage, code=code, text=text, written=code) > said(coverage, code=code, written=code)


def test_a_question_for_a_figure_asks_for_no_advice() -> None:
    assert said(0.9, "count", text="How many tips are there?") == said(0.9, "count")


def test_a_question_in_another_language_gets_more_passages_whatever_words_it_shares() -> None:
    assert said(0.9, code="de") > said(0.9)


def test_a_row_whose_label_a_question_for_a_figure_says_whole_comes_first() -> None:
    better = "There are some 40 mills, old and new."
    what = found(part(("Mills",), paragraph(better), row("Grain mills", "12")), scores={better: 5.0})
    assert texts(fact(question("How many grain mills?", "count"), what, ENGLISH))[1] == "Grain mills: 12"
    assert texts(fact(question("How many oil mills?", "count"), what, ENGLISH))[1] == better
    assert texts(fact(question("What of grain mills?"), what, ENGLISH))[1] == better


def test_a_list_that_misses_what_another_passage_says_is_another_list() -> None:
    best = "Tar spoils the cogs."
    what = found(
        part(("Mills", "Tar"), paragraph(best)),
        part(("Mills", "Regrets"), *items("", "Thaw.", "Frost.")),
        scores={best: 0.5},
        covered={best: 0.9, "Thaw.": 0.1, "Frost.": 0.1},
    )
    asked = question("What spoils cogs?", "list")
    assert whole_list(asked, what, ENGLISH) is None
    told = replace(what, hits=tuple(replace(h, coverage=0.9) for h in what.hits))
    assert texts(whole_list(asked, told, ENGLISH))[1:] == ["Thaw.", "Frost."]


def test_the_rows_of_a_table_are_a_list_where_a_list_is_asked_for() -> None:
    what = found(part(("Mills",), row("Oda Brandt", "miller"), row("Jorun Halvard", "clerk")))
    assert texts(whole_list(question("Which members are there?", "list"), what, ENGLISH))[1:] == [
        "Oda Brandt: miller",
        "Jorun Halvard: clerk",
    ]
    assert whole_list(question("Give an overview", "overview"), what, ENGLISH) is None


TOLLS = (row("Toll house", "Oda Brandt"), row("Toll house", "Jorun Halvard"), row("Lock", "Ulf Stern"))
KEEPERS = ["Toll house: Oda Brandt", "Toll house: Jorun Halvard"]


@pytest.mark.parametrize("kind", ["fact", "list", "who"])
def test_rows_of_a_table_that_begin_alike_are_given_together_where_the_question_says_how(kind: Kind) -> None:
    what = found(part(("Mills", "Keepers"), *TOLLS), scores={"Lock | Ulf Stern": 1.0})
    lines = whole_list(question("Who keeps the toll houses?", kind), what, ENGLISH)
    assert texts(lines) == ["**Mills › Keepers**:", *KEEPERS]


def test_rows_are_not_given_together_that_begin_otherwise_or_stand_in_another_table() -> None:
    what = found(part(("Mills", "Keepers"), *TOLLS, replace(row("Lock", "Ada"), group=2)))
    for asked in ("Who keeps the lock?", "Who keeps the house?", "Who is Oda Brandt?"):
        assert whole_list(question(asked), what, ENGLISH) is None


def test_rows_that_begin_alike_are_not_given_together_where_they_are_too_many() -> None:
    tolls = [row("Toll house", f"{n}{n} " + "word " * 50) for n in "abcdefg"]
    assert whole_list(question("Who keeps the toll house?"), found(part(("Mills",), *tolls)), ENGLISH) is None


def first_two(text: str, kind: Kind, weights: tuple[str, ...] = ("larch", "oak", "wheel")) -> list[str]:
    """Return the two passages that come first for a question about larch and oak, of which four speak of larch."""
    larch = [f"Larch {verb} in a wheel {n} {n}{n}" for n, verb in enumerate(("swells", "floats", "lasts", "bends"))]
    scores = {text: 9.0 - n / 2 for n, text in enumerate(larch)}
    oak = "Oak sinks and cracks"
    what = found(part(("Mills",), *map(paragraph, [*larch, oak])), scores={**scores, oak: 5.5}, weights=weights)
    return [line.split()[0] for line in texts(fact(question(text, kind), what, ENGLISH))[1:3]]


def test_a_comparison_of_two_things_gives_passages_for_both() -> None:
    assert first_two("Compare larch with oak", "compare") == ["Larch", "Oak"]
    assert first_two("Which wood is good for a wheel, larch or oak?", "fact") == ["Larch", "Larch"]


def test_two_questions_in_one_get_passages_for_both() -> None:
    assert first_two("What is larch like and what is oak like?", "fact") == ["Larch", "Oak"]


@pytest.mark.parametrize("kind", ["list", "overview"])
def test_nothing_found_is_no_list(kind: Kind) -> None:
    assert whole_list(question("Which?", kind), found(), ENGLISH) is None


def test_of_a_list_within_a_part_and_all_parts_those_are_given_whose_heading_says_more_of_the_question() -> None:
    parts = [
        part(("Lessons of the mills", name), *items("", f"{name} first.", f"{name} second."), position=n)
        for n, name in enumerate(("Water", "Wood", "Wheels"))
    ]
    what = found(*parts, scores={"Water first.": 9.0, "Water second.": 9.0}, weights=("lessons", "mills"))
    told = texts(whole_list(question("Name the three lessons of the mills", "list"), what, ENGLISH))
    assert [text.split("** – ")[0] for text in told[1:]] == ["**Water", "**Wood", "**Wheels"]


def test_a_part_whose_heading_alone_is_what_was_asked_for_is_given_instead_of_all_parts() -> None:
    parts = [
        part(("Lessons and advice", name), *items("", f"{name} first.", f"{name} second."), position=n)
        for n, name in enumerate(("Lessons", "Advice", "Thanks"))
    ]
    scores = {"Lessons first.": 3.0, "Lessons second.": -1.0, "Advice first.": 3.0, "Thanks first.": 3.0}
    what = found(*parts, scores=scores, weights=("lessons",))
    told = texts(whole_list(question("List the lessons", "list"), what, ENGLISH))
    assert told[1:] == ["Lessons first.", "Lessons second."]


def test_a_passage_that_was_read_to_answer_comes_before_one_that_seemed_nearer() -> None:
    what = found(
        part(("Mills",), paragraph("The mill was sold."), paragraph("Ada Holm bought it.")),
        scores={"The mill was sold.": 1.0},
    )
    sold, bought = what.hits
    asked = Question("Who bought the mill?", "Who bought the mill?", "en", "fact")
    assert prefer(asked, what.hits, {}) == [sold, bought]
    assert prefer(asked, what.hits, {sold.passage.id: -4.0, bought.passage.id: 1.0}) == [bought, sold]
    assert prefer(asked, [sold], {bought.passage.id: 1.0}) == [sold]


def read_as(*logits: float) -> Found:
    """Return three passages about mills of equal score that were read to answer so well."""
    what = found(part(("Mills",), *map(paragraph, ("Mill one is old.", "Mill two is new.", "Mill three is shut."))))
    return replace(what, read={h.passage.id: logit for h, logit in zip(what.hits, logits, strict=False)})


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("Which mill is old?", True),
        ("Which mill is old and where is the other?", False),
        ("What should I do about the old mill?", False),
    ],
)
def test_a_passage_that_plainly_answers_one_question_stands_alone(text: str, alone: bool) -> None:
    said_of = {
        plainly: texts(fact(question(text), read_as(READINGS.plainly - 1 + plainly), ENGLISH)) for plainly in (0, 1)
    }
    assert len(said_of[0]) > 2
    assert (len(said_of[1]) == 2) == alone


@pytest.mark.parametrize(
    ("logits", "shown", "over"),
    [
        ((READINGS.outright,), 1, True),
        ((READINGS.outright,), 0, False),
        ((READINGS.outright - 0.1,), 1, False),
        ((READINGS.outright, READINGS.outright - READINGS.beside - 0.1), 1, True),
        ((READINGS.outright, READINGS.outright - READINGS.beside), 1, False),
        ((), 1, False),
    ],
)
def test_an_answer_must_not_pass_over_what_was_read_to_answer(
    logits: tuple[float, ...], shown: int, over: bool
) -> None:
    what = read_as(*logits)
    assert passes_over(what, [Line("A list:"), Line("", (quote(what.hits[shown]),))]) == over
