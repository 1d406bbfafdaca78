"""The folder that holds what one place trusts: its root, its keys, whom it believes, its journal.

| file | what |
|---|---|
| `root.key.json` | the root's private key, wrapped; signs `trust.json` |
| `root.pub` | the root's public key in hexadecimal, pinned when the folder is made |
| `trust.json` | whose keys count, signed by the root |
| `keys/<name>.json` | private keys, wrapped |
| `trust.lock` | held by whoever changes `trust.json` |
| `runs/` | the record of every run |
| `journal.db` | what happened, a chain; also remembers the last number of `trust.json` |
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from filelock import FileLock

from cobot_lab import stored
from cobot_lab.findings import CobotLabError
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.key_file import public_half, read_key, write_key
from cobot_lab.trust.keys import SigningKey, key_id
from cobot_lab.trust.store import TrustedKey, TrustStore

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_ID = re.compile(r"[0-9a-f]{8,64}")
TRUSTED, REVOKED = "trust", "revoked"
"""Kinds of the journal's entries that tell of a new `trust.json`: by a key added, by one revoked."""
_WAIT = 10.0
"""How long to wait for another who changes the list [s]: as long as for the journal."""
VALIDITY = timedelta(days=366)
"""How long a new key counts: a school year and the holidays after it."""


class KeyringError(CobotLabError):
    """The folder of keys is not as it has to be."""

    def __init__(self, folder: Path, problem: str, wanted: str) -> None:
        super().__init__(f"{folder}: {problem}; expected {wanted}")


