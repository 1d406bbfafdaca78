"""The public kit that examines a driver: what the contract in `driver` promises, asked of a real object.

Whoever writes a driver runs `examine`, or parametrises a test of theirs over `EXAMINATIONS`. Each examination gets a
fresh driver whose arm stands at the plan's start, and moves that arm: on real hardware, a person stands by. The plan
needs at least two moves and two seconds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

import numpy as np

from cobot_lab.deploy.bench import Bench, NotConformError
from cobot_lab.deploy.clock import Clock, MonotonicClock
from cobot_lab.deploy.driver import DATA_LIMIT, HEARTBEAT_LIMIT, POSE_TOLERANCE, Driver
from cobot_lab.deploy.judge import Limits
from cobot_lab.deploy.signals import changes
from cobot_lab.motion.actions import Grip
from cobot_lab.motion.plan_data import Plan

OPENING_TOLERANCE = 0.002
"""How far the fingers may end from the opening asked for [m]."""

_NO_SENSOR = "no such sensor"

Examination = Callable[[Bench], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one examination found.

    Attributes:
        examination: Its name.
        problem: What the driver did otherwise than promised; empty when nothing.
    """

    examination: str
    problem: str

    @property
    def passed(self) -> bool:
        """Whether the driver kept its promise."""
        return not self.problem


def examine(
    make_driver: Callable[[], Driver],
    plan: Plan,
    clock: Clock | None = None,
    examinations: tuple[Examination, ...] | None = None,
    limits: Limits | None = None,
) -> tuple[Outcome, ...]:
    """Examine a driver.

    Args:
        make_driver: Gives a fresh driver; its arm stands at the start of the plan.
        plan: For that arm; at least two moves and two seconds.
        clock: Paces the looks; the one the arm lives by when it is simulated.
        examinations: Some of `EXAMINATIONS`; all of them unless given.
        limits: Those that a run of this arm has, such as how long it takes to come to rest.

    Returns:
        One outcome for each examination. The driver conforms when all of `EXAMINATIONS` passed.
    """
    chosen = EXAMINATIONS if examinations is None else examinations
    return tuple(_outcome(examination, make_driver, plan, clock, limits or Limits()) for examination in chosen)


def _outcome(
    examination: Examination, make_driver: Callable[[], Driver], plan: Plan, clock: Clock | None, limits: Limits
) -> Outcome:
    driver = make_driver()
    bench = Bench(driver, plan, clock or MonotonicClock(), limits)
    problems = [_problem(partial(examination, bench)), _problem(driver.close)]
    return Outcome(examination.__name__, next(filter(None, problems), ""))


def _problem(call: Callable[[], None]) -> str:
    """Give what a call found in words; nothing when it came back."""
    try:
        call()
    except NotConformError as problem:
        return str(problem)
    except Exception as problem:  # an exception that the contract does not know is the finding
        return f"raised {type(problem).__name__}: {problem}"
    return ""


def identity_is_stable(bench: Bench) -> None:
    """The arm is the same before, during and after a run, and is the one the plan is for."""
    first = bench.driver.identity
    bench.require(bool(first.serial), "the serial number is empty")
    bench.require(first.model == bench.plan.robot, f"the model is {first.model!r}, the plan's is {bench.plan.robot!r}")
    bench.require(first.joints == bench.plan.joints, f"the joints are {first.joints}, the plan's {bench.plan.joints}")
    bench.play()
    bench.require(bench.driver.identity == first, f"it was {first}, now it is {bench.driver.identity}")


def state_is_fresh(bench: Bench) -> None:
    """At rest too, each look brings something new, of finite numbers, no older than `DATA_LIMIT`."""
    states = [bench.look(wait=DATA_LIMIT) for _ in range(5)]
    for before, after in pairwise(states):
        bench.require(after.stamp > before.stamp, f"the stamp stays at {after.stamp} s for {DATA_LIMIT} s")
    for state in states:
        bench.require(0 <= state.age <= DATA_LIMIT, f"the data are {state.age} s old")
        for name, values in (("q", state.q), ("qd", state.qd)):
            good = values.shape == (len(bench.plan.joints),) and bool(np.isfinite(values).all())
            bench.require(good, f"{name} is {values}")


