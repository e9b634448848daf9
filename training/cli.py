"""`python -m training`: teach a model that tells whether a passage answers, and write its weights."""

import random
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import LepError, SettingsError
from assistant.multilingual import GRAPH
from assistant.reader import WEIGHTS
from training.examples import FOLDER, OTHER_LANGUAGES, load, pairs, translated

app = typer.Typer(add_completion=False, rich_markup_mode=None)
STEPS_BETWEEN = 50
"""Batches after which progress is told."""


@app.command()
def main(
    multilingual: Annotated[
        bool, typer.Option("--multilingual", help="Teach the reader for all languages, from all examples there are.")
    ] = False,
    onward: Annotated[
        bool, typer.Option("--onward", help="Go on from the shipped weights of the English reader.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option(help="File that the weights are written to.", show_default="where they are read from")
    ] = None,
    epochs: Annotated[int, typer.Option(min=1, help="How often all examples are learnt.")] = 1,
    examples: Annotated[
        Path, typer.Option(help="Folder of examples in English, JSON Lines.", show_default="the shipped ones")
    ] = FOLDER,
    seed: Annotated[int, typer.Option(help="Seed of all that is drawn by chance.")] = 1,
) -> None:
    """Teach the model that tells what answers a question, and write what it has learnt."""
    try:
        if multilingual and onward:
            raise SettingsError("The multilingual reader is only taught from the beginning. Leave out --onward.")
        _teach(
            multilingual,
            WEIGHTS if onward else None,
            out or (GRAPH if multilingual else WEIGHTS),
            epochs,
            examples,
            seed,
        )
    except LepError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from error


def _teach(multilingual: bool, begin: Path | None, out: Path, epochs: int, examples: Path, seed: int) -> None:
    sources = {"English": load(examples)}
    if multilingual:
        sources |= {"Translated": translated(originals=examples), "Other languages": load(OTHER_LANGUAGES)}
    import torch

    from training.english import EnglishPupil
    from training.learning import Learner, Pupil
    from training.multilingual import MultilingualPupil

    chance = random.Random(seed)
    torch.manual_seed(seed)
    pupil: Pupil = MultilingualPupil() if multilingual else EnglishPupil(begin)
    learner = Learner(pupil)

    def measured(when: str) -> None:
        for name, (_, held) in sources.items():
            typer.echo(f"{when}, {name}: {learner.measured(held, random.Random(seed))}")

    measured("Before")
    learnt = [document for documents, _ in sources.values() for document in documents]
    for step, steps, loss in learner.learn(list(pairs(learnt, chance)), epochs, chance):
        if step % STEPS_BETWEEN == 0:
            typer.echo(f"Batch {step} of {steps}: loss {loss:.3f}")
    pupil.settle()
    measured("After")
    pupil.save(out)
    typer.echo(f"Written: {out}")
