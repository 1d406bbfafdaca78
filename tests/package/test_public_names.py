"""The public names are exactly those announced, and importing the package costs nothing."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import cobot_lab

PACKAGE = Path(cobot_lab.__file__).parent
MODULES = sorted(
    name.name
    for name in pkgutil.walk_packages([str(PACKAGE)], prefix="cobot_lab.")
    if not name.name.endswith("__main__")
)


def test_every_announced_name_is_there_and_is_what_its_room_calls_so() -> None:
    for name in cobot_lab.__all__:
        value = getattr(cobot_lab, name)
        assert value is not None
        if callable(value):
            assert value.__name__ == name


def test_the_verbs_of_the_way_are_announced() -> None:
    assert {"read", "plan", "check", "seal", "approve", "open"} <= set(cobot_lab.__all__)


def test_another_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match="it has read"):
        _ = cobot_lab.execute


@pytest.mark.parametrize("module", MODULES)
def test_what_a_module_lists_it_has(module: str) -> None:
    loaded = importlib.import_module(module)
    assert loaded.__doc__, f"{module} has no docstring"
    for name in getattr(loaded, "__all__", ()):
        assert hasattr(loaded, name), f"{module} lists {name}"


@pytest.mark.parametrize("module", MODULES)
def test_every_public_definition_says_what_it_is(module: str) -> None:
    source = Path(str(importlib.import_module(module).__file__)).read_text(encoding="utf-8")
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module}.{node.name} has no docstring"


@pytest.mark.parametrize(
    ("imported", "kept_out"),
    [
        ("cobot_lab", "numpy"),
        ("cobot_lab.language.reader", "numpy"),
        ("cobot_lab.verify", "pybullet"),
        ("cobot_lab.motion.planner", "roboticstoolbox"),
        ("cobot_lab.ui.terminal.app", "pybullet"),
        ("cobot_lab.ui.terminal.app", "roboticstoolbox"),
    ],
)
def test_heavy_libraries_wait_until_they_are_needed(imported: str, kept_out: str) -> None:
    code = f"import sys, {imported}; sys.exit({kept_out!r} in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
