"""A two-finger parallel gripper as its file describes it."""

from __future__ import annotations

from dataclasses import dataclass

from cobot_lab.cell.shape import Pose, Shape


@dataclass(frozen=True, slots=True, eq=False)
class Tool:
    """A gripper whose two fingers slide along the flange's x axis, mirrored.

    The *width* is the distance between the inner faces of the fingers. At width 0 both inner faces lie in the plane
    x = 0 of the flange frame F.

    Attributes:
        name: Name of its file.
        title: For people.
        T_FT: Pose of the tool point T in the flange frame: between the finger pads, z pointing away from the flange.
        width_min: [m].
        width_max: [m].
        force_min: Lowest grip force, of each finger on the part [N].
        force_max: [N].
        force: Grip force when the program asks for none [N]. A gripper that is only switched is set to it, and opens to
            `width_max`.
        finger_speed: Speed of each finger [m/s].
        mass: Of the whole gripper [kg].
        finger_mass: Of one finger, contained in `mass` [kg].
        friction: Friction coefficient of the pads, to be multiplied with the part's.
        body: Solids that do not move, in the flange frame.
        finger: Solids of the finger on the +x side, in the flange frame, at width 0; the other is their mirror
            image in the plane x = 0.
    """

    name: str
    title: str
    T_FT: Pose
    width_min: float
    width_max: float
    force_min: float
    force_max: float
    force: float
    finger_speed: float
    mass: float
    finger_mass: float
    friction: float
    body: tuple[Shape, ...]
    finger: tuple[Shape, ...]
