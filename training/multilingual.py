"""The multilingual pupil: multilingual-e5-small, whose vectors tell what is near, learns to tell what answers."""

import logging
import tempfile
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.e5file import E5File, packaged_file
from assistant.multilingual import PASSAGE, QUESTION
from training.examples import Pair

if TYPE_CHECKING:
    import torch

RATE, HEAD_RATE = 6e-5, 1e-3
"""Highest learning rates: of the layers, and of the head, which begins with nothing."""
TOKENS = 160
LENGTHS = 16
"""As in `training.english`."""
SPREAD = 4.0
"""What the mean of the tokens' vectors is multiplied by for the head; they are short."""
OPSET = 17
"""Version of ONNX' operators that the graph is written in."""
NAMES = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value",
    "ao": "attention.output.dense", "fi": "intermediate.dense", "fo": "output.dense",
}  # fmt: skip
"""Matrices of a layer: their names in the file and in torch."""
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}


class MultilingualPupil:
    """The model of `assistant.multilingual.MultilingualReader`."""

    def __init__(self) -> None:
        """Begin with the packaged weights and a head that knows nothing.

        Raises:
            EmbedderError: The package that holds them is not installed.
        """
        self._file = E5File(packaged_file())
        self.model = _model(self._file)
        self._tokenizer = self._file.tokenizer()
        self._tokenizer.enable_truncation(TOKENS)
        self._tokenizer.enable_padding(pad_id=self._file.pad, pad_token="<pad>", pad_to_multiple_of=LENGTHS)

    def rates(self) -> list[tuple[list["torch.nn.Parameter"], float]]:
        """Return what is learnt, and how fast."""
        return [(list(self.model["encoder"].parameters()), RATE), (list(self.model["head"].parameters()), HEAD_RATE)]

    def logits(self, batch: list[Pair]) -> "torch.Tensor":
        """Return how well each text answers its question: (batch,)."""
        import torch

        read = self._tokenizer.encode_batch([(QUESTION + pair.question, PASSAGE + pair.text) for pair in batch])
        embedded = torch.tensor(np.stack([self._file.embedded(pair.ids) for pair in read]))
        mask = torch.tensor([pair.attention_mask for pair in read])
        seen = torch.where(mask[:, None, None, :] > 0, 0.0, torch.finfo(torch.bfloat16).min)
        return _logits(self.model, embedded, seen, mask[..., None])

    def settle(self) -> None:
        """Keep what was learnt: it begins with nothing that could be kept beside it."""

    def save(self, path: Path) -> None:
        """Write what was learnt as a graph whose matrices are whole numbers, as `MultilingualReader` reads it."""
        import torch
        from onnxruntime.quantization import QuantType, quantize_dynamic

        model = self.model.eval()

        class Graph(torch.nn.Module):
            def __init__(self) -> None:
                super().__init__()
                self.model = model

            def forward(self, embedded: torch.Tensor) -> torch.Tensor:
                return _logits(self.model, embedded, None, torch.ones_like(embedded[..., :1]))

        example = torch.tensor(self._file.embedded([self._file.begin, self._file.end])[None])
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            logging.getLogger().setLevel(logging.ERROR)
            torch.onnx.export(
                Graph(), (example,), f"{folder}/graph.onnx", input_names=["embedded"], output_names=["logit"],
                dynamic_axes={"embedded": {1: "tokens"}}, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
            quantize_dynamic(f"{folder}/graph.onnx", path, per_channel=True, weight_type=QuantType.QInt8)


def _model(file: E5File) -> Any:  # noqa: ANN401 (a ModuleDict, whose parts mypy does not know)
    """Return the layers with the weights of the file, and a head."""
    import torch
    from transformers import BertConfig
    from transformers.models.bert.modeling_bert import BertEncoder

    sizes = file.sizes
    config = BertConfig(
        vocab_size=sizes.types, hidden_size=sizes.hidden, num_hidden_layers=sizes.layers,
        num_attention_heads=sizes.heads, intermediate_size=sizes.inner, layer_norm_eps=file.epsilon,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, attn_implementation="eager",  # type: ignore[call-arg]
    )  # fmt: skip
    encoder = BertEncoder(config)  # type: ignore[no-untyped-call]
    state = encoder.state_dict()
    for layer in range(sizes.layers):
        for short, name in NAMES.items():
            matrix, bias = (f"layer.{layer}.{name}.{part}" for part in ("weight", "bias"))
            state[matrix] = torch.tensor(file.matrix(f"l{layer}.{short}.w", *state[matrix].shape))
            state[bias] = torch.tensor(file.vector(f"l{layer}.{short}.b", len(state[bias])))
        for short, name in NORMS.items():
            for end, part in (("w", "weight"), ("b", "bias")):
                own = torch.tensor(file.vector(f"l{layer}.{short}.{end}", sizes.hidden))
                state[f"layer.{layer}.{name}.{part}"] = own
    encoder.load_state_dict(state)
    head = torch.nn.Sequential(
        torch.nn.Linear(sizes.hidden, sizes.hidden), torch.nn.GELU(), torch.nn.Linear(sizes.hidden, 1)
    )
    return torch.nn.ModuleDict({"encoder": encoder, "head": head})


def _logits(model: Any, embedded: "torch.Tensor", seen: "torch.Tensor | None", mask: "torch.Tensor") -> "torch.Tensor":  # noqa: ANN401
    """Return logits from the mean of the last layer's vectors, those that fill up left out: (batch,)."""
    hidden = embedded
    for layer in model["encoder"].layer:
        made = layer(hidden, seen)
        hidden = made[0] if isinstance(made, tuple) else made
    mean = (hidden * mask).sum(1) / mask.sum(1)
    logits: torch.Tensor = model["head"](SPREAD * mean.float()).reshape(-1)
    return logits
