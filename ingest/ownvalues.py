"""What a document as a whole is about: its opening and its file's name say which region a report is on."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from assistant.facets import find_facets
from assistant.language import languages
from assistant.vocabulary import Block, Facet
from assistant.words import name_in_words, words
from ingest.opening import ARTICLE, JOINING, beside, in_file_name, listed, names_in, placed
from ingest.placenames import ENDS, inflected, is_word, mentions

TOWARDS = (
    r"(?:in|on|from|to|for|of|by|at|near|across|around|over|throughout|outside|aus|auf|nach|für|von|um|im|am|uit|op"
    r"|naar|voor|van|di|da|a|per|su|nel|nella|del|della|dal|dalla|de|do|v|ve|z|ze|na|pro|u|en|em|w|i|på|från)"
)
"""All that may stand before a place's name, in the languages that partners write."""
WITHIN = r"(?:in|on|across|over|throughout|aus|auf|uit|op|v|ve|na)"
"""Prepositions that with an article stand before a place, not before what it is called: "in the Ore Mountains"."""
DETERMINER = rf"(?:{ARTICLE}|im|am|zum|zur|vom|beim)"
"""What stands before a thing more often than before a place."""
A_THING = r"(?:an|our|their|its|every|each|ein|eine|einer|einem|einen|unser|unsere|unserem|een|un|una)"
"""What never stands before a place; with "a" where the text has English articles: elsewhere it is a preposition."""
TOGETHER = r"(?:joint|gemeinsam\w*|gezamenlijk\w*|společn\w+|congiunt\w+)"
MEETING = r"(?:meeting|workshop|seminar|conferen\w+|treffen|bijeenkomst|setkání|incontro)"
JOINT = re.compile(rf"(?<!\w)(?i:{TOGETHER}(?: [\w-]+){{0,3}} {MEETING}|{MEETING}(?: [\w-]+)? {TOGETHER})(?!\w)")
"""What several do together: the place where they meet is not what it is about."""
FIRST_LINES = 5
"""Lines, the title among them, in which a report introduces itself; of each, the first `LINE_CHARACTERS`."""
LINE_CHARACTERS = 300
CHARACTERS = 100_000
"""Characters of a document that tell what it is about, about 40 pages: names are counted in them many times."""
PAPERS = ("report", "workshop", "notes", "minutes", "results", "survey", "bericht", "protokoll", "notizen", "verslag")
"""What documents are called, which their file's name says and which is no region."""
ENOUGH = 4.0
"""Score from which a name is what a report is about."""
AHEAD = 1.0
"""How far its score has to be ahead of any other name's."""
WHOLE_NAME = 0.6
"""Share of the mentions of a name ("Vila") from which a longer one ("Vila Real") is the whole of it."""
TWICE = 2
"""Times that a report names what it is about, at least, its file's name counted."""


