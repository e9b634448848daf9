"""Names that people say: where one stands in a question, and which value a misspelt one was meant to be."""

import difflib
import re
from collections.abc import Collection, Sequence

from assistant.language import Language
from assistant.vocabulary import Facet
from assistant.words import WORD, fold, words

SPELLING = 0.82
"""Likeness (difflib ratio) from which an unknown name counts as a misspelt one."""
CAPITAL = re.compile(r"(?<!\w)[^\W\d_A-ZÀ-Þ]+ ([A-ZÀ-Þ][^\W\d_A-ZÀ-Þ]+)(?!\w| [A-ZÀ-Þ])")
"""One word with a capital, not at the start of a sentence."""
RUN = re.compile(r"(?<=[^\W_] )[A-ZÀ-Þ][^\W_]+(?:[ -][A-ZÀ-Þ][^\W_]+)*")
"""Words with a capital in a row, not at the start of a sentence."""
PARTING = re.compile(r"[.?!:;]\s")
"""Ends of sentences, which no name goes across."""


def meant(name: str, facets: Sequence[Facet]) -> Facet | None:
    """Return the facet value that a misspelt name is close to, None where it is close to none."""
    names = {fold(n): facet for facet in facets for n in (facet.value, *facet.aliases)}
    for close in difflib.get_close_matches(fold(name), names, n=1, cutoff=SPELLING):
        pairs = zip(words(name), words(close), strict=False)
        if all(difflib.SequenceMatcher(None, *pair).ratio() >= SPELLING for pair in pairs):
            return names[close]
    return None


def without_names(text: str, lang: Language, facets: Collection[str]) -> str:
    """Return a text without what may be names in it: where places stand, and other words with a capital."""
    names = placed_names(text, lang, facets)
    if not lang.capital_nouns:
        names += RUN.findall(text)
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", text)
    return " ".join(text.split())


def placed_names(text: str, lang: Language, facets: Collection[str], called: Collection[str] = ()) -> list[str]:
    """Find names in places where a facet value would stand: "in Leeds", "the Leeds pilot", "LEP Leeds".

    Args:
        text: The text.
        lang: Its language.
        facets: Folded names of facets, which may follow the name.
        called: Folded words for what carries a facet's value, which may stand before it.
    """
    found: list[str] = []
    before, open_name = "", False
    tokens = list(WORD.finditer(text))
    after = [*(fold(match[0]) for match in tokens[1:]), ""]
    end = 0
    for match, following in zip(tokens, after, strict=False):
        word, folded = match[0], words(match[0])
        if PARTING.search(text[end : match.start()]):
            before, open_name = "", False
        end = match.end()
        put = before in lang.before_names or (before in called and not lang.capital_nouns)
        placed = open_name or put or (match.start() > 0 and following in facets)
        common = any(w in lang.function_words or w in lang.months for w in folded)
        named = word[0].isupper() and not word.isupper() and placed and not common
        if named and open_name:
            found[-1] += f" {word}"
        elif named:
            found.append(word)
        open_name = named
        before = folded[0] if folded else ""
    return found
