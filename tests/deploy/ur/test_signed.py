"""The programs of whole plans as files: each stretch has its own, and nothing else is taken for them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cobot_lab.cell.load import load_cell
from cobot_lab.deploy.course import every
from cobot_lab.deploy.driver import DriverError
from cobot_lab.deploy.drivers.ur.grippers import DigitalGripper
from cobot_lab.deploy.drivers.ur.script import Wiring
from cobot_lab.deploy.drivers.ur.signed import files_of, library
from cobot_lab.language.reader import read
from cobot_lab.motion.actions import Read
from cobot_lab.motion.fork import Branch, Fork
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.planner import plan as planned
from cobot_lab.program.residual import Compound, Reading
from cobot_lab.school.lesson import load_lesson

from .rig import ACTIONS, AWAY, GRIPPER, Q, make_plan, move  # isort: skip

WIRING = Wiring("127.0.0.1", 50010, GRIPPER)


def _lesson(number: str) -> Plan:
    lesson = load_lesson(number)
    program, _ = read((lesson.folder / "solution.py").read_bytes())
    assert program is not None
    plan, report = planned(program, load_cell(lesson.cell))
    assert plan is not None, report.findings
    return plan


@pytest.mark.parametrize("number", ["01", "05"])
def test_programs_of_lessons_are_matched_with_their_stretches(number: str) -> None:
    plan = _lesson(number)
    assert set(library(plan, files_of(plan, replace(WIRING, gripper=DigitalGripper())), "x").pieces) == {
        stretch.digest for stretch in _stretches(plan)
    }


def _stretches(plan: Plan) -> set[Plan]:
    return {stretch.plan for stretch in every(plan)}


@pytest.mark.parametrize(
    "spoil",
    [
        lambda files: {},
        lambda files: {**files, "transmit/0007_00.script": next(iter(files.values()))},
        lambda files: {"transmit/0000_01.script": next(iter(files.values()))},
        lambda files: {name: data.removesuffix(b"\n") for name, data in files.items()},
        lambda files: {name: data + b"movel(p[0])\n" for name, data in files.items()},
        lambda files: {name: data.replace(b"socket_open", b"socket_oper") for name, data in files.items()},
        lambda files: {name: data.replace(b"  global", b"global", 1) for name, data in files.items()},
        lambda files: {name: data.replace(b"def", "dé".encode(), 1) for name, data in files.items()},
    ],
)
def test_files_that_are_not_those_of_the_plan_are_refused(spoil) -> None:
    plan = make_plan()
    files = files_of(plan, WIRING)
    assert library(plan, files, "x").computer == ("127.0.0.1", 50010)
    with pytest.raises(DriverError):
        library(plan, spoil(files), "x")


def test_a_part_that_is_held_at_a_fork_is_watched_behind_it() -> None:
    ways = Fork(4, Compound("==", Reading(0), "rouge"), Branch((move(5, AWAY, Q, 0.5),)), Branch(()))
    plan = make_plan(actions=(*ACTIONS[:3], Read(3, "camera", 0, ("rouge", "bleu"))), fork=ways)
    texts = [data.decode() for data in files_of(plan, WIRING).values()]
    assert ["global holding = True" in text for text in texts] == [False, True, True]
    bare = [
        data.decode()
        for data in files_of(plan, replace(WIRING, gripper=replace(GRIPPER, held_input=None, open_input=None))).values()
    ]
    assert not any("get_standard_digital_in" in text or "holding = True" in text for text in bare)


def test_ways_that_share_what_follows_are_written_once() -> None:
    shared = Branch((move(9, AWAY, Q, 0.5),))
    branch = shared
    for number in reversed(range(20)):
        ways = Fork(number, Compound("==", Reading(number), "rouge"), branch, branch)
        branch = Branch((Read(number, "camera", number, ("rouge", "bleu")),), ways)
    plan = make_plan(actions=(move(1, Q, AWAY, 0.5), *branch.actions), fork=branch.fork)
    assert len(files_of(plan, replace(WIRING, gripper=DigitalGripper()))) <= 4


def test_a_stored_plan_gives_the_same_bytes() -> None:
    lesson_01 = _lesson("01")
    assert files_of(Plan.from_bytes(lesson_01.to_bytes()), Wiring("127.0.0.1", 50010)) == files_of(
        lesson_01, Wiring("127.0.0.1", 50010)
    )
