"""Streams of a PDF: whether unpacking them stays within bounds, before any library unpacks them whole."""

import re
import zlib

from assistant.errors import SourceError

STREAM = re.compile(rb"stream\r?\n")
IMAGE = re.compile(rb"/Subtype\s*/Image")
TWICE = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW)\s*/(?:FlateDecode|Fl|LZWDecode|LZW)\b")
MAX_STREAM = 64 * 2**20
"""Most bytes that a single stream may unpack to, pictures aside: they are not unpacked."""
MAX_STREAMS = 512 * 2**20
"""Most bytes that all streams together may unpack to."""
STEP = 2**16


def check_streams(data: bytes, name: str) -> None:
    """Raise SourceError if a PDF's compressed streams take far more room than any report does."""
    total = 0
    for match in STREAM.finditer(data):
        dictionary = data[max(data.rfind(b"obj", 0, match.start()), match.start() - 2000) : match.start()]
        if IMAGE.search(dictionary) or b"Fl" not in dictionary:
            continue
        size = 0 if not TWICE.search(dictionary) else MAX_STREAM + 1
        size += _unpacked(data, match.end(), MAX_STREAM)
        total += size
        if size > MAX_STREAM or total > MAX_STREAMS:
            raise SourceError(
                f"{name}: this PDF unpacks to more than {MAX_STREAM // 2**20} MB in one piece, which no report does. "
                "Print it to a new PDF and ingest that."
            )


def _unpacked(data: bytes, start: int, limit: int) -> int:
    """Return how many bytes a compressed stream unpacks to, counted up to the limit and never kept."""
    unpacker = zlib.decompressobj()
    size = 0
    position = start
    rest = b""
    try:
        while size <= limit and not unpacker.eof:
            if not rest:
                rest = data[position : position + STEP]
                position += STEP
                if not rest:
                    break
            size += len(unpacker.decompress(rest, STEP * 16))
            rest = unpacker.unconsumed_tail
    except zlib.error:
        pass
    return size
