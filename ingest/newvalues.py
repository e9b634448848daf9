"""New facet values: a report on a region that nobody declared says in its title or headings which it is."""

import re
from collections.abc import Iterable, Mapping, Sequence

from assistant.facets import NUMBERING
from assistant.vocabulary import Block, Facet
from ingest.opening import ARTICLE, JOINING, listed, without_kind
from ingest.placenames import is_name, is_word

NAME = r"(?P<value>[^\W\d_][\w'’.-]*(?:[ /][\w'’.-]+){0,3})"
AROUND = r"(?:[^\W\d_]+ ){0,2}"
"""Words that may stand before a facet's name, as in "LEP pilot"."""
LISTED = rf"(?:,|(?:,\s)?{JOINING})"
"""What stands between the names in a title."""
FIRST = 5
"""Blocks whose lines may list names as the title does."""


def new_values(
    title: str, blocks: Sequence[Block], declared: Iterable[Facet], called: Mapping[str, Sequence[str]]
) -> list[Facet]:
    """Return undeclared values of declared facets that the title or a heading states: "Lisbon – LEP pilot".

    A title like "Results – LEP pilot" looks the same. So the text has to use the words as a name as well: with a
    preposition and no article before them ("in Lisbon"), and never without their capital.

    Args:
        title: The document's title.
        blocks: Its blocks.
        declared: The facet values that are known.
        called: Words for what carries a value, by facet name ("partnership").
    """
    known = list(declared)
    headings = [title, *(block.text for block in blocks if block.kind == "heading")]
    text = "\n".join(block.text for block in blocks if block.kind != "heading")
    found: dict[Facet, None] = {}
    lines = [title, *(block.text for block in blocks[:FIRST])]
    for name in dict.fromkeys(facet.name for facet in known):
        values = {facet.value for facet in known if facet.name == name}
        for heading in headings:
            value = _stated(heading, name)
            if value and value not in values and is_name(value, text):
                found[Facet(name, value)] = None
        together = _together(lines, headings[1:], blocks, text, called.get(name, ()))
        found.update(dict.fromkeys(Facet(name, value) for value in together if value not in values))
    return list(found)


def _together(
    lines: Sequence[str], headings: Sequence[str], blocks: Sequence[Block], text: str, kinds: Sequence[str]
) -> list[str]:
    """Return the names of a report on several: a first line says them ("Cork and Porto"), and it sets them apart.

    Each has a chapter, whose heading is the name, alone or beside what carries it ("LEP Cork"), or begins with it and a
    colon, or a column in a table.
    """
    chapters = (without_kind(NUMBERING.sub("", heading).partition(":")[0].strip(), kinds) for heading in headings)
    columns = dict.fromkeys(header.strip() for block in blocks for header in block.headers)
    own = [name for name in chapters if is_name(name, text)]
    apart = own + [name for name in columns if name not in own and name[:1].isupper() and not _is_thing(name, text)]
    for line in lines:
        named = [name for name in apart if name in columns and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line)]
        # Columns alone may be any things, where every noun has a capital.
        if len(named) > 1 and not set(own).isdisjoint(named):
            return named
    return [one for one in apart if any(listed(one, other, lines, LISTED, kinds) for other in apart if other != one)]


def _is_thing(name: str, text: str) -> bool:
    """Tell whether a text uses a word as that for a thing: without its capital, or with an article.

    Names of several words, each with a capital, may have an article: "the Amber Coast".
    """
    if is_word(name, text):
        return True
    several = " " in name and all(word[0].isupper() for word in name.split())
    return not several and re.search(rf"(?<!\w)(?i:{ARTICLE}) {re.escape(name)}(?!\w)", text) is not None


def _stated(heading: str, name: str) -> str:
    """Return the value that a heading states of a facet: "Pilot: Lisbon" or "Lisbon – LEP pilot", "" where none."""
    label = rf"{AROUND}{re.escape(name)}"
    for pattern in (rf"{label}(?::| [–—-]) {NAME}", rf"{NAME} [–—-] {label}"):
        match = re.fullmatch(pattern, heading.strip(), re.IGNORECASE)
        if match and all(word[0].isupper() for word in re.split(r"[ /]", match["value"])):
            return match["value"]
    return ""
