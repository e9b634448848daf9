import json
import re
from collections import Counter
from pathlib import Path

import pytest

from assistant.errors import QuestionError
from eval.answerer import folder_documents
from eval.questions import CATEGORIES, EvalQuestion, draw_split, load_questions
from tests.eval_parts import CORPUS, SHIPPED

DOCUMENTS = {"a.md": "# A\n\nPrague identified **31** stakeholders.\n\n- Item one\n"}


def line(**changes: object) -> str:
    raw = {
        "id": "one",
        "category": "number",
        "question": "How many stakeholders did Prague identify?",
        "answerable": True,
        "nuggets": [{"text": "31", "any_of": ["31"]}],
        "evidence": [{"document": "a.md", "section": "A", "quote": "Prague identified 31 stakeholders."}],
        "forbidden": [],
        "split": draw_split(str(changes.get("id") or "one")),
    }
    return json.dumps({key: value for key, value in (raw | changes).items() if value is not None})


def load(tmp_path: Path, *lines: str) -> list[EvalQuestion]:
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return load_questions(path, DOCUMENTS)


@pytest.fixture(scope="module")
def shipped() -> list[EvalQuestion]:
    return load_questions(SHIPPED, folder_documents(CORPUS))


def test_every_quote_nugget_and_id_of_the_shipped_set_is_right(shipped: list[EvalQuestion]) -> None:
    assert len(shipped) >= 240


def test_every_category_of_the_shipped_set_has_at_least_twelve_questions(shipped: list[EvalQuestion]) -> None:
    counts = Counter(question.category for question in shipped)
    assert {name: counts[name] for name in CATEGORIES if counts[name] < 12} == {}


def test_every_language_of_the_partners_has_at_least_eight_questions(shipped: list[EvalQuestion]) -> None:
    counts = Counter(question.language for question in shipped)
    assert {code: counts[code] for code in ("de", "nl", "cs", "it") if counts[code] < 8} == {}


def heading_paths(document: str) -> list[str]:
    """Return the headings that lead to each part of a Markdown document, as questions name sections."""
    open_headings: dict[int, str] = {}
    paths = []
    for marks, heading in re.findall(r"^(#+) (.+)$", document, re.MULTILINE):
        open_headings = {level: h for level, h in open_headings.items() if level < len(marks)} | {len(marks): heading}
        paths.append(" › ".join(open_headings.values()))
    return paths


def test_every_chapter_and_section_of_the_corpus_is_asked_about(shipped: list[EvalQuestion]) -> None:
    evidence = {(e.document, e.section) for question in shipped for e in question.evidence}
    documents = {name: text for name, text in folder_documents(CORPUS).items() if name != "README.md"}
    asked = {
        (name, heading)
        for name, text in documents.items()
        for path in heading_paths(text)
        if any(document == name and f" › {path}".endswith(f" › {section}") for document, section in evidence)
        for heading in path.split(" › ")
    }
    chapters = {
        (name, heading)
        for name, text in documents.items()
        for heading in re.findall(r"^## (.+)$", text, re.MULTILINE)
        if heading != "Disclaimer"
    }
    assert chapters
    assert chapters - asked == set()


def test_no_two_questions_of_the_shipped_set_are_the_same(shipped: list[EvalQuestion]) -> None:
    counts = Counter((question.question.lower(), question.history) for question in shipped)
    assert [question for question, count in counts.items() if count > 1] == []


def test_nobody_chooses_the_split_of_a_shipped_question(shipped: list[EvalQuestion]) -> None:
    assert all(question.split == draw_split(question.id) for question in shipped)


def test_both_splits_hold_a_fair_share(shipped: list[EvalQuestion]) -> None:
    dev = sum(question.split == "dev" for question in shipped)
    assert 0.4 < dev / len(shipped) < 0.6


