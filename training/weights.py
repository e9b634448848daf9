"""Weights: from the packaged model, whose weights are whole numbers, to one that can learn, and back."""

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.embedding import Array
from assistant.errors import EmbedderError
from assistant.packaged import packaged_folder
from assistant.reader import AnswerReader

if TYPE_CHECKING:
    from transformers import BertForSequenceClassification

LARGEST = 127
"""Largest whole number that a weight becomes, apart from its sign."""
SMALLEST_STEP = 1e-9
WHOLE, STEP, ZERO = "_quantized", "_scale", "_zero_point"
"""Endings of the names of a matrix' whole numbers, of what they are multiplied by, and of the number that is zero."""


def as_torch(learnt: Path | None = None) -> "BertForSequenceClassification":
    """Return the packaged model with weights that can be learnt.

    Args:
        learnt: File with weights that `save` wrote, from which to go on; None for the package's own.

    Raises:
        EmbedderError: The package that holds it, or onnx, is not installed.
        OSError: The file is not there.
    """
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    held, matrices = _packaged()
    if learnt is not None:
        with np.load(learnt) as ours:
            held |= {name: ours[name] for name in ours.files}
    state = {name: torch.tensor(value) for name, value in held.items() if name.startswith(("bert.", "classifier."))}
    state = {name: value for name, value in state.items() if not name.endswith((WHOLE, STEP, ZERO))}
    for name, (own, turned) in matrices.items():
        whole = held[name + WHOLE].astype(np.float32) - held[name + ZERO].astype(np.float32)
        value = torch.tensor(whole * held[name + STEP])
        state[own] = value.T if turned else value
    layers = len([name for name in state if name.endswith("attention.self.query.weight")])
    words, size = state["bert.embeddings.word_embeddings.weight"].shape
    inner = len(state["bert.encoder.layer.0.intermediate.dense.bias"])
    # On a processor, learning through torch's fused attention, or with dropout inside it, takes twice as long.
    config = BertConfig(
        vocab_size=words, hidden_size=size, num_hidden_layers=layers, num_attention_heads=12, intermediate_size=inner,
        attention_probs_dropout_prob=0.0, attn_implementation="eager",  # type: ignore[call-arg]
    )  # fmt: skip
    config.num_labels = 1
    model = BertForSequenceClassification(config)
    model.load_state_dict(state, strict=False)
    return model


def save(model: "BertForSequenceClassification", path: Path) -> None:
    """Write what a model has learnt, as whole numbers with one step for each output, under the package's names.

    One step for a whole matrix, as the package has it, is coarser than most of what is learnt.
    """
    held, matrices = _packaged()
    state = {name: value.detach().float().numpy() for name, value in model.state_dict().items()}
    ours: dict[str, Array | np.ndarray[Any, Any]] = {name: state[name] for name in held if name in state}
    for name, (own, turned) in matrices.items():
        if not turned:
            continue
        matrix = state[own].T
        step = np.maximum(np.abs(matrix).max(axis=0), SMALLEST_STEP) / LARGEST
        ours[name + WHOLE] = np.rint(matrix / step).astype(np.int8)
        ours[name + STEP] = step.astype(np.float32)
        ours[name + ZERO] = np.zeros(step.shape, np.int8)
    np.savez_compressed(path, **{name: np.ascontiguousarray(value) for name, value in ours.items()})  # type: ignore[arg-type]


def _packaged() -> tuple[dict[str, np.ndarray[Any, Any]], dict[str, tuple[str, bool]]]:
    """Return all arrays of the packaged model, and of its matrices the names in torch and whether they are turned.

    The graph names a matrix after the step that uses it; those that words are looked up in are not turned.
    """
    if find_spec("onnx") is None:
        raise EmbedderError('The package onnx is not installed. Run `pip install -e ".[training]" -c constraints.txt`.')
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(packaged_folder(AnswerReader.folder) / "model.onnx")).graph
    held = {value.name: numpy_helper.to_array(value) for value in graph.initializer}
    matrices: dict[str, tuple[str, bool]] = {}
    for node in graph.node:
        for name in (value.removesuffix(WHOLE) for value in node.input if value.endswith(WHOLE) and value in held):
            if node.op_type == "Gather":
                matrices[name] = name, False
            elif node.op_type == "MatMulInteger":
                step = node.name.strip("/").replace("/", ".")
                own = step.removesuffix(".MatMul_quant").removesuffix(".Gemm_MatMul_quant")
                matrices[name] = f"{own}.weight", True
    return held, matrices