@dataclass(frozen=True)
class Name:
    """What speaks for a name.

    Attributes:
        value: The name.
        in_file: The file is named after it.
        in_title: The title holds it.
        leads: The title begins with it, or it follows a mark or a preposition there.
        in_lines: A first line beside the title holds it.
        of_kind: There is a word for what carries the value.
        beside: There it stands beside a word for what carries the value ("the Galway partnership").
        placed: There it is the place of such a thing ("the partnership for glass on Bornholm").
        mentions: Times that the document says it.
        uses: Those after a preposition, in a report that says what carries a value; in others, any word may stand so.
        whole: Those after a preposition or a comma and before a mark, so that it is no adjective.
        determined: Those after an article.
        beginning: Those as the beginning of a longer name.
        inside: Those inside a sentence.
        after_kind: Those as the whole name after a word for what carries the value ("LEP Silesia").
    """

    value: str
    in_file: bool
    in_title: bool
    leads: bool
    in_lines: bool
    of_kind: bool
    beside: bool
    placed: bool
    mentions: int
    uses: int
    whole: int
    determined: int
    beginning: int
    inside: int
    after_kind: int

    def score(self) -> float:
        """Return how much speaks for it; where it stands counts most, and uses less and less the more there are.

        The weights are chosen by hand on 40 reports; their order matters, not their size.
        """
        stands = 3 * (self.in_file + self.in_title) + self.in_lines + self.leads + 1.5 * self.beside + 2.5 * self.placed
        used = math.log2(1 + self.uses) + 0.7 * math.log2(1 + self.whole) + 0.6 * math.log2(1 + self.mentions)
        return stands + used - math.log2(1 + self.determined) - 2 * (2 * self.beginning > self.mentions)

    def is_carrier(self) -> bool:
        """Tell whether the title holds it, and the report calls what carries the value by it again and again."""
        return self.in_title and self.after_kind >= TWICE

    def is_titled(self) -> bool:
        """Tell whether title and file are named after it, the title beside what carries it: "LEP Silesia"."""
        return self.in_file and self.in_title and self.beside and 2 * self.beginning <= self.mentions

    def is_entitled(self) -> bool:
        """Tell whether title and file are named after it, and the title begins with it or follows a mark there."""
        return self.in_file and self.in_title and self.leads

    def is_place(self) -> bool:
        """Tell whether the report uses it as a place."""
        return bool(self.placed or self.whole)

    def is_place_of_file(self) -> bool:
        """Tell whether the file is named after it, and the report uses it as a place."""
        return bool(self.in_file and (self.whole or (self.of_kind and self.uses)))

    def is_named(self) -> bool:
        """Tell whether it may be a place that the report never uses as one: its file, and what carries it, say so."""
        return self.in_file and self.beside

    def is_called(self) -> bool:
        """Tell whether it may stand for a place that is not told: a partnership, or report and file, are called so."""
        told = self.in_file and self.of_kind and self.inside and 3 * self.determined <= self.mentions
        return self.in_title and self.mentions > TWICE and bool(told or (self.beside and " " in self.value))


def own_values(
    title: str, file_name: str, blocks: Sequence[Block], declared: Iterable[Facet], called: Mapping[str, Sequence[str]]
) -> list[Facet]:
    """Return the values that a document as a whole is about, one of a facet at most, declared or not.

    Its title or first lines say so beside a word for what carries the value ("the Galway partnership", "LEP Silesia",
    "the partnership for games in Tampere"), or its file is named after it. Of the names that stand there, the one is
    taken for which most speaks. What several did together is about one of them only where its title says so.

    Args:
        title: The document's title.
        file_name: The name of its file.
        blocks: Its blocks.
        declared: The facet values that are known.
        called: Words for what carries a value, by facet name ("partnership").
    """
    known = list(declared)
    texts = [block.text for block in blocks if block.text != title]
    text = "\n".join(texts)[:CHARACTERS]
    lines = [line[:LINE_CHARACTERS] for line in (title, *texts[: FIRST_LINES - 1])]
    of_file = set(in_file_name(file_name, f"{lines[0]}\n{text}"))
    found = []
    for name in dict.fromkeys([*(facet.name for facet in known), *called]):
        kinds = sorted({name, *called.get(name, ())}, key=len, reverse=True)
        values = [facet for facet in known if facet.name == name]
        names = _names(name_in_words(file_name), of_file, lines, kinds, values, text)
        if any(JOINT.search(line) for line in (name_in_words(file_name), *lines)):
            names = [own for own in names if own.in_title and own.beside]
        value = _foremost(names, values, lines, text)
        if value is not None:
            found.append(Facet(name, value))
    return found


