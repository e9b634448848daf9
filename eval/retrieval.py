"""Score rankings of passages against those that hold gold evidence, through ir_measures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.metrics import within
from eval.questions import EvalQuestion

MEASURES = ("recall@1", "recall@5", "recall@10", "reciprocal rank", "nDCG@10")
DEPTH = 10
"""Ranks that are looked at; also for the reciprocal rank."""


@dataclass(frozen=True)
class Candidate:
    """A passage as the gold evidence is matched with it."""

    id: str
    document: str
    section: str
    text: str


def gold_passages(question: EvalQuestion, candidates: Iterable[Candidate]) -> frozenset[str]:
    """Find the passages that hold the question's evidence: one of passage and quote lies within the other.

    Where the same words stand in several sections of a document, only those of the named section count.
    """
    pool = list(candidates)
    gold: set[str] = set()
    for evidence in question.evidence:
        found = [c for c in pool if c.document == evidence.document and within(c.text, evidence.quote)]
        named = [c for c in found if c.section == evidence.section or c.section.endswith(f" › {evidence.section}")]
        gold.update(c.id for c in named or found)
    return frozenset(gold)


def ranking_scores(
    gold: Mapping[str, frozenset[str]], rankings: Mapping[str, Sequence[str]]
) -> dict[str, dict[str, float]]:
    """Score rankings; a question without hits scores 0, one without gold passages is left to the caller.

    Args:
        gold: Ids of the relevant passages, by question id.
        rankings: Passage ids, best first, by question id.

    Returns:
        The measures of `MEASURES`, 0 to 1, by question id.
    """
    import ir_measures
    from ir_measures import RR, R, nDCG

    qrels = [ir_measures.Qrel(question, passage, 1) for question, ids in gold.items() for passage in sorted(ids)]
    run = [
        ir_measures.ScoredDoc(question, passage, float(-rank))
        for question in gold
        for rank, passage in enumerate(list(dict.fromkeys(rankings.get(question, ())))[:DEPTH])
    ]
    names = {
        R @ 1: "recall@1",
        R @ 5: "recall@5",
        R @ 10: "recall@10",
        RR: "reciprocal rank",
        nDCG @ 10: "nDCG@10",
    }
    scores = {question: dict.fromkeys(MEASURES, 0.0) for question, ids in gold.items() if ids}
    if not (qrels and run):
        return scores
    for metric in ir_measures.iter_calc(list(names), qrels, run):
        scores[metric.query_id][names[metric.measure]] = metric.value
    return scores
