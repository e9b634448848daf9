"""From use to test: what readers thought of answers, and questions without answer, as drafts for the question set.

A draft has no category, no facts and no evidence yet, and does not say whether the documents answer it: a person
completes these, and the question set refuses it before.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from assistant import folder, schema
from assistant.database import Database
from assistant.errors import SettingsError
from eval.questions import draw_split

if TYPE_CHECKING:
    from assistant.settings import Settings

_KEPT = ("answer", "answered", "reason", "citations")
"""What a draft repeats of the answer."""


def drafts(settings: "Settings") -> list[str]:
    """Return the draft questions of a library, one JSON object each, in the order in which they were first asked.

    The same question in the same conversation is one draft, with everything that was said of its answers and the
    newest of them.

    Raises:
        LibraryError: The library cannot be read.
    """
    data = settings.data_dir
    folder.check_readable(data, bool(settings.database_url))
    database = Database(data, settings.database_url, writable=folder.can_write(data))
    try:
        with database.reading() as connection:
            feedback = connection.execute(select(schema.feedback).order_by(schema.feedback.c.id)).mappings().all()
            gaps = connection.execute(select(schema.gaps).order_by(schema.gaps.c.id)).mappings().all()
    finally:
        database.close()
    made = _merged([dict(row) for row in feedback], [dict(row) for row in gaps])
    return [json.dumps(draft, ensure_ascii=False) for draft in made]


def save_drafts(lines: Sequence[str], path: Path) -> None:
    """Write drafts to a file.

    Raises:
        SettingsError: It cannot be written.
    """
    try:
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError as error:
        raise SettingsError(
            f"The drafts cannot be written to {path} ({error.strerror}). Name another --out file."
        ) from error


def _merged(feedback: Sequence[Mapping[str, Any]], gaps: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return one draft for each question and conversation; a gap goes to the first draft with its question."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    by_question: dict[str, dict[str, Any]] = {}
    for row in feedback:
        answer = row["answer"]
        history = list(answer.get("history") or ())
        key = (row["question"].strip(), json.dumps(history, ensure_ascii=False))
        if key not in found:
            found[key] = _draft(row["question"], history, str(answer.get("language") or "en"), row["at"])
        draft = found[key]
        by_question.setdefault(key[0], draft)
        draft["given"] = {name: answer.get(name) for name in _KEPT}
        # The page keeps a thumb at once, and once more with the words that the reader may add.
        if draft["told"] and (row["comment"] or row["expected"]) and _only_a_thumb(draft["told"][-1], row["verdict"]):
            draft["told"].pop()
        draft["told"].append({name: row[name] for name in ("at", "verdict", "comment", "expected")})
    for row in gaps:
        question = row["question"].strip()
        draft = by_question.get(question) or _draft(question, [], row["language"], row["at"])
        by_question[question] = draft
        found.setdefault((question, json.dumps(draft["history"], ensure_ascii=False)), draft)
        draft["given"] = draft["given"] or {"answer": None, "answered": False, "reason": row["reason"], "citations": []}
        draft["declined"].append({"at": row["at"], "reason": row["reason"]})
        draft["asked"] = min(draft["asked"], row["at"])
    return sorted(found.values(), key=lambda draft: str(draft["asked"]))


def _only_a_thumb(told: Mapping[str, str], verdict: str) -> bool:
    return told["verdict"] == verdict and not (told["comment"] or told["expected"])


def _draft(question: str, history: list[Mapping[str, str]], language: str, asked: str) -> dict[str, Any]:
    digest = hashlib.sha256(json.dumps([question.strip(), history], ensure_ascii=False).encode("utf-8", "replace"))
    name = f"draft-{digest.hexdigest()[:10]}"
    return {
        "id": name,
        "category": "",
        "question": question,
        "history": history,
        "answerable": None,
        "nuggets": [],
        "evidence": [],
        "forbidden": [],
        "lang": language,
        "split": draw_split(name),
        "asked": asked,
        "given": None,
        "told": [],
        "declined": [],
    }
