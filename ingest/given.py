"""Facet values that a person gave files and folders: they hold for later runs, and for files that come later.

A value that was given to a folder holds for everything below it; one that was given to a file, or to a folder
further down, holds instead. The value "" takes one back.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePath

from ingest.files import readable

Given = Mapping[str, Mapping[str, str]]
"""Facet values by facet name, by the absolute path that they were given to."""


def give(before: Given, paths: Iterable[Path], facets: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """Return what is given once these paths are given these values; what was below them before gives way.

    Args:
        before: What was given until now.
        paths: Absolute paths of files and folders.
        facets: Values by facet name, "" to take one back.
    """
    given = {path: dict(values) for path, values in before.items()}
    for path in map(readable, paths):
        for other, values in given.items():
            if _is_below(other, path):
                for name in facets:
                    values.pop(name, None)
        given[path] = {**given.get(path, {}), **facets}
    return {path: values for path, values in given.items() if values}


def given_to(path: Path, given: Given) -> dict[str, str]:
    """Return the values that hold for the file at an absolute path."""
    own = readable(path)
    values: dict[str, str] = {}
    for other in sorted(given, key=len):
        if other == own or _is_below(own, other):
            values.update(given[other])
    return {name: value for name, value in values.items() if value}


def _is_below(path: str, folder: str) -> bool:
    return path != folder and PurePath(path).is_relative_to(folder)
