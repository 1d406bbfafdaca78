"""Which folder of keys counts for a real arm: this account's own, wherever variables and options point.

A virtual arm may be run with any folder. A real one is run with the folder that `/etc/cobot_lab/place.toml` names,
which only root may have written, and with the root key whose fingerprint stands there beside it; without such a file,
with the usual folder in the home that the system's list of accounts gives. No environment variable is asked. By their
owners and modes, nobody but this account and root may write the folder, what lies in it, or any folder on the way to
it; lists of further rights (ACL) are not read.

What this is worth: whoever sets a variable, names a folder, or shares the computer under another account puts no other
keys and no other journal in place. Whoever has this very account can: they may write its folder, give the process
another program to run (`PYTHONPATH`), and talk to the arm without either. Against them only an account of its own for
the gateway helps, with the only way to the arm.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from cobot_lab.trust.keyring import Keyring, KeyringError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

MACHINE = Path("/etc/cobot_lab/place.toml")
"""The machine's own word on the place; there need not be one."""
ROOT = 0
"""The account that may have written it."""
_USUAL = {"darwin": Path("Library/Application Support/cobot_lab")}
_OTHERS = stat.S_IWGRP | stat.S_IWOTH
_FORM = 'folder = "/…" and root = "64 hexadecimal digits", in a file that only root may write'

Objection = tuple[str, str, str]
"""What, what is wrong with it, and what would have been right."""


def usual() -> Path:
    """Give the usual folder of this account, by the system's list of accounts.

    Raises:
        KeyError: The list does not know this account.
    """
    import pwd  # noqa: PLC0415 - not there on every system, and needed for a real arm only

    return Path(pwd.getpwuid(os.getuid()).pw_dir) / _USUAL.get(sys.platform, Path(".local/share/cobot_lab"))


def objection(ring: Keyring) -> Objection | None:
    """Say why a real arm is not run with a folder of keys; nothing when it is the one.

    Args:
        ring: The folder that was opened.
    """
    try:
        return next(_objections(ring), None)
    except _FormError:
        return str(MACHINE), "not in its form", _FORM
    except KeyError:
        return str(os.getuid()), "an account that this computer does not list", "an account of this computer"
    except OSError as problem:
        return str(ring.folder), problem.strerror or str(problem), "a folder made by keys new"
    except KeyringError:
        return str(ring.folder / "root.pub"), "not in its form", "a folder made by keys new"


def _objections(ring: Keyring) -> Iterator[Objection]:
    wanted, root = _named() if MACHINE.exists() else (usual(), "")
    if ring.folder.resolve() != wanted.resolve():
        yield str(ring.folder), "not the folder of keys that counts here", str(wanted)
    yield from _open_to_others(ring.folder)
    if root not in ("", ring.root):
        yield str(ring.folder / "root.pub"), "another root key than this computer's file of places names", root


class _FormError(ValueError):
    """The machine's file is not as it has to be."""


def _named() -> tuple[Path, str]:
    """Read the machine's file: the folder, and the fingerprint of its root key."""
    if any(_written_by_others(each, frozenset({ROOT})) for each in (MACHINE, MACHINE.parent)):
        raise _FormError
    try:
        document = tomllib.loads(MACHINE.read_text("utf-8"))
    except ValueError as problem:
        raise _FormError from problem
    folder, root = document.get("folder"), document.get("root")
    if set(document) != {"folder", "root"} or not isinstance(folder, str) or not isinstance(root, str):
        raise _FormError
    if not Path(folder).is_absolute() or len(root) != 64:
        raise _FormError
    return Path(folder), root


def _open_to_others(folder: Path) -> Iterator[Objection]:
    """Give what another account may write: the folder, what lies in it, and every folder on the way."""
    here, own = folder.absolute(), frozenset({ROOT, os.getuid()})
    ways = {each for start in (here, here.resolve()) for each in (start, *start.parents)}
    for each in (*sorted(ways), *sorted(here.iterdir()), *sorted((here / "keys").iterdir())):
        if _written_by_others(each, own):
            yield str(each), "another account may write it", "a path that only this account and root may write"


def _written_by_others(path: Path, own: frozenset[int]) -> bool:
    found = path.stat()
    shared = stat.S_ISDIR(found.st_mode) and found.st_mode & stat.S_ISVTX  # there, nobody replaces what is another's
    return found.st_uid not in own or bool(found.st_mode & _OTHERS and not shared)
