"""The nouns of the project. Read this first: every other module speaks in these words.

Data flows one way: a file is read into `Block`s, blocks are grouped into `Section`s, sections are cut into
`Passage`s, passages are kept in the library, found as `Hit`s and quoted as `Citation`s in an `Answer`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

PassageKind = Literal["paragraph", "item", "row"]
"""What a passage is made of: running text, one item of a list, or one row of a table."""

Kind = Literal[
    "fact",
    "count",
    "list",
    "compare",
    "superlative",
    "rating",
    "definition",
    "who",
    "when",
    "where",
    "yesno",
    "overview",
]
"""What kind of answer a question asks for."""

Sort = Literal[
    "", "money", "share", "duration", "age", "clock", "measure", "contact", "web", "building", "person", "name"
]
"""A sort of thing that a question may ask for, whatever its kind: an amount of money, a share of a whole, how long
something lasts, how old somebody is, the time of day, how high it is, a telephone number, a web address, a building,
somebody's name, any name."""

DeclineReason = Literal["empty", "unknown_facet", "not_for_facet", "blank", "not_found", "off_topic"]
"""Why a question was declined."""


@dataclass(frozen=True)
class Block:
    """One piece of a file in reading order, as every reader yields it.

    Attributes:
        kind: What it is. A table comes as one ``row`` block for each of its rows, the header row left out.
        text: The text without markup, verbatim. For a row: the cells as the source joins them.
        level: Rank of a heading (1 is highest; 0: the file does not say) or nesting depth of a list item (0 is
            outermost).
        page: Page or slide number, counted from 1; None where the format has none.
        cells: The row's cells, blank ones as ``""``.
        headers: The table's column headers, ``()`` where it has none.
        group: Number of the list or table that an item or row belongs to, counted from 1 in the file.
        ordered: Whether an item belongs to a numbered list.
    """

    kind: Literal["heading", "paragraph", "item", "row"]
    text: str
    level: int = 0
    page: int | None = None
    cells: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    group: int = 0
    ordered: bool = False


@dataclass(frozen=True)
class SourceText:
    """What a reader makes of one file: its blocks, what the file says of itself, and what was left out.

    Attributes:
        blocks: The content in reading order.
        metadata: ``title``, ``source``, ``source_section``, ``date``, ``language`` where the file states them.
        facets: Facet values that the file states, by facet name.
        pages: Number of pages, 0 where the format has none.
        warnings: One sentence for each thing that a person should know (a scanned page, a dropped picture).
        left_out: Boilerplate that was recognised and dropped (disclaimers, contents lists, page numbers).
        contents: Entries of the file's own contents list, in order, with the white space they are indented by.
    """

    blocks: tuple[Block, ...]
    metadata: Mapping[str, str] = field(default_factory=dict)
    facets: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    contents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Facet:
    """A named value that documents or sections carry, such as region = North.

    Attributes:
        name: The facet ("region").
        value: The value as it is shown ("North").
        aliases: Other names of the value, in any language.
    """

    name: str
    value: str
    aliases: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """Leave out the aliases, of which there are many: facets are looked up for every passage."""
        return hash((self.name, self.value))


@dataclass(frozen=True)
class Document:
    """One report or note.

    Attributes:
        id: Stable identifier, a hash of the path.
        path: Where the file was read from, relative to the ingested folder, with forward slashes.
        title: What it is called.
        source: The publication it stems from, ``""`` where unknown.
        source_section: The part of that publication, ``""`` where unknown.
        date: ISO date, ``""`` where unknown.
        language: ISO 639-1 code of its main language.
        facets: Facet values of the whole document, by facet name.
        fingerprint: Hash of the file's bytes and of the settings that change how it is read.
        pages: Number of pages, 0 where the format has none.
        warnings: What a person should know about how it was read.
        left_out: Boilerplate that was dropped.
        ingested: ISO time of its publication in the library, ``""`` before that.
        origin: Absolute path of the file when it was read.
    """

    id: str
    path: str
    title: str
    source: str = ""
    source_section: str = ""
    date: str = ""
    language: str = "en"
    facets: Mapping[str, str] = field(default_factory=dict)
    fingerprint: str = ""
    pages: int = 0
    warnings: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    ingested: str = ""
    origin: str = ""


@dataclass(frozen=True)
class Section:
    """The blocks below one heading, up to the next heading of any rank.

    Attributes:
        id: Hash of the document and the heading path (and a repeat number where a path occurs twice).
        document_id: The document it belongs to.
        path: The headings that lead to it, outermost first; the document's title is not among them unless
            it is also a heading.
        position: Its place in the document, counted from 0.
        text: Its passages' texts in order, one per line.
        facets: Facet values in force here: the document's, overridden by those that headings name.
        first_page: First page, None where the format has none.
        last_page: Last page, None where the format has none.
    """

    id: str
    document_id: str
    path: tuple[str, ...]
    position: int
    text: str
    facets: Mapping[str, str] = field(default_factory=dict)
    first_page: int | None = None
    last_page: int | None = None


