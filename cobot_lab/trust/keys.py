"""Ed25519 signing keys. A key's id is the SHA-256 of its 32 raw public bytes, in hexadecimal.

securesystemslib and DSSE leave the form of a key id open, so this id is used there as it is. It is derived, never
stored beside the key, so one key cannot pass as two.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cobot_lab import stored


def key_id(public: bytes) -> str:
    """Give the id of a public key.

    Args:
        public: Raw public key, 32 bytes.
    """
    return stored.sha256(public)


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature over a message is this key's.

    Args:
        public: Raw public key, 32 bytes.
        signature: 64 bytes; any other length is no signature.
        message: The bytes that were signed.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key in memory. Prints only its public half.

    Attributes:
        seed: The 32 secret bytes (RFC 8032).
        holder: Who it belongs to, as people say it.
    """

    seed: bytes = field(repr=False)
    holder: str

    @classmethod
    def new(cls, holder: str) -> SigningKey:
        """Make a key from the system's randomness."""
        return cls(Ed25519PrivateKey.generate().private_bytes_raw(), holder)

    @property
    def public(self) -> bytes:
        """Raw public key, 32 bytes."""
        return self._private.public_key().public_bytes_raw()

    @property
    def key_id(self) -> str:
        """Id of the key: SHA-256 of the raw public key."""
        return key_id(self.public)

    def sign(self, message: bytes) -> bytes:
        """Sign a message; the signature has 64 bytes."""
        return self._private.sign(message)

    @property
    def _private(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.seed)
