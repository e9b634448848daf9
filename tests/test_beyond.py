"""Questions that ask for more than the passages say: a word that none holds keeps them from answering."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from assistant.beyond import asks_beyond
from assistant.embedding import Array
from assistant.found import Found
from assistant.reranking import Rerank
from assistant.vocabulary import Kind, Question
from tests.found_parts import found, paragraph, part

WOMEN = Question("How many women came to the fair?", "How many women came to the fair?", "en", "count")
CAME = part(("Fair",), paragraph("To the fair came 31 millers."))


def _found(stranger: str) -> Found:
    return replace(found(CAME, weights=(stranger, "fair")), strangers=frozenset((stranger,)))


def _unlike(word: str, others: Sequence[str]) -> float:
    """Tell that none of the words that passages hold is like a word."""
    return 0.4


def _reads(word: str, with_it: float, without: float) -> Rerank:
    """Return a pair reader that scores questions by whether they hold a word."""

    def read(question: str, texts: Sequence[str]) -> Array:
        return np.full(len(texts), with_it if word in question else without, dtype=np.float32)

    return read


@pytest.mark.parametrize(
    ("with_it", "without", "beyond"),
    [(1.0, 3.0, True), (3.0, 3.2, False), (-9.0, -6.0, False), (3.0, 1.0, False)],
)
def test_a_word_is_missing_where_passages_answer_clearly_better_without_it(
    with_it: float, without: float, beyond: bool
) -> None:
    assert asks_beyond(WOMEN, _found("women"), _reads("women", with_it, without), _unlike) == beyond


@pytest.mark.parametrize(
    ("text", "kind", "stranger", "beyond"),
    [
        ("When was the fair founded?", "when", "founded", True),
        ("Who insures the fair?", "who", "insures", True),
        ("Who was behind the fair?", "who", "behind", False),
        ("Which beer brand is drunk at the fair?", "fact", "brand", True),
        ("Which mill is neglected by the fair?", "fact", "neglected", False),
        ("Why is the fair neglected?", "fact", "neglected", True),
        ("How many millers came and what did the neglected do?", "count", "neglected", False),
    ],
)
def test_words_that_say_what_is_asked_for_cannot_be_done_without(
    text: str, kind: Kind, stranger: str, beyond: bool
) -> None:
    question = replace(WOMEN, text=text, search_text=text, kind=kind)
    assert asks_beyond(question, _found(stranger), _reads(stranger, 1.0, 3.0), _unlike) == beyond


def test_words_that_passages_hold_and_other_languages_are_not_judged() -> None:
    held = replace(_found("women"), strangers=frozenset())
    assert not asks_beyond(WOMEN, held, _reads("women", 1.0, 3.0), _unlike)
    german = replace(WOMEN, language="de")
    assert not asks_beyond(german, _found("women"), _reads("women", 1.0, 3.0), _unlike)


def test_a_reason_has_to_be_answered_clearly_better_still() -> None:
    question = replace(WOMEN, text="Why is the fair seen?", search_text="Why is the fair seen?", kind="fact")
    assert not asks_beyond(question, _found("seen"), _reads("seen", 1.0, 2.0), _unlike)


def test_a_word_whose_like_passages_hold_is_not_missing() -> None:
    def like(word: str, others: Sequence[str]) -> float:
        return 0.9 if word == "women" and "millers" in others else 0.4

    assert asks_beyond(WOMEN, _found("women"), _reads("women", 1.0, 3.0), _unlike)
    assert not asks_beyond(WOMEN, _found("women"), _reads("women", 1.0, 3.0), like)
