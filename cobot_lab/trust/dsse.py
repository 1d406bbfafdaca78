"""DSSE envelopes: a payload, its type and signatures over both (github.com/secure-systems-lab/dsse, version 1).

The payload is decoded once; what is verified and what is parsed are the same bytes object.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cobot_lab import stored
from cobot_lab.trust import exact
from cobot_lab.trust.keys import SigningKey, verifies

IN_TOTO = "application/vnd.in-toto+json"
MAX_SIZE = 1 << 20
"""An envelope holds a page of JSON; anything above 1 MiB is not read."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope as received; nothing in it is trusted before `signers` says so.

    Attributes:
        payload_type: What the payload is; covered by the signatures.
        payload: The bytes that were signed.
        signatures: Pairs of key id and signature, in the order given. The ids are hints, not signed.
    """

    payload_type: str
    payload: bytes
    signatures: tuple[tuple[str, bytes], ...]

    def signers(self, public_keys: Mapping[str, bytes]) -> frozenset[str]:
        """Give the ids of the known keys that truly signed: keys are counted, not signatures.

        Args:
            public_keys: Raw public keys by key id.
        """
        message = pae(self.payload_type, self.payload)
        return frozenset(
            key
            for key, signature in self.signatures
            if key in public_keys and verifies(public_keys[key], signature, message)
        )


def pae(payload_type: str, payload: bytes) -> bytes:
    """Give the bytes that are signed: type and payload, each behind its length (DSSE's pre-authentication encoding).

    >>> pae("http://example.com/HelloWorld", b"hello world")
    b'DSSEv1 29 http://example.com/HelloWorld 11 hello world'
    """
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def sign(payload: bytes, keys: Sequence[SigningKey], payload_type: str = IN_TOTO) -> bytes:
    """Sign a payload and give the envelope's bytes."""
    message = pae(payload_type, payload)
    signatures = [{"keyid": key.key_id, "sig": base64.b64encode(key.sign(message)).decode()} for key in keys]
    payload_text = base64.b64encode(payload).decode()
    return stored.canonical({"payload": payload_text, "payloadType": payload_type, "signatures": signatures})


def read(data: bytes) -> Envelope:
    """Read an envelope without trusting it.

    Raises:
        ValueError: Not an envelope in canonical JSON with strict base64, or without a signature.
    """
    if len(data) > MAX_SIZE:
        raise ValueError("too large for an envelope")
    document = exact.shaped(exact.read(data), payload=str, payloadType=str, signatures=list)
    signatures = [exact.shaped(item, keyid=str, sig=str) for item in document["signatures"]]
    if not signatures:
        raise ValueError("nobody signed")
    return Envelope(
        document["payloadType"],
        _decoded(document["payload"]),
        tuple((item["keyid"], _decoded(item["sig"])) for item in signatures),
    )


def _decoded(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    if base64.b64encode(data).decode() != text:
        raise ValueError("base64 with loose ends")
    return data
