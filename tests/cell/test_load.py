"""Finding and reading descriptions."""

from __future__ import annotations

import dataclasses
import math
import subprocess
import sys

import numpy as np
import pytest

from cobot_lab.cell.cell_file import FILES, cell_from_files, digest_of
from cobot_lab.cell.load import cells, load_cell, load_robot, robots
from cobot_lab.cell.problems import DescriptionError
from cobot_lab.cell.thing import Kind

PATHS = [path for name in robots() for path in cells(name)]


def arrays_in(value):
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from arrays_in(each)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from arrays_in(getattr(value, field.name))


def test_robots_and_cells_are_listed():
    assert robots() == ("ned2", "ur3e")
    assert [path.stem for path in cells("ur3e")] == [
        "atelier", "comptage", "convoyeur", "fraiseuse", "ligne", "metrologie", "palette", "tri",
    ]  # fmt: skip


def test_robot_in_si_units():
    robot = load_robot("ur3e")
    assert robot.joint_names[0] == "shoulder_pan_joint"
    assert len(robot.joints) == 6
    assert robot.joints[0].qd_max == pytest.approx(math.pi)
    assert robot.joints[2].q_max == pytest.approx(math.pi)
    assert robot.joints[1].link == "upper_arm_link"
    assert robot.payload == 3.0
    assert robot.urdf.startswith("<?xml")


def test_the_fixed_joint_before_the_flange_is_the_flange_pose():
    T = load_robot("ned2").T_flange
    np.testing.assert_allclose(T, [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0.0215], [0, 0, 0, 1]], atol=1e-15)


def test_cell_in_si_units():
    cell = load_cell(cells("ur3e")[0])
    place = cell.place("magasin")
    assert place is not None
    np.testing.assert_allclose(place.T_WP[:3, 3], [0.3, -0.15, 0.034])
    np.testing.assert_allclose(place.T_WP[:3, 2], [0, 0, -1], atol=1e-15)
    assert cell.place("nulle_part") is None
    assert {part.name for part in cell.parts} == {"ebauche", "temoin"}
    assert all(thing.mass == 0 for thing in cell.things if thing.kind is not Kind.PART)
    assert cell.limits.approach == 0.08
    assert cell.tolerances.angle == pytest.approx(math.radians(2))
    assert cell.tool.width_max == 0.05
    assert cell.tool.T_FT[2, 3] == 0.15


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parts[-3])
def test_every_array_is_read_only(path):
    arrays = list(arrays_in(load_cell(path)))
    assert len(arrays) > 30
    assert not any(array.flags.writeable for array in arrays)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.parts[-3])
def test_a_cell_is_rebuilt_from_its_files_alone(path):
    cell = load_cell(path)
    again = cell_from_files(dict(cell.files))
    assert tuple(name for name, _ in cell.files) == FILES
    assert again.digest == cell.digest
    assert again.files == cell.files
    for one, other in zip(arrays_in(cell), arrays_in(again), strict=True):
        np.testing.assert_array_equal(one, other)


def test_digest_is_stable_and_any_byte_changes_it():
    cell = load_cell(cells("ur3e")[0])
    files = dict(cell.files)
    assert load_cell(cells("ur3e")[0]).digest == cell.digest == digest_of(files)
    assert digest_of(dict(reversed(files.items()))) == cell.digest
    seen = {cell.digest}
    for name in FILES:
        for at in (0, len(files[name]) // 2, len(files[name]) - 1):
            changed = bytearray(files[name])
            changed[at] ^= 1
            seen.add(digest_of({**files, name: bytes(changed)}))
    assert len(seen) == 1 + 3 * len(FILES)


def test_content_exchanged_between_two_names_changes_the_digest():
    files = dict(load_cell(cells("ur3e")[0]).files)
    swapped = {**files, "robot.toml": files["gripper.toml"], "gripper.toml": files["robot.toml"]}
    assert digest_of(swapped) != digest_of(files)


def test_a_cell_file_may_lie_anywhere(tmp_path):
    path = tmp_path / "atelier.toml"
    path.write_bytes(cells("ur3e")[0].read_bytes())
    assert load_cell(path).digest == load_cell(cells("ur3e")[0]).digest


def test_a_cell_file_of_another_name_is_refused(tmp_path):
    path = tmp_path / "autre.toml"
    path.write_bytes(cells("ur3e")[0].read_bytes())
    with pytest.raises(DescriptionError, match=r"autre\.toml: name: given 'atelier'; wanted 'autre'"):
        load_cell(path)


@pytest.mark.parametrize(("given", "wanted"), [("ur9", "one of ned2, ur3e"), ("../ur3e", "one of ned2, ur3e")])
def test_an_unknown_robot_is_refused(given, wanted):
    with pytest.raises(DescriptionError, match=wanted):
        load_robot(given)
    with pytest.raises(DescriptionError, match=wanted):
        cells(given)


def test_missing_files_are_named(tmp_path):
    with pytest.raises(DescriptionError, match=r"rien\.toml: given .*; wanted a file that can be read"):
        load_cell(tmp_path / "rien.toml")
    path = tmp_path / "atelier.toml"
    text = cells("ur3e")[0].read_text("utf-8").replace('tool = "gripper"', 'tool = "ventouse"')
    path.write_text(text, "utf-8")
    with pytest.raises(DescriptionError, match=r"ventouse\.toml"):
        load_cell(path)


def test_importing_and_loading_stays_light_and_silent():
    code = (
        "import sys; from cobot_lab.cell.load import cells, load_cell; load_cell(cells('ur3e')[0]);"
        "heavy = {'pybullet', 'scipy', 'roboticstoolbox', 'spatialmath'} & set(sys.modules); assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
