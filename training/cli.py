"""`python -m training`: teach the model that tells whether a passage answers, and write its weights."""

import random
from pathlib import Path
from typing import Annotated

import typer

from assistant.errors import LepError
from assistant.reader import WEIGHTS
from training.examples import FOLDER, load, pairs

app = typer.Typer(add_completion=False, rich_markup_mode=None)
STEPS_BETWEEN = 50
"""Batches after which progress is told."""


@app.command()
def main(
    out: Annotated[Path, typer.Option(help="File that the weights are written to.")] = WEIGHTS,
    epochs: Annotated[int, typer.Option(min=1, help="How often all examples are learnt.")] = 1,
    examples: Annotated[
        Path, typer.Option(help="Folder of examples, JSON Lines.", show_default="the shipped ones")
    ] = FOLDER,
    seed: Annotated[int, typer.Option(help="Seed of all that is drawn by chance.")] = 1,
) -> None:
    """Teach the packaged cross-encoder from the examples and write what it has learnt."""
    try:
        _teach(out, epochs, examples, seed)
    except LepError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(error.exit_code) from error


def _teach(out: Path, epochs: int, examples: Path, seed: int) -> None:
    learnt, held = load(examples)
    import torch

    from training.learning import Learner
    from training.weights import as_torch, save

    chance = random.Random(seed)
    torch.manual_seed(seed)
    reader = Learner(as_torch())
    typer.echo(f"Before: {reader.measured(held, random.Random(seed))}")
    for step, steps, loss in reader.learn(list(pairs(learnt, chance)), epochs, chance):
        if step % STEPS_BETWEEN == 0:
            typer.echo(f"Batch {step} of {steps}: loss {loss:.3f}")
    typer.echo(f"After: {reader.measured(held, random.Random(seed))}")
    save(reader.model, out)
    typer.echo(f"Written: {out}")