def state_is_a_snapshot(bench: Bench) -> None:
    """A state keeps what it said while the arm moves on, and nobody can write into it."""
    bench.load_and_start()
    state = bench.look()
    kept = state.q.copy()
    bench.watch(lambda later: later.progress > bench.plan.duration / 4)
    bench.require(bool((state.q == kept).all()), "a state that was given changes while the arm moves")
    bench.require(not state.q.flags.writeable and not state.qd.flags.writeable, "a state can be written into")


def refuses_to_start_unloaded(bench: Bench) -> None:
    """Without a program, `start` raises and nothing moves."""
    bench.expect_refusal(bench.driver.start, "start without load")
    bench.expect_stillness()


def refuses_another_model(bench: Bench) -> None:
    """A plan for another model is not loaded."""
    other = replace(bench.plan, robot=bench.plan.robot + "-other")
    bench.expect_refusal(partial(bench.driver.load, other), "a plan for another model")


def refuses_other_joints(bench: Bench) -> None:
    """A plan whose joints are named otherwise, or ordered otherwise, is not loaded."""
    for joints in (bench.plan.joints[::-1], tuple(f"{name}_" for name in bench.plan.joints)):
        other = replace(bench.plan, joints=joints)
        bench.expect_refusal(partial(bench.driver.load, other), f"a plan for the joints {joints}")


def refuses_a_broken_plan(bench: Bench) -> None:
    """A plan that jumps is not loaded."""
    other = replace(bench.plan, q_start=bench.plan.q_start + 0.5)
    bench.expect_refusal(partial(bench.driver.load, other), "a plan that jumps at its start")


def refuses_another_start(bench: Bench) -> None:
    """An arm that stands elsewhere does not start."""
    other = bench.moved(5 * POSE_TOLERANCE)
    bench.driver.load(other)
    bench.expect_refusal(bench.driver.start, "a start from another pose")
    bench.expect_stillness()


def loading_does_not_move(bench: Bench) -> None:
    """A loaded program waits for its start, at progress 0."""
    bench.driver.load(bench.plan)
    bench.expect_stillness()
    bench.require(bench.look().progress == 0, "the progress of a program that was only loaded is not 0")


def plays_to_the_end(bench: Bench) -> None:
    """Joints follow the plan at the arm's own progress, which rises to the end; the arm ends at the last knot."""
    states = bench.play()
    bench.require(any(state.running for state in states), "it never said that it runs")
    for before, after in pairwise(states):
        bench.require(
            after.progress >= before.progress, f"the progress fell from {before.progress} to {after.progress}"
        )
    for state in states:
        _, error = bench.judge.following_error(state)
        bench.require(error <= bench.limits.following, f"{error:.4f} rad from the plan at {state.progress:.3f} s")
    moved = max(float(np.abs(state.q - states[0].q).max()) for state in states)
    bench.require(moved > POSE_TOLERANCE, "nothing moved")
    found = bench.judge.final(bench.look(), bench.clock.now())
    bench.require(found is None, f"at the end: {found}")


def plays_the_gripper(bench: Bench) -> None:
    """A gripper that knows its opening ends as the plan's last grip asks: at its width, or closer than before."""
    grips = [action for action in bench.plan.actions if isinstance(action, Grip)]
    states = bench.play()
    first, last = states[0].opening, bench.look().opening
    if not grips or first is None or last is None:
        return
    if grips[-1].closing:
        widest = max(state.opening for state in states if state.opening is not None)
        bench.require(last <= widest, f"the fingers closed to {last:.4f} m, from {widest:.4f} m")
    else:
        off = abs(last - grips[-1].width)
        bench.require(off <= OPENING_TOLERANCE, f"the fingers are {off:.4f} m from the opening asked for")


