"""New facet values: a report on a region that nobody declared says in its title or headings which it is."""

import re
from collections.abc import Iterable, Sequence

from assistant.facets import NUMBERING
from assistant.vocabulary import Block, Facet
from ingest.placenames import is_name

NAME = r"(?P<value>[^\W\d_][\w'’.-]*(?:[ /][\w'’.-]+){0,3})"
AROUND = r"(?:[^\W\d_]+ ){0,2}"
"""Words that may stand before a facet's name, as in "LEP pilot"."""
LISTED = re.compile(r",| and | und | en | a | e |&|\+|/")
"""What parts the names in a title, in the languages that the partners write."""


def new_values(title: str, blocks: Sequence[Block], declared: Iterable[Facet]) -> list[Facet]:
    """Return undeclared values of declared facets that the title or a heading states: "Lisbon – LEP pilot".

    A title like "Results – LEP pilot" looks the same. So the text has to use the words as a name as well: with a
    preposition and no article before them ("in Lisbon"), and never without their capital.

    Args:
        title: The document's title.
        blocks: Its blocks.
        declared: The facet values that are known.
    """
    known = list(declared)
    headings = [title, *(block.text for block in blocks if block.kind == "heading")]
    text = "\n".join(block.text for block in blocks if block.kind != "heading")
    found: dict[Facet, None] = {}
    together = _together(title, headings, text)
    for name in dict.fromkeys(facet.name for facet in known):
        values = {facet.value for facet in known if facet.name == name}
        for heading in headings:
            value = _stated(heading, name)
            if value and value not in values and is_name(value, text):
                found[Facet(name, value)] = None
        found.update(dict.fromkeys(Facet(name, value) for value in together if value not in values))
    return list(found)


def _together(title: str, headings: Sequence[str], text: str) -> list[str]:
    """Return the names of a report on several: its title lists them ("Cork and Porto"), each has a chapter of its own.

    A chapter's heading is such a name, or begins with it and a colon.
    """
    chapters = {NUMBERING.sub("", heading).partition(":")[0].strip() for heading in headings[1:]}
    names = [name for name in LISTED.split(title.rpartition(":")[2].rpartition("?")[2]) if name.strip() in chapters]
    own = [name.strip() for name in names if is_name(name.strip(), text)]
    return own if len(own) > 1 else []


def _stated(heading: str, name: str) -> str:
    """Return the value that a heading states of a facet: "Pilot: Lisbon" or "Lisbon – LEP pilot", "" where none."""
    label = rf"{AROUND}{re.escape(name)}"
    for pattern in (rf"{label}(?::| [–—-]) {NAME}", rf"{NAME} [–—-] {label}"):
        match = re.fullmatch(pattern, heading.strip(), re.IGNORECASE)
        if match and all(word[0].isupper() for word in re.split(r"[ /]", match["value"])):
            return match["value"]
    return ""
