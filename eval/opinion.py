"""What a judge said of a run, as figures of its record: how often it approves, how far it agrees, what it cost."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from typing import Any

from eval.figures import figure_json, kappa, share_figure
from eval.judge import PUBLISHED, Judgement, Verdict

BOTH = "both"


def with_opinion(record: Mapping[str, Any], judgement: Judgement) -> dict[str, Any]:
    """Return a record with the judge's verdicts beside each answer, and their figures under "judge".

    The judge's figures are not compared with the accepted run: it says another thing tomorrow.
    """
    rows = []
    for row in record["results"]:
        verdicts = judgement.verdicts.get(row["score"]["id"])
        said = {name: asdict(verdict) for name, verdict in verdicts.items()} if verdicts else None
        rows.append({**row, "judge": said} if said else row)
    right = {row["score"]["id"]: bool(row["score"]["right"]) for row in record["results"]}
    failed = [v for said in judgement.verdicts.values() for v in said.values() if v.good is None]
    opinion = {
        "model": judgement.model,
        "rubrics": {name: f"openevals {_version()} {published}" for name, published in PUBLISHED.items()},
        "answers": len(judgement.verdicts),
        "calls": judgement.calls,
        "failed": len(failed),
        "failures": dict(Counter(verdict.comment for verdict in failed).most_common(10)),
        "tokens_in": judgement.tokens_in,
        "tokens_out": judgement.tokens_out,
        "seconds": round(judgement.seconds, 2),
        "figures": [_figure(name, judgement.verdicts, right) for name in (*PUBLISHED, BOTH)],
    }
    return {**record, "results": rows, "judge": opinion}


def _figure(name: str, verdicts: Mapping[str, Mapping[str, Verdict]], right: Mapping[str, bool]) -> dict[str, Any]:
    """Return the share that the judge approves of, its interval, and its agreement with what counts as right."""
    opinions = {id: _opinion(name, said) for id, said in verdicts.items()}
    judged = {id: good for id, good in opinions.items() if good is not None}
    ours = [right[id] for id in judged]
    theirs = list(judged.values())
    agreement = kappa(ours, theirs)
    return {
        **figure_json(share_figure(name, theirs)),
        "failed": len(opinions) - len(judged),
        "agrees": _share([a == b for a, b in zip(ours, theirs, strict=True)]),
        "kappa": None if math.isnan(agreement) else round(agreement, 4),
    }


def _opinion(name: str, said: Mapping[str, Verdict]) -> bool | None:
    if name != BOTH:
        return said[name].good
    opinions = [verdict.good for verdict in said.values()]
    return None if None in opinions else all(opinions)


def _share(values: Sequence[bool]) -> float | None:
    return round(sum(values) / len(values), 4) if values else None


def _version() -> str:
    return metadata.version("openevals")
