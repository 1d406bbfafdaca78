"""A small closed list of what pupils get wrong, for the teacher: findings and the shape of the program tell which.

A guess, meant for looking at a class as a whole; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from cobot_lab.coach import shapes
from cobot_lab.codes import Code
from cobot_lab.findings import Finding, Report
from cobot_lab.program.program import Program


class Misconception(Enum):
    """One group; the value is the key of its words in `ui/messages/hints.<language>.toml`."""

    SPELLING = "spelling"
    NOTATION = "notation"
    COUNTS_FROM_ZERO = "counts_from_zero"
    ONE_TURN_OFF = "one_turn_off"
    FORGETS_TO_CLOSE = "forgets_to_close"
    FORGETS_TO_OPEN = "forgets_to_open"
    FORGETS_TO_RISE = "forgets_to_rise"
    FORGETS_APPROACH = "forgets_approach"
    OPENS_TOO_HIGH = "opens_too_high"
    CLOSES_BESIDE = "closes_beside"
    FORGETS_REST = "forgets_rest"
    SAME_PLACE_AGAIN = "same_place_again"
    OUTSIDE_THE_LOOP = "outside_the_loop"
    COPIES_INSTEAD_OF_LOOP = "copies_instead_of_loop"
    ENDLESS = "endless"
    ORDER_OF_MAKING = "order_of_making"
    NEVER_CALLED = "never_called"
    PARAMETERS = "parameters"
    SCOPE = "scope"
    ROWS_AND_COLUMNS = "rows_and_columns"
    UNKNOWN_EQUIPMENT = "unknown_equipment"
    OUT_OF_REACH = "out_of_reach"
    WRONG_DISTANCE = "wrong_distance"
    TOO_FAST = "too_fast"
    TOO_SLOW = "too_slow"
    TURNED_PART = "turned_part"
    WRONG_ORDER = "wrong_order"
    UNFINISHED = "unfinished"
    GRIP_STRENGTH = "grip_strength"
    KIND_OF_NUMBER = "kind_of_number"
    NO_WAITING = "no_waiting"
    OUTSIDE_VOCABULARY = "outside_vocabulary"
    FORGETS_A_CASE = "forgets_a_case"
    LOOKS_AT_THE_WRONG_TIME = "looks_at_the_wrong_time"
    MOVES_BY_A_READING = "moves_by_a_reading"
    FORGETS_TO_START = "forgets_to_start"
    TOO_LITTLE_MARGIN = "too_little_margin"


M = Misconception

_BY_CODE: Mapping[Code, Misconception] = {
    code: group
    for group, codes in {
        M.NOTATION: "L01 L02 L03 L06 L18 L19 L20 L29 L40 L41 L42 L43 L44 L45 L46",
        M.COPIES_INSTEAD_OF_LOOP: "L04 L05 G20",
        M.OUTSIDE_VOCABULARY: "L07 L14 L15",
        M.PARAMETERS: "L09 G21",
        M.KIND_OF_NUMBER: "L10 L12",
        M.ENDLESS: "L16 L25 L60",
        M.FORGETS_TO_CLOSE: "L21",
        M.FORGETS_TO_OPEN: "L23 G03",
        M.FORGETS_APPROACH: "L24 M02",
        M.NO_WAITING: "L26 L27 L55 L56 G60 G63 G69 Z10",
        M.FORGETS_REST: "L30 G02",
        M.UNFINISHED: "B02 G62 G68 G70",
        M.FORGETS_TO_START: "B60 B61 G61",
        M.GRIP_STRENGTH: "B03 P02 P03 P06 P09 P11 Z05",
        M.UNKNOWN_EQUIPMENT: "B21 B22 B50 B51",
        M.TOO_LITTLE_MARGIN: "G80",
        M.LOOKS_AT_THE_WRONG_TIME: "B52 B54",
        M.MOVES_BY_A_READING: "L50",
        M.FORGETS_A_CASE: "B53 B70 C05 G50 G51 G65 G66 G71 Z11",
        M.OUT_OF_REACH: "M03 M07 C03 Z03",
        M.TOO_FAST: "M04 M05 M06 M20 Z01 Z02 P07 P08",
        M.TOO_SLOW: "Z04 Z06",
        M.OPENS_TOO_HIGH: "P04 P10",
        M.FORGETS_TO_RISE: "P05",
        M.WRONG_ORDER: "G04 G64 G67",
        M.TURNED_PART: "G05",
        M.SAME_PLACE_AGAIN: "G72",
    }.items()
    for code in map(Code, codes.split())
}
"""Codes that mean one thing whatever the program looks like."""


@dataclass(frozen=True, slots=True)
class Case:
    """One finding with what it was found on.

    Attributes:
        finding: The finding.
        report: All that was found.
        program: The program, as much of it as could be read.
    """

    finding: Finding
    report: Report
    program: Program


def misconceptions_of(report: Report, program: Program | None) -> tuple[Misconception, ...]:
    """Give the groups that a program's findings speak of, in the order of the findings, each once.

    Args:
        report: What was found.
        program: The program, or as much of it as `draft_face` gives; nothing when there is none.
    """
    tree = program or Program(())
    groups = (_group(Case(finding, report, tree)) for finding in report.findings)
    return tuple(dict.fromkeys(group for group in groups if group is not None))


def _group(case: Case) -> Misconception | None:
    known = _BY_CODE.get(case.finding.code)
    judge = _JUDGES.get(case.finding.code)
    return judge(case) if known is None and judge is not None else known


def _spelling(case: Case) -> Misconception:
    suggested = case.finding.fact("suggestion")
    other = M.OUTSIDE_VOCABULARY if case.finding.code is Code.UNKNOWN_STEP else M.UNKNOWN_EQUIPMENT
    return M.SPELLING if suggested else other


def _number(case: Case) -> Misconception:
    name, value = str(case.finding.fact("name")), float(case.finding.fact("value"))
    if name.startswith("pallet_cell"):
        if value < 1:
            return M.COUNTS_FROM_ZERO
        return M.ROWS_AND_COLUMNS if shapes.pallets_differ(case.program) else M.ONE_TURN_OFF
    return {"speed": M.TOO_FAST, "joint": M.UNKNOWN_EQUIPMENT, "grip_force": M.GRIP_STRENGTH}.get(
        name, M.WRONG_DISTANCE
    )


def _never_set(case: Case) -> Misconception:
    name = str(case.finding.fact("name"))
    if name in case.program.functions:
        return M.ORDER_OF_MAKING
    return M.SCOPE if shapes.set_in_a_function(case.program, name) else M.SPELLING


def _unmade(case: Case) -> Misconception:
    near = shapes.nearly(str(case.finding.fact("name")), str(case.finding.fact("known")).split(", "))
    return M.SPELLING if near else M.ORDER_OF_MAKING


def _picks_again(case: Case) -> Misconception:
    step = case.finding.step or 0
    return M.OUTSIDE_THE_LOOP if shapes.repeated(case.program, step) else M.FORGETS_TO_OPEN


def _uncomputed(case: Case) -> Misconception:
    return M.ENDLESS if case.finding.fact("reason") == "recursion" else M.KIND_OF_NUMBER


def _unreached(case: Case) -> Misconception | None:
    return M.NEVER_CALLED if case.finding.fact("why") == "never_called" else None


def _too_far(case: Case) -> Misconception:
    return M.WRONG_DISTANCE if shapes.place_computed(case.program, case.finding.step or 0) else M.OUT_OF_REACH


def _touched(case: Case) -> Misconception:
    program, step = case.program, case.finding.step or 0
    if case.finding.code is Code.COLLISION_CARRIED and shapes.turns_the_tool(program):
        return M.TURNED_PART
    if shapes.pallets_differ(program):
        return M.ROWS_AND_COLUMNS
    if shapes.repeated(program, step) and shapes.place_named(program, step):
        if not shapes.place_computed(program, step):
            return M.SAME_PLACE_AGAIN
        return M.COUNTS_FROM_ZERO if shapes.counts_from_one(program) else M.WRONG_DISTANCE
    return M.FORGETS_TO_RISE


def _empty(case: Case) -> Misconception:
    program, step = case.program, case.finding.step or 0
    again = shapes.repeated(program, step) and shapes.place_named(program, step)
    return M.SAME_PLACE_AGAIN if again and not shapes.place_computed(program, step) else M.CLOSES_BESIDE


_MOVED = 0.2
"""A part farther than this from its goal was not brought near it [m]; trays are farther from the racks."""


def _not_there(case: Case) -> Misconception | None:
    goals = [finding for finding in case.report.findings if finding.code is Code.PART_NOT_AT_GOAL]
    if any(finding.code is Code.NOT_LANDED for finding in case.report.findings):
        return None
    if any(finding.code is Code.NEVER_REACHED for finding in case.report.findings):
        return None
    if shapes.never_closes(case.program):
        return M.FORGETS_TO_CLOSE
    if len(goals) > 1 and all(float(finding.fact("offset")) < _MOVED for finding in goals):
        return M.WRONG_ORDER
    return M.ONE_TURN_OFF if len(goals) == 1 and shapes.loops(case.program) else M.UNFINISHED


_JUDGES: Mapping[Code, Callable[[Case], Misconception | None]] = {
    Code.UNKNOWN_STEP: _spelling,
    Code.UNKNOWN_PLACE: _spelling,
    Code.NUMBER_OUT_OF_RANGE: _number,
    Code.NAME_NEVER_SET: _never_set,
    Code.UNKNOWN_PALLET: _unmade,
    Code.PICKS_WHILE_CLOSED: _picks_again,
    Code.CANNOT_COMPUTE: _uncomputed,
    Code.NEVER_REACHED: _unreached,
    Code.UNREACHABLE: _too_far,
    Code.COLLISION_CELL: _touched,
    Code.COLLISION_PART: _touched,
    Code.COLLISION_CARRIED: _touched,
    Code.NO_GRASP: _empty,
    Code.PART_NOT_AT_GOAL: _not_there,
}
"""Codes whose meaning depends on the program."""

UNGROUPED = frozenset({Code.LINE_NOT_STRAIGHT, Code.NOT_CONTINUOUS})
"""Codes that no pupil's idea is behind: only a fault of the planning gives them."""

GROUPED = frozenset(_BY_CODE) | frozenset(_JUDGES)
"""Codes that may give a group."""