@dataclass(frozen=True, slots=True)
class Keyring:
    """One place's folder of keys.

    Attributes:
        folder: Where its files are.
    """

    folder: Path

    @property
    def exists(self) -> bool:
        """Whether the folder was set up."""
        return (self.folder / "root.pub").exists()

    @property
    def root(self) -> str:
        """Id of the root key that is pinned here.

        Raises:
            KeyringError: The folder was not set up, or is damaged.
        """
        return key_id(self._root())

    @property
    def journal(self) -> Journal:
        """The journal of this place."""
        return Journal(self.folder / "journal.db")

    @property
    def records(self) -> Path:
        """Where the records of runs are kept."""
        return self.folder / "runs"

    def set_up(self, passphrase: str) -> None:
        """Make the folder, its root key, an empty list of trusted keys and a new journal.

        Args:
            passphrase: Wraps the root key.

        Raises:
            KeyringError: It exists already, or cannot be written.
            KeyFileError: The passphrase is too short.
        """
        if self.exists:
            raise KeyringError(self.folder, "there are keys already", "a new folder")
        try:
            (self.folder / "keys").mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as problem:
            raise KeyringError(self.folder, problem.strerror or str(problem), "a folder to write in") from problem
        root = SigningKey.new("root")
        write_key(root, self.folder / "root.key.json", passphrase)
        Journal.create(self.folder / "journal.db")
        self._keep("trust.json", TrustStore().signed(root))
        self._keep("root.pub", root.public.hex().encode())

    def trusted(self) -> TrustStore:
        """Read whose keys count.

        Raises:
            KeyringError: The folder was not set up, or a file is missing.
            StoredFormError: `trust.json` is not the root's, or older than one seen before.
            JournalError: The journal is broken.
        """
        seen = [entry.body["number"] for entry in self.journal.entries() if entry.kind in {TRUSTED, REVOKED}]
        return TrustStore.open(self._read("trust.json"), self._root(), at_least=max(seen, default=1))

    def add(
        self, name: str, holder: str, role: str, passphrase: str, root_passphrase: str, now: datetime
    ) -> TrustedKey:
        """Make a key pair and trust it.

        Args:
            name: Of its file: small letters, digits, `-`, `_`.
            holder: Who it belongs to, as people say it.
            role: `referent` or `teacher`.
            passphrase: Wraps the new key.
            root_passphrase: Opens the root key, which signs the list.
            now: When it starts to count.

        Raises:
            KeyringError: The name is out of form or taken, or the folder was not set up.
            KeyFileError: A passphrase does not open its key, or is too short.
            StoredFormError: The role or the holder's name cannot be kept.
        """
        if not holder.isprintable():
            raise KeyringError(self.folder, f"{holder!r} cannot be a holder's name", "printable characters")
        file = self.key_file(name)
        root = read_key(self.folder / "root.key.json", root_passphrase)
        key = SigningKey.new(holder)
        trusted = TrustedKey(key.public, holder, frozenset({role}), now, now + VALIDITY)
        with self._changing():
            store = self.trusted().adding(trusted)
            signed = store.signed(root)
            TrustStore.open(signed, root.public)  # refuses now what could not be read later
            write_key(key, file, passphrase)
            self._keep("trust.json", signed)
            self.journal.append(TRUSTED, {"number": store.number, "added": trusted.key_id, "holder": holder})
        return trusted

    def named(self, name: str) -> TrustedKey:
        """Give a trusted key by the name of its file here, or by the beginning of its id.

        Args:
            name: Of its file, or at least 8 hexadecimal digits of its id, as `keys list` shows it.

        Raises:
            KeyringError: No key, or more than one, is called so.
            KeyFileError: Its file cannot be read.
            StoredFormError, JournalError: See `trusted`.
        """
        store = self.trusted()
        if _NAME.fullmatch(name) and self.key_file(name).exists():
            found = [key for key in store.keys if key.public == public_half(self.key_file(name))]
        else:
            found = [key for key in store.keys if _ID.fullmatch(name) and key.key_id.startswith(name)]
        if len(found) != 1:
            problem = f"{len(found)} trusted keys are called {name!r}"
            raise KeyringError(self.folder, problem, "the name of a key, or 8 or more digits of its id from keys list")
        return found[0]

    def revoke(self, key: str, reason: str, root_passphrase: str) -> TrustedKey:
        """Revoke a key: what it signed is refused from now on, whenever it was signed, and nothing takes that back.

        Args:
            key: Its id.
            reason: Why, as people say it; may be empty.
            root_passphrase: Opens the root key, which signs the list.

        Raises:
            KeyringError: No such key, it is revoked already, or the reason is not printable.
            KeyFileError: The passphrase does not open the root key.
            StoredFormError, JournalError: See `trusted`; the journal may be written later by the same call again.
        """
        if not reason.isprintable():
            raise KeyringError(self.folder, f"{reason!r} cannot be a reason", "printable characters")
        root = read_key(self.folder / "root.key.json", root_passphrase)
        with self._changing():
            store = self.trusted()
            known = store.find(key)
            if known is None:
                raise KeyringError(self.folder, f"the key {key} is not trusted", "the id of a key from keys list")
            if not known.revoked:
                store = store.revoking(key)
                self._keep("trust.json", store.signed(root))
            elif any(entry.kind == REVOKED and entry.body["revoked"] == key for entry in self.journal.entries()):
                raise KeyringError(self.folder, f"the key of {known.holder} is revoked already", "a key that counts")
            facts = {"revoked": key, "holder": known.holder, "reason": reason}
            self.journal.append(REVOKED, {"number": store.number, **facts})
        revoked = store.find(key)
        assert revoked is not None, "it was just found"
        return revoked

    def key_file(self, name: str) -> Path:
        """Give the file of a private key.

        Raises:
            KeyringError: The name is out of form.
        """
        if not _NAME.fullmatch(name):
            raise KeyringError(self.folder, f"{name!r} is no name of a key", "small letters, digits, - and _")
        return self.folder / "keys" / f"{name}.json"

    def names(self) -> tuple[str, ...]:
        """Give the names of the private keys kept here, in order."""
        return tuple(sorted(file.stem for file in (self.folder / "keys").glob("*.json")))

    @contextmanager
    def _changing(self) -> Iterator[None]:
        """Have the list from its reading to its writing: of two who change it, one would undo what the other did."""
        try:
            lock = FileLock(self.folder / "trust.lock", timeout=_WAIT, mode=0o600)
            lock.acquire()
        except OSError as problem:  # whoever holds it too long included
            wanted = "a disk that can be written, and nobody else who is changing the list"
            raise KeyringError(self.folder, f"trust.lock: {problem.strerror or problem}", wanted) from problem
        try:
            yield
        finally:
            lock.release()

    def _root(self) -> bytes:
        try:
            return bytes.fromhex(self._read("root.pub").decode("ascii"))
        except ValueError as problem:
            raise KeyringError(self.folder, "root.pub is damaged", "64 hexadecimal digits") from problem

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError as problem:
            raise KeyringError(self.folder, f"{name}: {problem.strerror}", "a folder made by keys new") from problem

    def _keep(self, name: str, data: bytes) -> None:
        try:
            stored.put(self.folder / name, data)
        except OSError as problem:
            raise KeyringError(self.folder, f"{name}: {problem.strerror}", "a disk that can be written") from problem
