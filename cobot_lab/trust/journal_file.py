"""The SQLite file under the journal: opened for each operation, of one known shape, written in whole transactions."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cobot_lab.findings import CobotLabError
from cobot_lab.trust.journal_data import ChainError, Row

TABLE = "CREATE TABLE entries (seq INTEGER PRIMARY KEY, prev TEXT NOT NULL, body TEXT NOT NULL, sha256 TEXT NOT NULL)"
_WAIT = 10.0
"""How long to wait for another writer [s]."""


class JournalError(CobotLabError):
    """The journal cannot be read or written; nothing was half written."""

    def __init__(self, path: Path, doing: str, problem: str) -> None:
        super().__init__(f"journal {path}: cannot {doing}: {problem}")


def make(path: Path) -> None:
    """Make an empty file that only its owner may read, and the table in it.

    Raises:
        JournalError: The file exists or cannot be written.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as problem:
        raise JournalError(path, "create", problem.strerror or str(problem)) from problem


@contextmanager
def opened(path: Path, doing: str, *, new: bool = False) -> Iterator[sqlite3.Connection]:
    """Open the file; whatever SQLite or the chain has against it becomes a JournalError, with the reason as cause.

    Args:
        path: The file, which must exist.
        doing: What is being done, for the message.
        new: The table is not there yet.
    """
    try:
        with closing(_connected(path)) as connection:
            if not new:
                _of_known_shape(connection)
            yield connection
    except (sqlite3.Error, ChainError) as problem:
        raise JournalError(path, doing, str(problem)) from problem


@contextmanager
def writing(path: Path, doing: str, *, new: bool = False) -> Iterator[sqlite3.Connection]:
    """Hold the write lock; leaving without an exception commits to the disk, with one takes everything back."""
    with opened(path, doing, new=new) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def rows(connection: sqlite3.Connection) -> list[Row]:
    """Give all rows in order, texts as bytes."""
    return connection.execute("SELECT seq, prev, body, sha256 FROM entries ORDER BY seq").fetchall()


def last_row(connection: sqlite3.Connection) -> Row:
    """Give the last row.

    Raises:
        ChainError: There is none.
    """
    row: Row | None = connection.execute(
        "SELECT seq, prev, body, sha256 FROM entries ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    if row is None:
        raise ChainError(1, "missing")
    return row


def whole(connection: sqlite3.Connection) -> None:
    """Let SQLite check its own pages.

    Raises:
        ChainError: They do not fit together.
    """
    ((answer,), *_) = connection.execute("PRAGMA integrity_check(1)").fetchall()
    if answer != b"ok":
        raise ChainError(0, f"damaged file: {answer.decode(errors='replace')}")


def _connected(path: Path) -> sqlite3.Connection:
    # mode=rw: a file that is gone is an error here, never a new and empty journal.
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=_WAIT, isolation_level=None)
    connection.text_factory = bytes
    try:
        connection.execute("PRAGMA trusted_schema=OFF")
        ((mode,),) = connection.execute("PRAGMA journal_mode=WAL").fetchall()
        if mode != b"wal":
            raise ChainError(0, f"the disk allows only the mode {mode.decode(errors='replace')}")
        connection.execute("PRAGMA synchronous=FULL")
    except BaseException:
        connection.close()
        raise
    return connection


def _of_known_shape(connection: sqlite3.Connection) -> None:
    """Refuse another column, table, index, view or trigger: each could change what is read or written."""
    shape = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    if shape != [(b"table", b"entries", TABLE.encode())]:
        raise ChainError(0, "its tables are not those of a journal")
