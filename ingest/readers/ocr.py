"""Text recognition: the words on pages that are pictures, with the extra `ocr`; without it such pages are named."""

import math
import re
from dataclasses import replace
from importlib.util import find_spec
from itertools import accumulate, groupby
from statistics import median
from typing import TYPE_CHECKING, Any

from ingest.readers.pdf_words import Page, Word
from ingest.readers.pdfium import PdfiumFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

DOTS_PER_POINT = 200 / 72
"""How finely a page is drawn: 200 dots per inch, at which small type can still be read."""
MAX_SIDE = 2400
"""Most dots along a side of the picture of a page."""
LINES_SIDE = 1000
"""Most dots along a side of the picture on which lines are looked for: 1,300 take 140 MB more, and find no others."""
SURE = 0.6
"""Least confidence, from 0 to 1, with which a line has to be recognised."""
ALIKE = 0.25
"""How far the heights of lines may differ, as a share, that are taken to be set in one size."""
PIECE = 10
"""Longest piece of a line that is recognised at once, in heights of the line."""
NEEDED = ("rapidocr", "onnxruntime")


def missing_extra() -> str:
    """Return the command that installs what recognises text, as a sentence; "" where it is installed."""
    if all(find_spec(package) for package in NEEDED):
        return ""
    return 'To have text recognised on pictures, run `python -m pip install -e ".[ocr]"`, then ingest it again.'


class Scans:
    """Recognises the words on pages of a PDF; what that takes is loaded with the first page."""

    def __init__(self, file: PdfiumFile) -> None:
        self._file = file

    def read(self, page: Page) -> Page:
        """Return the page with the words that are recognised on it; as it is where there are none, or no extra."""
        if missing_extra():
            return page
        from pypdfium2 import PdfiumError

        try:
            drawn = self._file.opened()[page.number - 1]
        except PdfiumError:
            return page
        width, height = drawn.get_size()
        scale = min(DOTS_PER_POINT, MAX_SIDE / max(width, height, 1.0))
        picture = _with_room(drawn.render(scale=scale).to_numpy())
        drawn.close()
        words = _words(_recognised(picture), scale)
        return replace(page, width=width, height=height, words=words, recognised=True) if words else page


def _with_room(picture: Any) -> Any:  # noqa: ANN401 (an array of dots)
    """Return a picture that is no strip: what looks for lines magnifies a picture until its short side is long."""
    import numpy as np

    least = max(picture.shape[:2]) // 2
    room = [(0, max(least - picture.shape[axis], 0)) for axis in (0, 1)]
    return np.pad(picture, [*room, (0, 0)], constant_values=255)


def _recognised(picture: Any) -> "Iterator[tuple[Sequence[int], str]]":  # noqa: ANN401 (an array of dots)
    """Yield the pieces of lines on a picture: left, upper, right and lower edge of each in dots, and its text.

    Long lines are recognised piece by piece: as a whole they lose letters, and take several times the memory.
    """
    engine = _engine()
    found = engine(picture, use_det=True, use_cls=False, use_rec=False)
    for corners in [] if found.boxes is None else found.boxes.tolist():
        x0, y0 = (max(int(min(corner[axis] for corner in corners)), 0) for axis in (0, 1))
        x1, y1 = (math.ceil(max(corner[axis] for corner in corners)) for axis in (0, 1))
        line = picture[y0:y1, x0:x1]
        for start, end in _pieces(line):
            read = engine(line[:, start:end], use_det=False, use_cls=False, use_rec=True)
            text = " ".join("".join(read.txts or ()).split())
            if text and min(read.scores) >= SURE:
                yield (x0 + start, y0, x0 + end, y1), text


def _pieces(line: Any) -> "list[tuple[int, int]]":  # noqa: ANN401 (an array of dots)
    """Return where the pieces begin and end into which a line is cut, at the widest gaps between its words."""
    height, width = line.shape[:2]
    longest = PIECE * height
    shades = line.mean(axis=(0, 2)) if width else []
    pieces: list[tuple[int, int]] = []
    start = 0
    while width - start > longest:
        part = list(shades[start + longest // 2 : start + longest])
        level = max(part) - 2
        runs = [(len(list(run)), bright) for bright, run in groupby(part, key=lambda shade: bool(shade >= level))]
        ends = list(accumulate(length for length, _ in runs))
        widest = max(range(len(runs)), key=lambda place: runs[place][0] * runs[place][1])
        cut = start + longest // 2 + ends[widest] - runs[widest][0] // 2
        pieces.append((start, cut))
        start = cut
    return [*pieces, (start, width)]


_engines: list[Any] = []


def _engine() -> Any:  # noqa: ANN401 (the library states no types)
    if not _engines:
        from rapidocr import RapidOCR

        _engines.append(RapidOCR(params={"Global.log_level": "critical", "Global.max_side_len": LINES_SIDE}))
    return _engines[0]


def _words(pieces: "Iterable[tuple[Sequence[int], str]]", scale: float) -> list[Word]:
    """Return the words of recognised pieces of lines; those of nearly the same height are set in one size.

    Where a word stands within its piece is reckoned from its letters, all taken to be equally wide.
    """
    found = [([edge / scale for edge in edges], text) for edges, text in pieces]
    usual = median(edges[3] - edges[1] for edges, _ in found) if found else 0.0
    words = []
    for (x0, top, x1, bottom), text in found:
        height = bottom - top
        size = round(usual if abs(height - usual) < ALIKE * usual else height, 1)
        step = (x1 - x0) / (len(text) + 1)
        for match in re.finditer(r"\S+", text):
            left = x0 + step * (match.start() + 0.5)
            words.append(Word(match[0], left, left + step * len(match[0]), top, bottom, size))
    return words
