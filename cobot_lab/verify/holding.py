"""What the motion of a part asks of the grip that holds it, for many instants at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cobot_lab.motion.trajectory import Array
from cobot_lab.verify.dynamics import GRAVITY
from cobot_lab.verify.frames import rotation_vectors
from cobot_lab.verify.solids import Inertia


@dataclass(frozen=True, slots=True, eq=False)
class Grasp:
    """Two pads that press on a part.

    Attributes:
        pads: Where each pad touches it, in the flange frame, shape (p, 3) each [m]. They press along its x axis.
        force: With which each presses [N].
        friction: Coefficient between pads and part.
    """

    pads: tuple[Array, Array]
    force: float
    friction: float

    @property
    def centre(self) -> Array:
        """The point between the pads, in the flange frame, shape (3,) [m]."""
        first, second = self.pads
        middle: Array = 0.5 * (first.mean(axis=0) + second.mean(axis=0))
        return middle

    @property
    def spread(self) -> float:
        """Mean distance of each pad's points from its middle, in the plane of the pad, both together [m]."""
        return sum(float(np.linalg.norm((pad - pad.mean(axis=0))[:, 1:], axis=1).mean()) for pad in self.pads)


def asked(grasp: Grasp, body: Inertia, T_WF: Array, dt: float) -> Array:
    """Give the share of a grip's strength that a motion asks for.

    Friction has to carry the part's weight and inertia along the pads, and to keep it from turning about the line
    between them and across it; along that line the pads lose pressure. Each of the four is compared with what the grip
    could hold if it had to do nothing else, and the shares are added: what they give together is never less than the
    true share, since the loads that a grip can hold are a convex set.

    Args:
        grasp: How the part is held.
        body: Its inertia in the flange frame.
        T_WF: Poses of the flange at even instants, at least three, shape (k, 4, 4).
        dt: Time between them [s].

    Returns:
        Shape (k,); infinite where a pad touches in one point and the part may turn about it.
    """
    return _shares(grasp, *loads(grasp, body, T_WF, dt))


def loads(grasp: Grasp, body: Inertia, T_WF: Array, dt: float) -> tuple[Array, Array]:
    """Give what the grip has to bear: the part's weight and what its motion takes.

    Args:
        grasp: How the part is held.
        body: Its inertia in the flange frame.
        T_WF: Poses of the flange at even instants, at least three, shape (k, 4, 4).
        dt: Time between them [s].

    Returns:
        Force on the part [N] and moment about the grip's centre [Nm], flange axes, shape (k, 3) each.
    """
    R = T_WF[:, :3, :3]
    way = (R @ body.centre) + T_WF[:, :3, 3]
    force = body.mass * (_second(way, dt) - GRAVITY)
    w = rotation_vectors(R[1:] @ np.swapaxes(R[:-1], -1, -2)) / dt
    w = np.vstack((w[:1], 0.5 * (w[1:] + w[:-1]), w[-1:]))
    tensor = R @ body.tensor @ np.swapaxes(R, -1, -2)
    momentum = (tensor @ w[..., None])[..., 0]
    moment = np.gradient(momentum, dt, axis=0)
    force, moment = (np.einsum("kji,kj->ki", R, each) for each in (force, moment))
    return force, moment + np.cross(body.centre - grasp.centre, force)


def _second(way: Array, dt: float) -> Array:
    inner = np.diff(way, n=2, axis=0) / dt**2
    return np.vstack((inner[:1], inner, inner[-1:]))


def _shares(grasp: Grasp, force: Array, moment: Array) -> Array:
    """Compare force and moment about the grip's centre, flange axes, shape (k, 3) each, with what holds."""
    first, second = grasp.pads
    grip = grasp.friction * grasp.force
    apart = abs(float(first[:, 0].mean() - second[:, 0].mean()))
    loads = (
        (np.linalg.norm(force[:, 1:], axis=1), 2.0 * grip),
        (np.abs(force[:, 0]), grasp.force),
        (np.abs(moment[:, 0]), grip * grasp.spread),
        (np.linalg.norm(moment[:, 1:], axis=1), grip * apart),
    )
    result = np.zeros(len(force))
    for load, most in loads:
        result += load / most if most > 0.0 else np.full(len(force), np.inf)
    return result
