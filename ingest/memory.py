"""Memory: what was freed is given back to the system, which the C library puts off."""

import ctypes
import sys


def give_back() -> bool:
    """Give freed memory back to the system; returns False where there is no way to ask for that.

    Embedding texts of ever other lengths leaves gaps between what is in use: hundreds of megabytes after some hundred
    documents, nearly all of which come back.
    """
    if not sys.platform.startswith("linux"):
        return False
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    return trim is not None and bool(trim(0))
