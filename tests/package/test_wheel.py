"""The wheel is whole: built, put in an empty folder, it does the main job from there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder with nothing but the wheel's contents."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(CHECKOUT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_data_rooms_and_the_type_marker_are_in_the_wheel(site: Path) -> None:
    for name in ("_data/robots/ur3e/robot.urdf", "_data/robots/ned2/robot.toml", "py.typed", "ui/messages/fr.toml"):
        assert (site / "cobot_lab" / name).is_file(), name
    assert (site / "cobot_lab/_data/lessons/01_prendre_deposer/solution.py").is_file()


def test_the_main_job_runs_from_the_wheel_alone(site: Path, tmp_path: Path) -> None:
    where = "import cobot_lab; print(cobot_lab.__file__)"
    environment = os.environ | {"PYTHONPATH": str(site)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    assert run("-c", where).stdout.startswith(str(site))
    program = site / "cobot_lab/_data/lessons/01_prendre_deposer/solution.py"
    checked = run("-m", "cobot_lab", "check", str(program), "--lesson", "01", "--json")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert json.loads(checked.stdout)["verdict"] == "PASSED"
    shown = run("-m", "cobot_lab", "demo", "--scale", "50")
    assert shown.returncode == 0, shown.stdout + shown.stderr
