from __future__ import annotations

import base64
import json
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from securesystemslib.dsse import Envelope as OtherEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import CryptoSigner, SSlibKey

from cobot_lab import stored
from cobot_lab.trust import dsse
from cobot_lab.trust.keys import SigningKey

PAYLOAD = '{"a":"é"}'.encode()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey.new("Mme Diallo")


def other_public(key: SigningKey) -> SSlibKey:
    return SSlibKey(key.key_id, "ed25519", "ed25519", {"public": key.public.hex()})


def changed(envelope: bytes, **fields: object) -> bytes:
    return stored.canonical({**json.loads(envelope), **fields})


def test_the_signer_is_found(key):
    opened = dsse.read(dsse.sign(PAYLOAD, [key]))
    assert opened.payload == PAYLOAD
    assert opened.payload_type == "application/vnd.in-toto+json"
    assert opened.signers({key.key_id: key.public}) == {key.key_id}
    assert opened.signers({}) == frozenset()


def test_securesystemslib_accepts_ours(key):
    ours = OtherEnvelope.from_dict(json.loads(dsse.sign(PAYLOAD, [key])))
    assert ours.pae() == dsse.pae(dsse.IN_TOTO, PAYLOAD)
    assert set(ours.verify([other_public(key)], 1)) == {key.key_id}
    with pytest.raises(VerificationError):
        ours.verify([other_public(SigningKey.new("x"))], 1)


def test_we_accept_securesystemslibs(key):
    theirs = OtherEnvelope(PAYLOAD, dsse.IN_TOTO, {})
    theirs.sign(CryptoSigner(Ed25519PrivateKey.from_private_bytes(key.seed), other_public(key)))
    opened = dsse.read(stored.canonical(theirs.to_dict()))
    assert opened.signers({key.key_id: key.public}) == {key.key_id}


def test_openssl_verifies_the_signed_bytes(key, tmp_path):
    opened = dsse.read(dsse.sign(PAYLOAD, [key]))
    public = Ed25519PublicKey.from_public_bytes(key.public)
    (tmp_path / "key.pem").write_bytes(public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    (tmp_path / "message").write_bytes(dsse.pae(opened.payload_type, opened.payload))
    (tmp_path / "signature").write_bytes(opened.signatures[0][1])
    command = "openssl pkeyutl -verify -pubin -inkey key.pem -rawin -in message -sigfile signature"
    done = subprocess.run(command.split(), check=False, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (tmp_path / "message").write_bytes(b"another")
    assert subprocess.run(command.split(), check=False, cwd=tmp_path, capture_output=True).returncode != 0


def test_keys_are_counted_not_signatures(key):
    once = json.loads(dsse.sign(PAYLOAD, [key]))
    twice = dsse.read(stored.canonical({**once, "signatures": once["signatures"] * 2}))
    assert len(twice.signatures) == 2
    assert len(twice.signers({key.key_id: key.public})) == 1
    second = SigningKey.new("M. Roux")
    both = dsse.read(dsse.sign(PAYLOAD, [key, second]))
    assert both.signers({k.key_id: k.public for k in (key, second)}) == {key.key_id, second.key_id}


def test_a_signature_is_bound_to_payload_type_and_key(key):
    envelope = dsse.sign(PAYLOAD, [key])
    known = {key.key_id: key.public}
    other = base64.b64encode(PAYLOAD + b" ").decode()
    assert dsse.read(changed(envelope, payload=other)).signers(known) == frozenset()
    assert dsse.read(changed(envelope, payloadType="text/plain")).signers(known) == frozenset()
    assert dsse.read(envelope).signers({key.key_id: SigningKey.new("x").public}) == frozenset()


@pytest.mark.parametrize(
    "fields",
    [
        {"payload": "YQ"},
        {"payload": "YR=="},
        {"payload": "YQ==\n"},
        {"payload": "Y-_="},
        {"payload": 1},
        {"signatures": []},
        {"signatures": [{"keyid": "a"}]},
        {"signatures": [{"keyid": "a", "sig": "YQ==", "more": 1}]},
        {"signatures": {"a": "b"}},
        {"more": 1},
        {"payload": "a" * (1 << 20)},
    ],
)
def test_an_envelope_out_of_form_is_not_read(key, fields):
    with pytest.raises(ValueError, match=r"."):
        dsse.read(changed(dsse.sign(PAYLOAD, [key]), **fields))


@pytest.mark.parametrize(
    "data", [b"", b"null", b"[]", b"\xff", b'{"a":1e999}', b'{"a":NaN}', b"[" * 50_000, b'{"a":"\\ud800"}']
)
def test_what_is_no_envelope_is_not_read(data):
    with pytest.raises(ValueError, match=r"."):
        dsse.read(data)


def test_repeated_keys_spaces_and_other_encodings_are_not_read(key):
    envelope = dsse.sign(PAYLOAD, [key])
    for other in (
        envelope + b"\n",
        envelope.replace(b":", b": ", 1),
        b'{"payload":"YQ==",' + envelope[1:],
        envelope.decode().encode("utf-16"),
        b"\xef\xbb\xbf" + envelope,
    ):
        with pytest.raises(ValueError, match=r"."):
            dsse.read(other)
