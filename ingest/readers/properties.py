"""Properties: what a file says of itself outside of its text, as far as the text bears it out."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeAlias

from assistant.vocabulary import Block
from ingest.dates import document_date
from ingest.readers.headings import plain

CoreProperties: TypeAlias = Any
"""Properties of any kind of Office document: the libraries give them no common type."""
UNTITLED = re.compile(
    r"^(?:untitled.*|(?:microsoft )?(?:word|powerpoint)\b.*|(?:document|dokument|presentation)\d*|"
    r".*\.(?:docx?|pptx?|xlsx?|indd|pdf|tex))$",
    re.IGNORECASE,
)
YEAR = re.compile(r"\b(?:19|20)\d\d\b")
OPENING = 40
"""Blocks at the beginning of a file in which its title is looked for."""


def of_office(properties: CoreProperties) -> tuple[str, str]:
    """Return the title in an Office document's properties, and the ISO date on which it was made; "" where unknown."""
    return properties.title or "", properties.created.date().isoformat() if properties.created else ""


def stated(title: str, created: str, blocks: Sequence[Block]) -> dict[str, str]:
    """Return title and date as metadata.

    Titles in properties are often those of a template, and files are made on another day than the report is from:
    the title counts if the text begins with it or has no heading, the date if the text states none and does not begin
    with a later year that is past.

    Args:
        title: The title in the file's properties, "" for none.
        created: ISO date of the day on which the file was made, "" where unknown.
        blocks: The file's text.
    """
    metadata: dict[str, str] = {}
    title = " ".join(title.split())
    opening = " ".join(plain(block.text) for block in blocks[:OPENING])
    bare = not any(block.kind == "heading" for block in blocks)
    if title and not UNTITLED.match(title) and (bare or plain(title) in opening):
        metadata["title"] = title
    if created and not document_date(blocks) and not _outdated(created, blocks):
        metadata["date"] = created
    return metadata


def _outdated(created: str, blocks: Sequence[Block]) -> bool:
    """Tell whether a text begins with a year after the file was made: the date is that of a template."""
    opening = " ".join(text for block in blocks[:OPENING] for text in (block.text, *block.headers))
    years = {int(year) for year in YEAR.findall(opening)}
    return any(int(created[:4]) < year <= date.today().year for year in years)
