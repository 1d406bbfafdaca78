"""The journal: an append-only chain of entries, each holding the digest of the one before, in an SQLite file.

Every operation opens the file, so that threads and processes may share a `Journal`; SQLite's write lock leaves one
writer at a time, and each entry is on the disk when `append` comes back. Which one-time numbers were used is read from
the chain itself, verified, so no second table can say otherwise.

A chain shows any edit but two: its tail cut off, and all of it written anew. Against those its head is noted elsewhere
(as words, on paper) and given to `verify` later.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.trust import journal_data, journal_file
from cobot_lab.trust.head_words import head_words
from cobot_lab.trust.journal_data import BEFORE, ChainError, Entry
from cobot_lab.trust.journal_file import JournalError


def _wall_clock() -> datetime:
    return datetime.now(timezone.utc)


@dataclass(frozen=True, slots=True)
class Journal:
    """A journal that exists. A missing file is never made anew on the quiet: it would forget the used numbers.

    Attributes:
        path: The SQLite file.
        now: The clock that entries are dated by, aware.
    """

    path: Path
    now: Callable[[], datetime] = _wall_clock

    @classmethod
    def create(cls, path: Path, now: Callable[[], datetime] = _wall_clock) -> Journal:
        """Start a journal in a new file, with a first entry that no other journal has.

        Args:
            path: The file.
            now: The clock that entries are dated by, aware.

        Raises:
            JournalError: The file exists or cannot be written.
        """
        journal_file.make(path)
        with journal_file.writing(path, "create", new=True) as connection:
            connection.execute(journal_file.TABLE)
            _insert(connection, 1, BEFORE, now(), "journal", "", {"id": secrets.token_hex(16)})
        return cls(path, now)

    def append(self, kind: str, body: Mapping[str, Any]) -> Entry:
        """Write an entry at the end; it is on the disk afterwards. Only the last entry is checked before.

        Args:
            kind: What happened, one word.
            body: Facts that JSON can say.

        Raises:
            JournalError: The last entry does not hold, or the file cannot be written; then nothing was.
        """
        with journal_file.writing(self.path, "append") as connection:
            last = journal_data.entry(journal_file.last_row(connection))
            return _insert(connection, last.seq + 1, last.sha256, self.now(), kind, "", body)

    def consume(self, number: str, body: Mapping[str, Any]) -> Entry | None:
        """Use up a one-time number, or give nothing because it was used before. Of two processes, one gets it.

        Args:
            number: The one-time number of an approval.
            body: Facts about what it is used for.

        Raises:
            JournalError: The chain is broken, or the file cannot be written; then nothing was.
        """
        if not number:
            raise JournalError(self.path, "consume", "the one-time number is empty")
        with journal_file.writing(self.path, "consume") as connection:
            entries = journal_data.chained(journal_file.rows(connection))
            if any(entry.number == number for entry in entries):
                return None
            return _insert(connection, entries[-1].seq + 1, entries[-1].sha256, self.now(), "consumed", number, body)

    def used(self, number: str) -> bool:
        """Tell whether a one-time number was consumed.

        Raises:
            JournalError: The journal cannot be read, or its chain is broken.
        """
        return any(entry.number == number for entry in self.entries())

    def entries(self) -> tuple[Entry, ...]:
        """Give all entries in order.

        Raises:
            JournalError: The journal cannot be read, or its chain is broken.
        """
        with journal_file.opened(self.path, "read") as connection:
            return journal_data.chained(journal_file.rows(connection))

    @property
    def head(self) -> str:
        """Digest of the last entry, hexadecimal."""
        return self.entries()[-1].sha256

    def head_words(self) -> str:
        """Give the head as twelve French words, to be noted on paper."""
        return head_words(self.head)

    def verify(self, expected_head: str | None = None) -> Report:
        """Check the whole chain.

        Args:
            expected_head: A head noted earlier, in hexadecimal or as words. It must be in the chain, so that a tail
                cut off shows; later entries may follow.

        Returns:
            A report whose subject is the head, with a JOURNAL_BROKEN finding when the chain does not hold.

        Raises:
            JournalError: The file is missing, locked or cannot be opened: nothing can be said about it.
        """
        try:
            with journal_file.opened(self.path, "verify") as connection:
                journal_file.whole(connection)
                entries = journal_data.chained(journal_file.rows(connection))
        except JournalError as problem:
            finding = _broken(problem.__cause__)
            if finding is None:
                raise
            return Report("", ("chain",), () if expected_head is None else ("head",), (finding,))
        findings: tuple[Finding, ...] = ()
        if expected_head is not None and not any(_is_head(entry.sha256, expected_head) for entry in entries):
            missing = "the noted head is not in the chain"
            findings = (Finding.of(Code.JOURNAL_BROKEN, seq=entries[-1].seq, reason=missing),)
        return Report(entries[-1].sha256, ("chain",) if expected_head is None else ("chain", "head"), (), findings)


def _insert(
    connection: sqlite3.Connection, seq: int, prev: str, at: datetime, kind: str, number: str, body: Mapping[str, Any]
) -> Entry:
    text = journal_data.text_of(kind, at, number, body)
    row = (seq, prev, text.decode(), journal_data.digest(seq, prev, text))
    connection.execute("INSERT INTO entries VALUES (?, ?, ?, ?)", row)
    return journal_data.entry((seq, prev.encode(), text, row[3].encode()))


def _broken(cause: BaseException | None) -> Finding | None:
    """Tell a journal that does not hold (a finding) from one that cannot be looked at (nothing)."""
    if isinstance(cause, ChainError):
        return Finding.of(Code.JOURNAL_BROKEN, seq=cause.seq, reason=cause.reason)
    if isinstance(cause, sqlite3.DatabaseError) and not isinstance(cause, sqlite3.OperationalError):
        return Finding.of(Code.JOURNAL_BROKEN, seq=0, reason=str(cause))
    return None


def _is_head(digest: str, noted: str) -> bool:
    return noted.split() == head_words(digest).split() if " " in noted.strip() else noted.strip() == digest
