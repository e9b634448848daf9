"""Telling that a question asks for more than the passages say: they answer it better without one of its words."""

from collections.abc import Callable, Sequence
from itertools import takewhile

from assistant.evidence import asks_for_names
from assistant.found import Found
from assistant.language import language
from assistant.reranking import Rerank, as_read
from assistant.vocabulary import Question
from assistant.words import WORD, fold, words

ENGLISH = "en"
"""The language that the pair reader reads."""
READ = 8
"""Best passages that are read."""
ANSWERED = 0.0
"""Logit of the pair reader from which a passage answers the rest of the question."""
BETTER = 0.8
"""By how much the rest has to be answered better; seen on the dev split and on six sets of other questions."""

BETTER_REASON = 1.2
"""The same for a reason, which is asked for with words that say little: "why is it seen as ..."."""
ALIKE = 0.75
"""Cosine in the English view from which a word is held by another name: "corporations", "companies"."""


def asks_beyond(question: Question, found: Found, read: Rerank, like: Callable[[str, Sequence[str]], float]) -> bool:
    """Tell whether passages answer a question, but for a word of it that no passage holds and whose like none holds.

    "How many women came to the kick-off?" is read like "How many came …?" where they say nothing of women, and better;
    "How many firms …?" is not where they speak of enterprises.

    Args:
        question: The question.
        found: What it found.
        read: Tells how well an English text answers an English question.
        like: Tells how like an English word the likest of others is, -1 to 1.
    """
    near = [h for h in found.hits[:READ] if h.passage.language == question.language == ENGLISH]
    asked = _telling(question) & found.strangers if near else frozenset()
    if not asked:
        return False
    texts = [as_read(h.passage, h.section) for h in near]
    better = BETTER_REASON if _asks_why(question) else BETTER
    limit = max(ANSWERED, float(read(question.search_text, texts).max()) + better)
    missing = [word for word in asked if float(read(_without(word, question.search_text), texts).max()) > limit]
    held = sorted({word for text in texts for word in words(text)})
    return any(like(word, held) < ALIKE for word in missing)


def _telling(question: Question) -> frozenset[str]:
    """Return the words that an answer cannot do without: of a question for one figure or date all that it says.

    Of a question for somebody what he did ("who insures"), of one for one of several things ("which brand") those that
    say of which.
    """
    lang = language(question.language)
    own = question.search_text.removeprefix(question.carried).strip().removeprefix(question.aside)
    if lang.has("two", own) or lang.has("rating", own):
        return frozenset()
    if question.kind in ("count", "when") or _asks_why(question):
        return frozenset(words(own))
    asked = words(own)
    after = asked[1:] if asks_for_names(question) and asked[:1] == ["who"] else words(lang.after("which", own))
    return frozenset(takewhile(lambda word: word not in lang.function_words, after))


def _asks_why(question: Question) -> bool:
    return language(question.language).has("why", question.text)


def _without(word: str, text: str) -> str:
    """Return a text without a folded word."""
    return " ".join(WORD.sub(lambda match: "" if fold(match[0]) == word else match[0], text).split())
