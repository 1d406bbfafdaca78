"""The four-blank program planned by mplib, in an interpreter of its own: mplib wants an older numpy than this project.

`python tests/bench/mplib_peer.py JOB.json` under an interpreter that has mplib; `four_blanks.py` writes the job, on
identical geometry, and reads the answer: one JSON object with the seconds of each round.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import process_time

import numpy as np


def main() -> None:
    """Plan all moves of the job, several times over."""
    import mplib  # noqa: PLC0415 - absent from this project's own environment
    from mplib import Pose  # noqa: PLC0415
    from mplib.collision_detection.fcl import Box, CollisionObject, Cylinder, FCLObject  # noqa: PLC0415

    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    limits = np.array(job["limits"])
    planner = mplib.Planner(
        urdf=job["urdf"],
        move_group=job["tip"],
        joint_vel_limits=limits[:, 0],
        joint_acc_limits=limits[:, 1],
        verbose=False,
    )
    world = planner.planning_world
    for number, (kind, size, p, q) in enumerate(job["solids"]):
        solid = Box(size) if kind == "box" else Cylinder(*size)
        world.add_object(FCLObject(f"solid_{number}", Pose(p, q), [CollisionObject(solid)], [Pose()]))
    hand = np.array(job["hand"])
    seconds = []
    for _ in range(job["rounds"]):
        now, start = np.concatenate((job["q"], hand)), process_time()
        for kind, p, q in job["moves"]:
            ask = planner.plan_pose if kind == "joint" else planner.plan_screw
            found = ask(Pose(p, q), now, time_step=0.004)
            if found["status"] != "Success":
                print(json.dumps({"failed": [kind, found["status"]]}))
                return
            now = np.concatenate((found["position"][-1], hand))
        seconds.append(process_time() - start)
    print(json.dumps({"seconds": seconds, "version": mplib.__version__, "moves": len(job["moves"])}))


if __name__ == "__main__":
    main()
