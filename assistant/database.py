"""Connections to the library's database, and its errors in the user's words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from assistant.errors import LibraryError, ReadOnlyError, SettingsError
from assistant.folder import SQLITE_FILE

BUSY_SECONDS = 30.0
"""How long a statement waits for another process that is writing."""


def _connect_sqlite(file: Path, *, writable: bool, create: bool) -> sqlite3.Connection:
    def connect(options: str) -> sqlite3.Connection:
        uri = f"{file.absolute().as_uri()}?{options}"
        connection = sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, check_same_thread=False)
        connection.execute("PRAGMA foreign_keys=ON")
        return connection

    if writable:
        connection = connect("mode=rwc" if create else "mode=rw")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=NORMAL")
        return connection
    connection = connect("mode=ro")
    try:
        connection.execute("SELECT 1 FROM sqlite_master")
    except sqlite3.OperationalError:
        # A write-ahead log needs a file of its own beside the database, which cannot be made in a folder that
        # is read-only. Nobody writes to such a folder, so the database may be read without.
        connection.close()
        connection = connect("immutable=1")
    return connection


class Database:
    """Where the rows live: SQLite in the data folder, or any database by its SQLAlchemy URL.

    Attributes:
        name: What to call it in messages, without a password.
    """

    def __init__(self, folder: Path, url: str, *, writable: bool, create: bool = False) -> None:
        """Prepare to connect; nothing is opened yet.

        Args:
            folder: The data folder.
            url: SQLAlchemy URL; empty: SQLite in the data folder.
            writable: Whether the data folder can be written to.
            create: Whether to make the SQLite file if there is none.

        Raises:
            SettingsError: The URL cannot work.
        """
        self._file: Path | None = None
        self._inode: tuple[int, int] | None = None
        if url:
            try:
                self.name = make_url(url).render_as_string(hide_password=True)
                self._engine = create_engine(url, pool_pre_ping=True)
            except (ArgumentError, ImportError) as error:
                raise SettingsError(
                    f"The setting LEP_DATABASE_URL cannot be used ({error}). Correct it, install the driver "
                    "that it names, or unset it to keep the library in the data folder."
                ) from error
            return
        file = folder / SQLITE_FILE
        self._file, self.name = file, str(file)
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: _connect_sqlite(file, writable=writable, create=create),
            poolclass=QueuePool if writable else NullPool,
        )

    @property
    def engine(self) -> Engine:
        """The engine, for creating and inspecting tables."""
        return self._engine

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a connection for reading.

        Raises:
            LibraryError: The database is damaged, is not one, or cannot be reached.
        """
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise LibraryError(
                f"The library's database {self.name} cannot be read ({_cause(error)}). Make sure that "
                "its disk has room; if it is damaged, restore it from a backup, or move it away and run "
                "`python -m ingest` again."
            ) from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open a transaction: all of it is kept, or nothing.

        Raises:
            ReadOnlyError: The database cannot be written to.
            LibraryError: The database is damaged or full, or cannot be reached.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except SQLAlchemyError as error:
            cause = _cause(error)
            if "readonly" in cause or "read-only" in cause:
                raise ReadOnlyError(
                    f"The library's database {self.name} cannot be written to. Allow writing to its folder, "
                    "or name another one with --data or LEP_DATA_DIR."
                ) from error
            raise LibraryError(
                f"The library's database {self.name} cannot be written ({cause}). Nothing was changed. Make "
                "sure that the disk has room and that the file is not damaged, then try again."
            ) from error

    def replaced(self) -> bool:
        """Tell whether another file has been put in the place of the one that was opened; False for other databases."""
        if self._file is None:
            return False
        try:
            found = self._file.stat()
        except OSError:
            return True
        inode, self._inode = self._inode, (found.st_dev, found.st_ino)
        return inode not in (None, self._inode)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _cause(error: SQLAlchemyError) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]
