"""Passages: a section's blocks become the smallest things that can be cited."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from assistant.vocabulary import Block, Passage, PassageKind
from assistant.words import sentences

MAX_PARAGRAPH = 900
"""Longest piece, in characters, that a paragraph is cut into."""
MAX_LEAD_IN = 300
"""Longest lead-in, in characters, unless a single sentence is longer."""
KINDS: dict[str, PassageKind] = {"paragraph": "paragraph", "item": "item", "row": "row"}


def digest(*parts: str) -> str:
    """Return a hash of texts, 32 hexadecimal digits."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class PassageCutter:
    """Cuts a document's sections into passages, one section after the other.

    A passage's id is a hash of the document, the heading path, the lead-in, the text and how often all of that
    came before: editing something elsewhere changes no id.
    """

    def __init__(self, document_id: str, language: str) -> None:
        self._document_id = document_id
        self._language = language
        self._position = 0
        self._times: Counter[str] = Counter()

    def cut(self, section_id: str, path: Sequence[str], blocks: Sequence[Block]) -> list[Passage]:
        """Return the passages of a section; their texts, joined by line ends, are the section's text.

        Args:
            section_id: The section.
            path: Its heading path.
            blocks: Its blocks without the heading.
        """
        passages: list[Passage] = []
        start = 0
        for block, lead_in in _with_lead_ins(blocks):
            for text in pieces(block.text) if block.kind == "paragraph" else [block.text]:
                key = digest(self._document_id, *path, "", lead_in, text)
                self._times[key] += 1
                passage = Passage(
                    id=digest(key, str(self._times[key])),
                    document_id=self._document_id,
                    section_id=section_id,
                    position=self._position,
                    kind=KINDS[block.kind],
                    text=text,
                    start=start,
                    end=start + len(text),
                    page=block.page,
                    language=self._language,
                    lead_in=lead_in,
                    group=block.group,
                    level=block.level if block.kind == "item" else 0,
                    ordered=block.ordered,
                    headers=block.headers,
                    cells=block.cells,
                )
                passages.append(passage)
                start = passage.end + 1
                self._position += 1
        return passages


def pieces(text: str, limit: int = MAX_PARAGRAPH) -> list[str]:
    """Cut a paragraph at sentence ends into pieces of at most `limit` characters, as few as that takes.

    A longer sentence is cut between words, and a longer word where the limit falls.
    """
    if len(text) <= limit:
        return [text]
    parts: list[str] = []
    for start, end in sentences(text):
        for part in _fitting(text[start:end], limit):
            if parts and len(parts[-1]) + 1 + len(part) <= limit:
                parts[-1] += f" {part}"
            else:
                parts.append(part)
    return parts


def _fitting(sentence: str, limit: int) -> Iterator[str]:
    """Yield a sentence in parts of at most `limit` characters."""
    start = 0
    while len(sentence) - start > limit:
        end = max(sentence.rfind(mark, start, start + limit) + 1 for mark in "; ") or start + limit
        end = end if end > start else start + limit
        yield sentence[start:end].strip()
        start = end
    if sentence[start:].strip():
        yield sentence[start:].strip()


def _with_lead_ins(blocks: Sequence[Block]) -> Iterator[tuple[Block, str]]:
    """Yield each block with what introduces its list or table, and the items that it is nested in."""
    introductions: dict[int, str] = {}
    above: list[Block] = []
    previous: Block | None = None
    for block in blocks:
        if block.kind == "paragraph":
            above = []
            yield block, ""
        else:
            if block.group not in introductions:
                introductions[block.group] = _introduction(previous)
                above = []
            above = [item for item in above if item.level < block.level]
            yield block, " ".join(part for part in (introductions[block.group], *(i.text for i in above)) if part)
            if block.kind == "item":
                above.append(block)
        previous = block


def _introduction(block: Block | None) -> str:
    """Return what introduces a list or table: the paragraph directly before it, of a long one its last sentences."""
    if block is None or block.kind != "paragraph":
        return ""
    start = len(block.text)
    for begin, _ in reversed(sentences(block.text)):
        if len(block.text) - begin > MAX_LEAD_IN and start < len(block.text):
            break
        start = begin
    return block.text[start:]
