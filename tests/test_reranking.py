"""Reranking: a cross-encoder has its say where words do not tell, and nowhere else."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.embedding import Array
from assistant.errors import EmbedderError
from assistant.library import Library
from assistant.reranking import CrossEncoder, reranked
from assistant.retrieval import Retriever
from assistant.settings import Settings


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with a cross-encoder of a few hundred untrained weights."""
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizer

    folder = tmp_path_factory.mktemp("cross-encoder")
    letters = [f"{mark}{letter}" for mark in ("", "##") for letter in "abcdefghijklmnopqrstuvwxyz"]
    (folder / "vocab.txt").write_text("\n".join(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters]), "utf-8")
    BertTokenizer(vocab_file=str(folder / "vocab.txt")).save_pretrained(folder)
    config = BertConfig(
        vocab_size=5 + len(letters), hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8
    )  # fmt: skip
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(folder)
    return str(folder)


def test_a_cross_encoder_scores_each_text_by_itself(tiny: str) -> None:
    rerank = CrossEncoder(tiny)
    scores = rerank("who mills", ["a miller", "a baker", "a miller"])
    assert scores.shape == (3,)
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)


def test_a_cross_encoder_that_is_not_there_is_named_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="LEP_CROSS_ENCODER"):
        CrossEncoder(str(tmp_path))("who mills", ["a miller"])


def test_both_opinions_weigh_alike_and_the_scale_is_kept() -> None:
    scores = np.array([9.0, 6.0, 3.0], dtype=np.float32)
    new = reranked(scores, ["one", "two", "three"], "which?", lambda _, texts: np.array([0.0, 0.9, 1.0]))
    assert new.argmax() == 1
    assert (new.mean(), new.std()) == (pytest.approx(scores.mean()), pytest.approx(scores.std()))


def test_a_reranker_is_asked_only_where_words_do_not_tell(mills: Settings) -> None:
    asked: list[str] = []

    def last_first(question: str, texts: Sequence[str]) -> Array:
        asked.append(question)
        return np.arange(len(texts), dtype=np.float32) * 100

    library = Library.open(mills)
    with_one, without = Retriever(library, last_first), Retriever(library)
    plain = Assistant(library, mills)
    told, vague = (
        plain.understand("How long does flour keep?"),
        plain.understand("Do folks ever fret about wet cellars?"),
    )
    assert with_one.find(told).hits[0] == without.find(told).hits[0]
    assert not asked
    assert with_one.find(vague).hits[0].passage != without.find(vague).hits[0].passage
    assert asked == [vague.search_text]
