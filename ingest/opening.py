"""Names in a report's first lines and in its file's name: where one stands that may be what the report is about."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from assistant.facets import fold

INSIDE = r"(?:in|of|for|für|aus|van|voor|uit|di|per|v|ve|pro|en|em|de|w)"
"""Prepositions between what a report is about and its place: "the partnership for games in Tampere"."""
ARTICLE = r"(?:the|der|die|das|dem|den|de|het|la|il|lo|le|gli|el|los|las)"
PARTICLES = ("de", "del", "di", "da", "della", "do", "dos", "la", "le", "am", "an", "der", "ob", "nad", "upon", "y")
"""Small words inside names of places."""
PLACING = r"(?:in|on|at|aus|auf|uit|op|v|ve|na|su|nella|nel|en|em|w|på|i|,)"
"""Such words, and the comma of "Skills Partnership, Plovdiv"."""
LONG_WORD = r"[^\W\d_]{4,}"
"""A word of a file's name that may be one of a place's."""
NAME_WORDS = 3
"""Words of a name in a report's opening, at most."""


def after(line: str, kinds: Sequence[str]) -> Iterator[str]:
    """Yield what may be a name right after a word for what carries the value: "LEP Silesia", "Pilot report: Lisbon"."""
    for match in _kinds_in(line, kinds):
        start = re.match(r"[\s:–—,-]+", line[match.end() :])
        if start:
            yield from _beginnings(_capitals(line[match.end() + start.end() :].split(), kinds))


def placed(line: str, kinds: Sequence[str]) -> Iterator[str]:
    """Yield what is a place after a word for what carries the value: "a partnership for glass on Bornholm"."""
    for match in _kinds_in(line, kinds):
        rest = line[match.end() :]
        for start in re.finditer(rf"(?:^,|(?<!\w){PLACING}) (?:{ARTICLE} )?", rest):
            if start[0].startswith(",") and start.start():
                continue
            words = rest[start.end() :].split()
            run = _capitals(words, kinds)
            if run and (len(run) == len(words) or not words[len(run) - 1][-1].isalnum()):
                yield " ".join(run)
                yield run[-1]


def around(line: str, kinds: Sequence[str]) -> Iterator[str]:
    """Yield what may be a name before such a word, right there or where the line begins, or after a preposition.

    "The Oulu partnership", "Oulu Games and Music Partnership", "the partnership for games in Oulu".
    """
    for match in _kinds_in(line, kinds):
        before = _capitals(reversed(line[: match.start()].split()), kinds)
        yield from (" ".join(reversed(before[:n])) for n in range(1, len(before) + 1))
        yield from _beginnings(_capitals(line[: match.start()].split(), kinds))
        rest = line[match.end() :]
        for start in re.finditer(rf"(?<!\w){INSIDE} (?:{ARTICLE} )?", rest):
            run = _capitals(rest[start.end() :].split(), kinds)
            ends = [n for n in range(1, len(run) + 1) if run[n - 1][0].isupper()]
            yield from (" ".join(run[:n]) for n in ends)
            if len(ends) < len(run):
                yield run[-1]


def _beginnings(run: Sequence[str]) -> Iterator[str]:
    return (" ".join(run[:n]) for n in range(1, len(run) + 1))


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
        if bare.lower() in kind or len(run) == NAME_WORDS or not (bare[:1].isupper() or inside):
            break
        run.append(bare)
        if bare != word:
            break
    while run and run[-1] in PARTICLES:
        run.pop()
    return run


def in_file_name(file_name: str, text: str) -> Iterator[str]:
    """Yield what a file is named after, as the text writes it, with capitals; a file's name may lack diacritics."""
    parts = re.findall(LONG_WORD, file_name.rpartition(".")[0])
    named = {fold(word) for word in parts} | {fold(" ".join(pair)) for pair in pairwise(parts)}
    said = re.findall(LONG_WORD, text)
    pairs = re.findall(rf"(?=(?<![^\W_])({LONG_WORD} {LONG_WORD}))", text)
    yield from {n for n in (*said, *pairs) if all(w[0].isupper() for w in n.split()) and fold(n) in named}
