"""PDF pages that tests draw: text at a place, in a font and size, tables, running headers."""

from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

HEIGHT = A4[1]


class Drawing:
    """A PDF in the making; places are in points from the page's top left corner."""

    def __init__(self, encrypt: StandardEncryption | None = None) -> None:
        self._buffer = BytesIO()
        self.canvas = Canvas(self._buffer, pagesize=A4, encrypt=encrypt)

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = "Helvetica") -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, text)

    def bold(self, x: float, y: float, text: str, size: float = 10) -> None:
        self.text(x, y, text, size, "Helvetica-Bold")

    def lines(self, x: float, y: float, lines: list[str], size: float = 10, leading: float = 13) -> float:
        """Draw lines below each other; return the place of the one after the last."""
        for line in lines:
            self.text(x, y, line, size)
            y += leading
        return y

    def grid(self, xs: list[float], ys: list[float]) -> None:
        self.canvas.grid(xs, [HEIGHT - y for y in ys])

    def next_page(self) -> None:
        self.canvas.showPage()

    def done(self) -> bytes:
        self.canvas.save()
        return self._buffer.getvalue()
