"""Forms in a PDF: what was filled in, as words that stand where their fields are, beside what asks for them."""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import TYPE_CHECKING

from ingest.readers.pdf_words import Word

if TYPE_CHECKING:
    from pdfplumber.page import Page as PlumberPage

TICK = "✓"
"""What stands for a box that is ticked."""
BUTTON = 1 << 16
"""Flag of a button that does something and holds no value."""
LETTER = 0.5
"""Width of a letter, as a share of its size; a field does not say how wide its letters are."""
LEADING = 1.2
"""Distance of two lines in a field, as a multiple of their size."""
INSET = 0.4
"""Distance of the first of several lines from the upper edge of its field, as a multiple of their size."""
USUAL_SIZE = 10.0
MAX_FIELDS = 2000
"""Most fields of a page that are read."""
MAX_PARENTS = 8


def filled_in(page: "PlumberPage", words: list[Word]) -> Iterator[Word]:
    """Yield the words in the fields of a page, in the size of those around; none where the page is turned.

    Args:
        page: The page.
        words: What is printed on it.
    """
    from pdfminer.pdftypes import dict_value, resolve1

    fields = resolve1(page.page_obj.annots)
    if not isinstance(fields, list) or page.page_obj.rotate % 360:
        return
    usual = median(word.size for word in words) if words else USUAL_SIZE
    left, _, _, upper = page.page_obj.mediabox
    for reference in fields[:MAX_FIELDS]:
        field = dict_value(reference)
        box = resolve1(field.get("Rect"))
        value = _value(field) if _name(field.get("Subtype")) == "Widget" else ""
        if not value.strip() or not isinstance(box, list) or len(box) != 4:
            continue
        x0, y0, x1, y1 = (float(resolve1(edge)) for edge in box)
        yield from _placed(value, min(x0, x1) - left, upper - max(y0, y1), abs(y1 - y0), usual)


def _placed(value: str, x0: float, top: float, height: float, usual: float) -> Iterator[Word]:
    """Yield the words of a value: a single line in the middle of its field, several from its top."""
    lines = value.splitlines()
    size = min(usual, max(height, 4.0))
    y = top + ((height - size) / 2 if len(lines) == 1 else INSET * size)
    for line in lines:
        x = x0
        for word in line.split():
            width = LETTER * size * len(word)
            yield Word(word, x, x + width, y, y + size, size)
            x += width + LETTER * size
        y += LEADING * size


def _value(field: Mapping[str, object]) -> str:
    """Return what a field holds: its text, what was chosen, or a tick."""
    from pdfminer.pdftypes import resolve1

    kind, flags = _name(_inherited(field, "FT")), _inherited(field, "Ff")
    if kind == "Btn":
        ticked = _name(field.get("AS")) not in ("", "Off") and not (isinstance(flags, int) and flags & BUTTON)
        return TICK if ticked else ""
    if kind not in ("Tx", "Ch"):
        return ""
    value = _inherited(field, "V")
    values = value if isinstance(value, list) else [value]
    return "\n".join(_text(resolve1(each)) for each in values)


def _inherited(field: Mapping[str, object], key: str) -> object:
    """Return what a field says, or what it is part of."""
    from pdfminer.pdftypes import dict_value, resolve1

    for _ in range(MAX_PARENTS):
        if key in field or "Parent" not in field:
            break
        field = dict_value(field["Parent"])
    return resolve1(field.get(key))


def _text(value: object) -> str:
    from pdfminer.utils import decode_text

    return decode_text(value).replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, bytes) else ""


def _name(value: object) -> str:
    from pdfminer.pdftypes import resolve1

    return str(getattr(resolve1(value), "name", ""))
