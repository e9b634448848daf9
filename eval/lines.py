"""JSON Lines as people write them: every line with its number, and what is wrong with it in words."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.errors import QuestionError


class LineError(Exception):
    """A line is no JSON; the message says why and what to do."""


def numbered_lines(path: Path, what: str, option: str) -> list[tuple[int, str]]:
    """Return the lines of a file that hold something, with their numbers from 1.

    Args:
        path: The file.
        what: What it is, for a message.
        option: The option that names it.

    Raises:
        QuestionError: It cannot be read, or a line is no UTF-8.
    """
    try:
        data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    except OSError as error:
        raise QuestionError(
            f"The {what} file {path} cannot be read ({error.strerror}). Name a readable file with {option}."
        ) from error
    return list(_decoded(data, path, what))


def _decoded(data: bytes, path: Path, what: str) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            text = line.decode("utf-8").strip()
        except UnicodeDecodeError as error:
            raise QuestionError(
                f"The {what} file {path} is no UTF-8 in line {number} (byte {error.start + 1} of it), nothing was "
                "scored. Save it as UTF-8 and run again."
            ) from error
        if text:
            yield number, text


def parsed(line: str) -> Any:  # noqa: ANN401 (whatever stands there)
    """Return what a line of JSON holds.

    Raises:
        LineError: It is no JSON, or nothing that can be written again.
    """
    try:
        found = json.loads(line)
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    except json.JSONDecodeError as error:
        raise LineError(f"no valid JSON ({error.msg}, column {error.colno}); write one object a line") from error
    except UnicodeEncodeError as error:
        raise LineError(f"half a character ({error.object[error.start]!a}); write the whole one") from error
    except (ValueError, RecursionError) as error:
        raise LineError(f"no JSON that can be read ({error}); write one object a line") from error
    return found
