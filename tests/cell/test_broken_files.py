"""Every way a description can be broken gives file, key, what was given and what would have been right."""

from __future__ import annotations

import re

import pytest

from cobot_lab.cell.cell_file import FILES, cell_from_files
from cobot_lab.cell.document import SIZE_MAX
from cobot_lab.cell.load import cells, load_cell
from cobot_lab.cell.problems import DescriptionError, Problem
from cobot_lab.findings import CobotLabError

GOOD = dict(load_cell(cells("ur3e")[0]).files)


def problems_of(files):
    with pytest.raises(DescriptionError) as caught:
        cell_from_files(files)
    assert caught.value.problems
    for problem in caught.value.problems:
        assert problem.given
        assert problem.wanted
        assert str(problem) in str(caught.value)
    return caught.value.problems


def changed(file, pattern, replacement, count=1):
    """Give the good files with one of them edited; the edit has to hit."""
    text, hits = re.subn(pattern, replacement, GOOD[file].decode("utf-8"), count=count, flags=re.MULTILINE)
    assert hits == count
    return {**GOOD, file: text.encode("utf-8")}


def test_the_good_files_are_good():
    assert cell_from_files(GOOD).name == "atelier"


def test_it_is_an_error_of_ours():
    assert issubclass(DescriptionError, CobotLabError)


@pytest.mark.parametrize("file", FILES)
def test_file_missing(file):
    files = {name: data for name, data in GOOD.items() if name != file}
    assert problems_of(files) == (Problem(file, "", "nothing", "this file"),)


def test_file_too_many():
    (problem,) = problems_of({**GOOD, "notes.txt": b""})
    assert (problem.file, problem.given) == ("notes.txt", "a file too many")


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"\xff\xfe\x00", "text in UTF-8"),
        (b" " * (SIZE_MAX + 1), f"at most {SIZE_MAX} bytes"),
        (b"[[[", "a TOML document|a URDF"),
        (b"", "this key|a URDF"),
        (b"\x00", "a TOML document|a URDF"),
        (b"a=" + b"[" * 20_000, "a TOML document|a URDF"),
    ],
    ids=["not-utf8", "too-large", "not-toml", "empty", "binary", "nested"],
)
def test_unreadable(file, data, wanted):
    problems = problems_of({**GOOD, file: data})
    assert {problem.file for problem in problems} == {file}
    assert all(re.fullmatch(wanted, problem.wanted) for problem in problems)


