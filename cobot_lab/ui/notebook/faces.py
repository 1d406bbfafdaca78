"""One program, two faces: what is edited in one is turned into the other, whenever there is a way."""

from __future__ import annotations

from dataclasses import dataclass, replace

from cobot_lab.findings import Report, Span
from cobot_lab.language.blocks.layout import Layout, read_layout
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.faces import Face, draft_face
from cobot_lab.language.writer import write
from cobot_lab.program.program import Program
from cobot_lab.school.work import Work
from cobot_lab.ui.sentences import Language
from cobot_lab.ui.widgets.places import Places, StepPlace


@dataclass(frozen=True, slots=True)
class Faces:
    """A program under way, as far as it can be read.

    Attributes:
        work: Both faces, as they are stored.
        program: What the face edited last says, lines outside the language included; nothing when it has no form yet.
        other: The same, read from the other face, for its places; nothing when they are not in step.
    """

    work: Work
    program: Program | None
    other: Program | None

    def spans(self, step: int | None, span: Span | None) -> tuple[Span | None, Span | None]:
        """Give where something stands in the text and in the blocks.

        Args:
            step: Number of its step, when it has one.
            span: Where it stands in the face edited last.
        """
        across = None if self.other is None or step is None else self.other.span_of(step)
        return (span, across) if self.work.face == "python" else (across, span)

    def stands(self) -> tuple[StepPlace, ...]:
        """Give where each step stands in both faces, as far as they show it."""
        text, blocks = (self.program, self.other) if self.work.face == "python" else (self.other, self.program)
        return Places.of(text, blocks).steps


def opened(work: Work) -> Faces:
    """Read a work that was stored."""
    program, _ = draft_face(work.content, work.face)
    other: Face = "blocks" if work.face == "python" else "python"
    content = work.blocks if work.face == "python" else work.python
    return Faces(work, program, draft_face(content, other)[0] if work.in_step else None)


def edited(work: Work, face: Face, content: str, language: Language) -> tuple[Faces, Report]:
    """Take a change of one face over into the other.

    While what was edited has no form in the other face, the other stays as it was, and out of step.

    Args:
        work: The program before.
        face: The face that was edited.
        content: All of it.
        language: Of the names when blocks become text.

    Returns:
        The program now, and the report of reading it.
    """
    program, report = draft_face(content, face)
    if face == "python":
        after = replace(work, face=face, python=content, in_step=program is not None)
        if program is not None:
            after = replace(after, blocks=write_blocks(program, _layout(work)))
    else:
        after = replace(work, face=face, blocks=content, in_step=program is not None)
        if program is not None:
            after = replace(after, python=write(program, language))
    return opened(after), report


def spoken(faces: Faces, language: Language) -> Faces:
    """Give a program with the names of its text in another language, where it can be read."""
    if faces.program is None or not faces.work.in_step:
        return faces
    return opened(replace(faces.work, python=write(faces.program, language)))


def _layout(work: Work) -> Layout:
    """Give where the blocks lay."""
    program, _ = draft_face(work.blocks, "blocks")
    return Layout() if program is None else read_layout(work.blocks, program)


def begun(lesson: str, text: str) -> Work:
    """Begin a work from the text that a lesson starts with."""
    empty = Work(lesson, "python", "", "", in_step=False)
    faces, _ = edited(empty, "python", text, "fr")
    # Where its blocks are looked at first, things are called blocks, not lines.
    return replace(faces.work, face="blocks") if faces.work.in_step else faces.work
