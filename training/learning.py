"""Learning: a model that is shown pairs, and how well it then tells what answers."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from training.examples import Document, Pair, nearest, titled

if TYPE_CHECKING:
    import torch

BATCH = 32
SORTED = 20
"""Batches that are drawn together and sorted by length, so that little is filled up."""
RISING = 0.06
"""Share of the way over which learning rates rise to their highest; then they fall to 0."""
BESIDES = 5
"""Passages that do not answer, of a held-out question, that are read beside those that do."""


class Pupil(Protocol):
    """A model that can be taught."""

    @property
    def model(self) -> "torch.nn.Module":
        """What learns."""
        ...

    def rates(self) -> "list[tuple[list[torch.nn.Parameter], float]]":
        """Return what is learnt, and how fast at most (AdamW)."""
        ...

    def logits(self, batch: list[Pair]) -> "torch.Tensor":
        """Return how well each text answers its question: (batch,)."""
        ...

    def settle(self) -> None:
        """Bring together what was known before and what was learnt, once all is learnt."""
        ...

    def save(self, path: Path) -> None:
        """Write what was learnt."""
        ...


class Learner:
    """A pupil that learns from pairs."""

    def __init__(self, pupil: Pupil) -> None:
        """Teach this pupil."""
        self._pupil = pupil

    def learn(self, examples: list[Pair], epochs: int, chance: random.Random) -> Iterator[tuple[int, int, float]]:
        """Learn all pairs; yields the number of each batch, how many there are, and its loss."""
        import torch

        rates = self._pupil.rates()
        learnable = [parameter for parameters, _ in rates for parameter in parameters]
        optimizer = torch.optim.AdamW([{"params": own, "lr": rate} for own, rate in rates], weight_decay=0.01)
        steps = epochs * -(-len(examples) // BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / (RISING * steps)) * max(0.0, 1 - step / steps)
        )
        loss_of = torch.nn.BCEWithLogitsLoss()
        step = 0
        for _ in range(epochs):
            for batch in _batches(examples, chance):
                self._pupil.model.train()
                loss = loss_of(self._logits(batch), torch.tensor([float(pair.answers) for pair in batch]))
                loss.backward()
                torch.nn.utils.clip_grad_norm_(learnable, 1.0)
                optimizer.step()
                schedule.step()
                optimizer.zero_grad()
                step += 1
                yield step, steps, loss.item()

    def measured(self, documents: list[Document], chance: random.Random) -> str:
        """Tell how well answered questions are told from others by their best passage (area under the ROC curve).

        And for how many of the answered ones that passage answers.
        """
        import torch

        answered: list[float] = []
        others: list[float] = []
        first = 0
        self._pupil.model.eval()
        with torch.no_grad():
            for document in documents:
                for question, ids in document.questions:
                    ranked = nearest(document, question, chance)
                    read = [*ids, *[id for id in ranked if id not in ids][:BESIDES]]
                    texts = [titled(document, id, chance) for id in read]
                    scores = self._logits([Pair(question, text, False) for text in texts]).tolist()
                    (answered if ids else others).append(max(scores))
                    first += scores.index(max(scores)) < len(ids)
        above = sum((a > b) + 0.5 * (a == b) for a in answered for b in others) / (len(answered) * len(others))
        return f"AUC {above:.3f}, answering passage first {first / len(answered):.3f}"

    def _logits(self, batch: list[Pair]) -> "torch.Tensor":
        import torch

        with torch.autocast("cpu", torch.bfloat16):
            return self._pupil.logits(batch).float()


def _batches(examples: list[Pair], chance: random.Random) -> list[list[Pair]]:
    """Draw the pairs in batches of about the same length each."""
    drawn = chance.sample(examples, len(examples))
    together = [drawn[at : at + BATCH * SORTED] for at in range(0, len(drawn), BATCH * SORTED)]
    rows = [sorted(some, key=lambda pair: len(pair.text)) for some in together]
    batches = [some[at : at + BATCH] for some in rows for at in range(0, len(some), BATCH)]
    return chance.sample(batches, len(batches))
