"""The English pupil: the packaged cross-encoder, which has seen much English and learns the rest."""

from pathlib import Path
from typing import TYPE_CHECKING

from assistant.packaged import packaged_folder
from assistant.reader import AnswerReader
from training.dropout import share_dropout
from training.examples import Pair
from training.weights import as_torch, save

if TYPE_CHECKING:
    import torch

RATE, ONWARD = 6e-5, 4e-5
"""Highest learning rate, and that at which a reader goes on which knows something already."""
TOKENS = 160
"""Tokens of a pair that are learnt from."""
LENGTHS = 16
"""Lengths are filled up to a multiple of this: torch prepares its steps anew for every other length."""


class EnglishPupil:
    """The model of `assistant.reader.AnswerReader`."""

    def __init__(self, learnt: Path | None = None) -> None:
        """Begin with the packaged weights, or go on from those in a file; vectors of words are left as they are.

        Raises:
            EmbedderError: The package that holds them, or onnx, is not installed.
            OSError: The file is not there.
        """
        from tokenizers import Tokenizer

        self.model = as_torch(learnt)
        self._begin = None if learnt is None else {name: w.clone() for name, w in self.model.state_dict().items()}
        share_dropout(self.model)
        self._rate = RATE if learnt is None else ONWARD
        for parameter in self.model.bert.embeddings.parameters():
            parameter.requires_grad = False
        self._tokenizer = Tokenizer.from_file(str(packaged_folder(AnswerReader.folder) / "tokenizer.json"))
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.enable_padding(pad_to_multiple_of=LENGTHS)

    def rates(self) -> list[tuple[list["torch.nn.Parameter"], float]]:
        """Return what is learnt, and how fast."""
        return [([p for p in self.model.parameters() if p.requires_grad], self._rate)]

    def logits(self, batch: list[Pair]) -> "torch.Tensor":
        """Return how well each text answers its question: (batch,)."""
        import torch

        read = self._tokenizer.encode_batch([(pair.question, pair.text) for pair in batch])
        made = self.model(
            input_ids=torch.tensor([pair.ids for pair in read]),
            attention_mask=torch.tensor([pair.attention_mask for pair in read]),
            token_type_ids=torch.tensor([pair.type_ids for pair in read]),
        )
        logits: torch.Tensor = made.logits.float().ravel()
        return logits

    def settle(self) -> None:
        """Take the mean of what it knew before and of what it has learnt since, which tells better than either.

        Source: Wortsman et al. 2022, "Robust fine-tuning of zero-shot models".
        """
        if self._begin is not None:
            learnt = self.model.state_dict()
            mean = {
                name: (before + learnt[name]) / 2 if before.is_floating_point() else before
                for name, before in self._begin.items()
            }
            self.model.load_state_dict(mean)

    def save(self, path: Path) -> None:
        """Write what was learnt, as `AnswerReader` reads it."""
        save(self.model, path)