def _names(
    file_words: str,
    of_file: set[str],
    lines: Sequence[str],
    kinds: Sequence[str],
    values: Sequence[Facet],
    text: str,
) -> list[Name]:
    """Return the names that stand where a report says what it is about."""
    title, *rest = lines
    any_kind = rf"(?i:{'|'.join(map(re.escape, kinds))})"
    of_kind = any(_holds(line, any_kind) for line in (file_words, *lines, text))
    body = f"{title}\n{text}"
    put = {name for line in lines for name in placed(line, kinds)}
    by_kind = {name for line in (file_words, *lines) for name in beside(line, kinds)}
    kind_words = {word for kind in kinds for word in words(kind)} | _no_places()
    thing = f"{A_THING}|a" if len(re.findall(r"\bthe\b", text)) > TWICE else A_THING
    found = []
    for value in sorted({*of_file, *put, *by_kind, *(names_in(title) if of_kind else ())}):
        if not kind_words.isdisjoint(words(value)) or is_word(value, text):
            continue
        own = next(iter(find_facets(value, values)), Facet("", value))
        form = rf"(?:{'|'.join(map(inflected, (own.value, *own.aliases)))})"
        if not own.name and _holds(body, rf"(?i:{thing}|{TOWARDS} a) {form}"):
            continue
        found.append(
            Name(
                value=own.value,
                in_file=value in of_file,
                in_title=_holds(title, form),
                leads=re.search(rf"(?:^|[:–—|(-] ?|(?<!\w){TOWARDS} ){form}(?!\w)", title) is not None,
                in_lines=any(_holds(line, form) for line in rest),
                of_kind=of_kind,
                beside=value in by_kind,
                placed=value in put,
                mentions=_times(rf"(?<!\w){form}(?!\w)", body),
                uses=_times(rf"(?<!\w)(?i:{TOWARDS}|{WITHIN} {ARTICLE}) {form}(?!\w)(?! [^\W\d_a-z])", body),
                whole=_times(rf"(?<!\w)(?i:{TOWARDS}) {form}(?:{ENDS}| \(| {JOINING} )|, {form}(?:[.)]|\s*$)", body),
                determined=_times(rf"(?<!\w)(?i:{DETERMINER}) {form}(?!\w)", body),
                beginning=_times(rf"(?<!\w){form} [^\W\d_a-z]\w", text),
                inside=_times(rf"[^\W\d_A-Z],? {form}(?!\w)", text),
                after_kind=_times(rf"(?<!\w){any_kind}\)? {form}(?!\w)(?! [^\W\d_a-z])", body),
            )
        )
    return [name for name in found if name.mentions + name.in_file >= TWICE or name.placed]


def _foremost(names: Sequence[Name], values: Sequence[Facet], lines: Sequence[str], text: str) -> str | None:
    """Return the value that a document is about, None where there is none or others speak as loudly."""
    tiers = ([name for name in names if tells(name)] for tells in ORDER)
    places = next((tier for tier in tiers if tier), [])
    if not places:
        return None
    first = max(places, key=lambda name: (name.score(), name.mentions))
    if first.score() < ENOUGH:
        return None
    rivals = [name for name in names if not _within(name.value, first.value)]
    if any(name in places and name.score() > first.score() - AHEAD for name in rivals):
        return None
    if any(2 * name.mentions >= first.mentions and listed(first.value, name.value, lines) for name in rivals):
        return None
    longer = [
        n.value
        for n in names
        if _within(n.value, first.value)
        and (n.mentions >= WHOLE_NAME * first.mentions or (n.is_entitled() and first.whole < TWICE))
    ]
    best = max(longer, key=len)
    others = max((mentions(facet.value, text) for facet in values if facet.value != best), default=0)
    return best if first.mentions >= 2 * others else None


ORDER = (Name.is_carrier, Name.is_place_of_file, Name.is_titled, Name.is_place, Name.is_named, Name.is_called)
"""What a document is about is a name of which the first of these holds, if it does of any."""


@cache
def _no_places() -> frozenset[str]:
    """Return the folded words that no place is called: months, and what documents are called."""
    return frozenset(PAPERS).union(*(lang.months for lang in languages().values()))


def _holds(line: str, form: str) -> bool:
    return re.search(rf"(?<!\w){form}(?!\w)", line) is not None


def _times(pattern: str, text: str) -> int:
    return len(re.findall(pattern, text, re.MULTILINE))


def _words_of(value: str) -> set[str]:
    return set(re.split(r"[ /-]", value))


def _within(left: str, right: str) -> bool:
    """Tell whether all words of one of two names are in the other."""
    return _words_of(left) <= _words_of(right) or _words_of(right) <= _words_of(left)