def test_a_right_line_is_read(tmp_path: Path) -> None:
    (question,) = load(tmp_path, line())
    assert question.nuggets[0].any_of == ("31",)
    assert question.language == "en"


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ('{"id": "one",', "no valid JSON"),
        ("[1]", "no JSON object"),
        ("[" * 100_000, "no JSON that can be read"),
        ('{"id": 1' + "0" * 5000 + "}", "no JSON that can be read"),
        (line(question="half a \ud800"), "half a character"),
        (line(id=None), "'id' is missing"),
        (line(question="  "), "'question' is missing"),
        (line(answerable="yes"), "'answerable' is missing"),
        (line(category="riddle"), "unknown category 'riddle'"),
        (line(split="train"), "leave it to the hash"),
        (line(nuggets=[]), "without nuggets or evidence"),
        (line(nuggets=[{"text": "31", "any_of": []}]), "fill any_of"),
        (line(nuggets=[{"text": "31", "any_of": "31"}]), "another form"),
        (line(nuggets=[{"text": "31", "any_of": ["Prague"]}]), "not lower-case"),
        (line(nuggets=[{"text": "47", "any_of": ["47"]}]), "the evidence does not show nugget '47'"),
        (line(evidence=[{"document": "b.md", "section": "", "quote": "x"}]), "no document 'b.md'"),
        (line(evidence=[{"document": "a.md", "section": "", "quote": "Vienna"}]), "is not in a.md"),
        (line(evidence=[{"document": "a.md", "section": "", "quote": ""}]), "is not in a.md"),
        (line(answerable=False), "does not fit category"),
        (line(category="trap"), "does not fit category"),
        (line(answerable=False, category="trap"), "not answerable, but with nuggets"),
        (line(history=[{"role": "system", "content": "x"}]), "correct its role"),
        (line(history=[{"role": "user"}]), "another form"),
    ],
)
def test_a_broken_line_is_named_with_its_number_and_what_is_wrong(tmp_path: Path, broken: str, says: str) -> None:
    with pytest.raises(QuestionError, match="line 2") as error:
        load(tmp_path, line(id="two"), broken)
    assert says in str(error.value)
    assert "nothing was scored" in str(error.value)


def test_a_file_may_say_the_split_itself(tmp_path: Path) -> None:
    other = "test" if draw_split("one") == "dev" else "dev"
    assert load(tmp_path, line(split=other))[0].split == other


def test_a_false_premise_may_show_the_evidence_of_its_correction(tmp_path: Path) -> None:
    trap = line(answerable=False, category="trap", nuggets=[], correction={"any_of": ["31"]})
    assert load(tmp_path, trap)[0].evidence


def test_a_repeated_id_names_both_lines(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match=r"line 3: the id 'one' stands on line 1 already"):
        load(tmp_path, line(), line(id="two"), line())


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(QuestionError) as error:
        load(tmp_path, "{", line(category="riddle"), line(id="three"))
    assert "line 1" in str(error.value)
    assert "line 2" in str(error.value)


def test_an_empty_file_and_a_missing_file_are_named(tmp_path: Path) -> None:
    with pytest.raises(QuestionError, match="holds no question"):
        load(tmp_path, "")
    with pytest.raises(QuestionError, match="cannot be read"):
        load_questions(tmp_path / "none.jsonl")


def test_a_line_that_is_no_utf_8_is_named_with_its_number(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    path.write_bytes(line().encode() + b"\n" + line(id="two", question="caf\xe9?").encode("latin-1") + b"\xe9\n")
    with pytest.raises(QuestionError, match=r"line 2 .*nothing was scored.*UTF-8"):
        load_questions(path)


def test_only_the_end_of_a_line_ends_it(tmp_path: Path) -> None:
    path = tmp_path / "questions.jsonl"
    text = json.dumps(json.loads(line(question="One\u2028or two\u0085?")), ensure_ascii=False)
    path.write_text(f"\ufeff{text}\r\n\r\n", encoding="utf-8")
    assert len(load_questions(path, DOCUMENTS)) == 1


def test_the_quote_may_leave_out_the_marks_of_markdown(tmp_path: Path) -> None:
    quote = {"document": "a.md", "section": "A", "quote": "identified **31** stakeholders"}
    assert len(load(tmp_path, line(evidence=[quote]))) == 1
