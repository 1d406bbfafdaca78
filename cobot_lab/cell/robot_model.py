"""`robot.toml`: limits and sources of an arm."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, Strict

from cobot_lab.cell.fields import (
    Angle_deg,
    Described,
    LinkName,
    Mass_kg,
    Misfit,
    Name,
    Rate_deg,
    Torque_Nm,
    Words,
    repeated,
)


class JointModel(Described):
    """Limits of one joint."""

    name: LinkName
    q_min_deg: Angle_deg
    q_max_deg: Angle_deg
    qd_max_deg_s: Rate_deg
    qdd_max_deg_s2: Rate_deg
    qddd_max_deg_s3: Rate_deg
    effort_max_Nm: Torque_Nm

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        if not self.q_min_deg < self.q_max_deg:
            yield "q_min_deg", self.q_min_deg, f"less than q_max_deg ({self.q_max_deg:g})"


class SourcesModel(Described):
    """Where each figure of the folder comes from, in words; one entry for each quantity, all joints together."""

    kinematics: Words
    position: Words
    velocity: Words
    acceleration: Words
    jerk: Words
    effort: Words
    payload: Words
    rest: Words
    inertia: Words
    shapes: Words


class RobotModel(Described):
    """The file as a whole."""

    # "schema" hides a deprecated method of pydantic's models, hence the alias.
    schema_: Annotated[Literal["cobot_lab/robot/1"], Field(alias="schema")]
    name: Name
    title: Words
    manufacturer: Words
    base_link: LinkName
    flange_link: LinkName
    payload_kg: Mass_kg
    rest_deg: Annotated[tuple[Angle_deg, ...], Strict(False)]
    joints: Annotated[tuple[JointModel, ...], Strict(False), Field(min_length=1, max_length=12)]
    sources: SourcesModel

    def misfits(self) -> Iterator[Misfit]:
        """See `Described`."""
        yield from repeated("joints", [joint.name for joint in self.joints])
        if len(self.rest_deg) != len(self.joints):
            yield "rest_deg", f"{len(self.rest_deg)} values", f"one for each joint ({len(self.joints)})"
            return
        for index, (joint, q) in enumerate(zip(self.joints, self.rest_deg, strict=True)):
            if not joint.q_min_deg <= q <= joint.q_max_deg:
                yield (
                    f"rest_deg[{index}]",
                    q,
                    f"from {joint.q_min_deg:g} to {joint.q_max_deg:g}, the limits of {joint.name}",
                )