CASES = [
    # file, pattern, replacement, key, given, wanted
    ("cell.toml", r"^approach_mm = .*$", "", "limits.approach_mm", "nothing", "this key"),
    (
        "cell.toml",
        r"^approach_mm = ",
        "approche_mm = 1\napproach_mm = ",
        "limits.approche_mm",
        "unknown",
        "approach_mm",
    ),
    ("cell.toml", r"^approach_mm = .*$", 'approach_mm = "80"', "limits.approach_mm", "'80'", "a valid number"),
    ("cell.toml", r"^approach_mm = .*$", "approach_mm = true", "limits.approach_mm", "True", "a valid number"),
    ("cell.toml", r"^approach_mm = .*$", "approach_mm = nan", "limits.approach_mm", "nan", "a finite number"),
    ("cell.toml", r"^approach_mm = .*$", "approach_mm = inf", "limits.approach_mm", "inf", "a finite number"),
    ("cell.toml", r"^approach_mm = .*$", "approach_mm = 1e999", "limits.approach_mm", "inf", "a finite number"),
    (
        "cell.toml",
        r"^approach_mm = .*$",
        "approach_mm = -1.0",
        "limits.approach_mm",
        "-1.0",
        "greater than or equal to 0",
    ),
    ("cell.toml", r"^approach_mm = .*$", "approach_mm = 1" + "0" * 400, "limits.approach_mm", "1000", "."),
    (
        "cell.toml",
        r"^approach_mm = .*$",
        "approach_mm = 2026-01-01",
        "limits.approach_mm",
        "datetime.date",
        "a valid number",
    ),
    (
        "cell.toml",
        r"position_mm = \[300.0, -150.0, 34.0\]",
        "position_mm = [300.0, -150.0]",
        "things[6].position_mm[2]",
        "",
        "",
    ),
    (
        "cell.toml",
        r"position_mm = \[300.0, -150.0, 34.0\]",
        "position_mm = [3e9, 0, 0]",
        "things[6].position_mm[0]",
        "3000000000.0",
        "10000",
    ),
    ("cell.toml", r"^mass_kg = 0.02765$", "mass_kg = -0.02765", "things[6].mass_kg", "-0.02765", "greater than 0"),
    ("cell.toml", r"^mass_kg = 0.02765$", "", "things[6].mass_kg", "nothing", "the mass of a part"),
    (
        "cell.toml",
        r'^kind = "table"$',
        'kind = "table"\nmass_kg = 1.0',
        "things[0].mass_kg",
        "1.0",
        "only parts have a mass",
    ),
    ("cell.toml", r'^kind = "table"$', 'kind = "robot"', "things[0].kind", "'robot'", "'table', 'fixture' or 'part'"),
    (
        "cell.toml",
        r'kind = "box", size_mm = \[880',
        'kind = "sphere", size_mm = [880',
        "things[0].shapes[0]",
        "sphere",
        "'box', 'cylinder'",
    ),
    ("cell.toml", r"size_mm = \[880.0", "sise = 1, size_mm = [880.0", "things[0].shapes[0].sise", "unknown", "size_mm"),
    (
        "cell.toml",
        r"size_mm = \[880.0",
        "size_mm = [-880.0",
        "things[0].shapes[0].size_mm[0]",
        "-880.0",
        "greater than 0",
    ),
    ("cell.toml", r'^name = "temoin"$', 'name = "ebauche"', "things[7].name", "'ebauche'", "things[6] has this one"),
    ("cell.toml", r'^name = "plateau"$', 'name = "magasin"', "places[1].name", "'magasin'", "places[0] has this one"),
    ("cell.toml", r'^name = "vert"$', 'name = "couleur"', "sensors[3].name", "'couleur'", "sensors[1] has this one"),
    ("cell.toml", r'^name = "plateau"$', 'name = "Le Plateau"', "places[1].name", "'Le Plateau'", "pattern"),
    ("cell.toml", r'^name = "plateau"$', 'name = "plateau\\\\n"', "places[1].name", "plateau", "pattern"),
    (
        "cell.toml",
        r'^place = "controle"$',
        'place = "controlle"',
        "sensors[1].place",
        "'controlle'",
        "controle, etagere",
    ),
    (
        "cell.toml",
        r'may_see = \["rouge", "bleu"\]',
        "may_see = [true]",
        "sensors[1].may_see",
        "True",
        "names of colours",
    ),
    ("cell.toml", r'may_see = \["rouge", "bleu"\]', "may_see = []", "sensors[1].may_see", "[]", "at least 1"),
    ("cell.toml", r'may_see = \["rouge", "bleu"\]', 'may_see = ["bleu", "bleu"]', "sensors[1].may_see", "bleu", "once"),
    (
        "cell.toml",
        r'may_see = \["rouge", "bleu"\]',
        "may_see_mm = [1.0]",
        "sensors[1].may_see_mm",
        "1.0",
        "kind colour has may_see",
    ),
    ("cell.toml", r"^may_see_mm = .*$", "", "sensors[2].may_see_mm", "nothing", "lengths"),
    ("cell.toml", r'^robot = "ur3e"$', 'robot = "ned2"', "robot", "'ned2'", "'ur3e'"),
    ("cell.toml", r'^tool = "gripper"$', 'tool = "ventouse"', "tool", "'ventouse'", "'gripper'"),
    ("cell.toml", r"^schema = .*$", 'schema = "cobot_lab/cell/2"', "schema", "cobot_lab/cell/2", "cobot_lab/cell/1"),
    ("cell.toml", r'^label = \{ fr = "L’atelier", ', "label = { ", "label.fr", "nothing", "this key"),
    (
        "robot.toml",
        r"^q_min_deg = -180.0$",
        "q_min_deg = 190.0",
        "joints[2].q_min_deg",
        "190.0",
        "less than q_max_deg (180)",
    ),
    ("robot.toml", r"^rest_deg = \[25.0, ", "rest_deg = [", "rest_deg", "5 values", "one for each joint (6)"),
    (
        "robot.toml",
        r"^rest_deg = \[25.0, ",
        "rest_deg = [400.0, ",
        "rest_deg[0]",
        "400.0",
        "limits of shoulder_pan_joint",
    ),
    (
        "robot.toml",
        r'^name = "wrist_3_joint"$',
        'name = "wrist_2_joint"',
        "joints[5].name",
        "wrist_2",
        "joints[4] has this one",
    ),
    ("robot.toml", r'^name = "wrist_3_joint"$', 'name = "doigt"', "", "", ""),
    ("robot.toml", r"^payload_kg = .*$", "payload_kg = 0.0", "payload_kg", "0.0", "greater than 0"),
    ("robot.toml", r"^jerk = .*$", "", "sources.jerk", "nothing", "this key"),
    ("robot.toml", r"^flange_link = .*$", 'flange_link = "main"', "", "", ""),
    (
        "gripper.toml",
        r"^width_min_mm = .*$",
        "width_min_mm = 60.0",
        "width_min_mm",
        "60.0",
        "less than width_max_mm (50)",
    ),
    ("gripper.toml", r"^force_N = .*$", "force_N = 100.0", "force_N", "100.0", "(10 to 60)"),
    ("gripper.toml", r"^finger_mass_kg = .*$", "finger_mass_kg = 0.5", "finger_mass_kg", "0.5", "less than half"),
    ("gripper.toml", r"^mass_kg = .*$", "mass_kg = 3.0", "mass_kg", "3", "less than the payload, 3"),
    ("gripper.toml", r'^kind = "cylinder"$', 'kind = "box"', "body[0].size_mm", "nothing", "this key"),
]


