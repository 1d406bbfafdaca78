"""An independent client, in a process of its own since its reactor starts only once: `stranger.py ADDRESS`."""

from __future__ import annotations

import json
import sys
import threading

import roslibpy
from roslibpy.ros1.actionlib import ActionClient, Goal

NS = "/niryo_robot_follow_joint_trajectory_controller"
ACTION = f"{NS}/follow_joint_trajectory"


def goal(client: ActionClient, names: list[str], q: list[float], time: int) -> Goal:
    point = {"positions": q, "velocities": [0.0] * len(q), "time_from_start": {"secs": time, "nsecs": 0}}
    trajectory = {"joint_names": names, "points": [point]}
    none = {"path_tolerance": [], "goal_tolerance": [], "goal_time_tolerance": {"secs": 0, "nsecs": 0}}
    return Goal(client, roslibpy.Message({"trajectory": trajectory, **none}))


def main(address: str) -> None:
    ros = roslibpy.Ros(address, 9090)
    ros.run(timeout=20)
    joints: list[dict] = []
    topic = roslibpy.Topic(ros, "/joint_states", "sensor_msgs/JointState")
    heard = threading.Event()
    topic.subscribe(lambda message: (joints.append(message), heard.set()))
    assert heard.wait(20)
    names, start = joints[-1]["name"], joints[-1]["position"]
    client = ActionClient(ros, ACTION, "control_msgs/FollowJointTrajectoryAction")

    feedback: list[dict] = []
    there = [value + 0.1 for value in start]
    reached = goal(client, names, there, 1)
    reached.on("feedback", feedback.append)
    reached.send()
    result = reached.wait(20)
    after = joints[-1]["position"]

    statuses: list[int] = []
    cancelled = goal(client, names, start, 6)
    cancelled.on("status", lambda status: statuses.append(status["status"]))
    moving = threading.Event()
    cancelled.on("feedback", lambda _: moving.set())
    cancelled.send()
    assert moving.wait(20)
    cancelled.cancel()
    cancelled.wait(20)

    other = goal(client, ["nobody"], [0.0], 1)
    refused: list[dict] = []
    told = threading.Event()
    other.on("result", lambda message: (refused.append(message), told.set()))
    other.send()
    assert told.wait(20)

    service = roslibpy.Service(ros, "/controller_manager/list_controllers", "controller_manager_msgs/ListControllers")
    listed = service.call(roslibpy.ServiceRequest(), timeout=20)
    print(
        json.dumps(
            {
                "error_code": result["error_code"],
                "off": max(abs(a - b) for a, b in zip(after, there, strict=True)),
                "feedback": len(feedback),
                "advancing": feedback[0]["desired"]["positions"] != feedback[-1]["desired"]["positions"],
                "cancelled": statuses[-1:],
                "refused": refused[0]["error_code"],
                "controllers": {each["name"]: each["state"] for each in listed["controller"]},
                "stamps": [
                    each["header"]["stamp"]["secs"] * 10**9 + each["header"]["stamp"]["nsecs"] for each in joints
                ],
            }
        )
    )
    ros.terminate()


if __name__ == "__main__":
    main(sys.argv[1])
