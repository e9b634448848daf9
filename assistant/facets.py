"""Facets: reading their names and aliases from a file, and finding them in a text."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from assistant.errors import SettingsError
from assistant.vocabulary import Facet

NUMBERING = re.compile(r"^\s*\d+(?:\.\d+)*[.)]?\s+")
STEM = 5
"""Letters of the shortest name from which other words are derived."""
DERIVED = 3
"""Letters of the longest ending of such a word: "Silesi-an", "Ostrav-sky"."""
BETWEEN_NAMES = re.compile(r"\s*[/,&()|:–—]\s*")


def load_facets(path: Path) -> list[Facet]:
    """Read the facets that a TOML file declares; a file that does not exist declares none.

    The file holds ``[[facets.NAME.values]]`` tables with a ``name`` and a list of ``aliases``.

    Raises:
        SettingsError: The file is no TOML, or its facets have another form.
    """
    try:
        return [_facet(name, value) for name, facet in _facets_in(path).items() for value in facet["values"]]
    except (AttributeError, KeyError, TypeError) as error:
        raise SettingsError(
            f"The facets in {path} are not in the form expected. Write a [[facets.NAME.values]] table for each "
            "value, with a name and a list of aliases."
        ) from error


def load_called(path: Path) -> dict[str, tuple[str, ...]]:
    """Read what carries each facet's values is called ("partnership"): the list ``called`` of ``[facets.NAME]``.

    Raises:
        SettingsError: The file is no TOML, or a list has another form.
    """
    try:
        called = {name: facet.get("called", []) for name, facet in _facets_in(path).items()}
        if not all(isinstance(words, list) and all(isinstance(w, str) for w in words) for words in called.values()):
            raise TypeError("a word is no text")
        return {name: tuple(words) for name, words in called.items()}
    except (AttributeError, TypeError) as error:
        raise SettingsError(
            f"The facets in {path} are not in the form expected. Make `called` under [facets.NAME] a list of words."
        ) from error


def _facets_in(path: Path) -> dict[str, Any]:
    try:
        facets: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")).get("facets", {})
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            f"The facets file {path} cannot be read ({error}). Mend it, or name another with LEP_FACETS_FILE."
        ) from error
    return facets


def find_facets(text: str, facets: Sequence[Facet]) -> list[Facet]:
    """Return the facet values that a text names, in order of first mention.

    A value without aliases is named by words derived from it too ("Silesian"). Names and aliases match whole words in
    any case, with or without their diacritics; where one name begins with another, the longer one counts.
    """
    pattern, known = _matcher(tuple(facets))
    found: dict[Facet, None] = {}
    for match in pattern.finditer(fold(text)):
        name = _squeeze(match.group())
        found.update(dict.fromkeys(known.get(name) or next(known[s] for s in _stems(name) if s in known)))
    return list(found)


def without_facets(text: str, facets: Sequence[Facet], instead: str = "") -> str:
    """Return the text without the names and aliases of facet values, or with another word in their place."""
    pattern, _ = _matcher(tuple(facets))
    folded, origin = _fold_with_origin(text)
    kept: list[str] = []
    last = 0
    for match in pattern.finditer(folded):
        kept += [text[last : origin[match.start()]], instead]
        last = origin[match.end()]
    kept.append(text[last:])
    return " ".join(" ".join(kept).split())


def heading_facet(heading: str, facets: Sequence[Facet]) -> Facet | None:
    """Return the facet value that a heading names and says nothing else, None where it does not.

    A number before it, the facet's own name ("Pilot Lisbon"), several names of the same value ("Lisbon / Lisboa")
    and what it is called or has to say after a colon ("Lisbon: the Tile Guild") are allowed.
    """
    _, known = _matcher(tuple(facets))
    text = _squeeze(NUMBERING.sub("", fold(heading)).strip(" .:"))
    for own_name in dict.fromkeys(facet.name for facet in facets):
        name = re.escape(fold(own_name))
        bare = re.sub(rf"^{name}\b\s*:?\s*|\s*\b{name}$", "", text)
        parts = [bare] if bare in known else [part for part in BETWEEN_NAMES.split(bare) if part]
        named = [known.get(part, []) for part in parts]
        for facet in named[0] if named else []:
            if facet.name == own_name and all(facet in holders for holders in named):
                return facet
        before, colon, after = bare.partition(":")
        if colon and len(holders := known.get(before.strip(), [])) == 1 and not find_facets(after, facets):
            return holders[0]
    return None


def fold(text: str) -> str:
    """Return the text in the form in which names are compared: no case, no diacritics."""
    return _fold_with_origin(text)[0]


def _fold_with_origin(text: str) -> tuple[str, list[int]]:
    """Return the folded text, and for each of its characters (and its end) the offset in the text."""
    folded: list[str] = []
    origin: list[int] = []
    for offset, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character.casefold()):
            if not unicodedata.combining(part):
                folded.append("'" if part in "’`´" else part)
                origin.append(offset)
    origin.append(len(text))
    return "".join(folded), origin


def _squeeze(name: str) -> str:
    """Return a folded name with its words one space apart, whether spaces or hyphens part them."""
    return re.sub(r"[\s\-‐‑]+", " ", name).strip()


@lru_cache(maxsize=16)
def _matcher(facets: tuple[Facet, ...]) -> tuple[re.Pattern[str], dict[str, list[Facet]]]:
    """Return a pattern that finds every name of the facets in folded text, and the facets by squeezed name."""
    known: dict[str, list[Facet]] = {}
    derived: list[str] = []
    for facet in facets:
        for name in (facet.value, *facet.aliases):
            holders = known.setdefault(_squeeze(fold(name)), [])
            if facet not in holders:
                holders.append(facet)
        stem = _stem(_squeeze(fold(facet.value)))
        if not facet.aliases and stem:
            known.setdefault(stem, [facet])
            derived.append(stem)
    known.pop("", None)
    longest_first = sorted(known, key=len, reverse=True)
    forms = "|".join(rf"{re.escape(stem)}\w{{1,{DERIVED}}}" for stem in derived) or r"(?!)"
    return re.compile(rf"(?<!\w)(?:{_alternatives(longest_first)}|{forms})(?!\w)"), known


def _stem(name: str) -> str:
    """Return what words derived from a folded name begin with, "" where it is short or of several words.

    A Czech region is called after its town: Ostrava, Ostravsko.
    """
    if len(name) < STEM or " " in name:
        return ""
    town = re.sub(r"[sc]ko$", "", name)
    if town != name:
        return town if len(town) >= STEM else name[:-1]
    return name.removesuffix("a")


def _stems(word: str) -> list[str]:
    """Return what a derived word may begin with, longest first."""
    return [word[:-n] for n in range(1, DERIVED + 1)]


def _alternatives(names: Iterable[str]) -> str:
    """Return a pattern for any of the names; without names, one that matches nothing."""
    patterns = [r"[\s\-‐‑]+".join(re.escape(word) for word in name.split()) for name in names]
    return "|".join(patterns) or r"(?!)"


def _facet(name: str, value: dict[str, Any]) -> Facet:
    aliases = value.get("aliases", [])
    if not isinstance(value["name"], str) or not all(isinstance(alias, str) for alias in aliases):
        raise TypeError(f"a value of {name} is no text")
    return Facet(name=name, value=value["name"], aliases=tuple(aliases))
