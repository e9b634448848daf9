"""Part "ingest", its second table: how much of the time of an ingestion goes into the embedders."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.embedding import Array, embed_passages, make_embedder, views
from assistant.errors import SettingsError
from assistant.library import Library
from assistant.settings import Settings
from eval.benchmark.part import Part, Progress, Value
from ingest.files import find_files
from ingest.pipeline import ingest

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings


class _Timed:
    """An embedder that counts the seconds that it embeds."""

    def __init__(self, embedder: "Embeddings") -> None:
        self._embedder = embedder
        self.seconds = 0.0

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (it stands in for every method of the embedder)
        return getattr(self._embedder, name)

    def embed_array(self, texts: Sequence[str]) -> Array:
        """Embed documents and count the time."""
        started = time.perf_counter()
        vectors = embed_passages(self._embedder, texts)
        self.seconds += time.perf_counter() - started
        return vectors


def measure(
    settings: Settings,
    paths: Sequence[Path],
    progress: Progress,
    embedders: "Mapping[str, Embeddings] | None" = None,
) -> Part:
    """Ingest files into a library of their own, twice, within this process and with the models loaded.

    Args:
        settings: Which embedders are used, and where the library is.
        paths: Files and folders; without any, what the library was made of.
        progress: Told how far it is.
        embedders: Embedders by their spec, used instead of making those that the settings name.

    Raises:
        SettingsError: None of the files is there.
        LepError: The library cannot be opened, or a model not loaded.
    """
    progress("Timing the embedders", 0, 2)
    chosen = list(paths) or _origins(settings)
    timed = {
        view.spec: _Timed((embedders or {}).get(view.spec) or make_embedder(view.spec)) for view in views(settings)
    }
    for embedder in timed.values():
        embed_passages(embedder, ["ready?"])  # type: ignore[arg-type]
        embedder.seconds = 0.0
    with tempfile.TemporaryDirectory(prefix="lep-bench-", ignore_cleanup_errors=True) as folder:
        own = settings.model_copy(update={"data_dir": Path(folder), "database_url": "", "chroma_url": ""})
        started = time.perf_counter()
        report = ingest(chosen, own, embedders=timed)  # type: ignore[arg-type]
        whole = time.perf_counter() - started
        embedding = sum(embedder.seconds for embedder in timed.values())
        progress("Timing the embedders", 1, 2)
        started = time.perf_counter()
        again = ingest(chosen, own, embedders=timed)  # type: ignore[arg-type]
        second = time.perf_counter() - started
    rows: tuple[tuple[Value, ...], ...] = (
        ("ingesting", whole, 100.0),
        ("of that in the embedders", embedding, 100 * embedding / whole),
        ("of that for everything else", whole - embedding, 100 * (whole - embedding) / whole),
        (f"a second run, {again.unchanged} files unchanged", second, None),
    )
    files = len(find_files(chosen, apart_from=settings.data_dir))
    return Part(
        "ingest",
        f"Where the time goes: {report.embedded} passages of {files} files, {len(report.failed)} of them unreadable",
        ("what", "seconds", "%"),
        rows,
        ("Models are loaded before. Files that cannot be read are tried again by the second run.",),
    )


def _origins(settings: Settings) -> list[Path]:
    """Return the files that the library was made of, as far as they are there."""
    with Library.open(settings, any_embedder=True) as library:
        origins = [Path(document.origin) for document in library.documents()]
    present = [path for path in origins if path.is_file()]
    if not present:
        raise SettingsError(
            f"None of the files that the library in {settings.data_dir} was made of is where it was. "
            "Ingest them again, or name others with --files."
        )
    return present
