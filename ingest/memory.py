"""Memory: what was freed is given back to the system, which the C library puts off."""

import ctypes
import sys

LARGE = 2**20
"""Bytes from which a piece of memory is given back as soon as it is freed."""
TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3
"""What the C library calls the settings that are made here."""


def give_back() -> bool:
    """Give freed memory back to the system; returns False where there is no way to ask for that.

    Embedding texts of ever other lengths leaves gaps between what is in use: hundreds of megabytes after some hundred
    documents, nearly all of which come back.
    """
    if not sys.platform.startswith("linux"):
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and bool(trim(0))


def keep_little() -> bool:
    """Have this process give large pieces of memory back as soon as they are freed; returns whether it can.

    The C library keeps pieces as large as those that were freed before. Recognising text on pictures takes a third
    less memory without that, and no more time; embedding many small texts gains little and is slower.
    """
    if not sys.platform.startswith("linux"):
        return False
    settle = getattr(ctypes.CDLL(None), "mallopt", None)
    return settle is not None and all(settle(setting, LARGE) for setting in (TRIM_THRESHOLD, MMAP_THRESHOLD))
