"""The data folder: what may be in it, who may write to it, and where its indexes are.

``library.sqlite`` holds the truth (unless another database does), ``index-N`` the indexes of build N, ``writer.lock``
keeps a second writer out.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import EmptyLibraryError, LibraryError, ReadOnlyError

if TYPE_CHECKING:
    from filelock import BaseFileLock

SQLITE_FILE = "library.sqlite"
_LOCK_FILE = "writer.lock"
_INDEX = "index-"


def ingest_command(folder: Path) -> str:
    """Return the command that fills this data folder."""
    from assistant.settings import Settings

    default = Settings.model_fields["data_dir"].default
    same = folder.absolute() == Path(default).absolute()
    return "python -m ingest" if same else f'python -m ingest --data "{folder}"'


def check_readable(folder: Path, has_database_elsewhere: bool) -> None:
    """Raise unless the folder looks like a library; creates nothing.

    Raises:
        EmptyLibraryError: It does not exist or is empty.
        LibraryError: It is a file, or holds something else.
    """
    _check_is_folder(folder)
    if not folder.is_dir() or not _visible(folder):
        raise empty(folder)
    if not has_database_elsewhere and not (folder / SQLITE_FILE).is_file():
        _check_holds_nothing_else(folder)
        raise empty(folder)


def prepare(folder: Path) -> None:
    """Make the folder if need be, and raise unless a library is or can be in it.

    Raises:
        ReadOnlyError: It cannot be made or written to.
        LibraryError: It is a file, or holds something else.
    """
    _check_is_folder(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryError(
            f"The data folder {folder} cannot be made ({error.strerror}). Name another one with --data or LEP_DATA_DIR."
        ) from error
    if not is_writable(folder):
        raise ReadOnlyError(
            f"The data folder {folder} cannot be written to. Allow writing to it, or name another one with --data or "
            "LEP_DATA_DIR."
        )
    if not (folder / SQLITE_FILE).is_file():
        _check_holds_nothing_else(folder)


def empty(folder: Path) -> EmptyLibraryError:
    """Return the error that says that nothing has been ingested."""
    return EmptyLibraryError(
        f"Nothing has been ingested into the data folder {folder} yet. Run `{ingest_command(folder)}`."
    )


def is_writable(folder: Path) -> bool:
    """Tell whether files can be made in a folder."""
    return os.access(folder, os.W_OK | os.X_OK)


def can_write(folder: Path) -> bool:
    """Tell whether the folder and the database in it, if there is one, can be written to."""
    file = folder / SQLITE_FILE
    return is_writable(folder) and (not file.exists() or os.access(file, os.W_OK))


def lock(folder: Path, on_wait: Callable[[], None] | None) -> "BaseFileLock":
    """Keep other writers out until the lock that is returned is released; waits for one that is at work.

    Args:
        folder: The data folder, which exists.
        on_wait: Called once if another writer has to be waited for.
    """
    from filelock import FileLock, Timeout

    held = FileLock(folder / _LOCK_FILE, thread_local=False)
    try:
        held.acquire(timeout=0)
    except Timeout:
        if on_wait is not None:
            on_wait()
        held.acquire()
    return held


def index_folder(folder: Path, build: int) -> Path:
    """Return where the indexes of a build are."""
    return folder / f"{_INDEX}{build}"


def drop_other_indexes(folder: Path, build: int) -> None:
    """Delete the indexes of other builds; those that another process holds open are left for the next time."""
    for other in folder.glob(f"{_INDEX}*"):
        if other != index_folder(folder, build):
            shutil.rmtree(other, ignore_errors=True)


class IndexCopy:
    """The indexes of a folder that cannot be written to, copied to a temporary one.

    Chroma and tantivy lock and migrate their files when they open them, even if only to read.
    """

    def __init__(self, source: Path) -> None:
        """Copy `source`.

        Raises:
            LibraryError: It cannot be read, or there is no room for the copy.
        """
        self._temporary = tempfile.TemporaryDirectory(prefix="lep-index-", ignore_cleanup_errors=True)
        self.folder = Path(self._temporary.name) / source.name
        try:
            shutil.copytree(source, self.folder, copy_function=shutil.copyfile)
            for path in (self.folder, *self.folder.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)
        except (OSError, shutil.Error) as error:
            self.close()
            raise LibraryError(
                f"The indexes in {source} cannot be copied to a temporary folder, which is needed as the folder is "
                f"read-only ({error}). Allow reading them, make room, or allow writing to the data folder."
            ) from error

    def close(self) -> None:
        """Delete the copy."""
        self._temporary.cleanup()


def _visible(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))


def _check_is_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise LibraryError(
            f"The data folder {folder} is a file. Name a folder with --data or LEP_DATA_DIR, or move the file away."
        )


def _check_holds_nothing_else(folder: Path) -> None:
    ours = (_LOCK_FILE, SQLITE_FILE)
    others = [name for name in _visible(folder) if not name.startswith((*ours, _INDEX))]
    if others:
        raise LibraryError(
            f"The data folder {folder} holds no library but other files ({', '.join(others[:3])}). Name an empty or "
            "new folder with --data or LEP_DATA_DIR."
        )
