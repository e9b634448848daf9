"""Numbers in table cells, as people in different countries write them."""

import re

_NUMBER = re.compile(r"([+\-−–]?)\s*[€$£]?\s*(\d[\d.,' \u00a0\u202f’]*)\s*(?:%|€|EUR)?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:([.,' \u00a0\u202f’])\d{3})(?:\1\d{3})*(?:[.,]\d+)?")


def amount(text: str) -> float | None:
    """Return the number that a cell consists of, None where it holds anything else.

    A separator before exactly three digits groups thousands ("44.910" and "44,910" are 44910, as reports do
    with counts); any other dot or comma is a decimal sign ("4,5" is 4.5). Currency and percent signs
    are dropped.
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    sign, digits = match.group(1), match.group(2).strip()
    grouped = _GROUPED.fullmatch(digits)
    if grouped is not None:
        digits = digits.replace(grouped.group(1), "")
    digits = digits.replace(",", ".")
    if not re.fullmatch(r"\d+(?:\.\d+)?", digits, re.ASCII):
        return None
    return -float(digits) if sign in ("-", "−", "–") else float(digits)
