"""Files that cannot be read, or hardly: small valid files of every format that are then spoilt."""

import random
import struct
import zipfile
from collections.abc import Callable, Iterator
from io import BytesIO

from ingest.readers import READERS

SENTENCE = "The partners met in the town hall and agreed on a plan."
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def pdf(encrypted: bool = False) -> bytes:
    """Make a valid PDF of two pages."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made, invariant=True, encrypt=StandardEncryption("secret") if encrypted else None)
    for page in (1, 2):
        canvas.drawString(72, 700, f"{SENTENCE} This is page {page}.")
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def docx() -> bytes:
    """Make a valid Word document."""
    from docx import Document

    document = Document()
    document.add_heading("Report", 1)
    document.add_paragraph(SENTENCE)
    made = BytesIO()
    document.save(made)
    return made.getvalue()


def pptx() -> bytes:
    """Make a valid presentation."""
    from pptx import Presentation

    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.title.text = "Report"
    slide.placeholders[1].text = SENTENCE
    made = BytesIO()
    presentation.save(made)
    return made.getvalue()


def xlsx() -> bytes:
    """Make a valid workbook."""
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.worksheets[0].append(["Partner", "Members"])
    workbook.worksheets[0].append([SENTENCE, 3])
    made = BytesIO()
    workbook.save(made)
    return made.getvalue()


OFFICE: dict[str, tuple[Callable[[], bytes], str]] = {
    "docx": (docx, "word/document.xml"),
    "pptx": (pptx, "ppt/slides/slide1.xml"),
    "xlsx": (xlsx, "xl/worksheets/sheet1.xml"),
}
"""What makes an Office document, and the part of it that holds the text."""


def broken_files() -> Iterator[tuple[str, bytes, bool]]:
    """Yield a name, the bytes, and whether nothing can possibly be read of them."""
    yield from _texts()
    if "html" in READERS:
        yield from _pages()
    if "pdf" in READERS:
        yield from _pdfs()
    for kind, (make, part) in OFFICE.items():
        if kind in READERS:
            yield from _office(kind, make(), part)


def _texts() -> Iterator[tuple[str, bytes, bool]]:
    noise = random.Random(1).randbytes(3000)
    words = SENTENCE.encode()
    yield "empty.md", b"", True
    yield "white space.txt", b" \n\t\r\n" * 50, True
    yield "byte order mark.md", b"\xef\xbb\xbf", True
    yield "zeros.txt", bytes(5000), True
    yield "noise.md", noise, True
    yield "noise after words.txt", words + noise, True
    yield "picture.md", b"\x89PNG\r\n\x1a\n" + noise, True
    yield "compressed.txt", b"\x1f\x8b\x08" + noise, True
    yield "rich text.txt", b"{\\rtf1\\ansi " + words + b"}", True
    yield "headings only.md", b"# One\n\n## Two\n", True
    yield "front matter only.md", b"---\ntitle: Report\n---\n", True
    yield "unknown.xyz", words, True
    yield "one line of 60 MB.txt", b"word " * (12 * 2**20), True
    yield "half a character.txt", SENTENCE.encode("utf-16")[:-1], False
    yield "title of several.md", b"---\ntitle: [1, {a: b}]\n---\n\n" + words, True
    yield "facets of no names.md", b"---\nfacets: 3\n---\n\n" + words, True
    yield "date that is none.md", b"---\ndate: 2024-99-99\n---\n\n" + words, True
    yield "front matter without end.md", b"---\ntitle: " + b"[" * 20_000 + b"\n---\n\n" + words, True
    yield "front matter that ends nowhere.md", b"---\ntitle: 'Report\n\n" + words, False
    yield "front matter that is a bomb.md", _yaml_bomb() + words, True
    yield "brackets.md", b"[" * 20_000 + words, False
    yield "quotes in quotes.md", b">" * 5_000 + words, False
    yield "lists in lists.md", b"\n".join(b" " * depth + b"- item" for depth in range(300)), False
    yield "table without end.md", b"|a" * 5_000 + b"\n" + b"|-" * 5_000 + b"\n" + b"|b" * 5_000, False
    yield "nothing but a rule.md", b"-" * 100_000, False


def _yaml_bomb() -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return ("---\n" + "\n".join(lines) + "\ntitle: *a8\n---\n\n").encode()


def _pages() -> Iterator[tuple[str, bytes, bool]]:
    words = SENTENCE.encode()
    yield "no text.html", b"<!doctype html><html><head><title></title></head><body><img></body></html>", True
    yield "script only.html", b"<html><body><script>let a = 1;</script></body></html>", True
    yield "elements in elements.html", b"<html><body>" + b"<div>" * 5_000 + words, False
    yield "cut in a tag.html", b"<html><body><p>" + words + b"</p><p class='", False
    yield "zeros inside.html", b"<html><body><p>" + words + bytes(50) + b"</p></body></html>", False


def _pdfs() -> Iterator[tuple[str, bytes, bool]]:
    whole = pdf()
    yield "encrypted.pdf", pdf(encrypted=True), True
    yield "empty.pdf", b"", True
    yield "beginning only.pdf", b"%PDF-1.7\n", True
    yield "a text.pdf", SENTENCE.encode(), True
    yield "noise.pdf", b"%PDF-1.7\n" + random.Random(2).randbytes(5000), True
    yield "a quarter.pdf", whole[: len(whole) // 4], True
    yield "without its last tenth.pdf", whole[: -len(whole) // 10], False
    yield "zeros in the middle.pdf", _zeroed(whole), False
    yield "endless pages.pdf", whole.replace(b"/Kids [", b"/Kids [ 1 0 R "), False
    yield "page named as word.docx", whole, False
    for seed in range(4):
        yield f"odd bytes {seed}.pdf", _spoilt(whole, seed), False


def _office(kind: str, whole: bytes, part: str) -> Iterator[tuple[str, bytes, bool]]:
    yield f"empty.{kind}", b"", True
    yield f"a text.{kind}", SENTENCE.encode(), True
    yield f"half.{kind}", whole[: len(whole) // 2], True
    yield f"password.{kind}", OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500), True
    yield f"of the old kind.{kind}", OLE + bytes(2000), True
    yield f"no text inside.{kind}", _with_part(whole, part, None), True
    yield f"text cut.{kind}", _with_part(whole, part, b"<?xml version='1.0'?><a><b>"), True
    yield f"text of zeros.{kind}", _with_part(whole, part, bytes(500)), True
    yield f"bomb.{kind}", _with_part(whole, part, b" " * (70 * 2**20)), True
    yield f"archive.{kind}", _archive({"notes.txt": SENTENCE.encode()}), True
    yield f"entities.{kind}", _with_part(whole, part, _entity_bomb()), True
    yield f"zeros in the middle.{kind}", _zeroed(whole), False
    yield f"wrong sizes.{kind}", _wrong_sizes(whole), False
    for seed in range(2):
        yield f"odd bytes {seed}.{kind}", _spoilt(whole, seed), False


def _entity_bomb() -> bytes:
    entities = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    return f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e0 'word '>{entities}]><a>&e9;</a>".encode()


def _archive(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return made.getvalue()


def _with_part(whole: bytes, part: str, data: bytes | None) -> bytes:
    """Return an archive with a part replaced, or left out."""
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    del parts[part]
    return _archive({**parts, **({part: data} if data is not None else {})})


def _wrong_sizes(whole: bytes) -> bytes:
    """Return an archive whose directory says that every part unpacks to ten bytes."""
    changed = bytearray(whole)
    position = whole.find(b"PK\x01\x02")
    while position >= 0:
        changed[position + 24 : position + 28] = struct.pack("<I", 10)
        position = whole.find(b"PK\x01\x02", position + 4)
    return bytes(changed)


def _zeroed(whole: bytes) -> bytes:
    third = len(whole) // 3
    return whole[:third] + bytes(third) + whole[2 * third :]


def _spoilt(whole: bytes, seed: int) -> bytes:
    choice = random.Random(seed)
    changed = bytearray(whole)
    for _ in range(max(20, len(whole) // 100)):
        changed[choice.randrange(8, len(whole))] = choice.randrange(256)
    return bytes(changed)
