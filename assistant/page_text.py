"""The words of the chat page: its labels in each language and the questions it offers to begin with."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import SettingsError


@dataclass(frozen=True)
class Labels:
    """The page's own words in one language.

    Attributes:
        language: ISO 639-1 code of the words.
        words: Text by key, as `page.toml` lists them.
        languages: Names of languages by ISO 639-1 code.
        kinds: What each kind of question asks for.
        facets: Names of facets as people say them, by the facet.
    """

    language: str
    words: Mapping[str, str]
    languages: Mapping[str, str]
    kinds: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[str, str] = field(default_factory=dict)

    def __call__(self, key: str, **values: object) -> str:
        """Return a text with its ``{…}`` filled in; it is plain text, not HTML."""
        return self.words[key].format(**values)

    def language_name(self, code: str) -> str:
        """Return the name of a language, its code where no name is known."""
        return self.languages.get(code, code.upper())

    def facet_name(self, facet: str) -> str:
        """Return the name of a facet, the facet itself where no name is known."""
        return self.facets.get(facet, facet)


@dataclass(frozen=True)
class Opening:
    """What the facets file says about the page.

    Attributes:
        title: Heading of the page.
        starters: Questions to begin with, by ISO 639-1 code.
        facets: Names of each facet, by ISO 639-1 code.
    """

    title: str = "LEP assistant"
    starters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    facets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def starters_in(self, language: str) -> tuple[str, ...]:
        """Return the starters of a language, the English ones where it has none."""
        return self.starters.get(language) or self.starters.get("en", ())


def all_labels(facets: Mapping[str, Mapping[str, str]] | None = None) -> dict[str, Labels]:
    """Read the labels of every language that the page speaks, by ISO 639-1 code.

    Args:
        facets: Names of each facet, by ISO 639-1 code; English stands in for a language without one.
    """
    tables = tomllib.loads(Path(__file__).with_name("page.toml").read_text(encoding="utf-8"))
    return {
        code: Labels(
            code,
            {key: text for key, text in table.items() if isinstance(text, str)},
            table["languages"],
            table["kinds"],
            {facet: names.get(code) or names.get("en", facet) for facet, names in (facets or {}).items()},
        )
        for code, table in tables.items()
    }


def read_opening(facets_file: Path) -> Opening:
    """Read the page's title and starters from the ``[page]`` table of the facets file, and the names of the facets.

    A file that does not exist, or says nothing about the page, gives a page without starters.

    Raises:
        SettingsError: The file is not valid TOML, or its ``[page]`` table has another form.
    """
    try:
        tables = tomllib.loads(facets_file.read_text(encoding="utf-8"))
        page = tables.get("page", {})
        starters = {code: tuple(map(str, questions)) for code, questions in page.get("starters", {}).items()}
        facets = {name: dict(facet.get("label", {})) for name, facet in tables.get("facets", {}).items()}
        return Opening(str(page.get("title", Opening.title)), starters, facets)
    except FileNotFoundError:
        return Opening()
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SettingsError(
            f"The facets file {facets_file} cannot be used for the page ({error}). Mend its [page] table "
            '(title = "…", starters.en = ["…"]), or name another file in LEP_FACETS_FILE.'
        ) from error


def preferred_language(accept_language: str, spoken: Iterable[str]) -> str:
    """Choose the language of the page from a browser's Accept-Language header (RFC 9110, 12.5.4).

    Returns:
        The language of `spoken` that the browser likes best; English where it likes none of them.
    """
    available = set(spoken)
    best, best_weight = "en", 0.0
    for part in accept_language.split(","):
        tag, _, quality = part.partition(";")
        code = tag.strip().split("-")[0].lower()
        try:
            weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
        except ValueError:
            weight = 0.0
        if code in available and weight > best_weight:
            best, best_weight = code, weight
    return best
