import pytest

from eval.answers import GivenAnswer, GivenCitation
from eval.metrics import Score, score, score_all
from eval.questions import EvalQuestion, Evidence, Nugget
from eval.retrieval import Candidate, gold_passages, ranking_scores
from tests.eval_parts import perfect

DOCUMENTS = {"a.md": "Prague identified **31** stakeholders.\n- One\n- Two", "b.md": "Something else."}
EVIDENCE = Evidence("a.md", "A", "Prague identified 31 stakeholders.")
QUESTION = EvalQuestion(
    id="one",
    category="number",
    question="How many?",
    nuggets=(Nugget("31", ("31",)), Nugget("city", ("prague", "praha"))),
    evidence=(EVIDENCE,),
    forbidden=("47",),
)
NOT_SAID = EvalQuestion(id="none", category="unanswerable", question="Budget?", answerable=False, forbidden=("euro",))
TRAP = EvalQuestion(
    id="trap", category="trap", question="Why 47?", answerable=False, correction=("31",), forbidden=("because",)
)


def given(text: str, *, answered: bool = True, quote: str = "", document: str = "a.md") -> GivenAnswer:
    cited = (GivenCitation(1, document, "A", quote),) if quote else ()
    return GivenAnswer("one", text, answered=answered, citations=cited, seconds=0.5)


def scored(question: EvalQuestion, answer: GivenAnswer | None) -> Score:
    return score(
        question, answer, {name: text.replace("*", "").replace("\n- ", " ") for name, text in DOCUMENTS.items()}
    )


def test_an_answer_with_every_fact_is_right() -> None:
    assert scored(QUESTION, given("Praha found **31**.")).right


def test_an_answer_that_lacks_a_fact_is_wrong_and_names_it() -> None:
    result = scored(QUESTION, given("It found 31."))
    assert (result.right, result.missing, result.recall) == (False, ("city",), 0.5)


def test_an_answer_that_shows_something_forbidden_is_wrong() -> None:
    result = scored(QUESTION, given("Prague found 31 or 47."))
    assert (result.right, result.forbidden) == (False, ("47",))


def test_a_declined_answer_is_wrong_even_if_its_text_holds_the_facts() -> None:
    result = scored(QUESTION, given("Not said. Nearest: Prague 31.", answered=False))
    assert (result.right, result.recall, result.words) == (False, 0.0, None)


def test_a_question_without_answer_is_wrong_whatever_its_category() -> None:
    assert not scored(QUESTION, None).right
    assert not scored(NOT_SAID, None).right
    assert [s.right for s in score_all([QUESTION, NOT_SAID], [], DOCUMENTS)] == [False, False]


def test_what_the_documents_do_not_say_must_be_declined() -> None:
    assert scored(NOT_SAID, given("Not said.", answered=False)).right
    assert not scored(NOT_SAID, given("A lot.")).right
    assert not scored(NOT_SAID, given("Not said, but 5 euro.", answered=False)).right


def test_a_trap_is_right_when_declined_or_corrected() -> None:
    assert scored(TRAP, given("Not said.", answered=False)).right
    assert scored(TRAP, given("Prague identified 31.")).right
    assert not scored(TRAP, given("They worked hard.")).right
    assert not scored(TRAP, given("31, because they worked hard.")).right


def test_a_citation_counts_only_if_its_quote_stands_in_its_document() -> None:
    assert scored(QUESTION, given("x", quote="Prague identified 31")).verbatim == 1
    assert scored(QUESTION, given("x", quote="prague identified 31")).verbatim == 0
    assert scored(QUESTION, given("x", quote="Prague identified 31", document="b.md")).verbatim == 0
    assert scored(QUESTION, given("x", quote="Prague identified 31", document="c.md")).verbatim == 0


def test_evidence_is_covered_by_a_part_or_more_of_its_quote_in_the_same_document() -> None:
    assert scored(QUESTION, given("x", quote="identified 31 stakeholders")).covered
    assert scored(QUESTION, given("x", quote="Prague identified 31 stakeholders. One")).covered
    assert scored(QUESTION, given("x", quote="Something")).covered is False
    assert scored(QUESTION, given("x", quote="identified 31", document="b.md")).covered is False
    assert scored(QUESTION, given("x", answered=False)).covered is None


def test_words_are_counted_without_marks_and_citation_numbers() -> None:
    assert scored(QUESTION, given("- **Prague**: 31 [1]\n- Two")).words == 3


def test_the_perfect_answer_is_perfect() -> None:
    result = scored(QUESTION, perfect(QUESTION))
    assert (result.right, result.covered, result.verbatim, result.citations) == (True, True, 1, 1)


CANDIDATES = [
    Candidate("p1", "a.md", "A", "Prague identified 31 stakeholders."),
    Candidate("p2", "a.md", "B", "Prague identified 31 stakeholders."),
    Candidate("p3", "b.md", "A", "Prague identified 31 stakeholders."),
    Candidate("p4", "a.md", "A", "Something else"),
]


def test_gold_passages_hold_the_evidence_in_the_named_section_of_its_document() -> None:
    assert gold_passages(QUESTION, CANDIDATES) == {"p1"}


def test_gold_passages_are_found_in_other_sections_where_the_named_one_has_none() -> None:
    assert gold_passages(QUESTION, CANDIDATES[1:]) == {"p2"}


@pytest.mark.parametrize(
    ("ranking", "first", "five", "reciprocal"),
    [
        (["p1", "p4"], 1, 1, 1),
        (["p4", "p1"], 0, 1, 0.5),
        (["p4", "p4", "p1"], 0, 1, 0.5),
        (["p4"], 0, 0, 0),
        ([], 0, 0, 0),
    ],
)
def test_ranking_measures_follow_the_first_gold_passage(
    ranking: list[str], first: float, five: float, reciprocal: float
) -> None:
    scores = ranking_scores({"one": frozenset({"p1"})}, {"one": ranking})["one"]
    assert (scores["recall@1"], scores["recall@5"], scores["reciprocal rank"]) == (first, five, reciprocal)


def test_a_question_that_was_never_ranked_scores_zero() -> None:
    gold = {"one": frozenset({"p1"}), "two": frozenset({"p2"})}
    scores = ranking_scores(gold, {"one": ["p1"]})
    assert scores["one"]["nDCG@10"] == 1
    assert scores["two"]["nDCG@10"] == 0


def test_gold_passages_below_rank_ten_do_not_count() -> None:
    scores = ranking_scores({"one": frozenset({"p1"})}, {"one": [f"x{n}" for n in range(10)] + ["p1"]})
    assert scores["one"]["reciprocal rank"] == 0
