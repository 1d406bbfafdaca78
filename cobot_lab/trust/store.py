"""Whose keys count: public keys with holder, roles, validity and revocation, in `trust.json`.

The file is signed by a root key whose public half is pinned when the keys of a school are set up, so that whoever can
write the file still cannot add a key. Its number only grows; a machine that remembers the last number it saw also
notices an older file put back (with a revocation missing, say).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from cobot_lab import stored
from cobot_lab.trust import dsse, exact, instants
from cobot_lab.trust.approval import ROLES
from cobot_lab.trust.keys import SigningKey, key_id

SCHEMA = "cobot_lab/trust/1"
PAYLOAD_TYPE = "application/vnd.cobot-lab.trust+json"


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """A public key and what its holder may do.

    Attributes:
        public: Raw public key, 32 bytes.
        holder: Who it belongs to, as people say it.
        roles: Among `referent` and `teacher`; at least one.
        not_before: First instant it counts, aware.
        not_after: First instant it no longer counts, aware.
        revoked: Taken back, whatever the dates say.
    """

    public: bytes
    holder: str
    roles: frozenset[str]
    not_before: datetime
    not_after: datetime
    revoked: bool = False

    @property
    def key_id(self) -> str:
        """Id of the key: SHA-256 of the raw public key."""
        return key_id(self.public)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        return {
            "public": self.public.hex(),
            "holder": self.holder,
            "roles": sorted(self.roles),
            "not_before": instants.text(self.not_before),
            "not_after": instants.text(self.not_after),
            "revoked": self.revoked,
        }

    @classmethod
    def from_dict(cls, document: Any) -> TrustedKey:
        """Read the JSON form back.

        Raises:
            ValueError: A field is missing, too many or out of form.
        """
        facts = exact.shaped(document, public=str, holder=str, roles=list, not_before=str, not_after=str, revoked=bool)
        key = cls(
            bytes.fromhex(facts["public"]),
            facts["holder"],
            frozenset(role for role in facts["roles"] if isinstance(role, str)),
            instants.read(facts["not_before"]),
            instants.read(facts["not_after"]),
            facts["revoked"],
        )
        if key.to_dict() != document or len(key.public) != 32:
            raise ValueError("a key is out of form")
        if not key.roles or not key.roles <= ROLES or not key.not_before < key.not_after:
            raise ValueError(f"the key of {key.holder!r} has no role or no validity")
        return key


@dataclass(frozen=True, slots=True)
class TrustStore:
    """The keys that count.

    Attributes:
        keys: In the order they were added; one entry for each key.
        number: Grows with each change.
    """

    keys: tuple[TrustedKey, ...] = ()
    number: int = 1

    def find(self, key: str) -> TrustedKey | None:
        """Give a key by its id, revoked ones included."""
        return self._by_id.get(key)

    @property
    def public_keys(self) -> dict[str, bytes]:
        """Raw public keys by id."""
        return {key: trusted.public for key, trusted in self._by_id.items()}

    def adding(self, key: TrustedKey) -> TrustStore:
        """Give a store with one key more.

        Raises:
            ValueError: The key is already there.
        """
        if self.find(key.key_id) is not None:
            raise ValueError(f"the key {key.key_id} is already trusted")
        return TrustStore((*self.keys, key), self.number + 1)

    def revoking(self, key: str) -> TrustStore:
        """Give a store in which one key is taken back.

        Raises:
            KeyError: No such key.
        """
        if self.find(key) is None:
            raise KeyError(key)
        keys = tuple(replace(known, revoked=True) if known.key_id == key else known for known in self.keys)
        return TrustStore(keys, self.number + 1)

    def signed(self, root: SigningKey) -> bytes:
        """Give the bytes of `trust.json`: an envelope signed by the root key."""
        document = {"schema": SCHEMA, "number": self.number, "keys": [key.to_dict() for key in self.keys]}
        return dsse.sign(stored.canonical(document), [root], PAYLOAD_TYPE)

    @classmethod
    def open(cls, data: bytes, root_public: bytes, at_least: int = 1) -> TrustStore:
        """Read `trust.json`.

        Args:
            data: The bytes as stored.
            root_public: The pinned raw public key of the root, 32 bytes.
            at_least: The last number seen on this machine; an older file is refused.

        Raises:
            StoredFormError: Not signed by the root, older than the last one seen, or out of form.
        """
        try:
            return _opened(data, {key_id(root_public): root_public}, at_least)
        except ValueError as problem:
            raise stored.StoredFormError("trust.json", str(problem), f"{SCHEMA}, signed by the root key") from problem

    @property
    def _by_id(self) -> Mapping[str, TrustedKey]:
        return {key.key_id: key for key in self.keys}


def _opened(data: bytes, root: Mapping[str, bytes], at_least: int) -> TrustStore:
    envelope = dsse.read(data)
    if envelope.payload_type != PAYLOAD_TYPE or not envelope.signers(root):
        raise ValueError("the root key did not sign this")
    document = exact.shaped(exact.read(envelope.payload), schema=str, number=int, keys=list)
    if document["schema"] != SCHEMA:
        raise ValueError(f"the schema is {document['schema']!r}")
    if document["number"] < at_least:
        raise ValueError(f"number {document['number']} is older than {at_least}, already seen here")
    store = TrustStore(tuple(map(TrustedKey.from_dict, document["keys"])), document["number"])
    if len(store.public_keys) != len(store.keys):
        raise ValueError("a key stands twice")
    return store
