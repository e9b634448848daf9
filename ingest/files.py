"""Files: which ones are ingested, and which of them are as they were at the last run."""

import hashlib
import json
import os
import stat
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import LibraryError, SettingsError, SourceError

FACETS_FILE = "corpus.toml"
STATE_FILE = "ingested-files.json"
FRESH_SECONDS = 2.0
"""A file changed so shortly before it was read may change again without its time telling."""


@dataclass(frozen=True)
class SourceFile:
    """A file to ingest.

    Attributes:
        id: Identifier of its document: a hash of the absolute path, so that two folders keep apart.
        path: Its path relative to the ingested folder, with forward slashes; its name if it was given alone.
        origin: Its absolute path.
        folder: The ingested folder, None if it was given alone.
    """

    id: str
    path: str
    origin: Path
    folder: Path | None = None


def find_files(paths: Sequence[Path], apart_from: Path) -> list[SourceFile]:
    """Return the files that the paths name: files, and all files below folders, by path.

    Hidden files, the files of office programs that are open, `corpus.toml`, and a README.md at a folder's root
    are left out.

    Args:
        paths: Files and folders.
        apart_from: A folder that is left out wherever it is: the library's own.

    Raises:
        SettingsError: A path does not exist, or a folder cannot be listed.
    """
    files: dict[str, SourceFile] = {}
    for path in paths:
        absolute = Path(os.path.abspath(path))
        if absolute.is_dir():
            found = [_source(file, absolute) for file in _below(absolute, Path(os.path.abspath(apart_from)))]
        elif absolute.exists():
            found = [_source(absolute, None)]
        else:
            raise SettingsError(f"There is no file or folder {path}. Check the path, or leave it out for the corpus.")
        for source in found:
            files.setdefault(source.id, source)
    return sorted(files.values(), key=lambda source: source.path)


@dataclass(frozen=True)
class Seen:
    """A file as it was when it was read.

    Attributes:
        size: Its size in bytes.
        changed: When it was changed, in nanoseconds since 1970.
        at: When it was read, in seconds since 1970.
        digest: Hash of its bytes.
    """

    size: int
    changed: int
    at: float
    digest: str


@dataclass(frozen=True)
class FileContent:
    """A file's bytes, and how it was when they were read."""

    data: bytes
    seen: Seen

    def is_as(self, fingerprint: str, key: str) -> bool:
        """Tell whether these bytes, read by the rules of `key`, are those that the fingerprint was made of."""
        return fingerprint == f"{self.seen.digest}-{key}"


def read_file(source: SourceFile, limit: int) -> FileContent:
    """Read a file.

    Args:
        source: The file.
        limit: Most bytes that it may hold.

    Raises:
        SourceError: It is gone, cannot be opened, is no ordinary file, or is too large.
    """
    now = time.time()
    try:
        status = source.origin.stat()
        if not stat.S_ISREG(status.st_mode):
            raise SourceError(f"{source.path}: this is no ordinary file. Remove it, or put the report in its place.")
        if status.st_size > limit:
            raise SourceError(
                f"{source.path}: the file takes {status.st_size // 2**20:,} MB, and at most {limit // 2**20:,} MB are "
                "read. Split it into smaller files, or save it without pictures."
            )
        data = source.origin.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(f"{source.path}: the file is gone. Ingest its folder again to remove it.") from error
    except OSError as error:
        raise SourceError(
            f"{source.path}: the file cannot be opened ({error.strerror}). Check its permissions and the disk."
        ) from error
    return FileContent(data, Seen(status.st_size, status.st_mtime_ns, now, hashlib.sha256(data).hexdigest()))


class FileState:
    """Size, time and hash of each file at the last run, so that unchanged files need not be read.

    It lies in the data folder; where it is missing or damaged, files are read again and nothing else is lost.
    """

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / STATE_FILE
        self._files: dict[str, tuple[int, int, str]] = {}
        self._changed = False
        try:
            stored = json.loads(self._path.read_text(encoding="utf-8"))
            self._files = {str(key): (int(size), int(time), str(sha)) for key, (size, time, sha) in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            self._changed = True

    def digest(self, source: SourceFile) -> str | None:
        """Return the hash of a file's bytes if it is as it was, else None."""
        stored = self._files.get(source.id)
        if stored is None:
            return None
        try:
            status = source.origin.stat()
        except OSError:
            return None
        return stored[2] if stored[:2] == (status.st_size, status.st_mtime_ns) else None

    def note(self, source: SourceFile, seen: Seen) -> None:
        """Remember a file that is in the library, unless it was changed just before it was read."""
        if seen.at - seen.changed / 1e9 > FRESH_SECONDS:
            noted = (seen.size, seen.changed, seen.digest)
            self._changed |= self._files.get(source.id) != noted
            self._files[source.id] = noted

    def save(self) -> None:
        """Write what was noted.

        Raises:
            LibraryError: The data folder cannot be written to.
        """
        if not self._changed:
            return
        draft = self._path.with_suffix(".new")
        try:
            draft.write_text(json.dumps(self._files), encoding="utf-8")
            draft.replace(self._path)
        except OSError as error:
            raise LibraryError(
                f"{self._path} cannot be written ({error.strerror}). Check the disk's space and the permissions."
            ) from error
        self._changed = False


def readable(path: Path | str) -> str:
    """Return a path as text that can be stored and shown, whatever its bytes are."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def _source(file: Path, folder: Path | None) -> SourceFile:
    path = file.relative_to(folder).as_posix() if folder else file.name
    identifier = hashlib.blake2b(os.fsencode(file), digest_size=16).hexdigest()
    return SourceFile(id=identifier, path=readable(path), origin=file, folder=folder)


def _below(folder: Path, apart_from: Path) -> Iterator[Path]:
    def refuse(error: OSError) -> None:
        raise SettingsError(f"The folder {error.filename} cannot be listed. Check its permissions.") from error

    for root, folders, names in os.walk(folder, onerror=refuse):
        here = Path(root)
        folders[:] = [name for name in folders if not name.startswith(".") and here / name != apart_from]
        for name in names:
            at_root = here == folder and name.lower() == "readme.md"
            if not (name.startswith((".", "~$")) or name == FACETS_FILE or at_root):
                yield here / name
