"""What there is to watch: the physics as recorded, or the motion as planned."""

from __future__ import annotations

import numpy as np

from cobot_lab.cell.cell import Cell
from cobot_lab.motion.kinematics import forward
from cobot_lab.ui.widgets.replay import replay
from cobot_lab.ui.widgets.timeline import film_of
from cobot_lab.verify.source import Checked


def test_physics_is_shown_as_it_was_recorded(cell: Cell, solution: Checked) -> None:
    assert solution.plan is not None
    assert solution.recording is not None
    watched = replay(solution.plan, cell, solution.recording)
    assert watched is not None
    assert watched.physics
    assert watched.recording is solution.recording
    assert watched.q.shape == (len(solution.recording.width), len(cell.robot.joints))
    np.testing.assert_allclose(watched.q[0], solution.plan.q_start, atol=1e-12)


def test_planned_motion_agrees_with_the_physics_where_that_ran(cell: Cell, solution: Checked) -> None:
    """Where nothing goes wrong both show the same, to the physics' own errors."""
    assert solution.plan is not None
    assert solution.recording is not None
    planned = replay(solution.plan, cell, None)
    assert planned is not None
    assert not planned.physics
    assert set(planned.recording.names) == set(solution.recording.names)
    last = len(planned.recording.width) - 1
    for name in planned.recording.names:
        ours = planned.recording.poses[:last, planned.recording.names.index(name), :3]
        theirs = solution.recording.poses[:last, solution.recording.names.index(name), :3]
        # Fingers stop on the part a little earlier or later than their gap alone tells.
        assert np.linalg.norm(ours - theirs, axis=1).max() < (0.006 if "finger" in name else 0.003), name


def test_planned_flange_is_where_the_kinematics_says(cell: Cell, tray_edge: Checked) -> None:
    assert tray_edge.plan is not None
    assert tray_edge.recording is None
    watched = replay(tray_edge.plan, cell, None)
    assert watched is not None
    for t in (0.0, 3.0, 7.465, 10.0):
        T_WF = watched.pose(cell.robot.flange_link, t)
        assert T_WF is not None
        np.testing.assert_allclose(T_WF, cell.T_WB @ forward(cell.robot, watched.q[watched.frame(t)]), atol=1e-6)


def test_buffer_has_what_its_description_announces(cell: Cell, solution: Checked, tray_edge: Checked) -> None:
    for checked, source in ((solution, "physics"), (tray_edge, "plan")):
        assert checked.program is not None
        assert checked.plan is not None
        film = film_of(checked.program, checked.plan, cell, checked.recording)
        assert film is not None
        meta, buffer = film
        frames, names = meta["frames"], meta["names"]
        assert meta["source"] == source
        assert len(buffer) == 4 * frames * (7 * len(names) + 1 + len(meta["signals"]) + meta["joints"])
        floats = np.frombuffer(buffer, dtype="<f4")
        assert np.isfinite(floats).all()
        quats = floats[: frames * len(names) * 7].reshape(frames, len(names), 7)[..., 3:]
        np.testing.assert_allclose(np.linalg.norm(quats, axis=-1), 1.0, atol=1e-5)
