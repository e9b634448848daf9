"""Which ones: whether a passage names the things that a question asks "which" of, or only tells how many there are."""

import re
from collections.abc import Collection
from dataclasses import replace
from itertools import takewhile

from assistant.citations import Line
from assistant.compose import fact
from assistant.found import Found
from assistant.language import Language, language
from assistant.vocabulary import Hit, Passage, Question
from assistant.words import NUMBER, WORD, fold, stem, words

AMONG = 8
"""Best passages that may name the things."""
NEAR = 0.6
"""Share of the best coverage that such a passage needs."""
LONGEST = 3
"""Words, at most, that say what is asked for: "digital wallets"."""
BETWEEN = 2
"""Words within which a number counts the thing: "2 large universities"."""
REST = 80
"""Characters after the thing in which its instances begin."""
LISTS = re.compile(r"\s*(?:\((?!\d)[^()]*,|:\s*(?!\d)[^.:;]*,)")
CAPITAL = re.compile(r"\b[A-ZÀ-Þ]\w")


def asked_things(question: Question) -> frozenset[str]:
    """Return the folded words that follow "which" in a question, numbers left out: "which two universities".

    None where it asks how such things compare or which of them are good.
    """
    lang = language(question.language)
    if question.kind not in ("list", "who", "fact") or question.all_values or question.polarity:
        return frozenset()
    rest = words(lang.after("which", question.text))[: LONGEST + 1]
    named = takewhile(lambda word: word not in lang.function_words, (w for w in rest if w not in lang.numbers))
    return frozenset(list(named)[:LONGEST])


def names_things(passage: Passage, things: Collection[str]) -> bool:
    """Tell whether a passage goes on to list the things: "ministries (e.g. Trade, Labour)", "tools such as saws"."""
    lang = language(passage.language)
    # "Second phase: …" lists no phases.
    return any(_lists(rest, lang) for _, _, rest in _around(passage, things, as_asked=True))


def only_counts(passage: Passage, things: Collection[str]) -> bool:
    """Tell whether a passage tells how many of the things there are, and not which: "2 universities, 8 schools"."""
    return not names_things(passage, things) and any(_is_only_counted(passage, thing, things) for thing in things)


def _is_only_counted(passage: Passage, thing: str, things: Collection[str]) -> bool:
    """Tell whether a number stands before a thing wherever a passage says it, and no name or list after it."""
    lang = language(passage.language)
    said = [(before, rest) for word, before, rest in _around(passage, things) if word == stem(thing, lang.code)]
    counted = [rest for before, rest in said if any(NUMBER.search(word) or word in lang.numbers for word in before)]
    ends = [re.split(r"[.;]|\d", rest)[0] for rest in counted]
    introduces = any(":" in rest for rest in counted) or passage.text.rstrip().endswith(":")
    # Where every noun has a capital, it is no sign of a name: there, anything that follows may be one.
    named = any(end.strip(" ,)") if lang.capital_nouns else CAPITAL.search(end) for end in ends)
    lists = any(lang.has("such_as", end) or "(" in end for end in ends)
    return bool(counted) and len(counted) == len(said) and not (introduces or named or lists)


def counted_only(question: Question, found: Found) -> bool:
    """Tell whether the best passages on the things that a question asks "which" of tell no more than their number.

    A sentence with a list or a table below it may introduce that.
    """
    things = asked_things(question)
    if not things:
        return False
    near = [hit.passage for hit in _near(found) if hit.passage.language == question.language]
    on_them = [passage for passage in near if _around(passage, things)]
    listed = {s.section.id for s in found.sections if any(p.kind != "paragraph" for p in s.passages)}
    if any(passage.kind == "paragraph" and passage.section_id in listed for passage in on_them):
        return False
    return bool(on_them) and all(only_counts(passage, things) for passage in on_them)


def instances(question: Question, found: Found, lang: Language) -> list[Line] | None:
    """Answer a question for "which" by the passage that lists them, None where none of the best does."""
    things = asked_things(question)
    if not things:
        return None
    hit = next((hit for hit in _near(found) if names_things(hit.passage, things)), None)
    return fact(question, replace(found, hits=(hit,)), lang) if hit else None


def _near(found: Found) -> list[Hit]:
    """Return those of the best hits that cover enough of the question."""
    first = found.hits[:AMONG]
    most = max((hit.coverage for hit in first), default=0.0)
    return [hit for hit in first if most and hit.coverage >= NEAR * most]


def _around(passage: Passage, things: Collection[str], *, as_asked: bool = False) -> list[tuple[str, list[str], str]]:
    """Return each time that a passage says one of the things: its stem, the folded words before it, the text after it.

    Args:
        passage: The passage.
        things: Folded words.
        as_asked: Whether only these forms of the words count.
    """
    code, text = passage.language, passage.text
    asked = {stem(word, code) for word in things}
    tokens = list(WORD.finditer(text))
    said = [fold(token[0]) for token in tokens]
    at = [place for place, word in enumerate(said) if (word in things if as_asked else stem(word, code) in asked)]
    # Of several words for one thing, the last is what its number and its instances stand beside.
    last = [place for place in at if place + 1 not in at]
    return [
        (stem(said[place], code), said[max(0, place - BETWEEN) : place], text[tokens[place].end() :][:REST])
        for place in last
    ]


def _lists(rest: str, lang: Language) -> bool:
    """Tell whether a text goes on to list what was just said, more than one of it."""
    return LISTS.match(rest) is not None or lang.has("such_as", rest)
