"""What there is to watch of a bundle: the cell, and a film for each outcome of its sensors."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from cobot_lab.cell.cell import Cell
from cobot_lab.language.reader import read
from cobot_lab.program.program import Program
from cobot_lab.service.events import Answer
from cobot_lab.service.gateway.gateway import Gateway, cell_of
from cobot_lab.service.gateway.look import Look
from cobot_lab.service.gateway.refusal import GatewayError, Refusal
from cobot_lab.trust import manifest
from cobot_lab.trust.bundle import Bundle
from cobot_lab.ui.widgets.lesson_film import Films as Watched
from cobot_lab.ui.widgets.lesson_film import films
from cobot_lab.ui.widgets.scene import scene_of
from cobot_lab.ui.widgets.timeline import findings_of

Json = dict[str, Any]
_KEPT = 8


@dataclass(eq=False)
class Shown:
    """One bundle, to be looked at.

    Attributes:
        bundle: The bundle.
        look: The second look at it.
    """

    bundle: Bundle
    look: Look

    @cached_property
    def cell(self) -> Cell:
        """Its cell, from its own files."""
        return cell_of(self.bundle)

    @cached_property
    def program(self) -> Program | None:
        """Its program, read from its source; nothing when that cannot be read."""
        return read(self.bundle.files[manifest.SOURCE])[0]

    @cached_property
    def watched(self) -> Watched | None:
        """The film of each outcome; nothing when the program cannot be read."""
        if self.program is None:
            return None
        plan, recording = self.bundle.files[manifest.PLAN], self.look.recording
        answer = Answer(self.look.report, self.program.digest, "", self.look.duration, (), plan, recording)
        return films(answer, self.program, self.cell)

    def told(self) -> Json:
        """Give scene, outcomes, findings and the outcome to begin with, for the page."""
        watched = self.watched
        first = "" if watched is None else watched.first()
        way = None if watched is None or not first else watched.films[first]
        told = () if way is None else (way.way.line, way.recording, way.way.story)
        outcomes = [] if watched is None else watched.offered()
        return {
            "scene": scene_of(self.cell),
            "outcomes": outcomes if len(outcomes) > 1 else [],
            "findings": findings_of(self.look.report, self.cell, *told),
            "first": first,
        }

    def film(self, outcome: str) -> tuple[Json, bytes]:
        """Give the film of an outcome.

        Raises:
            GatewayError: There is none.
        """
        if self.watched is None or outcome not in self.watched.films:
            raise GatewayError(Refusal.NO_SUCH_PROGRAM, "film")
        meta, buffer = self.watched.made(outcome)
        return {**meta, "outcome": outcome if len(self.watched.films) > 1 else ""}, buffer


@dataclass(slots=True)
class Films:
    """The bundles that were looked at lately.

    Attributes:
        gateway: Gives bundles and looks, to whom it may.
    """

    gateway: Gateway
    _kept: dict[str, Shown] = field(default_factory=dict)

    def of(self, token: str, digest: str) -> Shown:
        """Give what there is to watch of a bundle.

        Args:
            token: Of whoever wants to see it.
            digest: Of the bundle's manifest.

        Raises:
            GatewayError: It is not theirs to see, or not looked at yet.
        """
        look = self.gateway.seen(token, digest).look
        if look is None:
            raise GatewayError(Refusal.NOT_LOOKED_AT)
        shown = self._kept.pop(digest, None)
        if shown is None or shown.look is not look:
            shown = Shown(self.gateway.bundle(token, digest), look)
        self._kept[digest] = shown
        while len(self._kept) > _KEPT:
            self._kept.pop(next(iter(self._kept)))
        return shown
