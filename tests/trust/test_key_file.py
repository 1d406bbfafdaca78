from __future__ import annotations

import json
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest

from cobot_lab import stored
from cobot_lab.trust import key_file
from cobot_lab.trust.key_file import ARGON2ID, SCRYPT, Cost, KeyFileError, read_key, write_key
from cobot_lab.trust.keys import SigningKey, key_id, verifies

CHEAP = Cost("argon2id", 8 << 10, 1, 1)
CHEAP_SCRYPT = Cost("scrypt", 16 << 10, 1, 1)
PASSPHRASE = "cheval agrafe pile"


@pytest.fixture
def key() -> SigningKey:
    return SigningKey.new("Mme Diallo")


@pytest.fixture
def path(tmp_path, key) -> Path:
    written = tmp_path / "key.json"
    write_key(key, written, PASSPHRASE, cost=CHEAP)
    return written


def test_a_key_signs_and_only_it(key):
    signature = key.sign(b"message")
    assert verifies(key.public, signature, b"message")
    assert not verifies(key.public, signature, b"massage")
    assert not verifies(key.public, signature[:-1], b"message")
    assert not verifies(SigningKey.new("x").public, signature, b"message")
    assert key.key_id == key_id(key.public) == stored.sha256(key.public)


def test_the_seed_is_not_printed(key):
    assert key.seed.hex() not in repr(key)
    assert repr(key.seed) not in repr(key)


@pytest.mark.parametrize("cost", [CHEAP, CHEAP_SCRYPT])
def test_a_key_comes_back(tmp_path, key, cost):
    write_key(key, tmp_path / "k", PASSPHRASE, cost=cost)
    assert read_key(tmp_path / "k", PASSPHRASE) == key
    assert [entry.name for entry in tmp_path.iterdir()] == ["k"]


@pytest.mark.parametrize("cost", [None, SCRYPT])
def test_the_full_cost_works_and_is_written_down(tmp_path, key, cost):
    write_key(key, tmp_path / "k", PASSPHRASE, cost=cost)
    said = json.loads((tmp_path / "k").read_bytes())["kdf"]
    wanted = cost or ARGON2ID
    assert said == {"name": wanted.name, "memory": wanted.memory, "passes": wanted.passes, "lanes": wanted.lanes}
    assert read_key(tmp_path / "k", PASSPHRASE) == key


def test_scrypt_is_taken_where_argon2id_is_missing(monkeypatch):
    def missing(**_):
        raise key_file.UnsupportedAlgorithm("no Argon2id here")

    assert key_file._available() is ARGON2ID
    monkeypatch.setattr(key_file, "Argon2id", missing)
    assert key_file._available() is SCRYPT


def test_only_the_owner_may_read_it(path):
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_seed_is_not_in_the_file(path, key):
    assert key.seed.hex().encode() not in path.read_bytes()
    assert key.seed not in path.read_bytes()


def test_another_passphrase_does_not_open_it(path):
    for other in ("cheval agrafe pilf", "", PASSPHRASE + " ", PASSPHRASE.upper()):
        with pytest.raises(KeyFileError, match="passphrase"):
            read_key(path, other)


def test_one_letter_written_in_two_ways_is_one_passphrase(tmp_path, key):
    write_key(key, tmp_path / "k", "déjà-vu-été", cost=CHEAP)
    assert read_key(tmp_path / "k", "de\u0301ja\u0300-vu-e\u0301te\u0301") == key


def test_a_short_passphrase_is_refused(tmp_path, key):
    with pytest.raises(KeyFileError, match="too short"):
        write_key(key, tmp_path / "k", "1234567", cost=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_never_overwritten(path, key):
    before = path.read_bytes()
    with pytest.raises(KeyFileError, match="exists"):
        write_key(key, path, PASSPHRASE, cost=CHEAP)
    assert path.read_bytes() == before


def test_a_failed_write_leaves_nothing(tmp_path, key, monkeypatch):
    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_file.os, "fsync", full)
    with pytest.raises(KeyFileError, match="No space"):
        write_key(key, tmp_path / "k", PASSPHRASE, cost=CHEAP)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_or_file_is_said(tmp_path, key):
    with pytest.raises(KeyFileError, match="No such file"):
        write_key(key, tmp_path / "no" / "k", PASSPHRASE, cost=CHEAP)
    with pytest.raises(KeyFileError, match="No such file"):
        read_key(tmp_path / "k", PASSPHRASE)


def test_no_flipped_byte_opens(path):
    data = path.read_bytes()
    for position in range(len(data)):
        flipped = bytearray(data)
        flipped[position] ^= 1
        path.write_bytes(flipped)
        with pytest.raises(KeyFileError):
            read_key(path, PASSPHRASE)


@pytest.mark.parametrize(
    ("memory", "passes", "lanes"), [(1 << 31, 1, 1), (8 << 10, 65, 1), (8 << 10, 1, 17), (0, 1, 1)]
)
def test_a_cost_that_would_exhaust_the_machine_is_not_tried(path, memory, passes, lanes):
    kdf = {"name": "argon2id", "memory": memory, "passes": passes, "lanes": lanes}
    path.write_bytes(stored.canonical(json.loads(path.read_bytes()) | {"kdf": kdf}))
    with pytest.raises(KeyFileError, match="out of bounds"):
        read_key(path, PASSPHRASE)


def test_halves_of_two_keys_are_no_key(tmp_path, key):
    mixed = SimpleNamespace(seed=key.seed, holder="x", public=SigningKey.new("x").public)
    write_key(mixed, tmp_path / "k", PASSPHRASE, cost=CHEAP)
    with pytest.raises(KeyFileError, match="halves"):
        read_key(tmp_path / "k", PASSPHRASE)


@pytest.mark.parametrize(
    "change",
    [
        {"holder": "Somebody else"},
        {"public": "00" * 32},
        {"schema": "cobot_lab/key/2"},
        {"wrapped": 1},
        {"wrapped": ""},
        {"salt": ""},
        {"nonce": "00"},
        {"kdf": {"name": "argon2id", "memory": 1 << 40, "passes": 1, "lanes": 1}},
        {"kdf": {"name": "argon2id", "memory": 8 << 10, "passes": 1 << 40, "lanes": 1}},
        {"kdf": {"name": "argon2id", "memory": 8 << 10, "passes": 2, "lanes": 1}},
        {"kdf": {"name": "argon2id", "memory": 1, "passes": 1, "lanes": 1}},
        {"kdf": {"name": "scrypt", "memory": 3 << 10, "passes": 1, "lanes": 1}},
        {"kdf": {"name": "md5", "memory": 8 << 10, "passes": 1, "lanes": 1}},
        {"kdf": None},
    ],
)
def test_a_changed_field_does_not_open(path, change):
    path.write_bytes(stored.canonical(json.loads(path.read_bytes()) | change))
    with pytest.raises(KeyFileError):
        read_key(path, PASSPHRASE)
