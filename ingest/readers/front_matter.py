"""Front matter: what a Markdown file says of itself between two lines of dashes."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.errors import SourceError

FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?=[\w-]+[ \t]*:|#|---)")
STATED = ("title", "source", "source_section", "date", "language")


def has_front_matter(text: str) -> bool:
    """Tell whether a text begins with front matter."""
    return bool(FRONT_MATTER.match(text))


def parted(text: str, name: str) -> tuple[Mapping[str, Any], str]:
    """Return a text's front matter, and the text without it.

    Raises:
        SourceError: It is no YAML, or holds a value that cannot be read.
    """
    if not has_front_matter(text):
        return {}, text
    import frontmatter
    import yaml

    try:
        metadata, content = frontmatter.parse(text.removeprefix("\ufeff"))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 2}" if mark is not None else ""
        raise SourceError(
            f"{name}: the front matter between the --- lines is not valid YAML{where}. "
            "Put values that hold a colon in quotes, or remove the front matter."
        ) from error
    except (ValueError, RecursionError) as error:
        raise SourceError(
            f"{name}: the front matter between the --- lines holds a value that cannot be read ({error}). "
            "Correct it, or remove the front matter."
        ) from error
    return (metadata, content) if metadata else ({}, text)


def stated(metadata: Mapping[str, Any], name: str) -> dict[str, str]:
    """Return what front matter states of the document: title, source, date and the like.

    Raises:
        SourceError: One of these is no single value.
    """
    stated = {key: metadata[key] for key in STATED if metadata.get(key) is not None}
    for key, value in stated.items():
        # A list is not turned into text: one that names another many times over has no end.
        if isinstance(value, (list, dict)):
            raise SourceError(f"{name}: the {key} in its front matter is no single value. Write it as one text.")
    return {key: str(value) for key, value in stated.items()}


def facets(stated: object, name: str) -> dict[str, str]:
    """Return the facet values that front matter states.

    Raises:
        SourceError: They are not of the form "name: value".
    """
    if not stated:
        return {}
    if not isinstance(stated, Mapping) or any(isinstance(value, (list, dict)) for value in stated.values()):
        raise SourceError(
            f"{name}: the facets in its front matter are not of the form 'name: value'. Give each facet one value."
        )
    return {str(key): str(value) for key, value in stated.items() if value is not None}
