"""New facet values: a report on a region that nobody declared says in its title, opening or headings which it is."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from assistant.facets import find_facets
from assistant.vocabulary import Block, Facet

NAME = r"(?P<value>[^\W\d_][\w'’.-]*(?:[ /][\w'’.-]+){0,3})"
AROUND = r"(?:[^\W\d_]+ ){0,2}"
"""Words that may stand before a facet's name, as in "LEP pilot"."""
BEFORE_PLACES = r"(?:in|from|aus|uit|di|da|a)"
"""Prepositions, in the languages that the partners write, that stand before names without an article."""
TOWARDS_PLACES = (
    r"(?:in|from|to|for|of|by|at|near|across|aus|nach|für|von|um|uit|naar|voor|van|di|da|a|per|v|ve|z|ze|do|pro|u|en|em"
    r"|w)"
)
"""All that may stand before a place without an article."""
INSIDE = r"(?:in|of|for|für|aus|van|voor|uit|di|per|v|ve|pro|en|em|de|w)"
"""Prepositions between what a report is about and its place: "the partnership for games in Tampere"."""
OPENING = 10
"""Blocks in which a report says what it is about; of each, the first `OPENING_CHARACTERS`."""
OPENING_CHARACTERS = 300
MENTIONS = 3
"""Times that a report names what it is about, at least."""
WHOLE_NAME = 0.6
"""Share of the mentions of a name ("Vila") from which a longer one ("Vila Real") is the whole of it."""
NAME_WORDS = 3
"""Words of a name in a report's opening, at most."""


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
    for name in dict.fromkeys(facet.name for facet in known):
        values = {facet.value for facet in known if facet.name == name}
        for heading in headings:
            value = _stated(heading, name)
            if value and value not in values and _is_name(value, text):
                found[Facet(name, value)] = None
    return list(found)


