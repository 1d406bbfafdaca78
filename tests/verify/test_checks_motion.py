"""Every check of the motion: one plan that it refuses and one that just passes it."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from cobot_lab.cell.cell import Cell
from cobot_lab.cell.shape import Box
from cobot_lab.cell.task import Task
from cobot_lab.cell.thing import Kind, Label, Thing, Zone
from cobot_lab.codes import Code
from cobot_lab.findings import Finding
from cobot_lab.motion.actions import Grip, Move, Path, Wait
from cobot_lab.motion.plan_data import Plan
from cobot_lab.motion.trajectory import Trajectory
from cobot_lab.verify.checks.grip_margin import G, strengths
from cobot_lab.verify.checks.registry import CHECKS
from cobot_lab.verify.criteria import CRITERIA
from cobot_lab.verify.pieces import acceleration_peak, position_peaks, speed_peak
from cobot_lab.verify.subject import Subject

LOOKS = {check.name: check.look for check in CHECKS}


def found(name: str, plan: Plan, cell: Cell, task: Task | None = None) -> list[Finding]:
    return list(LOOKS[name](Subject(plan, cell, task)))


def moves(plan: Plan) -> list[Move]:
    return [action for action in plan.actions if isinstance(action, Move)]


def changed(plan: Plan, number: int, **values: object) -> Plan:
    actions = list(plan.actions)
    actions[number] = replace(actions[number], **values)
    return replace(plan, actions=tuple(actions))


def test_joint_limits(cell, good, hand):
    lowest = min(float(position_peaks(move.trajectory)[0].value.min()) for move in moves(good))
    assert found("joint_limits", good, hand.limited(cell, q_min=lowest)) == []
    (first, *_) = found("joint_limits", good, hand.limited(cell, q_min=lowest + 1e-3))
    assert first.code is Code.JOINT_LIMIT
    (move,) = [move for move in moves(good) if move.step == first.step]
    assert (first.fact("q_min"), first.fact("q")) == (lowest + 1e-3, pytest.approx(move.trajectory.q.min(), abs=1e-6))
    assert first.step == min(move.step for move in moves(good) if move.trajectory.q.min() < lowest + 1e-3)


@pytest.mark.parametrize(
    ("name", "code", "limit", "peak"),
    [
        ("joint_speed", Code.JOINT_SPEED, "qd_max", speed_peak),
        ("joint_acceleration", Code.JOINT_ACCELERATION, "qdd_max", acceleration_peak),
    ],
)
def test_joint_speed_and_acceleration(cell, good, hand, name, code, limit, peak: Callable):
    worst = [float(np.abs(peak(move.trajectory).value).max()) for move in moves(good)]
    top = max(worst)
    assert found(name, good, hand.limited(cell, **{limit: top})) == []
    ones = found(name, good, hand.limited(cell, **{limit: top * 0.9999}))
    assert [one.step for one in ones] == [
        move.step for move, value in zip(moves(good), worst, strict=True) if value > top * 0.9999
    ]
    assert all(one.code is code for one in ones)
    assert max(one.fact("ratio") for one in ones) == pytest.approx(1 / 0.9999)


def test_joint_jerk(cell, hand):
    n, jerk = len(cell.robot.joints), 10.0
    t = np.array([0.0, 0.1, 0.3, 0.4])  # jerk up, down, up: starts and ends at rest, acceleration without a step
    qd = np.array([0.0, 0.5 * jerk * 0.01, 0.5 * jerk * 0.01, 0.0])
    a = jerk * 0.1
    q = np.array([0.0, jerk * 0.001 / 6, 0.0, 0.0])
    q[2] = q[1] + qd[1] * 0.2 + 0.5 * a * 0.04 - jerk * 0.008 / 6
    q[3] = q[2] + qd[2] * 0.1 - 0.5 * a * 0.01 + jerk * 0.001 / 6
    rest = cell.robot.q_rest
    knots = Trajectory(t, rest + q[:, None] * np.eye(n)[0], qd[:, None] * np.eye(n)[0])
    plan = replace(hand.Author(cell).rest().plan(), actions=(Move(7, Path.JOINT, knots),))
    assert found("joint_jerk", plan, hand.limited(cell, qddd_max=jerk * 1.0001)) == []
    (one,) = found("joint_jerk", plan, hand.limited(cell, qddd_max=jerk * 0.999))
    assert (one.code, one.step, one.fact("joint")) == (Code.JOINT_JERK, 7, cell.robot.joints[0].name)


def test_jerk_is_seen_as_a_controller_at_one_kilohertz_sees_it(cell, hand):
    """No third difference of positions a millisecond apart is larger, wherever they begin; some come near."""
    rng, cycle = np.random.default_rng(3), CRITERIA.cycle
    n = len(cell.robot.joints)
    t = np.concatenate(([0.0], np.cumsum(rng.choice([2e-4, 4e-3, 0.05], 12))))
    q = np.zeros((len(t), n))
    q[:, 1] = np.cumsum(rng.normal(0.0, 1e-3, len(t)))
    qd = np.zeros_like(q)
    qd[1:-1, 1] = rng.normal(0.0, 0.05, len(t) - 2)
    curve = Trajectory(t, q, qd)
    acceleration = curve.sample(np.arange(1e-6, t[-1], cycle / 7))[2][:, 1]
    seen = np.abs(acceleration[7:] - acceleration[:-7]).max() / cycle
    third = np.abs(np.diff(curve.sample(np.arange(0.0, t[-1], cycle))[0][:, 1], n=3)).max() / cycle**3
    plan = replace(hand.Author(cell).plan(), q_start=q[0], actions=(Move(1, Path.JOINT, curve),))
    (one,) = found("joint_jerk", plan, hand.limited(cell, qddd_max=1.0))
    assert one.fact("ratio") >= max(seen, third) * (1 - 1e-9)


def test_a_stepping_acceleration_is_a_jerk(cell, hand):
    n = len(cell.robot.joints)
    t, v = np.array([0.0, 0.5, 1.0]), np.array([0.0, 0.1, 0.0])  # a triangle of speed: no jerk inside the pieces
    q = np.array([0.0, 0.025, 0.05])
    knots = Trajectory(t, cell.robot.q_rest + q[:, None] * np.eye(n)[2], v[:, None] * np.eye(n)[2])
    plan = replace(hand.Author(cell).rest().plan(), actions=(Move(1, Path.JOINT, knots),))
    (one,) = found("joint_jerk", plan, hand.limited(cell, qddd_max=40.0))
    assert one.fact("ratio") == pytest.approx(0.4 / CRITERIA.cycle / 40.0)  # the acceleration turns from 0.2 to -0.2


def test_tool_speed(cell, good, hand):
    top = max(float(motion.tool_speed.max()) for motion in Subject(good, cell).motions)
    assert found("tool_speed", good, hand.allowing(cell, tool_speed=top)) == []
    (one,) = found("tool_speed", good, hand.allowing(cell, tool_speed=top * 0.999))
    assert one.code is Code.TOOL_SPEED
    assert one.fact("speed") == pytest.approx(top)


def test_surface_speed(cell, good, hand):
    speeds = [float(motion.speeds.max()) for motion in Subject(good, cell).motions]
    assert found("surface_speed", good, hand.allowing(cell, surface_speed=max(speeds))) == []
    (one,) = found("surface_speed", good, hand.allowing(cell, surface_speed=max(speeds) * 0.999))
    assert (one.code, one.step) == (Code.SURFACE_SPEED, moves(good)[speeds.index(max(speeds))].step)
    assert one.fact("speed") == pytest.approx(max(speeds))


def test_surface_speed_sees_the_carried_part(cell, author):
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.15)
    turned = author.q + np.array([0, 0, 0, 0, 0, 1.0])
    (one,) = found("surface_speed", author.joint(turned, 1.0).plan(), longer(cell))
    assert (one.step, one.fact("body")) == (5, "ebauche")
    assert one.fact("speed") == pytest.approx(1.875 * np.hypot(0.3, 0.01), rel=1e-3)


def longer(cell: Cell) -> Cell:
    part = replace(cell.parts[0], shapes=(Box((0.02, 0.6, 0.008), np.eye(4)),))
    return replace(cell, things=tuple(part if thing.name == part.name else thing for thing in cell.things))


def test_singularity(cell, author, hand):
    author.go("magasin", up=0.08).line("magasin", time=1.0)
    qd_needed = float(np.abs(speed_peak(moves(author.plan())[1].trajectory).value).max())
    assert found("singularity", author.plan(), hand.limited(cell, qd_max=qd_needed * 1.2)) == []
    (one,) = found("singularity", author.plan(), hand.limited(cell, qd_max=qd_needed * 0.9))
    assert (one.code, one.step) == (Code.SINGULARITY, 2)
    assert one.fact("ratio") > 1.1


def test_line_straight(cell, good):
    assert found("line_straight", good, cell) == []
    line = good.actions[1].trajectory
    for size, codes in ((2e-5, []), (2e-3, [Code.LINE_NOT_STRAIGHT])):
        bend = size * np.sin(np.pi * line.t / line.duration)[:, None]
        bent = Trajectory(line.t, line.q + bend, line.qd)
        assert [one.code for one in found("line_straight", changed(good, 1, trajectory=bent), cell)] == codes


def test_a_turn_on_a_line_is_seen(cell, good):
    line = good.actions[1].trajectory
    turn = np.zeros_like(line.q)
    turn[:, -1] = 0.02 * np.sin(np.pi * line.t / line.duration)  # about the tool's own axis: the tool point stays
    turned = changed(good, 1, trajectory=Trajectory(line.t, line.q + turn, line.qd))
    assert [one.step for one in found("line_straight", turned, cell)] == [2]


def test_continuity(cell, good):
    assert found("continuity", good, cell) == []
    line = good.actions[1].trajectory
    for shift, count in ((1e-8, 0), (1e-3, 2)):  # it neither starts where it should, nor does the next one
        moved = Trajectory(line.t, line.q + shift, line.qd)
        assert len(found("continuity", changed(good, 1, trajectory=moved), cell)) == count
    rolling = line.qd.copy()
    rolling[-1] = 1e-3
    (one,) = found("continuity", changed(good, 1, trajectory=Trajectory(line.t, line.q, rolling)), cell)
    assert (one.code, one.step, one.t) == (Code.NOT_CONTINUOUS, 2, pytest.approx(2.5))
    assert one.fact("jump") == pytest.approx(1e-3)


COLLISIONS = ("collision_cell", "collision_part", "collision_self", "collision_carried", "forbidden_zone")


def accidents(plan: Plan, cell: Cell) -> list[Finding]:
    subject = Subject(plan, cell)
    return [one for name in COLLISIONS for one in LOOKS[name](subject)]


def test_clean_plan_meets_nothing(cell, good):
    assert accidents(good, cell) == []


def post(cell: Cell, x: float, y: float, z: float, size: float = 0.02) -> Cell:
    T = np.eye(4)
    T[:3, 3] = x, y, z
    box = Box((size, size, size), np.eye(4))
    thing = Thing("post", Label("le plot", "the post"), Kind.FIXTURE, (box,), T, 0.0, 0.5, (1.0, 0.0, 0.0))
    return replace(cell, things=(*cell.things, thing))


def test_collision_with_the_cell_at_its_step_and_instant(cell, good):
    T = Subject(good, cell).motions[3].T_WT  # the way from the magazine to the tray
    x, y, z = T[len(T) // 2, :3, 3]
    (one,) = accidents(good, post(cell, x, y, z))
    assert (one.code, one.step) == (Code.COLLISION_CARRIED, 5)
    assert 4.3 < one.t < 5.7
    there, back = accidents(good, post(cell, x, y, z + 0.08))
    assert (there.code, there.step, there.fact("thing")) == (Code.COLLISION_CELL, 5, "post")
    assert there.fact("depth") > 0.0
    assert back.step == 9


def test_clearance_is_kept(cell, hand, author):
    author.go("magasin", up=0.15).rest()
    tips = author.target("magasin", up=0.15)[:3, 3] - (0.0, 0.0, 0.002)
    for gap, codes in ((0.0055, []), (0.0045, [Code.COLLISION_CELL])):
        x, y, z = np.add(tips, (0.029, 0.0, -gap - 0.0025))
        assert [one.code for one in accidents(author.plan(), post(cell, x, y, z, 0.005))] == codes, gap


def test_thin_things_are_not_missed_between_samples(cell, hand, author):
    """A wire of 1 mm is in the way of a fast move."""
    author.go("magasin", up=0.15).joint(author.q + np.array([1.0, 0, 0, 0, 0, 0]), 1.0)
    move = Subject(author.plan(), cell).motions[1]
    x, y, z = (move.T_WT[len(move.t) // 2] @ (0.029, 0.0, 0.0, 1.0))[:3]  # where a finger comes by
    assert [one.step for one in accidents(author.plan(), post(cell, x, y, z, 0.001))] == [2]


def test_collision_with_a_part(cell, author):
    author.go("magasin", up=0.08, offset=(0.009, 0.072, 0.0)).line("magasin", offset=(0.009, 0.072, 0.0)).rest()
    (one,) = accidents(author.plan(), cell)
    assert (one.code, one.step, one.fact("thing")) == (Code.COLLISION_PART, 2, "temoin")


def test_one_accident_is_told_once(cell, author):
    """Down into the table and up again through it: one finding, at the step that went down."""
    author.go("plateau", up=0.08).line("plateau", up=-0.02).line("plateau", up=0.08)
    assert [one.step for one in accidents(author.plan(), cell)] == [2]


def test_collision_of_the_arm_with_itself(cell, author):
    folded = cell.robot.q_rest.copy()
    folded[2] = -3.1
    (one, *_) = accidents(author.joint(folded, 3.0).plan(), cell)
    assert one.code is Code.COLLISION_SELF or one.code is Code.COLLISION_CELL
    only_self = [one for one in accidents(author.plan(), replace(cell, things=())) if one.code is Code.COLLISION_SELF]
    assert [one.step for one in only_self] == [1]
    assert only_self[0].fact("other")


def test_forbidden_zone(cell, good):
    (T,) = [motion.T_WT for motion in Subject(good, cell).motions if motion.scene.action.step == 5]
    box = np.eye(4)
    box[:3, 3] = T[len(T) // 2, :3, 3]
    zone = Zone("zone", Label("", ""), Box((0.05, 0.05, 0.05), box))
    (one,) = accidents(good, replace(cell, zones=(zone,)))
    assert (one.code, one.step, one.fact("zone")) == (Code.FORBIDDEN_ZONE, 5, "zone")


def test_duration(cell, good, task):
    assert found("duration", good, cell, replace(task, duration_max=good.duration)) == []
    (one,) = found("duration", good, cell, replace(task, duration_max=good.duration - 0.1))
    assert (one.code, one.step) == (Code.TOO_LONG, 9)
    assert found("duration", good, cell) == []
    waits = replace(good, actions=(*good.actions, Wait(10, CRITERIA.slot - good.duration), Wait(11, 0.1)))
    (one,) = found("duration", waits, cell)
    assert (one.code, one.step, one.fact("limit")) == (Code.TOO_LONG, 11, CRITERIA.slot)


def heavier(cell: Cell, mass: float) -> Cell:
    part = replace(cell.parts[0], mass=mass)
    return replace(cell, things=tuple(part if thing.name == part.name else thing for thing in cell.things))


def test_payload(cell, good):
    room = cell.robot.payload - cell.tool.mass
    assert found("payload", good, heavier(cell, room)) == []
    (one,) = found("payload", good, heavier(cell, room + 0.01))
    assert (one.code, one.step) == (Code.PAYLOAD, 3)
    assert one.fact("mass") == pytest.approx(cell.robot.payload + 0.01)


def test_grip_margin(cell, good):
    assert found("grip_margin", good, cell) == []
    (action,) = [action for action in good.actions if isinstance(action, Grip) and action.closing]
    (weak,) = found("grip_margin", changed(good, good.actions.index(action), force=0.5), cell)
    assert (weak.code, weak.step, weak.fact("part")) == (Code.WEAK_GRIP, 3, "ebauche")
    margin = weak.fact("margin")
    for factor, count in ((2.001, 0), (1.999, 1)):
        enough = changed(good, good.actions.index(action), force=0.5 * factor / margin)
        assert len(found("grip_margin", enough, cell)) == count
    part = cell.parts[0]
    still = 2 * 0.5 * part.friction * cell.tool.friction / (part.mass * 9.80665)
    assert 0.85 * still < margin < still  # what the motion takes away


def test_closing_again_with_less_force_is_a_grip_of_its_own(cell, good):
    (action,) = [action for action in good.actions if isinstance(action, Grip) and action.closing]
    after = good.actions.index(action) + 1
    for force, count in ((5.0, 0), (0.05, 1)):
        again = replace(action, step=99, force=force)
        plan = replace(good, actions=(*good.actions[:after], again, *good.actions[after:]))
        weak = found("grip_margin", plan, cell)
        assert [(one.code, one.step) for one in weak] == [(Code.WEAK_GRIP, 99)] * count


def test_a_part_gripped_beside_its_middle_also_wants_to_turn(cell, author):
    def margin(aside: float) -> float:
        author.actions, author.q = [], cell.robot.q_rest
        plan = author.go("magasin", offset=(0.0, aside, 0.0)).close().plan()
        ((_, _, found),) = strengths(Subject(plan, cell))
        return found

    part = cell.parts[0]
    weight = 2 * part.friction * cell.tool.friction * cell.tool.force / (part.mass * G)
    assert margin(0.0) == pytest.approx(weight, rel=1e-6)
    wide, high = 0.015, 0.006  # the finger is so wide, and ends 2 mm under the middle of a part 8 mm high
    y, z = np.meshgrid(np.linspace(-0.5, 0.5, 301) * wide, np.linspace(-0.5, 0.5, 301) * high)
    radius = np.hypot(y, z).mean()
    assert margin(0.024) == pytest.approx(weight / np.hypot(1.0, 0.024 / radius), rel=0.03)


def test_at_rest(cell, author, task):
    (one,) = found("at_rest", author.go("magasin", up=0.08).plan(), cell, task)
    assert (one.code, one.step) == (Code.NOT_AT_REST, 1)
    assert found("at_rest", author.rest().plan(), cell, task) == []
    assert found("at_rest", author.go("magasin", up=0.08).plan(), cell, replace(task, at_rest=False)) == []


def test_empty_hand(cell, author, task):
    author.go("magasin", up=0.08).line("magasin").close()
    (one,) = found("empty_hand", author.plan(), cell, task)
    assert (one.code, one.fact("part")) == (Code.STILL_HOLDING, "ebauche")
    assert found("empty_hand", author.open().plan(), cell, task) == []


def with_blank(cell: Cell, **values: object) -> Cell:
    things = tuple(replace(thing, **values) if thing.name == "ebauche" else thing for thing in cell.things)
    return replace(cell, things=things)


@pytest.mark.parametrize(("up", "count"), [(0.0, 0), (0.0019, 0), (0.0021, 1), (0.08, 1)])
def test_let_go_in_air(cell, author, up, count):
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.08).go("plateau", 2.8, up=0.08)
    plan = author.line("plateau", up=up).open().rest().plan()
    ones = found("let_go_in_air", plan, cell)
    assert [(one.code, one.step, one.fact("part")) for one in ones] == [(Code.LET_GO_IN_AIR, 7, "ebauche")] * count
    assert all(one.fact("height") == pytest.approx(up, abs=1e-5) for one in ones)


def test_beside_everything_it_falls_past_the_table(cell, author):
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.08).open()
    alone = replace(cell, things=tuple(thing for thing in cell.things if thing.name in {"ebauche", "temoin"}))
    (one,) = found("let_go_in_air", author.plan(), alone)
    assert one.fact("height") == pytest.approx(0.03 + 0.08)  # from 30 + 80 mm to the foot of the reference part


@pytest.mark.parametrize(
    ("values", "quantity"),
    [
        ({}, None),
        ({"mass": CRITERIA.grip_lightest}, None),
        ({"mass": 0.99 * CRITERIA.grip_lightest}, "part_mass"),
        ({"mass": float("nan")}, "part_mass"),
        ({"mass": 1e3}, None),  # for `payload` to say
        ({"shapes": (Box((CRITERIA.grip_widest - 1e-6, 0.064, 0.008), np.eye(4)),)}, None),
        ({"shapes": (Box((CRITERIA.grip_widest + 1e-4, 0.064, 0.008), np.eye(4)),)}, "thickness"),
        ({"shapes": (Box((CRITERIA.grip_narrowest - 1e-4, 0.064, 0.008), np.eye(4)),)}, "thickness"),
    ],
)
def test_grip_measured(cell, good, values, quantity):
    ones = found("grip_measured", good, with_blank(cell, **values))
    assert [(one.code, one.step, one.fact("quantity")) for one in ones] == (
        [] if quantity is None else [(Code.NOT_GRIPPABLE, 3, quantity)]
    )


@pytest.mark.parametrize(("less", "count"), [(0.0, 0), (1e-5, 1), (0.02, 1), (float("nan"), 1)])
def test_opens_enough(cell, author, less, count):
    wanted = 0.020 + cell.tolerances.size + CRITERIA.release
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.08).line("magasin")
    plan = author.open(width=wanted + 1e-9 - less).plan()
    ones = found("opens_enough", plan, cell)
    assert [(one.code, one.step, one.fact("part")) for one in ones] == [(Code.OPENS_TOO_LITTLE, 6, "ebauche")] * count
    assert all(one.fact("wanted") == pytest.approx(wanted) for one in ones)


def test_what_is_let_go_after_a_touch_is_not_told(cell, author):
    author.go("magasin", up=0.08).line("magasin").close().line("magasin", up=0.08).go("plateau", 2.8, up=0.08)
    plan = author.open().rest().plan()
    (one,) = found("let_go_in_air", plan, cell)
    part = next(thing for thing in cell.things if thing.name == "temoin")
    T = part.T_WO.copy()
    T[:3, 3] = author.target("magasin", up=0.12)[:3, 3]
    in_the_way = replace(cell, things=tuple(replace(each, T_WO=T) if each is part else each for each in cell.things))
    subject = Subject(plan, in_the_way, None)
    assert subject.accidents[0].t < one.t
    assert list(LOOKS["let_go_in_air"](subject)) == []
