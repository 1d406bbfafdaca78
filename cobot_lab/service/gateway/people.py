"""`people.json`: who may sign in, in which role, and the Argon2 hash of each password.

The file belongs to the folder of keys and is written by the command line only. It is read again whenever it changed,
so that somebody who is taken out of it is out at once, with the session that is open.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from cobot_lab import stored
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.service.gateway.roles import Role
from cobot_lab.trust import exact

SCHEMA = "cobot_lab/people/1"
LEAST_PASSWORD = 8
"""Characters; the least that NIST SP 800-63B-3, section 5.1.1.1, accepts."""
_LONGEST_NAME, _LONGEST_PASSWORD = 40, 1000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may sign in.

    Attributes:
        name: As typed when signing in.
        role: What they are here.
        hash: Argon2id hash of the password, in its own text form.
        key: Name of their key in the folder of keys; empty when they have none.
    """

    name: str
    role: Role
    hash: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class People:
    """The people of one place.

    Attributes:
        file: `people.json`.
    """

    file: Path

    def everybody(self) -> tuple[Person, ...]:
        """Give all people, in the order they were added; none when there is no file.

        Raises:
            StoredFormError: The file is not in its form.
            OSError: It cannot be read.
        """
        if not self.file.exists():
            return ()
        try:
            document = exact.shaped(exact.read(self.file.read_bytes()), schema=str, people=list)
            if document["schema"] != SCHEMA:
                raise ValueError(f"the schema is {document['schema']!r}")
            return tuple(map(_person, document["people"]))
        except ValueError as problem:
            raise stored.StoredFormError(self.file.name, str(problem), SCHEMA) from problem

    def find(self, name: str) -> Person | None:
        """Give a person by name, or nothing."""
        return next((person for person in self.everybody() if person.name == _normal(name)), None)

    def add(self, name: str, role: Role, password: str, key: str = "") -> Person:
        """Let somebody sign in.

        Raises:
            GatewayError: The name is taken or cannot be used, or the password is too short.
            StoredFormError: The file is not in its form.
            OSError: It cannot be written.
        """
        name = _normal(name)
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable() or name != name.strip():
            raise GatewayError(Refusal.NAME_UNUSABLE, name[:_LONGEST_NAME])
        if self.find(name) is not None:
            raise GatewayError(Refusal.NAME_TAKEN, name)
        if not LEAST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
            raise GatewayError(Refusal.PASSWORD_SHORT, str(LEAST_PASSWORD))
        person = Person(name, role, _hasher().hash(_normal(password)), key)
        self._keep((*self.everybody(), person))
        return person

    def remove(self, name: str) -> bool:
        """Let somebody sign in no more; tell whether there was such a person."""
        left = tuple(person for person in self.everybody() if person.name != _normal(name))
        gone = len(left) < len(self.everybody())
        if gone:
            self._keep(left)
        return gone

    def recognise(self, name: str, password: str) -> Person | None:
        """Give the person whose password this is, or nothing. A name that nobody has takes as long."""
        person = self.find(name)
        known = _nobody() if person is None else person.hash
        try:
            _hasher().verify(known, _normal(password[: _LONGEST_PASSWORD + 1]))
        except (VerificationError, InvalidHashError):
            return None
        return person

    def _keep(self, people: tuple[Person, ...]) -> None:
        document = [
            {"name": person.name, "role": person.role.value, "hash": person.hash, "key": person.key}
            for person in people
        ]
        stored.put(self.file, stored.canonical({"schema": SCHEMA, "people": document}))


def _person(document: Any) -> Person:
    facts = exact.shaped(document, name=str, role=str, hash=str, key=str)
    return Person(facts["name"], Role(facts["role"]), facts["hash"], facts["key"])


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()  # Argon2id, 64 MiB, 3 passes, 4 lanes: RFC 9106, second recommended option


@cache
def _nobody() -> str:
    return _hasher().hash("a password that nobody has")


def _normal(text: str) -> str:
    """One keyboard writes é as one character, another as two."""
    return unicodedata.normalize("NFKC", text)
