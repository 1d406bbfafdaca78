"""The closed list of what can be found, one code each.

The letter says which stage speaks: `L` language, `B` binding of names to the cell, `M` motion, `C` collision,
`Z` zone or limit, `P` physics, `G` goal of the task, `T` trust, `A` the arm before a run. Behind each code stand the
facts that every finding of that code carries; sentences for people are in `cobot_lab/ui/messages/`. A code is never
given a second meaning: a number that is no longer used stays unused.
"""

from __future__ import annotations

from enum import Enum


class Code(str, Enum):
    """One member for each thing that can be found.

    Attributes:
        facts: Names of the facts that every finding of this code carries, in SI units.
    """

    facts: tuple[str, ...]

    def __new__(cls, code: str, *facts: str) -> Code:
        """Make a member from its code and the names of its facts."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.facts = facts
        return member

    # Language
    SOURCE_TOO_LARGE = "L01", "size", "limit"  # limit: bytes
    SOURCE_NOT_TEXT = "L02", "position"  # position: byte
    SYNTAX = "L03", "detail"
    NESTED_TOO_DEEP = "L04", "depth", "limit"
    TOO_MANY_STEPS = "L05", "count", "limit"
    FORBIDDEN_CHARACTER = "L06", "character", "name"  # character: U+XXXX
    NOT_IN_LANGUAGE = "L07", "construct", "hint"  # hint: key of the allowed way to say it, may be empty
    UNKNOWN_STEP = "L08", "name", "suggestion"  # suggestion: may be empty
    WRONG_ARGUMENTS = "L09", "name", "expected", "given"  # expected: count or range as text; given: count
    WRONG_ARGUMENT_KIND = "L10", "name", "parameter", "expected"  # expected: kind
    NUMBER_OUT_OF_RANGE = "L11", "name", "parameter", "minimum", "maximum", "value", "unit"
    NUMBER_NOT_USABLE = "L12", "text"
    NAME_NEVER_SET = "L13", "name"
    NOT_YET_AVAILABLE = "L14", "name", "lesson"
    OUTSIDE_TOOLBOX = "L15", "name"
    RUNS_TOO_LONG = "L16", "limit"  # limit: commands
    CANNOT_COMPUTE = "L17", "reason"  # reason: "division_by_zero", "not_a_number", "types", "recursion", "measures"
    NAME_TAKEN = "L18", "name"
    BREAK_OUTSIDE_LOOP = "L19"
    RETURN_OUTSIDE_FUNCTION = "L20"
    PLACES_NOTHING = "L21"
    PICKS_WHILE_CLOSED = "L22"
    DESCENDS_CLOSED = "L23"
    NO_APPROACH = "L24", "place"
    ENDLESS_LOOP = "L25"
    CONVEYOR_MOVING = "L26"
    NO_TIME_LIMIT = "L27"
    NEVER_REACHED = "L28", "why"  # why: "after_stop", "condition_false" and so on, see program/checks/unreached.py
    EMPTY_BODY = "L29"
    NOT_BACK_TO_REST = "L30"

    # Language: blocks
    BLOCKS_UNREADABLE = "L40", "path", "reason"  # path: in the JSON document, or id of the block around
    UNKNOWN_BLOCK = "L41", "type"
    EMPTY_GAP = "L42", "name", "gap"  # name: key of the row; gap: name of the parameter in English
    LOOSE_BLOCKS = "L43", "type"  # the type of the first block
    BLOCK_BROKEN = "L44", "type", "part", "reason"  # part: name of the field, input or member
    BLOCK_REPEATED = "L45", "block"
    NAME_NOT_USABLE = "L46", "name"
    COMPUTED_FROM_READING = "L50", "name", "parameter"
    ASKS_AND_ASKS = "L60", "name"  # name: key of the row that is asked
    WAITS_FOR_NOTHING = "L55"
    WAIT_DOES_MORE = "L56"

    # Binding to the cell
    UNKNOWN_PLACE = "B01", "name", "suggestion", "known"  # suggestion: may be empty; known: comma-separated
    NOTHING_TO_DO = "B02"
    UNKNOWN_SENSOR = "B50", "kind", "name", "known"  # known: comma-separated
    UNKNOWN_ANSWER = "B51", "value", "suggestion", "known"
    NOTHING_TO_SEE = "B52", "sensor", "place"
    OUTCOMES_NOT_COVERED = "B53", "covered", "total"  # total: at least so many
    SEEN_OTHERWISE = "B54", "sensor", "there"  # there: bool, whether a part is where it looks
    NOTHING_CAN_COME = "B60", "place", "conveyor"
    MACHINE_NOT_STARTED = "B61", "machine"
    PICKS_UNSEEN = "B70", "place"
    GRIP_OUT_OF_RANGE = "B03", "quantity", "value", "minimum", "maximum"  # quantity: "force" in N or "width" in m
    UNKNOWN_PALLET = "B20", "name", "known"  # known: comma-separated names of the pallets made so far
    UNKNOWN_SIGNAL = "B21", "kind", "name", "known"  # kind: "output", "lamp" or "conveyor"; known: comma-separated
    NO_SUCH_JOINT = "B22", "number", "limit"  # limit: how many joints the arm has

    # Motion
    UNREACHABLE = "M01", "place", "distance"  # distance: m beyond reach; 0 when only the direction is impossible
    LINE_BLOCKED = "M02", "place", "fraction"  # fraction: 0..1 of the line that can be followed
    JOINT_LIMIT = "M03", "joint", "q", "q_min", "q_max"
    JOINT_SPEED = "M04", "joint", "ratio"  # ratio: of the limit
    JOINT_ACCELERATION = "M05", "joint", "ratio"
    JOINT_JERK = "M06", "joint", "ratio"
    SINGULARITY = "M07", "ratio", "joint"  # ratio: joint speed needed over its limit
    LINE_NOT_STRAIGHT = "M09", "deviation"  # deviation: m
    NOT_CONTINUOUS = "M10", "jump"  # jump: rad
    CORNER_CUT = "M20", "deviation", "limit"  # m: from the lines or from the sharp corner

    # Collision
    COLLISION_CELL = "C01", "body", "thing", "depth"  # depth: m
    COLLISION_PART = "C02", "body", "thing", "depth"
    COLLISION_SELF = "C03", "body", "other", "depth"
    COLLISION_CARRIED = "C04", "part", "thing", "depth"
    PART_MAY_COME = "C05", "body", "part", "place"

    # Zones and limits
    TOOL_SPEED = "Z01", "speed", "limit"  # limit: m/s
    SURFACE_SPEED = "Z02", "body", "speed", "limit"  # limit: m/s
    FORBIDDEN_ZONE = "Z03", "body", "zone"
    TOO_LONG = "Z04", "duration", "limit"  # limit: s
    PAYLOAD = "Z05", "mass", "limit"  # limit: kg
    WAITS_TOO_LONG = "Z06", "time", "limit"  # time, limit: s
    ZONE_WHILE_ON = "Z10", "body", "zone", "signal"
    ZONE_NOT_YET_OPEN = "Z11", "body", "zone", "signal", "sensor"

    # Physics
    NO_GRASP = "P01", "width"  # width: m between the fingers
    GRASP_SLIPS = "P02", "part", "slip", "turn"  # slip: m; turn: rad
    PART_DROPPED = "P03", "part"
    NOT_LANDED = "P04", "part", "place", "offset", "tilt", "moving"  # offset: m; tilt: rad; moving: bool
    PART_DISTURBED = "P05", "part", "offset"  # offset: m
    WEAK_GRIP = "P06", "part", "margin", "wanted"
    TRACKING = "P07", "joint", "error"  # error: rad
    TORQUE = "P08", "joint", "ratio"
    OPENS_TOO_LITTLE = "P09", "part", "width", "wanted"  # width, wanted: m between the fingers
    LET_GO_IN_AIR = "P10", "part", "height"  # height: m that it would fall
    NOT_GRIPPABLE = "P11", "part", "quantity", "value", "minimum", "maximum"  # quantity: "width" in m or "mass" in kg

    # Goal
    PART_NOT_AT_GOAL = "G01", "part", "place", "offset"  # offset: m
    NOT_AT_REST = "G02", "distance"  # distance: rad
    STILL_HOLDING = "G03", "part"
    PART_TAKEN_AWAY = "G04", "part", "offset"  # offset: m
    PART_TURNED = "G05", "part", "place", "turn"  # turn: rad
    TOO_MANY_BLOCKS = "G20", "count", "limit"
    HANDLED_OUTSIDE = "G21", "name"  # name: key of the row
    PART_NOT_SORTED = "G50", "part", "answer", "wanted"  # answer: what the sensor says of it; wanted: a thing
    PART_NEVER_SEEN = "G51", "part", "sensor"
    PART_NOT_AWAITED = "G60", "part", "place", "limit"  # limit: s
    MACHINE_EMPTY = "G61", "machine", "place"
    PART_NOT_MACHINED = "G62", "part"
    BELT_LEFT_RUNNING = "G63", "signal"
    BELT_TAKES_ALONG = "G64", "part", "signal", "place"
    LAMP_NOT_LIT = "G65", "signal", "case"  # case: `when` of the task's lamp
    LAMP_LIT = "G66", "signal", "case"
    LAMP_OUT_AT_WORK = "G67", "signal"
    START_LEFT_ON = "G68", "machine", "signal"
    MACHINE_STILL_AT_WORK = "G69", "machine", "limit"  # limit: s
    QUOTA_MISSED = "G70", "thing", "count", "wanted"
    PART_MEASURED_ELSEWHERE = "G71", "part", "sensor", "measured", "wanted", "reading"  # measured: m; wanted: a thing
    LIES_ON_ANOTHER = "G72", "part", "other", "thing"
    TOO_FEW_WORLDS = "G80", "passed", "total", "wanted", "worlds", "mishap", "times"  # mishap: code of what comes first

    # Trust
    BUNDLE_UNREADABLE = "T01", "file", "reason"
    BUNDLE_DIFFERS = "T02", "file"
    NOT_PASSED = "T03", "verdict"
    UNKNOWN_KEY = "T04", "key"
    BAD_SIGNATURE = "T05", "key"
    OTHER_SUBJECT = "T06", "wanted", "given"
    WRONG_ROLE = "T07", "role", "wanted"
    OTHER_ROBOT = "T08", "serial", "wanted"
    OTHER_MODE = "T09", "mode", "wanted"
    NOT_YET_VALID = "T10", "since"
    EXPIRED = "T11", "until"
    ALREADY_USED = "T12", "number"
    APPROVAL_UNREADABLE = "T13", "reason"
    OTHER_VERIFIER = "T14", "given", "wanted"
    JOURNAL_BROKEN = "T15", "seq", "reason"
    KEY_REVOKED = "T16", "key"
    CHECKS_MISSING = "T17", "names"  # names: comma-separated
    UNKNOWN_CELL = "T18", "cell"
    REVIEW_DIFFERS = "T19", "what"
    CLOCK_BEHIND = "T20", "now", "seen"  # instants: what the clock says, and what it has said before

    # The arm before a run
    ARM_NOT_READY = "A01", "what", "found", "wanted"
    START_ELSEWHERE = "A02", "joint", "q", "wanted", "limit"  # limit: rad
    ARM_DATA_OLD = "A03", "age", "limit"  # limit: s
    OTHER_MODEL = "A04", "model", "wanted"
    NOT_ENABLED = "A05", "age", "limit"  # limit: s
    ARM_SILENT = "A06", "detail"
    OUTPUT_NOT_OFF = "A10", "signal", "found"  # found: "on" or "unknown"
    GRIPPER_ELSEWHERE = "A11", "what", "found", "wanted"  # what: as a reading is named
    PROGRAM_PAUSED = "A12", "robot"
    ONLY_TWO_POSITIONS = "A13", "quantity", "value", "wanted"  # quantity: "force" in N or "width" in m
    MARKS_IN_LINE = "A20", "spread", "limit"  # m
    MARKS_DISAGREE = "A21", "residual", "limit"  # m
    BASE_ELSEWHERE = "A22", "offset", "limit"  # m
    BASE_TURNED = "A23", "turn", "limit"  # rad
    BASE_TILTED = "A24", "tilt", "limit"  # rad
    ARM_TAKEN = "A07", "robot"
    STOPPED_BEFORE = "A09", "reason"
    RUN_UNRESOLVED = "A08", "robot", "cause", "gripper"  # gripper: "unknown" or "holding"
