"""Text recognition: the words on pages that are pictures, with the extra `ocr`; without it such pages are named."""

import math
from dataclasses import replace
from importlib.util import find_spec
from statistics import median
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ingest.readers.pdf_words import Page, Word

if TYPE_CHECKING:
    from collections.abc import Sequence

DOTS_PER_POINT = 200 / 72
"""How finely a page is drawn: 200 dots per inch, at which small type can still be read."""
MAX_SIDE = 3000
"""Most dots along a side of the picture of a page."""
SURE = 0.6
"""Least confidence, from 0 to 1, with which a line has to be recognised."""
ALIKE = 0.35
"""How far the heights of lines may differ, as a share, that are taken to be set in one size."""
NEEDED = ("rapidocr", "onnxruntime")


def missing_extra() -> str:
    """Return the command that installs what recognises text, as a sentence; "" where it is installed."""
    if all(find_spec(package) for package in NEEDED):
        return ""
    return 'To have text recognised on pictures, run `python -m pip install -e ".[ocr]"`, then ingest it again.'


class Scans:
    """Recognises the words on pages of a PDF; what that takes is loaded with the first page. A context manager."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None

    def __enter__(self) -> "Scans":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            self._document.close()

    def read(self, page: Page) -> Page:
        """Return the page with the words that are recognised on it; as it is where there are none, or no extra."""
        if missing_extra():
            return page
        from pypdfium2 import PdfDocument, PdfiumError

        try:
            self._document = self._document or PdfDocument(self._data)
            drawn = self._document[page.number - 1]
        except PdfiumError:
            return page
        width, height = drawn.get_size()
        scale = min(DOTS_PER_POINT, MAX_SIDE / max(width, height, 1.0))
        picture = drawn.render(scale=scale).to_numpy()
        drawn.close()
        words = _words(_recognised(picture), scale)
        return replace(page, width=width, height=height, words=words, recognised=True) if words else page


def _recognised(picture: Any) -> "list[tuple[Sequence[Sequence[float]], str]]":  # noqa: ANN401 (an array of dots)
    """Return the lines on a picture: the four corners of each in dots, and its text."""
    found = _engine()(picture)
    if found.boxes is None or found.txts is None or found.scores is None:
        return []
    lines = zip(found.boxes.tolist(), found.txts, found.scores, strict=True)
    return [(box, text) for box, text, sure in lines if sure >= SURE and text.strip()]


_engines: list[Any] = []


def _engine() -> Any:  # noqa: ANN401 (the library states no types)
    if not _engines:
        from rapidocr import RapidOCR

        _engines.append(RapidOCR(params={"Global.log_level": "critical"}))
    return _engines[0]


def _words(lines: "list[tuple[Sequence[Sequence[float]], str]]", scale: float) -> list[Word]:
    """Return recognised lines as words, one each; those of nearly the same height are set in one size."""
    heights = [math.dist(box[0], box[3]) / scale for box, _ in lines]
    usual = median(heights) if heights else 0.0
    words = []
    for (box, text), height in zip(lines, heights, strict=True):
        size = usual if abs(height - usual) < ALIKE * usual else height
        xs, ys = [corner[0] / scale for corner in box], [corner[1] / scale for corner in box]
        words.append(Word(" ".join(text.split()), min(xs), max(xs), min(ys), max(ys), round(size, 1)))
    return words
