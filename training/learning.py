"""Learning: a model that is shown pairs, and how well it then tells what answers."""

import random
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from assistant.packaged import packaged_folder
from assistant.reader import AnswerReader
from training.examples import Document, Pair, nearest, titled

if TYPE_CHECKING:
    import torch

BATCH = 32
SORTED = 20
"""Batches that are drawn together and sorted by length, so that little is filled up."""
TOKENS = 160
"""Tokens of a pair that are learnt from."""
LENGTHS = 16
"""Lengths are filled up to a multiple of this: torch prepares its steps anew for every other length."""
RATE = 6e-5
"""Highest learning rate (AdamW); it rises over the first `RISING` of the way and then falls to 0."""
RISING = 0.06
BESIDES = 5
"""Passages that do not answer, of a held-out question, that are read beside those that do."""


class Learner:
    """A model that learns from pairs."""

    def __init__(self, model: Any) -> None:  # noqa: ANN401 (the model of a library without types)
        """Teach this model."""
        from tokenizers import Tokenizer

        self.model = model
        self._tokenizer = Tokenizer.from_file(str(packaged_folder(AnswerReader.folder) / "tokenizer.json"))
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.enable_padding(pad_to_multiple_of=LENGTHS)

    def learn(self, examples: list[Pair], epochs: int, chance: random.Random) -> Iterator[tuple[int, int, float]]:
        """Learn all pairs; yields the number of each batch, how many there are, and its loss."""
        import torch

        for parameter in self.model.bert.embeddings.parameters():
            parameter.requires_grad = False
        learnable = [p for p in self.model.parameters() if p.requires_grad]
        optimizer = torch.optim.AdamW(learnable, RATE, weight_decay=0.01)
        steps = epochs * -(-len(examples) // BATCH)
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer, lambda step: min(1.0, (step + 1) / (RISING * steps)) * max(0.0, 1 - step / steps)
        )
        loss_of = torch.nn.BCEWithLogitsLoss()
        step = 0
        for _ in range(epochs):
            for batch in _batches(examples, chance):
                self.model.train()
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
        self.model.eval()
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

        read = self._tokenizer.encode_batch([(pair.question, pair.text) for pair in batch])
        with torch.autocast("cpu", torch.bfloat16):
            made = self.model(
                input_ids=torch.tensor([pair.ids for pair in read]),
                attention_mask=torch.tensor([pair.attention_mask for pair in read]),
                token_type_ids=torch.tensor([pair.type_ids for pair in read]),
            )
        logits: torch.Tensor = made.logits.float().ravel()
        return logits


def _batches(examples: list[Pair], chance: random.Random) -> list[list[Pair]]:
    """Draw the pairs in batches of about the same length each."""
    drawn = chance.sample(examples, len(examples))
    together = [drawn[at : at + BATCH * SORTED] for at in range(0, len(drawn), BATCH * SORTED)]
    rows = [sorted(some, key=lambda pair: len(pair.text)) for some in together]
    batches = [some[at : at + BATCH] for some in rows for at in range(0, len(some), BATCH)]
    return chance.sample(batches, len(batches))
