"""What a question says beside what it asks: where the asker is, who is asked about and where it should be written."""

import re
from collections.abc import Iterable, Sequence

from assistant.facets import without_facets
from assistant.language import Language
from assistant.vocabulary import Facet
from assistant.words import WORD, fold, sentences, words

MARK = "facetvalue"
"""Stands for a facet value's name in the cue for the people there."""
TELLING = 2
"""Words of which the rest of a question needs more."""


def places_of_asker(names: Iterable[str], text: str, lang: Language) -> list[str]:
    """Return those of the names of places where the asker is at home, not what is asked about.

    "We are planning in Leeds. Who should come?", "Who should we in Leeds invite?"

    Args:
        names: Names of places.
        text: The question.
        lang: Its language.
    """
    own = []
    whole = [text[start:end] for start, end in sentences(text)]
    for name in names:
        said = next((sentence for sentence in whole if name in sentence), "")
        before = said.partition(name)[0]
        rest = text.replace(said, "").strip()
        elsewhere = "?" in rest and not said.endswith("?") and not lang.has("follow_up", rest)
        if lang.has("at_home", before) or (lang.has("asker", said) and (elsewhere or lang.has("advice", said))):
            own.append(name)
    return own


def without_places(text: str, names: Iterable[str]) -> str:
    """Return a text without names and the prepositions before them."""
    for name in names:
        text = re.sub(rf"(?:(?<!\w)[^\W\d_]+ )?{re.escape(name)}(?!\w)", " ", text)
    return " ".join(text.split())


def without_sources(text: str, lang: Language) -> str:
    """Return a text without the document that it should be in and the form of its answer.

    "According to the workshop", "just the headlines".
    """
    rest = text
    for phrase in (*lang.shown("source", text), *lang.shown("form", text)):
        rest = re.sub(r"\W+".join(rf"(?<!\w){word}(?!\w)" for word in _written(phrase, rest)), " ", rest, count=1)
    return " ".join(rest.split()).lstrip(" ,") if len(WORD.findall(rest)) > TELLING else text


def _written(phrase: str, text: str) -> list[str]:
    """Return the words of a folded phrase as a text writes them."""
    said = {fold(word): word for word in WORD.findall(text)}
    return [said.get(word, word) for word in words(phrase)]


def without_carriers(text: str, facets: Sequence[Facet], called: Iterable[str], lang: Language) -> str:
    """Return a text without the words beside a facet value for what carries it.

    "LEP Leeds", "the Leeds pilot", "the Leeds team".

    Args:
        text: A question.
        facets: The facet values that it names.
        called: Words for what carries them.
        lang: Its language.
    """
    if not facets:
        return text
    kinds = "|".join(sorted({re.escape(fold(word)) for word in called})) or r"(?!)"
    marked = without_facets(text, facets, MARK)
    beside = re.findall(rf"\b(?:{kinds})\b(?= {MARK}\b)", fold(marked))
    # "The Leeds pilot?" is Leeds, "the Leeds pilot course" a course.
    for match in re.finditer(rf"(?<=\b{MARK} )(?P<kind>{kinds})\b(?: (?P<next>\w+))?", fold(marked)):
        if match["next"] is None or match["next"] in lang.function_words:
            beside.append(match["kind"])
    said = [word for phrase in (*beside, *lang.shown("team", marked)) for word in phrase.split()]
    for word in WORD.findall(text):
        if fold(word) in said:
            text = re.sub(rf"(?<!\w){word}(?!\w)", " ", text, count=1)
    return " ".join(text.split())
