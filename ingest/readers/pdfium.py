"""A PDF as pypdfium2 opens it: for pages that are drawn or of which only the text is taken."""

from types import TracebackType
from typing import Any


class PdfiumFile:
    """A PDF that is opened when it is first asked for. Use it as a context manager."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._document: Any = None

    def __enter__(self) -> "PdfiumFile":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._document is not None:
            self._document.close()

    def opened(self) -> Any:  # noqa: ANN401 (the library states no types)
        """Return the document, opened once.

        Raises:
            PdfiumError: The file cannot be opened.
        """
        from pypdfium2 import PdfDocument

        if self._document is None:
            self._document = PdfDocument(self._data)
        return self._document
