"""One place's folder of keys."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from cobot_lab import stored
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.trust.key_file import KeyFileError, read_key
from cobot_lab.trust.keyring import Keyring, KeyringError

ROOT, OWN = "battery staple", "correct horse"
NOW = datetime(2026, 11, 22, 8, 0, tzinfo=timezone.utc)


@pytest.fixture
def ring(tmp_path: Path) -> Keyring:
    made = Keyring(tmp_path / "home")
    made.set_up(ROOT)
    return made


def test_a_new_folder_trusts_nobody_and_has_a_journal(ring: Keyring) -> None:
    assert ring.exists
    assert ring.trusted().keys == ()
    assert len(ring.journal.entries()) == 1


def test_a_key_is_made_trusted_and_written_down(ring: Keyring) -> None:
    added = ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    assert ring.names() == ("martin",)
    assert ring.trusted().find(added.key_id) == added
    assert read_key(ring.key_file("martin"), OWN).key_id == added.key_id
    assert ring.journal.entries()[-1].body["added"] == added.key_id


def test_a_folder_is_set_up_once(ring: Keyring) -> None:
    with pytest.raises(KeyringError, match="keys already"):
        ring.set_up(ROOT)


def test_a_name_is_taken_once_and_has_a_form(ring: Keyring) -> None:
    ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    with pytest.raises(KeyFileError, match="expected a new file"):
        ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    for name in ("../martin", "Martin", "", "a" * 41):
        with pytest.raises(KeyringError, match="name of a key"):
            ring.key_file(name)


def test_only_the_root_adds_keys(ring: Keyring) -> None:
    with pytest.raises(KeyFileError, match="does not open"):
        ring.add("martin", "Mme Martin", "referent", OWN, "another phrase", NOW)
    assert ring.names() == ()
    assert ring.trusted().keys == ()


def test_an_older_list_put_back_is_refused(ring: Keyring) -> None:
    old = (ring.folder / "trust.json").read_bytes()
    ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    (ring.folder / "trust.json").write_bytes(old)
    with pytest.raises(stored.StoredFormError, match="older"):
        ring.trusted()


def test_a_list_that_the_root_did_not_sign_is_refused(ring: Keyring, tmp_path: Path) -> None:
    other = Keyring(tmp_path / "other")
    other.set_up(ROOT)
    (ring.folder / "trust.json").write_bytes((other.folder / "trust.json").read_bytes())
    with pytest.raises(stored.StoredFormError, match="root key did not sign"):
        ring.trusted()


def test_what_is_missing_or_damaged_is_named(ring: Keyring, tmp_path: Path) -> None:
    with pytest.raises(JournalError):
        Keyring(tmp_path / "nowhere").trusted()
    (ring.folder / "root.pub").write_bytes(b"\xff")
    with pytest.raises(KeyringError, match=r"root\.pub is damaged"):
        ring.trusted()
    (ring.folder / "root.pub").unlink()
    with pytest.raises(KeyringError, match=r"root\.pub"):
        ring.trusted()
