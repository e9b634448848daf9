"""What a document as a whole is about: its opening and its file's name say which region a report is on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from assistant.facets import find_facets
from assistant.language import languages
from assistant.vocabulary import Block, Facet
from assistant.words import WORD, words
from ingest.opening import ARTICLE, PLACING, after, around, in_file_name, placed
from ingest.placenames import ENDS, inflected, is_name, is_word, mentions

TOWARDS_PLACES = (
    r"(?:in|from|to|for|of|by|at|near|across|aus|nach|für|von|um|uit|naar|voor|van|de|di|da|a|per|v|ve|z|ze|do|pro|u|en|em"
    r"|w|na|im|am|nel|nella|del|della|dal|dalla|in (?:der|die|den|de|het))"
)
"""All that may stand before a place without an English article: other languages have one before many regions."""
WITHIN = r"(?:in|across|aus|uit|v|ve)"
"""Prepositions that with an article stand before a place, not before what it is called: "in the Ore Mountains"."""
OPENING = 10
"""Blocks in which a report says what it is about; of each, the first `OPENING_CHARACTERS`."""
OPENING_CHARACTERS = 300
MENTIONS = 3
"""Times that a report names what it is about, at least; `TWICE` where its file is named after it as well."""
TWICE = 2
ONCE = 1
FIRST_LINES = 4
"""Lines, the title among them, in which a report introduces itself."""
OFTEN = 6
"""Mentions beyond which more say nothing; each counts half."""
AHEAD = 1.0
"""How far a name has to be ahead of any other."""
WHOLE_NAME = 0.6
"""Share of the mentions of a name ("Vila") from which a longer one ("Vila Real") is the whole of it."""
IN_FILE_NAME, PLACED, IN_FIRST_LINES, IN_OPENING = 3.0, 5.0, 3.0, 1.0
"""What speaks for a name: that the file is called so, and where in the opening it stands; `PLACED`: in the first lines
with a word that only stands before places, so that saying it once is enough."""
PAPERS = ("report", "workshop", "notes", "minutes", "results", "survey", "bericht", "protokoll", "notizen", "verslag")
"""What documents are called, which their file's name says and which is no region."""


def own_values(
    title: str, file_name: str, blocks: Sequence[Block], declared: Iterable[Facet], called: Mapping[str, Sequence[str]]
) -> list[Facet]:
    """Return the values that a document as a whole is about, one of a facet at most, declared or not.

    Its opening says so beside a word for what carries the value ("the Galway partnership", "LEP Silesia", "the
    partnership for games in Tampere"), or its file is named after it. Either way it is a place that the text names
    several times ("in Tampere."). What stands in the first lines and in the file's name outdoes what is named often.

    Args:
        title: The document's title.
        file_name: The name of its file.
        blocks: Its blocks.
        declared: The facet values that are known.
        called: Words for what carries a value, by facet name ("partnership").
    """
    known = list(declared)
    texts = [block.text for block in blocks]
    text = "\n".join(texts)
    opening = [title, *(each[:OPENING_CHARACTERS] for each in texts[:OPENING])]
    of_file = set(in_file_name(file_name, text))
    found = []
    for name in dict.fromkeys([*(facet.name for facet in known), *called]):
        values = [facet for facet in known if facet.name == name]
        kinds = sorted({name, *called.get(name, ())}, key=len, reverse=True)
        told: dict[str, float] = dict.fromkeys(of_file, IN_FILE_NAME)
        # "Ostravsko: the Pit of Games", in a file that is named after it too, says so without any other word.
        sure = of_file.intersection(re.split(r"\s*[:–—|]\s*", title))
        told.update(dict.fromkeys(sure, IN_FILE_NAME + IN_FIRST_LINES))
        places: set[str] = set()
        for number, line in enumerate(opening):
            put = set(placed(line, kinds)) if number < FIRST_LINES else set()
            behind = set(after(line, kinds))
            places |= put | {value for value in behind & of_file if number < FIRST_LINES}
            sure |= put | behind
            for candidate in {*sure, *around(line, kinds)}:
                if candidate in line:
                    worth = PLACED if candidate in put else IN_FIRST_LINES if number < FIRST_LINES else IN_OPENING
                    in_both = IN_FILE_NAME * bool(_words_of(candidate) & of_file)
                    told[candidate] = max(told.get(candidate, 0.0), worth + in_both)
        told = {value: worth for value, worth in told.items() if _no_places().isdisjoint(words(value))}
        value = (
            _foremost(told, sure, places, values, text)
            or _in_both(title, opening[:FIRST_LINES], of_file, kinds, values, text)
            or _called(title, kinds, values, text)
        )
        if value is not None:
            found.append(Facet(name, value))
    return found


