"""Inherited facets: a document that carries no value of a facet takes the one that its title or file name names.

A sheet of figures or a set of slides seldom says which region it belongs to other than in its name. The values may
come from any document of the library, in whatever order they were ingested, so this is worked out as it is read.
"""

from collections.abc import Iterable, Mapping, Sequence

from assistant.facets import find_facets
from assistant.vocabulary import Document, Facet
from assistant.words import name_in_words


def inherited(
    documents: Iterable[Document], facets: Sequence[Facet], carried: Mapping[str, Iterable[Mapping[str, str]]]
) -> dict[str, dict[str, str]]:
    """Return the values that documents inherit, by document id and facet name; those that inherit none are left out.

    Args:
        documents: The documents.
        facets: The known facet values.
        carried: What the sections of each document carry, by document id: a document with sections of several values
            is about none of them alone.
    """
    found: dict[str, dict[str, str]] = {}
    for document in documents:
        own = {*document.facets, *(name for values in carried.get(document.id, ()) for name in values)}
        open_ones = [facet for facet in facets if facet.name not in own]
        if not open_ones:
            continue
        named: dict[str, set[str]] = {}
        for facet in find_facets(f"{document.title}\n{name_in_words(document.path)}", open_ones):
            named.setdefault(facet.name, set()).add(facet.value)
        single = {facet: min(values) for facet, values in named.items() if len(values) == 1}
        if single:
            found[document.id] = single
    return found
