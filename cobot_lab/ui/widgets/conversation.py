"""The conversation about one program: what was written in one face comes in, the other face and remarks go out."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from cobot_lab.findings import Finding, Report, Severity
from cobot_lab.language.blocks.json_text import BrokenJson, parse_json, write_json
from cobot_lab.language.blocks.layout import read_layout
from cobot_lab.language.blocks.read_blocks import draft_blocks, sketch
from cobot_lab.language.blocks.write_blocks import workspace
from cobot_lab.language.faces import Face, draft_face
from cobot_lab.language.reader import draft
from cobot_lab.language.toolbox import outside_toolbox
from cobot_lab.language.writer import write
from cobot_lab.program.program import Program
from cobot_lab.program.vocabulary import Language
from cobot_lab.ui.sentences import Sentences, sentences
from cobot_lab.ui.widgets.graft import graft, loose, tops
from cobot_lab.ui.widgets.opening import open_block
from cobot_lab.ui.widgets.places import Places

Message = dict[str, Any]
Look = Callable[[str, Face], Report]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Written:
    """A program as it was last written.

    Attributes:
        face: In which face somebody wrote.
        blocks: The workspace; the last that could be shown when the text cannot be.
        text: The text, in the language shown; the last that could be shown when the blocks cannot be.
        program: What it says; nothing while it cannot be read whole.
        report: What can be said of it at once.
    """

    face: Face
    blocks: str
    text: str
    program: Program | None
    report: Report

    @property
    def source(self) -> str:
        """The bytes that stand for the program: those of the face that was written in."""
        return self.blocks if self.face == "blocks" else self.text


class Conversation:
    """One program in two faces.

    Args:
        language: That names and remarks are shown in.
        ops: Keys of the rows that the activity lets pupils use; empty for all.
        labels: Words for the names of the cell's things, by language.
        look: Says at once what can be said of a program; without it, what reading it says.
        approach_mm: Height above a place that the cell uses [mm].
    """

    def __init__(
        self,
        language: Language = "fr",
        ops: tuple[str, ...] = (),
        labels: Mapping[Language, Mapping[str, str]] | None = None,
        look: Look | None = None,
        approach_mm: float | None = None,
    ) -> None:
        self.language = language
        self._ops = ops
        self._labels = labels or {}
        self._look = look or self._glance
        self._approach_mm = approach_mm
        self._written = Written("blocks", write_json(workspace(Program.of(()))), "", Program.of(()), Report())

    @property
    def written(self) -> Written:
        """The program as it was last written."""
        return self._written

    # What comes in

    def show(self, source: str, face: Face) -> Message:
        """Take a program from elsewhere, such as a file, and give what the page needs to show it."""
        self._take(source, face)
        return self._answer(None, None)

    def hear(self, message: Mapping[str, Any]) -> Message | None:
        """Take what the page says and give the answer.

        Returns:
            The answer; nothing for a message that is not one of this conversation.
        """
        match message:
            case {"do": "edit", "face": "blocks" | "python" as face, "content": str(content), "seq": int(seq)}:
                self._speak(message.get("lang"))
                self._take(content, cast("Face", face))
                return self._answer(seq, cast("Face", face))
            case {"do": "open", "block": str(block), "content": str(content), "seq": int(seq)}:
                changed = open_block(content, block, self._approach_mm)
                self._take(changed or content, "blocks")
                return self._answer(seq, None)
            case {"do": "language", "lang": "fr" | "en" as lang, "seq": int(seq)}:
                self._speak(lang)
                self._retell()
                return self._answer(seq, None)
            case _:
                _LOG.warning("a message that the editor does not know: %s", sorted(message))
                return None

    def _speak(self, language: object) -> None:
        if language == "fr" or language == "en":  # noqa: PLR1714 - so that its type is known
            self.language = language

    def _take(self, source: str, face: Face) -> None:
        program, report = draft_face(source, face)
        if self._look != self._glance or program is not None:
            report = self._look(source, face)
        blocks, text = (source, self._written.text) if face == "blocks" else (self._written.blocks, source)
        if face == "blocks":
            shown = program or sketch(source)
            text = text if shown is None else write(shown, self.language)
        elif program is not None:
            blocks = self._as_blocks(program)
        self._written = Written(face, blocks, text, program, report)

    def _retell(self) -> None:
        """Write the text anew in the language chosen, where the program can be read."""
        old = self._written
        shown = old.program or (sketch(old.blocks) if old.face == "blocks" else None)
        text = old.text if shown is None else write(shown, self.language)
        report = self._look(text, "python") if old.face == "python" and shown is not None else old.report
        self._written = Written(old.face, old.blocks, text, old.program, report)

    def _as_blocks(self, program: Program) -> str:
        """Show a text in blocks: laid out as the blocks were, those put aside kept."""
        before = self._written.blocks
        earlier = draft_blocks(before)[0] or sketch(before)
        document = workspace(program, None if earlier is None else read_layout(before, earlier))
        try:
            last = parse_json(before)
        except BrokenJson:
            last = {}
        aside = loose(last)
        if aside:
            graft(aside, last, document)
            tops(document).extend(aside)
        return write_json(document)

    def _glance(self, source: str, face: Face) -> Report:
        program, report = draft_face(source, face)
        if program is None:
            return report
        return report.joined(Report(run=("toolbox",), findings=outside_toolbox(program, self._ops)))

    # What goes out

    def _answer(self, seq: int | None, face: Face | None) -> Message:
        written = self._written
        places = self.places()
        unread = written.program is None
        return {
            "do": "program",
            "seq": seq,
            "face": face,
            "blocks": None if unread and written.face == "python" else written.blocks,
            "text": None if unread and written.face == "blocks" and sketch(written.blocks) is None else written.text,
            "steps": [place.to_dict() for place in places.steps],
            "findings": self.remarks(written.report.findings, places),
        }

    def places(self) -> Places:
        """Give where each step stands in each face."""
        written = self._written
        if written.face == "python":
            blocks = None if written.program is None else draft_blocks(written.blocks)[0]
            return Places.of(written.program, blocks)
        shown = written.program or sketch(written.blocks)
        return Places.of(draft(written.text.replace("…", "0"))[0], shown)

    def remarks(self, findings: tuple[Finding, ...], places: Places | None = None) -> list[Message]:
        """Give findings as the editor takes them: placed in both faces, said in the language chosen."""
        where = places or self.places()
        says = sentences(self.language, self._labels.get(self.language))
        return [_remark(at, finding, where, says) for at, finding in enumerate(findings, 1)]


def _remark(at: int, finding: Finding, places: Places, says: Sentences) -> Message:
    return {
        "id": f"{finding.code.value}-{at}",
        "code": finding.code.value,
        "severity": "refusal" if finding.severity is Severity.REFUSAL else "advice",
        **places.of_finding(finding),
        "sentence": says.says(finding),
        "hint": says.help(finding),
        "t": finding.t,
    }
