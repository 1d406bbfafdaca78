"""The faces in which a program is kept: Python text, or blocks."""

from __future__ import annotations

from typing import Literal

from cobot_lab.findings import Report
from cobot_lab.language.blocks.read_blocks import draft_blocks, read_blocks
from cobot_lab.language.reader import draft, read
from cobot_lab.program.program import Program

Face = Literal["python", "blocks"]
BLOCKS_SUFFIX = ".json"


def face_of(file_name: str) -> Face:
    """Tell the face of a program by its file's name.

    >>> face_of("solution.cobot.json"), face_of("solution.py")
    ('blocks', 'python')
    """
    return "blocks" if file_name.lower().endswith(BLOCKS_SUFFIX) else "python"


def read_face(source: str | bytes, face: Face) -> tuple[Program | None, Report]:
    """Read a program kept in either face; as `read` and `read_blocks`."""
    return read_blocks(source) if face == "blocks" else read(source)


def draft_face(source: str | bytes, face: Face) -> tuple[Program | None, Report]:
    """Read as much as can be kept of a program in either face; as `draft` and `draft_blocks`."""
    return draft_blocks(source) if face == "blocks" else draft(source)