@pytest.mark.parametrize(("file", "pattern", "replacement", "key", "given", "wanted"), CASES)
def test_broken_toml(file, pattern, replacement, key, given, wanted):
    problems = problems_of(changed(file, pattern, replacement))
    if not key:  # robot.toml is sound in itself and the URDF does not follow it
        assert {problem.file for problem in problems} == {"robot.urdf"}
        return
    found = [problem for problem in problems if problem.key == key]
    assert found, [str(problem) for problem in problems]
    assert {problem.file for problem in problems} == {file}
    assert given in found[0].given
    assert wanted == "." or wanted in found[0].wanted


URDF_CASES = [
    (r"</robot>", "", "", "a URDF"),
    (r"<robot name", "<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><robot name", "", "elements and comments"),
    (r'<robot name="ur3e">', '<robot name="ur5e">', "robot name", "'ur3e'"),
    (r'<joint name="elbow_joint"', '<joint name="coude"', "joints", "elbow_joint"),
    (r'<joint name="elbow_joint"', '<joint name="wrist_1_joint"', "joint wrist_1_joint", "once"),
    (r'lower="-3.141592653589793"', 'lower="-3.1"', "joint elbow_joint: limit lower", "as in robot.toml"),
    (r'effort="28"', 'effort="29"', "joint elbow_joint: limit effort", "28.0"),
    (r'effort="28"', 'effort="nan"', "limit effort", "finite"),
    (r'effort="28"', 'effort="fort"', "", "a URDF"),
    (r'xyz="-0.24355 0 0" rpy="0 0 0"', 'xyz="-0.24355 nan 0" rpy="0 0 0"', "origin xyz", "finite"),
    (r'xyz="-0.24355 0 0" rpy="0 0 0"', 'xyz="-0.24355 1e300 0" rpy="0 0 0"', "origin xyz", "possible size"),
    (r'xyz="-0.24355 0 0" rpy="0 0 0"', 'xyz="-0.24355 0" rpy="0 0 0"', "", "a URDF"),
    (
        r'<joint name="elbow_joint" type="revolute">',
        '<joint name="elbow_joint" type="prismatic">',
        "joint elbow_joint",
        "revolute",
    ),
    (r'<joint name="elbow_joint" type="revolute">', '<joint name="elbow_joint" type="magic">', "", "a URDF"),
    (r'<axis xyz="0 0 1"/>', '<axis xyz="0 0 2"/>', "joint shoulder_pan_joint", "a unit axis"),
    (r"<limit [^>]*>", "", "joint shoulder_pan_joint", "a limit"),
    (r'<mass value="3.4445"/>', '<mass value="-3.4445"/>', "link upper_arm_link", "a mass above 0"),
    (r'<mass value="3.4445"/>', '<mass value="inf"/>', "mass value", "finite"),
    (r'iyy="0.0460284"', 'iyy="-0.0460284"', "link upper_arm_link", "positive definite"),
    (r'<cylinder radius="0.064"', '<cylinder radius="-0.064"', "cylinder radius", "above 0"),
    (
        r'<cylinder radius="0.064" length="0.016"/>',
        '<mesh filename="package://x/y.stl"/>',
        "link base",
        "boxes, cylinders",
    ),
    (r'<link name="base">', '<link name="base" colour="red">', "", "a URDF"),
    (r'<link name="base">', '<wheel/><link name="base">', "", "a URDF"),
    (r'<link name="base">', '<link name="socle">', "link base", "robot.toml names it"),
    (r'<parent link="base"/>', '<parent link="wrist_3_link"/>', "link wrist_3_link", "a chain of joints from base"),
    (r'<parent link="base"/>', '<parent link="socle"/>', "joint shoulder_pan_joint", "one of the links"),
    (r'<child link="wrist_3_link"/>', '<child link="wrist_2_link"/>', "child link wrist_2_link", "once"),
]