def _foremost(
    told: Mapping[str, float], sure: set[str], places: set[str], values: Sequence[Facet], text: str
) -> str | None:
    """Return the value that a text is about, None where there is none or others speak as loudly.

    Args:
        told: What may be its name, with what speaks for it.
        sure: Those that stand where a name stands; the text only has to use them as one. Others may be any word with a
            capital: unless the file is named after them as well, the text has to use them as the whole name of a place.
        places: Those that stand in the first lines where only a place does; the text need not name them again.
        values: The facet's declared values.
        text: The text.
    """
    declared = {facet.value: mentions(facet.value, text) for facet in values}
    named: dict[str, int] = {}
    worth: dict[str, float] = {}
    for name, said in sorted(told.items()):
        candidate = name
        already = find_facets(name, values)
        if already:
            candidate = already[0].value
            named[candidate] = declared[candidate]
        elif not is_word(name, text) if name in places else _may_be_meant(name, said, text, sure=name in sure):
            named[candidate] = mentions(candidate, text)
        else:
            continue
        worth[candidate] = max(worth.get(candidate, 0.0), said + min(named[candidate], OFTEN) / 2)
    if not worth:
        return None
    first = max(worth, key=lambda value: (worth[value], named[value]))
    same = [v for v in worth if _within(v, first) and named[v] >= WHOLE_NAME * named[first]]
    best = max(same, key=len)
    rivals = [value for value in worth if not _within(value, best)]
    others = max((count for value, count in declared.items() if value != best), default=0)
    said = told.get(first, 0.0)
    enough = ONCE if first in places else TWICE if said > IN_FILE_NAME + IN_OPENING else MENTIONS
    if named[first] < enough or named[first] < 2 * others:
        return None
    return best if all(worth[first] >= worth[rival] + AHEAD for rival in rivals) else None


@cache
def _no_places() -> frozenset[str]:
    """Return the folded words of file names that no place is called: months, and what documents are called."""
    return frozenset(PAPERS).union(*(lang.months for lang in languages().values()))


def _in_both(
    title: str, lines: Sequence[str], of_file: Iterable[str], kinds: Sequence[str], values: Sequence[Facet], text: str
) -> str | None:
    """Return what the file is named after and the first lines name too, None where there is none or several.

    They name it beside a word for what carries the value ("the Saaremaa pilot"), or the title does anywhere and the
    text uses it as a place.
    """
    kind = f"(?i:{'|'.join(map(re.escape, kinds))})"
    found = {}
    names = [name for name in of_file if _no_places().isdisjoint(words(name)) and not is_word(name, text)]
    in_title = set(WORD.findall(title)).intersection(names)
    for name in names:
        if mentions(name, f"{title}\n{text}") < TWICE:
            continue
        beside = rf"(?<!\w)(?:{kind}[\s:–—-]+{re.escape(name)}|{re.escape(name)} {kind})(?!\w)"
        if any(re.search(beside, line) for line in lines):
            found[name] = 2
        elif in_title == {name} and re.search(rf"(?:\w,|(?<!\w){PLACING}) {inflected(name)}{ENDS}", text):
            found[name] = 1
    best = [name for name, worth in found.items() if worth == max(found.values())]
    if len(best) != 1:
        return None
    return next((facet.value for facet in find_facets(best[0], values)), best[0])


def _called(title: str, kinds: Sequence[str], values: Sequence[Facet], text: str) -> str | None:
    """Return what a title calls that which carries the value ("the LEP Grand Harbour"), None where it names none.

    Such a name of several words stands for the value where nothing tells of a place.
    """
    for name in sorted(after(title, kinds), key=len, reverse=True):
        if " " in name and not find_facets(name, values) and mentions(name, text) >= TWICE and not is_word(name, text):
            return name
    return None


def _may_be_meant(name: str, said: float, text: str, *, sure: bool) -> bool:
    """Tell whether a text lets words be the name of a place: the less speaks for them, the more it has to."""
    weak = said <= IN_FILE_NAME + IN_OPENING
    before = rf"(?:{TOWARDS_PLACES}|{WITHIN} {ARTICLE})" if " " in name and not weak else TOWARDS_PLACES
    return is_name(name, text, before, alone=not sure and weak)


def _words_of(value: str) -> set[str]:
    return set(re.split(r"[ /-]", value))


def _within(left: str, right: str) -> bool:
    """Tell whether all words of one of two names are in the other."""
    return _words_of(left) <= _words_of(right) or _words_of(right) <= _words_of(left)
