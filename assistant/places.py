"""Places: which facet value a name in a question stands for, by the passages that say it or in another language."""

import re
from collections.abc import Iterator

from assistant.library import Library
from assistant.settings import DEFAULT_EMBEDDER
from assistant.vocabulary import Facet
from assistant.words import fold, words

NAMING = 50
"""Passages among which those that name a place are looked for."""
SEVERAL = 2
"""Passages that name a place of their region: another's a report may name once ("a visit from Bohemia is expected")."""
SAME_NAME = 0.89
"""Cosine in the main view from which a name is another language's for a place: "Lissabon" and "Lisbon" .97, "Firenze"
and "Florence" .93, "Tessaglia" and "Thessaly" .89, different cities up to .88."""
OPENING = 2
"""Sections in which a report names the places that it is about; of each, the first `OPENING_CHARACTERS`."""
OPENING_CHARACTERS = 600
NAME = re.compile(r"(?<!\w)[^\W\d_a-zß-ÿ]\w{3,}")


def lies_in(library: Library, name: str, least: int = 1) -> Facet | None:
    """Return the facet value in which a place lies, None where the documents do not tell.

    They tell it beside the value ("Leeds (England)", "Leeds, England"), or all passages that name the place carry it.

    Args:
        library: The library.
        name: The place.
        least: Passages that have to name it at least in the latter case.
    """
    terms = words(name)
    hits = [id for id, _ in library.keyword_hits(terms, NAMING)]
    held = [p for p in library.passages(hits).values() if set(terms) <= set(words(p.text))]
    texts = [*(passage.text for passage in held), *(document.title for document in library.documents())]
    beside = [facet for facet in library.carried_facets() if any(_beside(facet.value, name, text) for text in texts)]
    if len(beside) == 1:
        return beside[0]
    sections = library.sections([passage.section_id for passage in held])
    values = {tuple(section.facets.items()) for section in sections.values()}
    if len(held) < least:
        return None
    return next((f for f in library.carried_facets() if values == {((f.name, f.value),)}), None)


def _beside(value: str, name: str, text: str) -> bool:
    """Tell whether a text says where a facet value's region lies: "Leeds (England)", "Leeds, England"."""
    return re.search(rf"(?<!\w){re.escape(value)}(?: \(|, | in ){re.escape(name)}(?!\w)", text) is not None


def same_place(library: Library, name: str, code: str) -> Facet | None:
    """Return the facet value that a name in a language means, None for none.

    It is another name of the value or of a place in it that a report in another language names in its opening and that
    begins with the same letter. Values with aliases tell their names themselves.
    """
    values = [facet for facet in library.carried_facets() if not facet.aliases]
    if not values or library.views[0].spec != DEFAULT_EMBEDDER:
        return None
    known = {facet.value: facet for facet in values}
    for place, facet in _named_in_openings(library, fold(name)[:1], code):
        if facet in values:
            known.setdefault(place, facet)
    asked, *vectors = (each["main"] for each in library.embed_questions([name, *known], code))
    likeness = {place: float(asked @ vector) for place, vector in zip(known, vectors, strict=True)}
    best = max(likeness, key=likeness.__getitem__)
    return known[best] if likeness[best] >= SAME_NAME else None


def _named_in_openings(library: Library, letter: str, code: str) -> Iterator[tuple[str, Facet]]:
    """Yield the places with this first letter in the openings of reports in other languages, with their facet value."""
    for document in library.documents():
        if document.language == code or not document.facets:
            continue
        sections = library.all_sections(document.id)[:OPENING]
        text = " ".join((document.title, *(section.text[:OPENING_CHARACTERS] for section in sections)))
        for place in dict.fromkeys(NAME.findall(text)):
            if fold(place).startswith(letter) and (facet := lies_in(library, place)) is not None:
                yield place, facet
