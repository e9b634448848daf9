"""Part "ingest": how many passages a second are read, cut, embedded and published, beside embedding them alone."""

import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from assistant.embedding import embed_passages, make_embedder, views
from assistant.errors import SettingsError
from assistant.library import Library
from assistant.recipe import passage_text, section_text
from assistant.settings import Settings
from assistant.vocabulary import Document
from eval.benchmark.children import Ran, run
from eval.benchmark.part import Part, Progress, Value

_BATCH = 64


def measure(settings: Settings, limit: int, progress: Progress) -> Part:
    """Ingest some of the library's files into a library of their own, by the command that a user types.

    Args:
        settings: Where the library is.
        limit: About how many passages; 0: those of all files.
        progress: Told how far it is.

    Raises:
        SettingsError: No file of the library is where it was.
        LepError: The library cannot be opened, or the command failed.
    """
    small, files = _files(settings, limit)
    progress("Ingesting", 0, 3)
    with tempfile.TemporaryDirectory(prefix="lep-bench-", ignore_cleanup_errors=True) as folder:
        first, few = _ingested([small], Path(folder) / "small")
        progress("Ingesting", 1, 3)
        data = Path(folder) / "data"
        second, count = _ingested(files, data)
        progress("Ingesting", 2, 3)
        passages, every = _bare(settings.model_copy(update={"data_dir": data, "database_url": "", "chroma_url": ""}))
    # Both runs load the same models, so their difference is the work alone.
    work = (second.seconds - first.seconds) * count / (count - few) if count > few else second.seconds
    rate = count / work if work > 0 else None
    rows: tuple[tuple[Value, ...], ...] = (
        ("python -m ingest, with loading its models", second.seconds, count / second.seconds, second.peak),
        ("python -m ingest, loading left out", work if rate else None, rate, None),
        ("the bare embedders, everything that the library embeds", every, count / every, None),
        ("the bare embedder of the main view, passages only", passages, count / passages, None),
    )
    headings = ("what", "seconds", "passages a second", "peak memory, MB")
    return Part("ingest", f"Ingesting {count} passages of {len(files)} files", headings, rows)


def _files(settings: Settings, limit: int) -> tuple[Path, list[Path]]:
    """Return the smallest file, and others with about so many passages."""
    with Library.open(settings, any_embedder=True) as library:
        sized = sorted((_passage_count(library, document), document.origin) for document in library.documents())
    present = [(size, Path(origin)) for size, origin in sized if Path(origin).is_file()]
    if not present:
        raise SettingsError(
            f"None of the files that the library in {settings.data_dir} was made of is where it was. "
            "Ingest them again, or leave out the part 'ingest'."
        )
    chosen: list[Path] = []
    total = 0
    for size, path in present[1:] or present:
        if not chosen or not limit or total < limit:
            chosen.append(path)
            total += size
    return present[0][1], chosen


def _passage_count(library: Library, document: Document) -> int:
    sections = [section.id for section in library.all_sections(document.id)]
    return sum(map(len, library.section_passages(sections).values()))


def _ingested(files: Sequence[Path], data: Path) -> tuple[Ran, int]:
    ran = run(
        ["-m", "ingest", *map(str, files), "--data", str(data), "--json"],
        {"LEP_DATABASE_URL": "", "LEP_CHROMA_URL": ""},
    )
    return ran, int(json.loads(ran.output)["embedded"])


def _bare(settings: Settings) -> tuple[float, float]:
    """Embed again what a library embedded; returns seconds for the main view's passages, and for everything."""
    with Library.open(settings) as library:
        sections = {s.id: s for document in library.documents() for s in library.all_sections(document.id)}
        passages = [p for found in library.section_passages(sections).values() for p in found]
        main, total = 0.0, 0.0
        for view in views(settings):
            served = [p for p in passages if view.serves(p.language)]
            of_passages = [passage_text(sections[p.section_id], p) for p in served]
            of_sections = [section_text(sections[id]) for id in dict.fromkeys(p.section_id for p in served)]
            embedder = make_embedder(view.spec)
            embed_passages(embedder, ["ready?"])
            for number, texts in enumerate((of_passages, of_sections)):
                started = time.perf_counter()
                for place in range(0, len(texts), _BATCH):
                    embed_passages(embedder, texts[place : place + _BATCH])
                seconds = time.perf_counter() - started
                total += seconds
                main += seconds if view.name == "main" and number == 0 else 0.0
    return main, total
