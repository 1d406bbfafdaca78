from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cobot_lab import stored
from cobot_lab.stored import StoredFormError
from cobot_lab.trust import dsse
from cobot_lab.trust.keys import SigningKey
from cobot_lab.trust.store import PAYLOAD_TYPE, TrustStore


@pytest.fixture(scope="module")
def root() -> SigningKey:
    return SigningKey.new("root")


def test_a_signed_store_comes_back(trust, trusted, root):
    data = trust.signed(root)
    assert data == trust.signed(root)
    opened = TrustStore.open(data, root.public)
    assert opened == trust
    assert opened.find(trusted.key_id) == trusted
    assert opened.find("0" * 64) is None


def test_a_key_is_added_once_and_can_be_revoked(trust, trusted):
    with pytest.raises(ValueError, match="already trusted"):
        trust.adding(trusted)
    revoked = trust.revoking(trusted.key_id)
    assert revoked.find(trusted.key_id).revoked
    assert revoked.number == trust.number + 1
    with pytest.raises(KeyError):
        trust.revoking("0" * 64)


def test_only_the_root_may_sign(trust, root):
    with pytest.raises(StoredFormError, match="root key"):
        TrustStore.open(trust.signed(SigningKey.new("x")), root.public)


def test_an_older_store_put_back_is_refused(trust, trusted, root):
    newer = trust.revoking(trusted.key_id)
    assert TrustStore.open(newer.signed(root), root.public, at_least=newer.number) == newer
    with pytest.raises(StoredFormError, match="older"):
        TrustStore.open(trust.signed(root), root.public, at_least=newer.number)


def test_no_flipped_byte_is_accepted(trust, root):
    data = trust.signed(root)
    for position in range(len(data)):
        flipped = bytearray(data)
        flipped[position] ^= 1
        with pytest.raises(StoredFormError):
            TrustStore.open(bytes(flipped), root.public)


@pytest.mark.parametrize(
    "change",
    [
        {"roles": []},
        {"roles": ["pupil"]},
        {"roles": ["referent", "referent"]},
        {"roles": ["referent", 1]},
        {"public": "00"},
        {"public": "zz" * 32},
        {"revoked": 0},
        {"not_after": "2000-01-01T00:00:00Z"},
        {"not_after": "tomorrow"},
        {"more": 1},
    ],
)
def test_a_key_out_of_form_is_refused_though_signed(trusted, root, change):
    document = {"schema": "cobot_lab/trust/1", "number": 1, "keys": [trusted.to_dict() | change]}
    with pytest.raises(StoredFormError):
        TrustStore.open(dsse.sign(stored.canonical(document), [root], PAYLOAD_TYPE), root.public)


def test_another_schema_type_or_a_key_twice_is_refused(trusted, trust, root):
    twice = TrustStore((trusted, replace(trusted, roles=frozenset({"teacher"}))))
    with pytest.raises(StoredFormError, match="twice"):
        TrustStore.open(twice.signed(root), root.public)
    payload = dsse.read(trust.signed(root)).payload
    with pytest.raises(StoredFormError):
        TrustStore.open(dsse.sign(payload, [root]), root.public)
    later = stored.canonical(json.loads(payload) | {"schema": "cobot_lab/trust/2"})
    with pytest.raises(StoredFormError, match="schema"):
        TrustStore.open(dsse.sign(later, [root], PAYLOAD_TYPE), root.public)
