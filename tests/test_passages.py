"""Cutting: nothing is lost, nothing is doubled, and what is cut can be found again in its section."""

import re
import string

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assistant.errors import SourceError
from assistant.vocabulary import Block
from ingest.outline import rank_headings
from ingest.passages import MAX_PARAGRAPH, PassageCutter, pieces
from ingest.readers import read
from ingest.sections import cut

WORD = re.compile(r"[^\W\d_]{2,}")
DISCLAIMER = "Funded by a body whose views and opinions need not be those of the authors at all."

words = st.text(string.ascii_lowercase, min_size=2, max_size=9)
sentences = st.lists(words, min_size=3, max_size=12).map(lambda w: " ".join(w).capitalize() + ".")
paragraphs = st.lists(sentences, min_size=1, max_size=4).map(" ".join)
headings = st.lists(words, min_size=1, max_size=5).map(lambda w: " ".join(w).title())
bullets = st.lists(sentences, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items))
tables = st.lists(st.tuples(sentences, words), min_size=1, max_size=3).map(
    lambda rows: "\n".join(["Statement\tLevel", *(f"{left}\t{right}" for left, right in rows)])
)
boilerplate = st.just(DISCLAIMER)
parts = st.lists(st.one_of(headings, paragraphs, bullets, tables, boilerplate), min_size=1, max_size=12)


def words_of(text: str) -> list[str]:
    return WORD.findall(text)


def words_of_blocks(blocks: tuple[Block, ...]) -> list[str]:
    """Words of the blocks in order; a table's headers count once, before its first row."""
    found: list[str] = []
    seen: set[int] = set()
    for block in blocks:
        if block.kind == "row" and block.group not in seen:
            seen.add(block.group)
            found += words_of(" ".join(block.headers))
        found += words_of(block.text)
    return found


def checked_blocks(text: str, name: str) -> tuple[Block, ...]:
    """Read and cut a text; check that sections, passages and headings hold each block's words once."""
    source = read(text.encode("utf-8"), name)
    blocks = rank_headings(source.blocks, source.contents)
    pieces_ = cut("document", blocks)
    for section in pieces_.sections:
        own = [p for p in pieces_.passages if p.section_id == section.id]
        assert section.text == "\n".join(p.text for p in own)
        assert all(section.text[p.start : p.end] == p.text for p in own)
    content = [block for block in blocks if block.kind != "heading"]
    assert words_of(" ".join(p.text for p in pieces_.passages)) == words_of(" ".join(b.text for b in content))
    kept = {heading for section in pieces_.sections for heading in section.path} | set(pieces_.empty)
    assert {block.text for block in blocks if block.kind == "heading"} == kept
    assert len({p.id for p in pieces_.passages}) == len(pieces_.passages)
    assert [p.position for p in pieces_.passages] == list(range(len(pieces_.passages)))
    return blocks


@settings(max_examples=120, deadline=None)
@given(parts, st.sampled_from(["report.md", "report.txt"]))
def test_every_word_of_a_report_is_in_exactly_one_passage_or_heading_in_order(content: list[str], name: str) -> None:
    own = [part for part in content if part != DISCLAIMER]
    assume(own and len(set(own)) == len(own))
    text = "\n\n".join(content)
    kept = text.replace(DISCLAIMER, "") if text.count(DISCLAIMER) > 1 else text
    assert words_of_blocks(checked_blocks(text, name)) == words_of(kept)


@settings(max_examples=200, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from(" \n\t.:-#*|1234abcdeABCÄé•"), st.characters(exclude_categories=("Cs", "Cc"))),
        max_size=300,
    )
)
def test_no_text_makes_the_text_reader_fail_or_lose_words(text: str) -> None:
    assume(not re.search(r"[\[\]<>_]", text))
    try:
        source = read(text.encode("utf-8"), "odd.txt")
    except SourceError:
        return
    assume(not source.left_out)
    found = words_of_blocks(checked_blocks(text, "odd.txt"))
    assert sorted(found) == sorted(words_of(text))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_no_text_makes_the_markdown_reader_fail(text: str) -> None:
    try:
        source = read(text.encode("utf-8", "ignore"), "odd.md")
    except SourceError:
        return
    assert cut("document", rank_headings(source.blocks)).passages or source.blocks


def cut_blocks(*blocks: Block) -> list[tuple[str, str]]:
    passages = PassageCutter("document", "en").cut("section", ("Heading",), blocks)
    return [(passage.text, passage.lead_in) for passage in passages]


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    text = " ".join(f"This is sentence number {n} of a long paragraph about skills." for n in range(60))
    cut_up = pieces(text)
    assert " ".join(cut_up) == text
    assert all(len(piece) <= MAX_PARAGRAPH and piece.endswith(".") for piece in cut_up)
    assert len(cut_up) == 5


def test_a_sentence_longer_than_a_piece_is_cut_between_words() -> None:
    text = "skill " * 400
    assert " ".join(pieces(text)).split() == text.split()
    assert max(map(len, pieces(text))) <= MAX_PARAGRAPH


def test_a_word_longer_than_a_piece_is_cut_where_the_limit_falls() -> None:
    assert "".join(pieces("x" * 2000)) == "x" * 2000


def test_items_carry_the_paragraph_that_introduces_their_list() -> None:
    blocks = [Block("paragraph", "We aim to:"), Block("item", "learn", group=1), Block("item", "teach", group=1)]
    assert cut_blocks(*blocks) == [("We aim to:", ""), ("learn", "We aim to:"), ("teach", "We aim to:")]


def test_nested_items_carry_the_items_above_them_as_well() -> None:
    found = cut_blocks(
        Block("paragraph", "Events:"),
        Block("item", "Launch", group=1),
        Block("item", "Session 1", level=1, group=1),
        Block("item", "Room A", level=2, group=1),
        Block("item", "Session 2", level=1, group=1),
        Block("item", "Closing", group=1),
    )
    assert [lead_in for _, lead_in in found] == [
        "", "Events:", "Events: Launch", "Events: Launch Session 1", "Events: Launch", "Events:",
    ]  # fmt: skip


def test_a_list_right_under_its_heading_has_no_lead_in() -> None:
    assert cut_blocks(Block("item", "learn", group=1)) == [("learn", "")]


def test_of_a_long_paragraph_only_the_last_sentences_lead_in() -> None:
    text = "Much is said here about everything that happened before. " * 8 + "These came:"
    [_, (_, lead_in)] = cut_blocks(Block("paragraph", text), Block("item", "all", group=1))
    assert lead_in.endswith("These came:")
    assert lead_in.startswith("Much is said")
    assert len(lead_in) <= 300


def test_rows_keep_their_headers_and_blank_cells() -> None:
    row = Block("row", "VET | ", cells=("VET", ""), headers=("Type", "Number"), group=3)
    [passage] = PassageCutter("document", "en").cut("section", (), [row])
    assert (passage.kind, passage.cells, passage.headers, passage.group) == ("row", ("VET", ""), ("Type", "Number"), 3)


def test_the_same_sentence_twice_has_two_ids_and_an_edit_elsewhere_changes_none() -> None:
    same = Block("paragraph", "The same words.")
    before = PassageCutter("document", "en").cut("section", ("A",), [same, same])
    after = PassageCutter("document", "en").cut("section", ("A",), [same, Block("paragraph", "New."), same])
    assert before[0].id != before[1].id
    assert [before[0].id, before[1].id] == [after[0].id, after[2].id]
