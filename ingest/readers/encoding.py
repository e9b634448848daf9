"""Bytes to text, whatever the encoding."""

import codecs

from assistant.errors import SourceError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1a\x1b")
SAMPLE = 65536


def decode(data: bytes, name: str) -> str:
    """Decode UTF-8, UTF-16 (with or without byte order mark), UTF-32 with one, or Windows-1252.

    Raises:
        SourceError: The bytes are no text in any of these.
    """
    try:
        marked = next((encoding for mark, encoding in BYTE_ORDER_MARKS if data.startswith(mark)), None)
        if encoding := marked or _utf16(data):
            return data.decode(encoding)
        if looks_binary(data):
            raise UnicodeError
        return _eight_bits(data)
    except UnicodeError as error:
        raise SourceError(
            f"{name}: this is no text, or in an encoding that is not known. Save it as text in UTF-8."
        ) from error


def looks_binary(data: bytes) -> bool:
    """Tell whether bytes hold control characters that no text in an eight-bit encoding has."""
    sample = data[:SAMPLE]
    return any(byte in CONTROLS for byte in sample) and _utf16(data) is None and not _has_mark(data)


def _has_mark(data: bytes) -> bool:
    return any(data.startswith(mark) for mark, _ in BYTE_ORDER_MARKS)


def _utf16(data: bytes) -> str | None:
    """Return the UTF-16 that bytes without a mark are in: every other byte of western text is zero."""
    sample = data[:SAMPLE]
    if len(data) % 2 or len(sample) < 4:
        return None
    half = len(sample) // 2
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if odd > 0.4 * half and even < 0.05 * half:
        encoding = "utf-16-le"
    elif even > 0.4 * half and odd < 0.05 * half:
        encoding = "utf-16-be"
    else:
        return None
    return None if any(ord(character) in CONTROLS for character in sample.decode(encoding, "replace")) else encoding


def _eight_bits(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252")
