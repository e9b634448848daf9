"""Events: what an ingestion says while it goes on, for whoever shows it."""

from dataclasses import asdict, dataclass, field


@dataclass(frozen=True)
class Waiting:
    """Another ingestion holds the data folder; this one goes on once that has ended."""


@dataclass(frozen=True)
class Found:
    """The files to look at are known; `files` is their number."""

    files: int


@dataclass(frozen=True)
class Unchanged:
    """A file is in the library as it is."""

    path: str


@dataclass(frozen=True)
class Reading:
    """A file is new or changed and is being read."""

    path: str


@dataclass(frozen=True)
class Embedding:
    """`done` of the `total` new texts of a file are embedded, and of those that are published with it."""

    path: str
    done: int
    total: int


@dataclass(frozen=True)
class Published:
    """A file is in the library, with so many passages embedded and so many kept from before."""

    path: str
    embedded: int
    kept: int


@dataclass(frozen=True)
class Failed:
    """A file could not be read; the message says why and what to do."""

    path: str
    message: str


@dataclass(frozen=True)
class Removed:
    """A document whose file is gone is no longer in the library."""

    path: str


Event = Waiting | Found | Unchanged | Reading | Embedding | Published | Failed | Removed


@dataclass
class Report:
    """What an ingestion did.

    Attributes:
        published: Paths of documents that are new or changed.
        unchanged: Number of files that were in the library as they are.
        removed: Paths of documents that were removed since their files are gone.
        failed: What is wrong with each file that could not be read, by path.
        embedded: Number of passages embedded.
        kept: Number of passages of changed documents that were kept.
        seconds: How long it took, without waiting for another one.
        loading_seconds: How long of that it took to load the models.
        embedding_seconds: How long of that texts were embedded.
        stopped: What is wrong with the library if the run could not go on, "" if it came to its end.
    """

    published: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    embedded: int = 0
    kept: int = 0
    seconds: float = 0.0
    loading_seconds: float = 0.0
    embedding_seconds: float = 0.0
    stopped: str = ""

    @property
    def changed(self) -> bool:
        """Whether the library is another one than before."""
        return bool(self.published or self.removed)

    def as_dict(self) -> dict[str, object]:
        """Return the report in a form that JSON can hold."""
        return asdict(self)
