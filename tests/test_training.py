"""Training: the examples are fair, what is learnt from them, and that weights come back as they were."""

import json
import random
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.errors import SourceError
from assistant.reader import AnswerReader
from training.cli import app
from training.examples import FOLDER, Document, load, pairs
from training.learning import Learner

MILL = Document(
    "The mill",
    {1: "Owners\nThe mill was bought by Ada Holm.", 2: "Opening\nThe mill opens in May.", 3: "Prices\nRye is dear."},
    (("Who bought the mill?", frozenset({1})), ("Who sold the mill?", frozenset())),
)
needs_onnx = pytest.mark.skipif(find_spec("onnx") is None, reason="onnx comes with the extras training and test")


@pytest.mark.parametrize(("folder", "least"), [(FOLDER, 10_000), (FOLDER.parent / "other-languages", 2_500)])
def test_about_half_of_the_questions_of_the_examples_are_answered(folder: Path, least: int) -> None:
    learnt, held = load(folder)
    questions = [ids for document in (*learnt, *held) for _, ids in document.questions]
    assert len(questions) > least
    assert 0.45 < sum(bool(ids) for ids in questions) / len(questions) < 0.6
    assert held


def test_what_seems_to_answer_is_learnt_to_be_no_answer() -> None:
    learnt = list(pairs([MILL], random.Random(1)))
    assert [pair.text.splitlines()[-1] for pair in learnt if pair.answers] == ["The mill was bought by Ada Holm."]
    sold = [pair.text for pair in learnt if pair.question == "Who sold the mill?"]
    assert any("bought by Ada Holm" in text for text in sold)


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        json.dumps({"doc": "The mill", "passages": []}),
        json.dumps({"doc": "The mill", "passages": [], "questions": [{"q": "Who?", "a": [1]}]}),
    ],
)
def test_a_line_that_is_no_document_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "examples.jsonl").write_text(line, "utf-8")
    with pytest.raises(SourceError, match="line 1, is no document"):
        load(tmp_path)


def test_a_folder_without_examples_is_named_on_the_command_line(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["--examples", str(tmp_path), "--out", str(tmp_path / "reader.npz")])
    assert done.exit_code == 1
    assert "No examples are in" in done.output


@needs_onnx
def test_weights_that_learnt_nothing_read_as_the_packaged_model_does(tmp_path: Path) -> None:
    from training.weights import as_torch, save

    class Packaged(AnswerReader):
        weights = None

    class Saved(AnswerReader):
        weights = tmp_path / "reader.npz"

    save(as_torch(), tmp_path / "reader.npz")
    texts = ["In spring, 14 companies joined the network.", "The feast was in May."]
    scores = Packaged()("How many firms joined?", texts)
    assert np.allclose(Saved()("How many firms joined?", texts), scores, atol=0.5)


@needs_onnx
def test_a_model_learns_what_it_is_shown() -> None:
    from training.weights import as_torch

    learner = Learner(as_torch())
    losses = [loss for _, _, loss in learner.learn(list(pairs([MILL] * 8, random.Random(1))), 4, random.Random(1))]
    assert losses[-1] < losses[0] / 2
    assert "AUC" in learner.measured([MILL], random.Random(1))
