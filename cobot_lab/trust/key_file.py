"""Private keys at rest: wrapped with a passphrase, one JSON file each.

The passphrase goes through Argon2id (RFC 9106, section 4: 64 MiB, 3 passes, 4 lanes) or, where OpenSSL has none, scrypt
(n = 2^17, r = 8, p = 1: 128 MiB); the file says which. ChaCha20-Poly1305 wraps the seed and authenticates all other
fields.

Reading enforces no least cost: whoever lowers the figures in a file only makes it fail to open, because they take part
in the derivation, and a file made whole by somebody else holds a key that no trust store names. It does enforce a
greatest cost, so that a file cannot exhaust the machine.
"""

from __future__ import annotations

import os
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from cobot_lab import stored
from cobot_lab.findings import CobotLabError
from cobot_lab.trust import exact
from cobot_lab.trust.keys import SigningKey

SCHEMA = "cobot_lab/key/1"
LEAST_PASSPHRASE = 8
"""Characters; the least that NIST SP 800-63B-3, section 5.1.1.1, accepts."""
_MOST_MEMORY = 1 << 30
_MOST_PASSES = 64


class KeyFileError(CobotLabError):
    """A key file cannot be written or opened."""

    def __init__(self, path: Path, problem: str, wanted: str) -> None:
        super().__init__(f"{path}: {problem}; expected {wanted}")


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess of the passphrase costs.

    Attributes:
        name: `argon2id` or `scrypt`.
        memory: Memory for one guess [bytes].
        passes: Passes over it: iterations for Argon2id, p for scrypt.
        lanes: Argon2id's parallel lanes; 1 for scrypt.
    """

    name: str
    memory: int
    passes: int
    lanes: int


ARGON2ID = Cost("argon2id", 64 << 20, 3, 4)
SCRYPT = Cost("scrypt", 128 << 20, 1, 1)


def write_key(key: SigningKey, path: Path, passphrase: str, *, cost: Cost | None = None) -> None:
    """Wrap a key into a new file that only its owner may read.

    Args:
        key: The key.
        path: A file that does not exist yet.
        passphrase: At least `LEAST_PASSPHRASE` characters.
        cost: Argon2id, else scrypt, at full cost when not given; tests take less.

    Raises:
        KeyFileError: The file exists or cannot be written, or the passphrase is too short.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise KeyFileError(path, "the passphrase is too short", f"{LEAST_PASSPHRASE} characters or more")
    data = stored.canonical(_wrapped(key, passphrase, cost or _available()))
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as problem:
        raise KeyFileError(path, problem.strerror or str(problem), "a new file in a folder that exists") from problem
    try:
        stored.put(path, data)
    except OSError as problem:
        path.unlink(missing_ok=True)
        raise KeyFileError(path, problem.strerror or str(problem), "a disk that can be written") from problem


def read_key(path: Path, passphrase: str) -> SigningKey:
    """Unwrap a key.

    Raises:
        KeyFileError: No such file, not a key file, or the passphrase is another one.
    """
    try:
        document = exact.read(path.read_bytes())
        wrapped = bytes.fromhex(document.pop("wrapped"))
        facts = exact.shaped(document, schema=str, holder=str, public=str, kdf=dict, salt=str, nonce=str)
        if facts["schema"] != SCHEMA:
            raise ValueError(f"the schema is {facts['schema']!r}")
        cost = Cost(**exact.shaped(facts["kdf"], name=str, memory=int, passes=int, lanes=int))
        cipher = ChaCha20Poly1305(_derived(cost, bytes.fromhex(facts["salt"]), passphrase))
        seed = cipher.decrypt(bytes.fromhex(facts["nonce"]), wrapped, stored.canonical(facts))
        key = SigningKey(seed, facts["holder"])
        if key.public.hex() != facts["public"]:
            raise ValueError("its two halves do not belong together")
    except InvalidTag as problem:
        raise KeyFileError(path, "it does not open", "its passphrase, and a file nobody changed") from problem
    except OSError as problem:
        raise KeyFileError(path, problem.strerror or str(problem), "a key file") from problem
    except (ValueError, KeyError, TypeError, OverflowError, UnsupportedAlgorithm) as problem:
        raise KeyFileError(path, str(problem), SCHEMA) from problem
    return key


def public_half(path: Path) -> bytes:
    """Read the public half of a key, which needs no passphrase; nobody vouches for it before the key is unwrapped.

    Raises:
        KeyFileError: No such file, or not a key file.
    """
    try:
        return bytes.fromhex(exact.read(path.read_bytes())["public"])
    except OSError as problem:
        raise KeyFileError(path, problem.strerror or str(problem), "a key file") from problem
    except (ValueError, KeyError, TypeError) as problem:
        raise KeyFileError(path, str(problem), SCHEMA) from problem


def _available() -> Cost:
    try:
        Argon2id(salt=bytes(16), length=32, iterations=1, lanes=1, memory_cost=8)
    except UnsupportedAlgorithm:
        return SCRYPT
    return ARGON2ID


def _wrapped(key: SigningKey, passphrase: str, cost: Cost) -> dict[str, Any]:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    document = {
        "schema": SCHEMA,
        "holder": key.holder,
        "public": key.public.hex(),
        "kdf": {"name": cost.name, "memory": cost.memory, "passes": cost.passes, "lanes": cost.lanes},
        "salt": salt.hex(),
        "nonce": nonce.hex(),
    }
    cipher = ChaCha20Poly1305(_derived(cost, salt, passphrase))
    return {**document, "wrapped": cipher.encrypt(nonce, key.seed, stored.canonical(document)).hex()}


def _derived(cost: Cost, salt: bytes, passphrase: str) -> bytes:
    if not 0 < cost.memory <= _MOST_MEMORY or not 0 < cost.passes <= _MOST_PASSES or not 0 < cost.lanes <= 16:
        raise ValueError("the cost is out of bounds")
    # One keyboard writes é as one character, another as two: both are the same passphrase.
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    if cost.name == "argon2id":
        kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory // 1024)
        return kdf.derive(secret)
    if cost.name == "scrypt":
        return Scrypt(salt=salt, length=32, n=cost.memory // 1024, r=8, p=cost.passes).derive(secret)
    raise ValueError(f"no derivation is called {cost.name!r}")
