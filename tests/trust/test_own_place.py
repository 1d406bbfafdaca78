"""Which folder of keys counts for a real arm."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from cobot_lab.trust import own_place
from cobot_lab.trust.keyring import Keyring

PHRASE = "quatre mots sans suite"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    ring = Keyring(tmp_path_factory.mktemp("home") / "cobot_lab")
    ring.set_up(PHRASE)
    return ring


@pytest.fixture
def ring(made: Keyring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Keyring:
    """The folder of this account, on a computer without a file of places."""
    monkeypatch.setattr(own_place, "usual", lambda: made.folder)
    monkeypatch.setattr(own_place, "MACHINE", tmp_path / "etc" / "place.toml")
    monkeypatch.setattr(own_place, "ROOT", os.getuid())
    (tmp_path / "etc").mkdir(mode=0o755)
    return made


def named(text: str) -> None:
    own_place.MACHINE.write_text(text, "utf-8")
    own_place.MACHINE.chmod(0o644)


def test_the_account_s_own_folder_is_the_one(ring: Keyring) -> None:
    assert own_place.objection(ring) is None


def test_no_variable_moves_the_usual_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for variable in ("XDG_DATA_HOME", "COBOT_LAB_HOME"):
        monkeypatch.delenv(variable, raising=False)
    before = own_place.usual()
    assert before == Path(platformdirs.user_data_dir("cobot_lab", appauthor=False))  # where `keys new` makes it
    for variable in ("XDG_DATA_HOME", "HOME", "COBOT_LAB_HOME"):
        monkeypatch.setenv(variable, str(tmp_path))
    assert own_place.usual() == before
    assert Path(platformdirs.user_data_dir("cobot_lab", appauthor=False)) != before


def test_another_folder_is_refused_whole_as_it_may_be(ring: Keyring, tmp_path: Path) -> None:
    other = Keyring(tmp_path / "other")
    other.set_up(PHRASE)
    assert own_place.objection(other) == (
        str(other.folder),
        "not the folder of keys that counts here",
        str(ring.folder),
    )


def test_an_account_that_nobody_lists_has_no_place(ring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown() -> Path:
        raise KeyError(os.getuid())

    monkeypatch.setattr(own_place, "usual", unknown)
    found = own_place.objection(ring)
    assert found is not None
    assert found[1] == "an account that this computer does not list"


@pytest.mark.parametrize("name", ["", "root.pub", "trust.json", "journal.db", "keys", ".."])
@pytest.mark.parametrize("more", [0o020, 0o002])
def test_what_others_may_write_is_refused(ring: Keyring, name: str, more: int) -> None:
    path = Path(os.path.normpath(ring.folder / name))
    before = path.stat().st_mode & 0o7777
    path.chmod(before | more)
    try:
        found = own_place.objection(ring)
    finally:
        path.chmod(before)
    assert found is not None
    assert found[:2] == (str(path), "another account may write it")


def test_what_belongs_to_another_account_is_refused(ring: Keyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_place, "ROOT", -1)
    monkeypatch.setattr(os, "getuid", lambda: 12345)
    found = own_place.objection(ring)
    assert found is not None
    assert found[1] == "another account may write it"


def test_a_way_through_somebody_s_link_is_refused(ring: Keyring, tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared" / "link").symlink_to(ring.folder)
    (tmp_path / "shared").chmod(0o777)
    found = own_place.objection(Keyring(tmp_path / "shared" / "link"))
    assert found is not None
    assert found[:2] == (str(tmp_path / "shared"), "another account may write it")


def test_the_computer_s_file_names_folder_and_root_key(ring: Keyring, tmp_path: Path) -> None:
    other = Keyring(tmp_path / "other")
    other.set_up(PHRASE)
    named(f'folder = "{other.folder}"\nroot = "{other.root}"\n')
    assert own_place.objection(other) is None
    found = own_place.objection(ring)
    assert found is not None
    assert found[2] == str(other.folder)
    named(f'folder = "{other.folder}"\nroot = "{ring.root}"\n')
    found = own_place.objection(other)
    assert found is not None
    assert found[1:] == ("another root key than this computer's file of places names", ring.root)


@pytest.mark.parametrize(
    "text", ["", "folder", 'folder = "/x"\n', 'folder = "x"\nroot = "{}"\n', 'folder = "/x"\nroot = ""\n', "\xff"]
)
def test_a_file_of_places_out_of_form_lets_nothing_through(ring: Keyring, text: str) -> None:
    named(text.format("0" * 64))
    found = own_place.objection(ring)
    assert found is not None
    assert found[:2] == (str(own_place.MACHINE), "not in its form")


@pytest.mark.parametrize("which", ["file", "folder"])
def test_a_file_of_places_that_others_may_write_says_nothing(ring: Keyring, which: str) -> None:
    named(f'folder = "{ring.folder}"\nroot = "{ring.root}"\n')
    assert own_place.objection(ring) is None
    path = own_place.MACHINE if which == "file" else own_place.MACHINE.parent
    path.chmod(0o777)
    found = own_place.objection(ring)
    assert found is not None
    assert found[1] == "not in its form"
