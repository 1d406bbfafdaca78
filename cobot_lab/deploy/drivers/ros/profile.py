"""What one kind of arm calls its topics, and what has to be read from it before it may move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from cobot_lab.deploy.drivers.ros.grippers import CommandGripper, Gripper, NiryoGripper
from cobot_lab.program.residual import Answer


@dataclass(frozen=True, slots=True)
class Niryo:
    """The maker's own topics and services of a Ned2, as its ROS stack (`ned_ros`) names them.

    The hardware's status and the learning mode are said again and again, so that a silence about them is news. So is
    one about collisions where they are heard again and again; where they are said when they happen, or once to whoever
    begins to listen, the last word counts for as long as the connection lasts, and the others tell that the arm lives.
    """

    hardware: str = "/niryo_robot_hardware_interface/hardware_status"
    learning: str = "/niryo_robot/learning_mode/state"
    collision: str = "/niryo_robot_arm_commander/collision_detected"
    inputs: str = "/niryo_robot_rpi/digital_io_state"
    set_output: str = "/niryo_robot_rpi/set_digital_io"
    settings: str = "/niryo_robot_database/settings/get"


@dataclass(frozen=True, slots=True)
class Sensed:
    """A sensor of the cell behind a topic of its own (`std_msgs/String`, `Bool` or `Float64`, field `data`).

    Attributes:
        topic: Its name; what is said on it is said again at least every half second.
        kind: Type of its messages.
        words: What its texts mean in the cell; a text that is not among them is passed on as it is.
    """

    topic: str
    kind: str = "std_msgs/String"
    words: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of arm.

    Attributes:
        controller: Name of its joint trajectory controller.
        gripper: Its tool.
        manager: Service that lists controllers; empty when there is none.
        joint_states: Topic of the measured joints.
        niryo: The maker's own topics; None for another make.
        serial: Parameter that holds the serial number, where the maker has no service for it.
        path_tolerance: How far a joint may be from its path before the arm's own controller ends the goal [rad].
        goal_tolerance: How far it may be from its goal at the end [rad].
        goal_time: How much later than planned it may get there [s].
        stop_time: How long the arm takes to rest when a goal is cancelled [s].
        untold: Whether it is accepted that the arm says nothing about its own safety; never for one that has the
            maker's topics.
    """

    controller: str
    gripper: Gripper
    manager: str = "/controller_manager/list_controllers"
    joint_states: str = "/joint_states"
    niryo: Niryo | None = None
    serial: str = "/robot_serial"
    path_tolerance: float = 0.1
    goal_tolerance: float = 0.01
    goal_time: float = 1.0
    stop_time: float = 0.5
    untold: bool = False

    @property
    def action(self) -> str:
        """The controller's action."""
        return f"{self.controller}/follow_joint_trajectory"

    @property
    def command(self) -> str:
        """Topic on which a trajectory without points means: stand still. Nothing else is ever said on it."""
        return f"{self.controller}/command"

    @property
    def state(self) -> str:
        """Topic on which the controller says where it wants the joints."""
        return f"{self.controller}/state"


NED2 = Profile(
    "/niryo_robot_follow_joint_trajectory_controller", NiryoGripper(), niryo=Niryo(), serial="", stop_time=1.0
)
"""The Niryo Ned2: control and its states at 25 and 20 Hz, joints at 50 Hz, default tolerances of 0.5 to 1 rad."""
GENERIC = Profile("/joint_trajectory_controller", CommandGripper(), untold=True)
"""Any arm with `ros_control`'s joint trajectory controller and a standard gripper; ROS has no word for its safety."""
PROFILES: Mapping[str, Profile] = {"ned2": NED2}
"""By model; any other has the generic one."""


def profile_of(model: str) -> Profile:
    """Give the profile of a model."""
    return PROFILES.get(model, GENERIC)


@dataclass(frozen=True, slots=True)
class Expected:
    """One arm as it was accepted.

    Attributes:
        model: Name of the robot's folder in `robots/`.
        joints: Names of its joints, in the order of every `q`.
        profile: What it calls its topics.
        sensors: By name in the cell.
        signals: What each signal of the cell is called on the arm: name of a digital output.
    """

    model: str
    joints: tuple[str, ...]
    profile: Profile
    sensors: Mapping[str, Sensed] = field(default_factory=dict)
    signals: Mapping[str, str] = field(default_factory=dict)
