"""Names in a report's first lines and in its file's name: where one stands that may be what the report is about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.facets import fold

ARTICLE = r"(?:the|der|die|das|dem|den|de|het|la|il|lo|le|gli|el|los|las)"
PARTICLES = ("de", "del", "di", "da", "della", "do", "dos", "la", "le", "am", "an", "der", "ob", "nad", "upon", "y")
"""Small words inside names of places."""
PLACING = r"(?:in|on|at|aus|auf|uit|op|v|ve|na|su|nella|nel|en|em|w|på|i)"
"""Prepositions before the place of a thing."""
CALLED = r"(?:[ :–-]+(?:[^\W\d_a-z]\w+ ?){1,3})?"
"""What a thing is called, before the comma and its place: "LEP Trakia, Plovdiv"."""
INSIDE = r"(?:of|für|van|voor|di|pro|per|de)"
"""Prepositions between a thing and the name that it goes by."""
JOINED = ("and", "&", "und", "en", "e", "a", "for", "für", "the")
"""Words inside what a partnership is called: "Oulu Games and Music Partnership"."""
JOINING = r"(?:and|und|en|a|e|y|&|\+|/|×|x)"
"""What stands between two names that are said together."""
IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
"""What is said beside: "Cork (Ireland)"."""
LONG_WORD = r"[^\W\d_]{4,}"
"""A word of a file's name that may be one of a place's."""
FAR = 60
"""Characters between a thing and its place, at most."""
NAME_WORDS = 3
"""Words of a name, at most."""


def names_in(line: str) -> Iterator[str]:
    """Yield all that may be a name in a line: runs of words with a capital and their parts."""
    tokens = line.split()
    for start in range(len(tokens)):
        yield from _beginnings(_capitals(tokens[start:], ()))


def beside(line: str, kinds: Sequence[str]) -> Iterator[str]:
    """Yield what may be a name beside a word for what carries the value.

    "LEP Silesia", "Pilot report: Lisbon", "the Oulu partnership", "Oulu Games and Music Partnership", "the partnership
    of Oulu".
    """
    for match in _kinds_in(line, kinds):
        rest = line[match.end() :]
        start = re.match(rf"[\s:–—,-]+(?:{INSIDE} )?(?:{ARTICLE} )?", rest)
        if start:
            yield from _beginnings(_capitals(rest[start.end() :].split(), kinds))
        tokens = line[: match.start()].split()
        before = _capitals(reversed(tokens), kinds)
        yield from (" ".join(reversed(before[:n])) for n in range(1, len(before) + 1))
        if all(token[0].isupper() or token in JOINED for token in tokens):
            yield from _beginnings(_capitals(tokens, kinds))


def placed(line: str, kinds: Sequence[str]) -> Iterator[str]:
    """Yield what is a place after a word for what carries the value: "a partnership for glass on Bornholm"."""
    for match in _kinds_in(line, kinds):
        rest = line[match.end() :]
        for start in re.finditer(rf"(?:^{CALLED},|(?<!\w){PLACING}) (?:{ARTICLE} )?", rest):
            if start.start() > FAR:
                break
            tokens = rest[start.end() :].split()
            run = _capitals(tokens, kinds)
            if run and (
                len(run) == len(tokens) or not tokens[len(run) - 1][-1].isalnum() or tokens[len(run)][0] == "("
            ):
                yield " ".join(run)
                yield run[-1]


def listed(one: str, other: str, lines: Iterable[str], joining: str = JOINING, kinds: Sequence[str] = ()) -> bool:
    """Tell whether a line lists two names side by side: "Cork and Porto", "Cork (Ireland) × LEP Porto".

    Args:
        one: A name.
        other: Another.
        lines: The lines.
        joining: Pattern of what stands between them.
        kinds: Words for what carries the value, which may stand before the second.
    """
    before = rf"(?:(?:{'|'.join([ARTICLE, *map(re.escape, kinds)])}) )*"
    pairs = (rf"{re.escape(a)}\s*{joining}\s*{before}{re.escape(b)}" for a, b in ((one, other), (other, one)))
    pattern = rf"(?<!\w)(?:{'|'.join(pairs)})(?!\w)"
    return any(re.search(pattern, IN_BRACKETS.sub("", line)) for line in lines)


def without_kind(heading: str, kinds: Sequence[str]) -> str:
    """Return a heading without the word for what carries a value that it begins or ends with: "LEP Cork" is "Cork"."""
    if not kinds:
        return heading
    kind = "|".join(map(re.escape, kinds))
    match = re.fullmatch(rf"(?:(?i:{ARTICLE}) )?(?:(?i:{kind}) (?P<after>.+)|(?P<before>.+) (?i:{kind}))", heading)
    return (match["after"] or match["before"]) if match else heading


def in_file_name(file_name: str, text: str) -> Iterator[str]:
    """Yield what a file is named after, as the text writes it, with capitals; a file's name may lack diacritics."""
    parts = re.findall(LONG_WORD, file_name.rpartition(".")[0])
    named = {fold(word) for word in parts} | {fold(" ".join(pair)) for pair in pairwise(parts)}
    said = re.findall(LONG_WORD, text)
    pairs = re.findall(rf"(?=(?<![^\W_])({LONG_WORD} {LONG_WORD}))", text)
    yield from {n for n in (*said, *pairs) if all(w[0].isupper() for w in n.split()) and fold(n) in named}


def _beginnings(run: Sequence[str]) -> Iterator[str]:
    return (" ".join(run[:n]) for n in range(1, len(run) + 1) if run[n - 1] not in PARTICLES)


def _kinds_in(line: str, kinds: Sequence[str]) -> Iterator[re.Match[str]]:
    pattern = "|".join(map(re.escape, kinds))
    return re.finditer(rf"(?<!\w)(?i:{pattern})(?!\w)", line)


def _capitals(words: Iterable[str], kinds: Sequence[str]) -> list[str]:
    """Return the words with a capital, none of which is a kind, up to the first other; a mark ends a name.

    Small words inside a name belong to it ("Ría de Arousa").
    """
    kind = {kind.lower() for kind in kinds}
    run: list[str] = []
    for word in words:
        bare = word.strip("“”\"'‘’()[].,;:!?–—-")
        inside = bare in PARTICLES and run and bare == word
        if run and word[0] in "([":
            break
        if bare.lower() in kind or len(run) == NAME_WORDS or not (bare[:1].isupper() or inside):
            break
        run.append(bare)
        if bare != word:
            break
    while run and run[-1] in PARTICLES:
        run.pop()
    return run
