"""Training: the examples are fair, what is learnt from them, and that weights come back as they were."""

import json
import random
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from assistant.errors import SourceError
from assistant.multilingual import MultilingualReader
from assistant.reader import AnswerReader
from training.cli import app
from training.dropout import share_dropout
from training.examples import FOLDER, OTHER_LANGUAGES, Document, Pair, load, pairs, translated
from training.learning import Learner

MILL = Document(
    "The mill",
    {1: "Owners\nThe mill was bought by Ada Holm.", 2: "Opening\nThe mill opens in May.", 3: "Prices\nRye is dear."},
    (("Who bought the mill?", frozenset({1})), ("Who sold the mill?", frozenset())),
)
needs_onnx = pytest.mark.skipif(find_spec("onnx") is None, reason="onnx comes with the extras training and test")


@pytest.mark.parametrize(("folder", "least"), [(FOLDER, 10_000), (OTHER_LANGUAGES, 2_500)])
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


def test_only_the_english_reader_goes_on_from_what_it_knows() -> None:
    done = CliRunner().invoke(app, ["--multilingual", "--onward"])
    assert done.exit_code
    assert "Leave out --onward" in done.output


@needs_onnx
def test_learning_goes_on_from_weights_that_were_saved() -> None:
    from training.english import EnglishPupil

    text = "In spring, 14 companies joined the network."
    pupil = EnglishPupil(AnswerReader.weights)
    pupil.model.eval()  # type: ignore[no-untyped-call]
    (logit,) = pupil.logits([Pair("How many firms joined?", text, True)]).tolist()
    assert AnswerReader()("How many firms joined?", [text])[0] == pytest.approx(logit, abs=0.5)


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
def test_what_goes_on_learning_settles_halfway_between_what_it_knew_and_what_it_learnt() -> None:
    from training.english import EnglishPupil

    pupil = EnglishPupil(AnswerReader.weights)
    (head,) = (weight for name, weight in pupil.model.named_parameters() if name == "classifier.weight")
    before = head.detach().clone()
    head.data += 1
    pupil.settle()
    assert np.allclose(head.detach(), before + 0.5, atol=1e-5)


def test_layers_that_share_their_dropout_drop_a_tenth_and_keep_the_mean() -> None:
    import torch

    model = torch.nn.Sequential(torch.nn.Dropout(0.1), torch.nn.Sequential(torch.nn.Dropout(0.1)))
    share_dropout(model)
    once = model.train()[0](torch.ones(400, 400))
    assert float((once == 0).float().mean()) == pytest.approx(0.1, abs=0.01)
    assert float(once.mean()) == pytest.approx(1, abs=0.01)
    twice = model(torch.ones(400, 400))
    assert float((twice == 0).float().mean()) == pytest.approx(0.19, abs=0.02)
    assert bool((model.eval()(torch.ones(4, 4)) == 1).all())


@needs_onnx
def test_the_english_pupil_learns_what_it_is_shown() -> None:
    from training.english import EnglishPupil

    learner = Learner(EnglishPupil())
    losses = [loss for _, _, loss in learner.learn(list(pairs([MILL] * 8, random.Random(1))), 4, random.Random(1))]
    assert losses[-1] < losses[0] / 2
    assert "AUC" in learner.measured([MILL], random.Random(1))


@needs_onnx
def test_the_multilingual_pupil_learns_and_what_it_learnt_is_read_back(tmp_path: Path) -> None:
    from training.multilingual import MultilingualPupil

    class Saved(MultilingualReader):
        graph = tmp_path / "multilingual.onnx"

    pupil = MultilingualPupil()
    shown = list(pairs([MILL] * 8, random.Random(1)))
    losses = [loss for _, _, loss in Learner(pupil).learn(shown, 4, random.Random(1))]
    assert losses[-1] < losses[0]
    pupil.save(Saved.graph)
    pupil.model.eval()
    (learnt,) = pupil.logits(shown[:1]).tolist()
    assert Saved()(shown[0].question, [shown[0].text])[0] == pytest.approx(learnt, abs=0.5)


def test_a_translation_keeps_what_answers_and_what_is_held_out() -> None:
    learnt, held = translated()
    assert len(learnt) > 180
    assert held
    english = {document.title: document for documents in load(FOLDER) for document in documents}
    for document in (*learnt, *held):
        original = english[document.title]
        assert [ids for _, ids in document.questions] == [ids for _, ids in original.questions]
        assert document.questions != original.questions
    assert {document.title for document in held} <= {document.title for document in load(FOLDER)[1]}


@pytest.mark.parametrize(
    "line", ["no JSON", "{}", '{"file": "a.jsonl", "line": 1, "questions": []}', '{"file": "b", "line": 1}']
)
def test_a_translation_that_fits_no_document_is_named(tmp_path: Path, line: str) -> None:
    document = {
        "doc": "The mill",
        "passages": [{"id": 1, "head": "", "text": ""}],
        "questions": [{"q": "Who?", "a": []}],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(document), "utf-8")
    folder = tmp_path / "translated"
    folder.mkdir()
    (folder / "de.jsonl").write_text(line, "utf-8")
    with pytest.raises(SourceError, match=r"de\.jsonl, line 1, translates no document"):
        translated(folder, tmp_path)
