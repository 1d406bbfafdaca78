"""One place's folder of keys."""

from __future__ import annotations

import threading
from datetime import datetime, timezone
from pathlib import Path

import pytest

from cobot_lab import stored
from cobot_lab.trust import keyring
from cobot_lab.trust.journal import Journal
from cobot_lab.trust.journal_file import JournalError
from cobot_lab.trust.key_file import KeyFileError, read_key
from cobot_lab.trust.keyring import Keyring, KeyringError
from cobot_lab.trust.keys import SigningKey

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


def test_a_key_is_revoked_by_the_root_and_written_down(ring: Keyring) -> None:
    added = ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    assert ring.named("martin") == ring.named(added.key_id[:16]) == added
    revoked = ring.revoke(added.key_id, "portable perdu", ROOT)
    assert revoked.revoked
    assert ring.trusted().find(added.key_id) == revoked
    entry = ring.journal.entries()[-1]
    assert (entry.kind, entry.body["revoked"], entry.body["reason"]) == ("revoked", added.key_id, "portable perdu")
    assert ring.trusted().number == entry.body["number"]
    with pytest.raises(KeyringError, match="revoked already"):
        ring.revoke(added.key_id, "", ROOT)


def test_only_the_root_revokes_and_only_what_is_trusted(ring: Keyring) -> None:
    added = ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    with pytest.raises(KeyFileError, match="does not open"):
        ring.revoke(added.key_id, "", "another phrase")
    with pytest.raises(KeyringError, match="is not trusted"):
        ring.revoke("0" * 64, "", ROOT)
    with pytest.raises(KeyringError, match="cannot be a reason"):
        ring.revoke(added.key_id, "a\nb", ROOT)
    for name in ("nobody", added.key_id[:7], "", "../root"):
        with pytest.raises(KeyringError, match="0 trusted keys are called"):
            ring.named(name)
    assert ring.trusted().find(added.key_id) == added
    assert ring.journal.entries()[-1].kind == "trust"


def test_a_list_from_before_a_revocation_put_back_is_refused(ring: Keyring) -> None:
    added = ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    old = (ring.folder / "trust.json").read_bytes()
    ring.revoke(added.key_id, "", ROOT)
    (ring.folder / "trust.json").write_bytes(old)
    with pytest.raises(stored.StoredFormError, match="older"):
        ring.trusted()


def test_a_revocation_that_could_not_be_written_down_counts_and_is_written_later(
    ring: Keyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)

    def full(self: Journal, kind: str, body: object) -> None:
        raise JournalError(self.path, "append", "the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(Journal, "append", full)
        with pytest.raises(JournalError):
            ring.revoke(added.key_id, "", ROOT)
    assert ring.named("martin").revoked
    ring.revoke(added.key_id, "", ROOT)
    assert ring.journal.entries()[-1].kind == "revoked"


def test_a_key_that_is_added_meanwhile_undoes_no_revocation(ring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever adds a key has read the list before; another revokes a key before it is written again."""
    taken = ring.add("martin", "Mme Martin", "referent", OWN, ROOT, NOW)
    wrapped, others = keyring.write_key, []

    def slow(key: SigningKey, file: Path, passphrase: str) -> None:
        other = threading.Thread(target=ring.revoke, args=(taken.key_id, "lost", ROOT))
        other.start()
        other.join(1.0)
        others.append(other)
        wrapped(key, file, passphrase)

    monkeypatch.setattr(keyring, "write_key", slow)
    added = ring.add("durand", "M. Durand", "teacher", OWN, ROOT, NOW)
    others[0].join()
    assert [(key.key_id, key.revoked) for key in ring.trusted().keys] == [(taken.key_id, True), (added.key_id, False)]
    numbers = [entry.body["number"] for entry in ring.journal.entries()[1:]]
    assert numbers == [2, 3, 4]


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
