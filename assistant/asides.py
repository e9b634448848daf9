"""What a question says beside what it asks: where the asker is, who is asked about and where it should be written."""

import re
from collections.abc import Iterable, Sequence

from assistant.facets import without_facets
from assistant.language import Language
from assistant.vocabulary import Facet
from assistant.words import WORD, fold, sentences

MARK = "facetvalue"
"""Stands for a facet value's name in the cue for the people there."""
TELLING = 2
"""Words of which the rest of a question needs more."""


def places_of_asker(names: Iterable[str], text: str, asking: str, lang: Language) -> list[str]:
    """Return those of the names of places where the asker is at home, not what is asked about.

    "We are planning in Leeds. Who should come?", "Who should we in Leeds invite?"

    Args:
        names: Names of places.
        text: The question.
        asking: Its part from the sentence that asks on.
        lang: Its language.
    """
    own = []
    whole = [text[start:end] for start, end in sentences(text)]
    for name in names:
        said = next((sentence for sentence in whole if name in sentence), "")
        before = said.partition(name)[0]
        elsewhere = name not in asking and not lang.has("follow_up", asking)
        if lang.has("at_home", before) or (lang.has("asker", said) and (elsewhere or lang.has("advice", said))):
            own.append(name)
    return own


def without_places(text: str, names: Iterable[str]) -> str:
    """Return a text without names and the prepositions before them."""
    for name in names:
        text = re.sub(rf"(?:(?<!\w)[^\W\d_]+ )?{re.escape(name)}(?!\w)", " ", text)
    return " ".join(text.split())


def without_sources(text: str, lang: Language) -> str:
    """Return a text without the mention of a document that it should be in: "according to the workshop"."""
    rest = lang.without("source", text) if lang.has("source", text) else text
    return " ".join(rest.split()).lstrip(" ,") if len(WORD.findall(rest)) > TELLING else text


def without_people(text: str, facets: Sequence[Facet], lang: Language) -> str:
    """Return a text without the words that stand beside a facet value for the people there: "the Leeds team"."""
    said = lang.shown("team", without_facets(text, facets, MARK)) if facets else []
    for word in WORD.findall(text):
        if fold(word) in said:
            text = re.sub(rf"(?<!\w){word}(?!\w)", " ", text, count=1)
    return " ".join(text.split())
