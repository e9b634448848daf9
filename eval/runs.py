"""One run from question file to record, and the folder that keeps it: `record.json` and `report.html`."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import EmptyLibraryError, SettingsError
from eval.run import Progress, ask_all, make_record

if TYPE_CHECKING:
    from assistant.settings import Settings
    from eval.answers import GivenAnswer
    from eval.baseline import Comparison
    from eval.judge import Judge
    from eval.questions import EvalQuestion

RECORD, REPORT = "record.json", "report.html"


@dataclass(frozen=True)
class Selection:
    """Which questions of which file.

    Attributes:
        path: The question set.
        split: "dev", "test" or "all".
        categories: Only these; none means all.
    """

    path: Path
    split: str
    categories: tuple[str, ...]

    def of(self, questions: "list[EvalQuestion]") -> "list[EvalQuestion]":
        """Keep the questions that are wanted.

        Raises:
            SettingsError: There is no such category, or nothing is left.
        """
        from eval.questions import CATEGORIES

        unknown = [name for name in self.categories if name not in CATEGORIES]
        if unknown:
            raise SettingsError(f"There is no category {unknown[0]!r}. Use one of {', '.join(CATEGORIES)}.")
        chosen = [
            question
            for question in questions
            if self.split in ("all", question.split) and (not self.categories or question.category in self.categories)
        ]
        if not chosen:
            raise SettingsError(f"No question of {self.path} is in this --split and --category. Choose others.")
        return chosen


@dataclass(frozen=True)
class Run:
    """A run that has been scored.

    Attributes:
        record: What JSON holds of it.
        questions: The questions that were asked.
        answers: Their answers.
    """

    record: dict[str, Any]
    questions: "Sequence[EvalQuestion]"
    answers: "Sequence[GivenAnswer]"

    def judged(self, judge: "Judge", progress: Progress) -> "Run":
        """Return the run with a judge's opinion in its record."""
        from eval.opinion import with_opinion

        judgement = judge.judge(self.questions, self.answers, progress)
        return replace(self, record=with_opinion(self.record, judgement))


def scored(selection: Selection, settings: "Settings", path: Path) -> Run:
    """Score an answers file.

    Raises:
        QuestionError: The questions or the answers are not in their form.
        SettingsError: The selection selects nothing.
    """
    from eval.answerer import folder_documents
    from eval.answers import load_answers
    from eval.questions import load_questions
    from eval.run import Asked

    documents = folder_documents(settings.corpus_dir)
    questions = load_questions(selection.path, documents)
    answers = load_answers(path, [question.id for question in questions])
    chosen = selection.of(questions)
    record = make_record(chosen, Asked(answers), documents, [], {"answers": path.name})
    return Run(record, chosen, answers)


def asked(selection: Selection, settings: "Settings", answerer: str, progress: Progress) -> Run:
    """Ask the library.

    Args:
        selection: The questions.
        settings: Where the library is.
        answerer: Name of what answers.
        progress: Told how far it is.

    Raises:
        SettingsError: There is no such answerer, or the selection selects nothing.
        LepError: The questions or the library cannot be used, or a model cannot be loaded.
    """
    from assistant.assistant import Assistant
    from assistant.library import Library
    from eval.answerer import folder_documents, library_candidates, library_documents, make_answerer, shown_settings
    from eval.questions import load_questions

    known = folder_documents(settings.corpus_dir)
    try:
        library = Library.open(settings)
    except EmptyLibraryError:
        # A broken question file is worth knowing before a library is made.
        load_questions(selection.path, known)
        raise
    with library:
        documents = library_documents(library)
        questions = selection.of(load_questions(selection.path, known | documents))
        answers = make_answerer(answerer, Assistant(library, settings))
        # The first question waits for the models to load, which says nothing about the time that questions take.
        answers.ranking(questions[0])
        found = ask_all(questions, answers, progress)
        made_with = {"answerer": answerer, **shown_settings(settings)}
        record = make_record(questions, found, documents, library_candidates(library), made_with)
    return Run(record, questions, found.answers)


def new_folder(out: Path) -> Path:
    """Return the path of a folder for a run of now, which sorts after those of earlier runs."""
    return out / datetime.datetime.now().strftime("%Y-%m-%d-%H%M%S-%f")


def keep(
    record: dict[str, Any], folder: Path, accepted: dict[str, Any] | None, comparison: "Comparison | None"
) -> None:
    """Write a run's record and report.

    Raises:
        SettingsError: They cannot be written.
    """
    from eval.baseline import save_record
    from eval.report import report, save_report

    save_record(record, folder / RECORD)
    save_report(report(record, accepted, comparison), folder / REPORT)
