"""What reports are called: a partnership's own name asks for its region as the region's name does."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby

from assistant.vocabulary import Document, Facet, Section
from assistant.words import WORD, fold, name_in_words, words

SHORTEST = 5
"""Letters of the shortest single word that is taken for a name."""
TIMES = 2
"""Times that a document's text says its name, at least, if that is one word."""


def with_own_names(
    text: str, facets: Sequence[Facet], documents: Sequence[Document], sections_of: Callable[[str], Sequence[Section]]
) -> list[Facet]:
    """Return the facet values; those whose documents are called by words of a text have these words as an alias.

    Such words stand in the title or the file's name of documents of one value only, and there the text, which says
    them several times, never writes them without their capital ("the Common Table").

    Args:
        text: What a person says.
        facets: The facet values that the library knows.
        documents: Its documents.
        sections_of: Gives the sections of a document.
    """
    whole, parts = _names_of(tuple(facets))
    # A part of a name ("Karst" of "Karst Hills") has to have its capital: it may be an ordinary word ("north").
    written = [] if text.isupper() else WORD.findall(text)[1:]
    said = frozenset(words(text)) - (parts - {fold(word) for word in written if word[0].isupper()}) - whole
    called: dict[str, dict[str, Document]] = {}
    for document in documents:
        if not said.isdisjoint(_words_of(document.title, document.path)):
            for phrase in _phrases(document, said):
                called.setdefault(phrase.casefold(), {})[document.id] = document
    of_value: dict[tuple[str, str], list[str]] = {}
    for phrase, own in called.items():
        # A sheet of figures may be called like the report and say no value itself.
        values = {tuple(document.facets.items()) for document in own.values() if document.facets}
        only = values.pop() if len(values) == 1 else ()
        # Sections are read last: many documents may have an ordinary word such as "report" in their titles.
        times = 1 if " " in phrase else TIMES
        if len(only) == 1 and all(_is_name(phrase, sections_of(id), times * bool(d.facets)) for id, d in own.items()):
            of_value.setdefault(only[0], []).append(_whole(phrase, text, [s for id in own for s in sections_of(id)]))
    if not of_value:
        return list(facets)
    return [replace(facet, aliases=(*facet.aliases, *of_value.get((facet.name, facet.value), ()))) for facet in facets]


@lru_cache(maxsize=16)
def _names_of(facets: tuple[Facet, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """Return the names of facets and their values that are one word, and the words of all."""
    names = [words(name) for facet in facets for name in (facet.name, facet.value, *facet.aliases)]
    whole = frozenset(name[0] for name in names if len(name) == 1)
    return whole, frozenset(word for name in names for word in name)


@lru_cache(maxsize=10_000)
def _words_of(title: str, path: str) -> frozenset[str]:
    return frozenset(words(f"{title} {name_in_words(path)}"))


def _phrases(document: Document, said: frozenset[str]) -> Iterator[str]:
    """Yield what a person said of a document's title and its file's name: runs of words and each of them.

    Too short ones are left out.
    """
    for name in (document.title, name_in_words(document.path)):
        for asked, run in groupby(WORD.findall(name), key=lambda word: fold(word) in said):
            if not asked:
                continue
            own = list(run)
            if len(own) > 1:
                yield " ".join(own)
            yield from (word for word in own if len(word) >= SHORTEST and not word.isupper())


def _whole(phrase: str, text: str, sections: Sequence[Section]) -> str:
    """Return a name as a text says it with the words of it that no title holds: "Kaolin Pact" for "Kaolin"."""
    for around in (rf"{re.escape(phrase)} [^\W\d_]+", rf"[^\W\d_]+ {re.escape(phrase)}"):
        match = re.search(rf"(?<!\w){around}(?!\w)", text, re.IGNORECASE)
        if match and _is_name(match[0], sections):
            return match[0]
    return phrase


def _is_name(phrase: str, sections: Sequence[Section], times: int = TIMES) -> bool:
    """Tell whether sections say a phrase so many times and always with capitals."""
    pattern = re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)", re.IGNORECASE)
    written = [match for section in sections for match in pattern.findall(section.text)]
    return len(written) >= times and all(word[0].isupper() for match in written for word in match.split())