def plays_the_outputs(bench: Bench) -> None:
    """An arm that knows its outputs switches them as the plan does: in its order, and to its last values.

    Changes of one signal that lie closer together than two looks may go unseen; none may come that was not asked for.
    """
    asked = changes(bench.plan)
    states = [*bench.play(), bench.look()]
    if not asked or any(state.outputs is None for state in states):
        return
    for name in sorted({change.name for change in asked}):
        values = [dict(state.outputs or ()).get(name) for state in states]
        seen = [after for before, after in pairwise([None, *values]) if after is not None and after != before]
        wanted = iter([0.0, *(change.value for change in asked if change.name == name)])
        in_order = all(any(value == one for one in wanted) for value in seen)
        bench.require(in_order, f"{name} went through {seen}, which the plan does not ask for in this order")
        last = next(change.value for change in reversed(asked) if change.name == name)
        bench.require(values[-1] == last, f"{name} ended at {values[-1]}, the plan's last word is {last}")


def is_spent_at_the_end(bench: Bench) -> None:
    """A program that came to its end does not start again without a new load."""
    bench.play()
    bench.expect_refusal(bench.driver.start, "a second start without a new load")
    bench.expect_stillness()


def refuses_to_load_while_running(bench: Bench) -> None:
    """A running program is not replaced."""
    bench.load_and_start()
    bench.watch(lambda state: state.progress > 0)
    bench.expect_refusal(partial(bench.driver.load, bench.plan), "a load during a run")


def stop_is_harmless_at_rest(bench: Bench) -> None:
    """Stopping an arm that rests does nothing, twice; a loaded program is spent by it."""
    bench.driver.stop("examination")
    bench.driver.stop("examination")
    bench.driver.load(bench.plan)
    bench.driver.stop("examination")
    bench.expect_refusal(bench.driver.start, "a start after a stop")
    bench.expect_stillness()


def stops_in_mid_run_for_good(bench: Bench) -> None:
    """A stop brings the arm to rest soon; nothing resumes by itself or by a second start."""
    bench.load_and_start()
    bench.watch(lambda state: state.progress > bench.plan.duration / 3)
    bench.driver.stop("examination")
    bench.driver.stop("examination")
    bench.watch(lambda state: not state.running, limit=bench.limits.settle)
    held = bench.look(wait=bench.limits.settle)
    bench.require(held.progress < bench.plan.duration, "it went on to the end of the plan")
    bench.expect_stillness()
    bench.expect_refusal(bench.driver.start, "a start after a stop without a new load")
    bench.expect_stillness()


def silence_stops(bench: Bench) -> None:
    """An arm in motion that hears no beat any more stops, at the latest at the end of the move it is in."""
    bench.load_and_start()
    bench.watch(lambda state: state.running and state.progress > 0)
    longest = max(action.duration for action in bench.plan.actions)
    state = bench.look(wait=HEARTBEAT_LIMIT + longest + bench.limits.settle, beating=False)
    bench.require(not state.running, f"{HEARTBEAT_LIMIT} s and a whole move without a beat, and it still runs")
    bench.require(state.progress < bench.plan.duration, "it went on to the end of the plan without a beat")


def refuses_an_unknown_sensor(bench: Bench) -> None:
    """A sensor that the arm does not have has no answer, and asking for it moves nothing."""
    bench.expect_refusal(partial(_ask, bench, _NO_SENSOR), f"a reading of {_NO_SENSOR!r}")
    bench.expect_stillness()


def _ask(bench: Bench, sensor: str) -> None:
    bench.driver.read(sensor)


def close_is_final(bench: Bench) -> None:
    """Closing twice is harmless; a closed arm neither loads nor starts."""
    bench.driver.load(bench.plan)
    bench.driver.close()
    bench.driver.close()
    for name, call in (("start", bench.driver.start), ("load", partial(bench.driver.load, bench.plan))):
        bench.expect_refusal(call, f"{name} after close")


EXAMINATIONS: tuple[Examination, ...] = (
    identity_is_stable,
    state_is_fresh,
    state_is_a_snapshot,
    refuses_to_start_unloaded,
    refuses_another_model,
    refuses_other_joints,
    refuses_a_broken_plan,
    refuses_another_start,
    loading_does_not_move,
    plays_to_the_end,
    plays_the_gripper,
    plays_the_outputs,
    is_spent_at_the_end,
    refuses_to_load_while_running,
    stop_is_harmless_at_rest,
    stops_in_mid_run_for_good,
    silence_stops,
    refuses_an_unknown_sensor,
    close_is_final,
)
