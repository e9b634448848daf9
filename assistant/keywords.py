"""The words of the passages, in tantivy: a cache that can always be made again from SQL.

Each passage fills the fields of its own language only, so that its words are stemmed by that language's rules, while
a question's words are looked up in every language.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from assistant.errors import LibraryError

if TYPE_CHECKING:
    import tantivy

STEMMERS = {"en": "english", "de": "german", "nl": "dutch", "it": "italian"}
"""Languages whose words are stemmed, by ISO 639-1 code; the words of others are only folded."""

_OTHER = "other"
_CONTEXT_WEIGHT = 0.5
"""What a word in a passage's headings or lead-in counts, against one in its text."""

_HEAP_BYTES = 50_000_000
_LONGEST_WORD = 60

BEGINNING, ENDING = 4, 5
"""Letters of the shortest beginning that two languages' names of a place share, and of the longest ending after it."""


class Entry(NamedTuple):
    """What is indexed of a passage: its key, its language, its text, and its headings and lead-in."""

    key: str
    language: str
    text: str
    context: str


class KeywordIndex:
    """BM25 over the passages. Several processes may read while one writes; serves several threads."""

    def __init__(self, folder: Path) -> None:
        """Open the index, made if there is none.

        Args:
            folder: Where tantivy keeps its files; it must be writable, as tantivy locks it even for reading.

        Raises:
            LibraryError: The folder is damaged.
        """
        self._folder = folder
        with self._translated():
            import tantivy

            folder.mkdir(parents=True, exist_ok=True)
            self._analyzers = {language: _analyzer(language) for language in (*STEMMERS, _OTHER)}
            builder = tantivy.SchemaBuilder()
            builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
            for language in self._analyzers:
                for field in _fields(language):
                    builder.add_text_field(field, tokenizer_name=f"words_{language}", index_option="freq")
            self._schema = builder.build()
            self._index = tantivy.Index(self._schema, path=str(folder))
            for language, analyzer in self._analyzers.items():
                self._index.register_tokenizer(f"words_{language}", analyzer)
            self._writer: tantivy.IndexWriter | None = None
            self.reopen()

    def reopen(self) -> None:
        """See what other processes have changed."""
        with self._translated():
            self._index.reload()
            self._searcher = self._index.searcher()

    def close(self) -> None:
        """Release the writer's lock; what was put and not committed is lost."""
        self._writer = None

    def search(self, words: Sequence[str], limit: int) -> list[tuple[str, float]]:
        """Return at most `limit` keys of passages that hold any of the words, with their BM25, best first."""
        import tantivy

        searcher = self._searcher
        clauses = [clause for word in dict.fromkeys(words) for clause in self._clauses(word)]
        if not clauses or limit < 1:
            return []
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        with self._translated():
            hits = searcher.search(query, limit).hits
            return [(str(searcher.doc(address)["key"][0]), float(score)) for score, address in hits]

    def document_frequency(self, word: str) -> int:
        """Return the number of passages that hold the word in text, headings or lead-in, however inflected."""
        import tantivy

        clauses = self._clauses(word)
        if not clauses:
            return 0
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        with self._translated():
            return int(self._searcher.search(query, 1).count or 0)  # type: ignore[attr-defined]  # not in its stub

    def similar(self, word: str, limit: int) -> list[tuple[str, float]]:
        """Return keys of passages that hold a word whose stem is one letter apart from this one's, with their BM25."""
        import tantivy

        clauses = [
            tantivy.Query.fuzzy_term_query(self._schema, field, term, 1)
            for language, analyzer in self._analyzers.items()
            for term in analyzer.analyze(word)
            for field in _fields(language)
        ]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, clause) for clause in clauses])
        with self._translated():
            hits = self._searcher.search(query, limit).hits
            return [(str(self._searcher.doc(address)["key"][0]), float(score)) for score, address in hits]

    def begins_alike(self, word: str) -> bool:
        """Tell whether a passage holds a word with the beginning of this one: "Sardegna" for "Sardinia"."""
        import tantivy

        start = word[: max(BEGINNING, len(word) - ENDING)]
        if len(start) < BEGINNING or not start.isalpha():
            return False
        pattern = f"{start}.{{0,{len(word) - len(start) + ENDING // 2}}}"
        clauses = [
            (tantivy.Occur.Should, tantivy.Query.regex_query(self._schema, field, pattern))
            for language in self._analyzers
            for field in _fields(language)
        ]
        with self._translated():
            return bool(self._searcher.search(tantivy.Query.boolean_query(clauses), 1).hits)

    def _clauses(self, word: str) -> list["tantivy.Query"]:
        import tantivy

        clauses: list[tantivy.Query] = []
        for language, analyzer in self._analyzers.items():
            text, context = _fields(language)
            for term in analyzer.analyze(word):
                clauses.append(tantivy.Query.term_query(self._schema, text, term, "freq"))
                in_context = tantivy.Query.term_query(self._schema, context, term, "freq")
                clauses.append(tantivy.Query.boost_query(in_context, _CONTEXT_WEIGHT))
        return clauses

    def all_keys(self) -> set[str]:
        """Return every key that is held."""
        import tantivy

        with self._translated():
            searcher = self._searcher
            hits = searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1)).hits
            return {str(searcher.doc(address)["key"][0]) for _, address in hits}

    def change(self, put: Iterable[Entry], drop: Iterable[str]) -> None:
        """Hold entries, in place of those of the same key, and forget keys; visible when this returns."""
        import tantivy

        with self._translated():
            if self._writer is None:
                self._writer = self._index.writer(_HEAP_BYTES, 1)
            for key in drop:
                self._writer.delete_documents_by_term("key", key)
            for entry in put:
                self._writer.delete_documents_by_term("key", entry.key)
                text, context = _fields(entry.language if entry.language in STEMMERS else _OTHER)
                self._writer.add_document(
                    tantivy.Document(**{"key": entry.key, text: _plain(entry.text), context: _plain(entry.context)})
                )
            self._writer.commit()
            self._share()
        self.reopen()

    def _share(self) -> None:
        # tantivy makes some of its files readable for their owner only; a library may have other readers.
        mode = (self._folder / ".tantivy-writer.lock").stat().st_mode
        for file in self._folder.glob("*.json"):
            file.chmod(mode)
        (self._folder / ".managed.json").chmod(mode)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError) as error:
            cause = (str(error) or type(error).__name__).splitlines()[0]
            raise LibraryError(
                f"The keyword index in {self._folder} cannot be used ({cause}). Make sure that the disk has room; "
                "if it is damaged, run `python -m ingest --rebuild`."
            ) from error


def _fields(language: str) -> tuple[str, str]:
    return f"text_{language}", f"context_{language}"


def _plain(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")


def _analyzer(language: str) -> "tantivy.TextAnalyzer":
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.simple())
    builder = builder.filter(Filter.remove_long(_LONGEST_WORD)).filter(Filter.lowercase())
    if language == "en":
        # Its accents are those of foreign names, which a question may leave out.
        builder = builder.filter(Filter.ascii_fold())
    if language in STEMMERS:
        builder = builder.filter(Filter.stemmer(STEMMERS[language]))
    # After stemming: the other stemmers know their languages' accents.
    return builder.filter(Filter.ascii_fold()).build()
