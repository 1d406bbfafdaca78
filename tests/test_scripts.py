"""Programs beside the tests, run by hand now and then: they must not rot in between."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
SCRIPTS = sorted(
    path.relative_to(HERE).as_posix()
    for path in HERE.rglob("*.py")
    if not path.name.startswith(("test_", "conftest")) and '__name__ == "__main__"' in path.read_text(encoding="utf-8")
)


def test_there_are_scripts() -> None:
    assert {"bench/peers.py", "bench/verdict.py", "campaign/run.py"} <= set(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_imported(script: str) -> None:
    """In a process of its own, as its readers start it; whatever it measures only begins in `main`."""
    code = "import runpy, sys; sys.path.insert(0, sys.argv[1]); runpy.run_path(sys.argv[2], run_name='imported')"
    path = HERE / script
    started = [sys.executable, "-c", code, str(path.parent), str(path)]
    done = subprocess.run(started, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
