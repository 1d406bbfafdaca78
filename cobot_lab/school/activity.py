"""Any lesson by its number: one that asks for a program, or one to discover a cell."""

from __future__ import annotations

from cobot_lab.cell.document import read_document
from cobot_lab.school.discovery import Discovery, DiscoveryModel
from cobot_lab.school.lesson import Lesson, activity_folders, is_discovery, load_lesson

Activity = Lesson | Discovery


def load_activity(number: str) -> Activity:
    """Read a lesson, whatever it asks.

    Args:
        number: Such as `00`; `0` is understood too.

    Raises:
        DescriptionError: No such lesson, or its file cannot be used.
    """
    wanted = number.zfill(2)
    for folder in activity_folders():
        if folder.name.startswith(f"{wanted}_") and is_discovery(folder):
            file = folder / "lesson.toml"
            return read_document(file.name, file.read_bytes(), DiscoveryModel).discovery(folder)
    return load_lesson(number)


def activities() -> tuple[Activity, ...]:
    """Read all lessons, in order of their numbers.

    Raises:
        DescriptionError: A file cannot be used.
    """
    return tuple(load_activity(folder.name[:2]) for folder in activity_folders())
