"""Languages: which one a text is written in, its function words, its cues and the assistant's words in it.

What is known of a language stands in `languages/CODE.toml`; a language without such a file is answered in English.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.words import fold, words

FOLDER = Path(__file__).parent / "languages"
DEFAULT = "en"
OTHERS = ("fr", "es", "pt", "pl", "sk", "hu")
"""Languages that are recognised, so that they are not taken for one of ours, but answered in English."""


@dataclass(frozen=True)
class Language:
    """What is known of one language.

    Attributes:
        code: ISO 639-1 code.
        name: English name.
        function_words: Folded words that say nothing about the subject of a question.
        months: Folded names of the months.
        weekdays: Folded names of the days of the week.
        numbers: Folded words for small numbers.
        before_names: Folded words after which a capital letter begins the name of a place, a project or a body.
        before_places: Folded prepositions after which a capital letter begins the name of a place.
        peoples: Folded adjectives of peoples and continents, which are written with a capital letter but name nobody.
        persons: Folded words for people in general, which do not tell who is counted.
        anyone: What people ask any assistant, whatever its documents are about.
        capital_nouns: Whether every noun is written with a capital letter.
        cues: Patterns on the folded question, by what they are a sign of.
        phrases: The assistant's own words, templates for `str.format`.
    """

    code: str
    name: str
    function_words: frozenset[str]
    months: frozenset[str]
    weekdays: frozenset[str]
    numbers: frozenset[str]
    before_names: frozenset[str]
    before_places: frozenset[str]
    peoples: frozenset[str]
    persons: frozenset[str]
    anyone: tuple[str, ...]
    capital_nouns: bool
    cues: dict[str, re.Pattern[str]]
    phrases: dict[str, str]

    def has(self, cue: str, text: str) -> bool:
        """Tell whether a text shows a cue."""
        pattern = self.cues.get(cue)
        return bool(pattern and pattern.search(fold(text).strip()))

    def shown(self, cue: str, text: str) -> list[str]:
        """Return what shows a cue in a text, folded."""
        pattern = self.cues.get(cue)
        return [match[0] for match in pattern.finditer(fold(text))] if pattern else []

    def after(self, cue: str, text: str) -> str:
        """Return what follows a cue in a text, folded; "" where the text does not show it."""
        folded = fold(text).strip()
        pattern = self.cues.get(cue)
        match = pattern.search(folded) if pattern else None
        return folded[match.end() :] if match else ""

    def without(self, cue: str, text: str) -> str:
        """Return a text, folded, without the words that show a cue."""
        pattern = self.cues.get(cue)
        return pattern.sub(" ", fold(text)) if pattern else fold(text)

    def say(self, phrase: str, **values: object) -> str:
        """Return one of the assistant's phrases with its values filled in."""
        return self.phrases[phrase].format(**values)


@lru_cache(maxsize=1)
def languages() -> dict[str, Language]:
    """Return the languages that the assistant speaks, by code."""
    return {path.stem: _read(path) for path in sorted(FOLDER.glob("*.toml"))}


def language(code: str) -> Language:
    """Return a language; one that the assistant does not speak is answered in English."""
    known = languages()
    return known.get(code, known[DEFAULT])


def _read(path: Path) -> Language:
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    cues = {cue: re.compile("|".join(f"(?:{p})" for p in patterns)) for cue, patterns in data["cues"].items()}
    return Language(
        code=path.stem,
        name=data["name"],
        function_words=frozenset(words(data["function_words"])),
        months=frozenset(words(data["months"])),
        weekdays=frozenset(words(data["weekdays"])),
        numbers=frozenset(words(data["numbers"])),
        anyone=tuple(data["anyone"]),
        before_names=frozenset(words(data["before_names"])),
        before_places=frozenset(words(data["before_places"])),
        persons=frozenset(words(data["persons"])),
        peoples=frozenset(words(data.get("peoples", ""))),
        capital_nouns=data.get("capital_nouns", False),
        cues=cues,
        phrases=data["phrases"],
    )


@lru_cache(maxsize=1)
def _detector() -> Any:  # noqa: ANN401 - lingua's types are only there once it is imported
    from lingua import IsoCode639_1, LanguageDetectorBuilder

    codes = [getattr(IsoCode639_1, code.upper()) for code in (*languages(), *OTHERS)]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*codes).with_low_accuracy_mode().build()


def likelihoods(text: str) -> dict[str, float]:
    """Return how likely a text is in each language that is recognised, 0 to 1, by code."""
    return {
        value.language.iso_code_639_1.name.lower(): value.value
        for value in _detector().compute_language_confidence_values(text[:2000])
    }


def detect(text: str, ignore: Sequence[str] = (), default: str = DEFAULT) -> str:
    """Return the language of a question or a document as an ISO 639-1 code.

    Function words decide as far as they can, since they are rarely names or borrowed; letters decide the rest.

    Args:
        text: The text.
        ignore: Names in it that belong to no language.
        default: What to return when nothing speaks for any language.
    """
    for name in ignore:
        text = re.sub(rf"\b{re.escape(name)}\b", " ", text, flags=re.IGNORECASE)
    tokens = words(text)
    if not any(token.isalpha() for token in tokens):
        return default
    scores = likelihoods(text)
    share = {
        code: sum(token in known.function_words for token in tokens) / len(tokens)
        for code, known in languages().items()
    }
    for code, value in share.items():
        scores[code] = scores.get(code, 0.0) + FUNCTION_WORDS * value
    if text.isascii() and not any(share.values()):
        scores[default] = scores.get(default, 0.0) + BARE
    if text.isascii() and max(share.values()) >= SPOKEN:
        scores = {code: score for code, score in scores.items() if code in share}
    return max(scores, key=lambda code: scores[code])


FUNCTION_WORDS = 3.0
"""Weight of the share of function words against the detector's likelihood."""
SPOKEN = 0.15
"""Share of function words of one of our languages from which a text without accents is in one of them."""
BARE = 0.9
"""Advantage of the default where there is no function word at all: terms are mostly English in every language."""