@pytest.mark.parametrize(("pattern", "replacement", "key", "wanted"), URDF_CASES)
def test_broken_urdf(pattern, replacement, key, wanted, capfd):
    problems = problems_of(changed("robot.urdf", pattern, replacement))
    assert {problem.file for problem in problems} == {"robot.urdf"}
    found = [problem for problem in problems if problem.key == key]
    assert found, [str(problem) for problem in problems]
    assert wanted in found[0].wanted, str(found[0])
    assert capfd.readouterr() == ("", "")


def test_a_link_without_inertia_is_refused():
    problems = problems_of(changed("robot.urdf", r"(?s)<inertial>.*?</inertial>", ""))
    assert problems[0].key == "link base"


def test_problems_of_all_files_are_told_at_once():
    files = changed("cell.toml", r"^approach_mm = .*$", "approach_mm = nan")
    files["gripper.toml"] = b"="
    files["robot.urdf"] = b"<robot"
    assert {problem.file for problem in problems_of(files)} == {"cell.toml", "gripper.toml", "robot.urdf"}


def test_several_problems_of_one_file_are_told_at_once():
    files = changed("cell.toml", r"^(approach|clearance)_mm = .*$", r"\1_mm = -1.0", count=2)
    assert [problem.key for problem in problems_of(files)] == ["limits.clearance_mm", "limits.approach_mm"]


def test_what_was_given_is_shortened():
    (problem,) = problems_of(changed("cell.toml", r"^approach_mm = .*$", f'approach_mm = "{"8" * 5000}"'))
    assert len(problem.given) == 80