def own_values(
    title: str, file_name: str, blocks: Sequence[Block], declared: Iterable[Facet], called: Mapping[str, Sequence[str]]
) -> list[Facet]:
    """Return the values that a document as a whole is about, one of a facet at most, declared or not.

    Its opening says so beside a word for what carries the value ("the Galway partnership", "LEP Silesia", "the
    partnership for games in Tampere"), or its file is named after it. Either way it is a place that the text names
    several times ("in Tampere."), and names more often than any other value.

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
    found = []
    for name in dict.fromkeys([*(facet.name for facet in known), *called]):
        values = [facet for facet in known if facet.name == name]
        kinds = sorted({name, *called.get(name, ())}, key=len, reverse=True)
        title_like = {value for line in opening for value in _after(line, kinds)}
        places = {value for line in opening for value in _around(line, kinds)}
        for sure, likely in ((title_like, places), (set(), set(_in_file_name(file_name, text)))):
            value = _foremost(sure, likely - sure, values, text)
            if value is not None:
                found.append(Facet(name, value))
                break
    return found


def _foremost(sure: set[str], likely: set[str], values: Sequence[Facet], text: str) -> str | None:
    """Return the value that a text names most, None where there is none or others are named as often.

    Args:
        sure: What stands where a name stands; the text only has to use it as one.
        likely: What may be another word with a capital; the text has to use it as the whole name of a place.
        values: The facet's declared values.
        text: The text.
    """
    declared = {facet.value: _mentions(facet.value, text) for facet in values}
    mentions = {}
    for candidate in sorted(sure | likely):
        already = find_facets(candidate, values)
        if already:
            mentions[already[0].value] = declared[already[0].value]
        elif _is_name(candidate, text, TOWARDS_PLACES, alone=candidate in likely):
            mentions[candidate] = _mentions(candidate, text)
    if not mentions:
        return None
    most = max(mentions.values())
    best = max((value for value in mentions if mentions[value] >= WHOLE_NAME * most), key=len)
    others = [count for value, count in {**declared, **mentions}.items() if value not in best and best not in value]
    return best if most >= max(MENTIONS, 2 * max(others, default=0)) else None


def _after(line: str, kinds: Sequence[str]) -> Iterator[str]:
    """Yield what may be a name right after a word for what carries the value: "LEP Silesia", "Pilot report: Lisbon"."""
    for match in _kinds_in(line, kinds):
        start = re.match(r"[\s:–—,-]+", line[match.end() :])
        if start:
            run = _capitals(line[match.end() + start.end() :].split(), kinds)
            yield from (" ".join(run[:n]) for n in range(1, len(run) + 1))


def _around(line: str, kinds: Sequence[str]) -> Iterator[str]:
    """Yield what may be a name before such a word, or after a preposition: "the partnership for games in Oulu"."""
    for match in _kinds_in(line, kinds):
        before = _capitals(reversed(line[: match.start()].split()), kinds)
        yield from (" ".join(reversed(before[:n])) for n in range(1, len(before) + 1))
        rest = line[match.end() :]
        for start in re.finditer(rf"(?<!\w){INSIDE} ", rest):
            run = _capitals(rest[start.end() :].split(), kinds)
            yield from (" ".join(run[:n]) for n in range(1, len(run) + 1))


def _kinds_in(line: str, kinds: Sequence[str]) -> Iterator[re.Match[str]]:
    pattern = "|".join(map(re.escape, kinds))
    return re.finditer(rf"(?<!\w)(?i:{pattern})(?!\w)", line)


def _capitals(words: Iterable[str], kinds: Sequence[str]) -> list[str]:
    """Return the words with a capital, none of which is a kind, up to the first other; a mark ends a name."""
    kind = {kind.lower() for kind in kinds}
    run: list[str] = []
    for word in words:
        bare = word.strip("“”\"'‘’()[].,;:!?–—-")
        if not bare[:1].isupper() or bare.lower() in kind or len(run) == NAME_WORDS:
            break
        run.append(bare)
        if bare != word:
            break
    return run


def _in_file_name(file_name: str, text: str) -> Iterator[str]:
    """Yield the words of a file's name as the text writes them, with a capital."""
    for word in re.findall(r"[^\W\d_]{4,}", file_name.rpartition(".")[0]):
        if re.search(rf"(?<!\w){word.capitalize()}(?!\w)", text):
            yield word.capitalize()


def _stated(heading: str, name: str) -> str:
    """Return the value that a heading states of a facet: "Pilot: Lisbon" or "Lisbon – LEP pilot", "" where none."""
    label = rf"{AROUND}{re.escape(name)}"
    for pattern in (rf"{label}(?::| [–—-]) {NAME}", rf"{NAME} [–—-] {label}"):
        match = re.fullmatch(pattern, heading.strip(), re.IGNORECASE)
        if match and all(word[0].isupper() for word in re.split(r"[ /]", match["value"])):
            return match["value"]
    return ""


def _is_name(value: str, text: str, before: str = BEFORE_PLACES, *, alone: bool = False) -> bool:
    """Tell whether a text uses words as a name, after a preposition and never without their capital.

    Args:
        value: The words.
        text: The text.
        before: The prepositions.
        alone: Whether the name has to end there, as that of a place does and an adjective does not.
    """
    if re.search(rf"(?<!\w){re.escape(value.lower())}(?!\w)", text):
        return False
    end = r"(?=[.,;:)!?\t]|\s*$)" if alone else r"(?!\w)"
    return re.search(rf"(?<!\w)(?i:{before}) {_inflected(value)}{end}", text, re.MULTILINE) is not None


def _mentions(value: str, text: str) -> int:
    return len(re.findall(rf"(?<!\w){_inflected(value)}(?!\w)", text))


def _inflected(value: str) -> str:
    """Return a pattern of a name that Slavic languages may have given another ending ("Ostrava", "v Ostravě")."""
    stem = value[:-1] if len(value) > 4 and value[-1] in "aeiouy" else value
    return rf"{re.escape(stem)}(?:\w|ou|em|ům)?"