@dataclass(frozen=True)
class Passage:
    """The smallest thing that can be cited: a paragraph, a list item, or a table row.

    Attributes:
        id: Hash of document, heading path, text and repeat number: unchanged by edits elsewhere.
        document_id: The document it belongs to.
        section_id: The section it belongs to.
        position: Its place in the document, counted from 0.
        kind: Paragraph, item or row.
        text: Verbatim: ``section.text[start:end]``.
        start: Offset of its first character in the section's text.
        end: Offset after its last character in the section's text.
        page: Page or slide number, None where the format has none.
        language: ISO 639-1 code.
        lead_in: For an item or row: the sentence that introduces its list or table, ``""`` where none does;
            for a nested item, the item above it as well.
        group: Number of the list or table within the document, 0 for a paragraph.
        level: Nesting depth of an item, 0 is outermost.
        ordered: Whether the item belongs to a numbered list.
        headers: Column headers of the row's table.
        cells: The row's cells, blank ones as ``""``.
    """

    id: str
    document_id: str
    section_id: str
    position: int
    kind: PassageKind
    text: str
    start: int
    end: int
    page: int | None = None
    language: str = "en"
    lead_in: str = ""
    group: int = 0
    level: int = 0
    ordered: bool = False
    headers: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """A passage that was found, with what speaks for it.

    Attributes:
        passage: The passage.
        section: Its section.
        document: Its document.
        score: The fused score it is ranked by; higher is better, comparable within one question only.
        cosine: Cosine with the question in the multilingual view, -1 to 1.
        coverage: Share of the question's idf mass that the passage covers, 0 to 1.
        section_cosine: Cosine of its section with the question, -1 to 1.
    """

    passage: Passage
    section: Section
    document: Document
    score: float
    cosine: float
    coverage: float
    section_cosine: float


@dataclass(frozen=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True)
class Question:
    """A question as it was understood.

    Attributes:
        text: What the person wrote.
        search_text: What is searched for: the text, preceded by what was carried over from the conversation.
        language: ISO 639-1 code of the question, which is also the answer's language if it is one of ours.
        kind: What kind of answer is asked for.
        facets: Facet values that the answer has to be about, named in the question or carried over.
        unknown: Names in the question that the library has never heard of.
        all_values: Whether it asks over all values of a facet ("each pilot", "the four regions").
        polarity: "good" or "bad" when it asks for good or bad practice, else "".
        counsel: Whether it asks what is recommended.
        lowest: For a superlative: whether the lowest is asked for.
        figure: Whether a figure is asked for: a count, a rating, a highest or lowest.
        carried: What was carried over from earlier turns, "" for a question that stands alone.
        aside: What it says before it asks: "We are new here."
        sort: A sort of thing that is asked for beside the kind: money, a way to reach somebody, a name (see `Sort`).
        places: Folded words of places in it that lie in the facets' values: passages about those need not repeat them.
        named: Folded words for what is counted ("how many *VET providers*") or which office is meant ("who is the
            *treasurer*"), empty where the question says neither.
    """

    text: str
    search_text: str
    language: str
    kind: Kind
    facets: tuple[Facet, ...] = ()
    unknown: tuple[str, ...] = ()
    all_values: bool = False
    polarity: Literal["good", "bad", ""] = ""
    counsel: bool = False
    lowest: bool = False
    figure: bool = False
    carried: str = ""
    aside: str = ""
    sort: Sort = ""
    places: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True)
class Citation:
    """A numbered, verbatim quote.

    Attributes:
        number: The n of its [n] in the answer, counted from 1.
        document: The document's path.
        title: The document's title.
        section: Heading path joined with " › ".
        page: Page number, None where the format has none.
        quote: Verbatim words of the passage.
        passage: The whole passage that holds the quote.
        context: Text of the section, for reading around the quote.
        start: Offset of the quote in ``context``.
        end: Offset after the quote in ``context``.
        source: The publication that the document stems from.
        source_section: The part of that publication.
        language: Language of the quote.
        passage_id: Identifier of the passage.
    """

    number: int
    document: str
    title: str
    section: str
    page: int | None
    quote: str
    passage: str
    context: str
    start: int
    end: int
    source: str
    source_section: str
    language: str
    passage_id: str


@dataclass(frozen=True)
class Answer:
    """What the assistant says.

    Attributes:
        text: Markdown with [n] markers.
        citations: One for every marker, in order of their numbers.
        answered: False when declined.
        reason: Why it was declined, None when answered.
        language: Language of the words that are ours.
        question: The question as understood.
        related: When declined: the nearest passages, numbered as their markers in the text.
        seconds: Time spent, in seconds.
    """

    text: str
    citations: tuple[Citation, ...]
    answered: bool
    reason: DeclineReason | None
    language: str
    question: Question
    related: tuple[Citation, ...] = ()
    seconds: float = 0.0
