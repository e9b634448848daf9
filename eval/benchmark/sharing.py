"""Part "ingest", its second table: how much of the time of an ingestion goes into the embedders."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.library import Library
from assistant.settings import Settings
from eval.benchmark.children import run
from eval.benchmark.part import Part, Progress, Value


def measure(settings: Settings, paths: Sequence[Path], progress: Progress) -> Part:
    """Ingest files into a library of their own, twice, by the command that a user types.

    Args:
        settings: Where the library is.
        paths: Files and folders; without any, what the library was made of.
        progress: Told how far it is.

    Raises:
        SettingsError: None of the files is there.
        LepError: The library cannot be opened, or the command failed.
    """
    progress("Timing the embedders", 0, 2)
    chosen = [path.absolute() for path in paths] or _origins(settings)
    with tempfile.TemporaryDirectory(prefix="lep-bench-", ignore_cleanup_errors=True) as folder:
        first = _ingested(chosen, Path(folder))
        progress("Timing the embedders", 1, 2)
        second = _ingested(chosen, Path(folder))
    whole = first["seconds"] - first["loading_seconds"]
    embedding = first["embedding_seconds"]
    rows: tuple[tuple[Value, ...], ...] = (
        ("ingesting, with the models loaded", whole, 100.0),
        ("of that in the embedders", embedding, 100 * embedding / whole),
        ("of that for everything else", whole - embedding, 100 * (whole - embedding) / whole),
        (f"a second run, {second['unchanged']} files unchanged", second["seconds"], None),
    )
    files = len(first["published"]) + first["unchanged"] + len(first["failed"])
    title = f"Time by stage: {first['embedded']} passages of {files} files, {len(first['failed'])} of them unreadable"
    notes = ("Files that cannot be read are tried again by the second run.",) if first["failed"] else ()
    return Part("ingest", title, ("what", "seconds", "%"), rows, notes)


def _ingested(paths: Sequence[Path], data: Path) -> dict[str, Any]:
    ran = run(
        ["-m", "ingest", *map(str, paths), "--data", str(data), "--json"],
        {"LEP_DATABASE_URL": "", "LEP_CHROMA_URL": ""},
        expected=(0, 1),
    )
    report: dict[str, Any] = json.loads(ran.output)
    return report


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
