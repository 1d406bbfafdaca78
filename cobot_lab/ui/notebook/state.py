"""What a lesson's page shows that does not change while a program is written."""

from __future__ import annotations

from typing import Any

from cobot_lab.language.blocks.definitions import definitions
from cobot_lab.language.blocks.toolbox_json import toolbox
from cobot_lab.program.table import ROWS
from cobot_lab.school.attempts import Attempts
from cobot_lab.school.goals import GoalState
from cobot_lab.school.lesson import Lesson
from cobot_lab.school.versions import Version
from cobot_lab.ui.notebook.setting import Setting, said
from cobot_lab.ui.sentences import Sentences

Json = dict[str, Any]

_TOLD_APART = 2
"""Most parts that have a goal of their own on the screen."""


def lesson_state(setting: Setting, lesson: Lesson, words: Sentences) -> Json:
    """Give what a page has to know of a lesson: `lesson`, `title`, `assignment`, `toolbox`, `definitions`, `places`."""
    places = [place.name for place in setting.cell.places]
    ops = lesson.task.toolbox
    return {
        "schema": "cobot_lab/lesson-state/1",
        "lesson": lesson.number,
        "language": words.language,
        "title": said(lesson.title, words.language),
        "assignment": said(lesson.assignment, words.language),
        "toolbox": toolbox(ops, words.language, places[0] if places else "A"),
        "definitions": list(definitions(words.language)),
        "vocabulary": [
            {"name": row.python.said_in(words.language), "op": row.op}
            for row in ROWS
            if row.python.en and (not ops or row.op in ops)
        ],
        "places": places,
        "blocks_max": lesson.task.blocks_max,
        "duration_max": lesson.task.duration_max,
    }


def goals_state(goals: tuple[GoalState, ...], words: Sentences) -> list[Json]:
    """Give each goal: `kind`, `says` and `reached`, which is None for what was not checked.

    Many parts at their places are told as one goal, reached when every one of them is, and missed when one is not,
    whatever is not known of the others.
    """
    parts = [goal for goal in goals if goal.kind == "part"]
    if len(parts) <= _TOLD_APART:
        return [{"kind": goal.kind, "says": _goal(goal, words), "reached": goal.reached} for goal in goals]
    missing = sum(goal.reached is False for goal in parts)
    reached = False if missing else True if all(goal.reached for goal in parts) else None
    key = "parts_some" if missing else "parts"
    together = {"kind": "parts", "says": words.word(f"lesson.goals.{key}", limit=len(parts), missing=missing)}
    others = tuple(goal for goal in goals if goal.kind != "part")
    return [{**together, "reached": reached}, *goals_state(others, words)]


def _goal(goal: GoalState, words: Sentences) -> str:
    part, thing, lamp = (words.labels.get(name, name) for name in (goal.part, goal.place, goal.lamp))
    seen = words.table["words"]["seen"].get(goal.answer, goal.answer)
    said = words.if_said(goal.sensor, goal.answer) if goal.sensor else ""
    low, high = goal.between
    facts = {
        "limit": goal.limit,
        "total": goal.total,
        "answer": seen,
        "low": low,
        "high": high,
        "lamp": lamp,
        "said": said,
    }
    phrase = words.word(f"lesson.goals.{goal.kind}", part=part, place=goal.place, thing=thing, **facts)
    return phrase[:1].upper() + phrase[1:]


def versions_state(versions: tuple[Version, ...], words: Sentences) -> list[Json]:
    """Give each version, the latest first: `number`, `kept_at` [s since 1970] and `says`."""
    return [
        {
            "number": each.number,
            "kept_at": each.kept_at,
            "why": each.why.value,
            "says": words.word(f"lesson.versions.{each.why.value}"),
        }
        for each in versions
    ]


def attempts_state(attempts: Attempts) -> Json:
    """Give the counters."""
    return {
        "tries": attempts.tries,
        "passed": attempts.passed,
        "goals_best": attempts.goals_best,
        "duration_best": attempts.duration_best,
        "blocks_best": attempts.blocks_best,
    }
