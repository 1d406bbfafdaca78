"""Collision checks by Drake and by Tesseract, each from the whole cell as one URDF."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from whole_cell import whole_cell

from cobot_lab.cell.cell import Cell
from cobot_lab.verify.composed import FINGERS

Check = Callable[[np.ndarray], bool]
"""Tells whether anything touches at joint positions (n,) [rad], the gripper open."""
_MANAGER = """
contact_manager_plugins:
  search_libraries: [tesseract_collision_bullet_factories]
  discrete_plugins:
    default: BulletDiscreteBVHManager
    plugins:
      BulletDiscreteBVHManager: {class: BulletDiscreteBVHManagerFactory}
"""


def urdf_peers(cell: Cell) -> dict[str, Check]:
    """Give the checks of those that can be imported here."""
    makers = {"pydrake": ("Drake", _drake), "tesseract_robotics": ("Tesseract", _tesseract)}
    return {name: make(cell) for module, (name, make) in makers.items() if find_spec(module)}


def _drake(cell: Cell) -> Check:
    from pydrake.geometry import CollisionFilterDeclaration, GeometrySet  # noqa: PLC0415 - optional
    from pydrake.multibody.parsing import Parser  # noqa: PLC0415 - optional
    from pydrake.multibody.plant import AddMultibodyPlantSceneGraph  # noqa: PLC0415 - optional
    from pydrake.systems.framework import DiagramBuilder  # noqa: PLC0415 - optional

    urdf, base, left_out = whole_cell(cell)
    builder = DiagramBuilder()
    plant, space = AddMultibodyPlantSceneGraph(builder, 0.0)
    Parser(plant).AddModelsFromString(urdf, "urdf")
    plant.WeldFrames(plant.world_frame(), plant.GetFrameByName(base))
    plant.Finalize()
    for pair in left_out:
        sets = (GeometrySet(plant.GetCollisionGeometriesForBody(plant.GetBodyByName(name))) for name in pair)
        space.collision_filter_manager().Apply(CollisionFilterDeclaration().ExcludeBetween(*sets))
    whole = builder.Build()
    context = whole.CreateDefaultContext()
    ours, theirs = plant.GetMyMutableContextFromRoot(context), space.GetMyContextFromRoot(context)
    q = np.zeros(plant.num_positions())
    at = [plant.GetJointByName(name).position_start() for name in cell.robot.joint_names]
    q[[plant.GetJointByName(name).position_start() for name in FINGERS]] = 0.5 * cell.tool.width_max

    def check(row: np.ndarray) -> bool:
        q[at] = row
        plant.SetPositions(ours, q)
        return bool(space.get_query_output_port().Eval(theirs).HasCollisions())

    check.whole = whole  # type: ignore[attr-defined]  # what plant and context point into
    return check


def _tesseract(cell: Cell) -> Check:
    from tesseract_robotics import tesseract_collision as collision  # noqa: PLC0415 - optional
    from tesseract_robotics.tesseract_common import GeneralResourceLocator  # noqa: PLC0415 - optional
    from tesseract_robotics.tesseract_environment import Environment  # noqa: PLC0415 - optional

    urdf, _, left_out = whole_cell(cell)
    without = "".join(f'<disable_collisions link1="{a}" link2="{b}" reason="" />' for a, b in left_out)
    environment = Environment()
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(_MANAGER)
        file.flush()
        plugins = f'<contact_managers_plugin_config filename="{Path(file.name).as_uri()}" />'
        srdf = f'<robot name="{cell.robot.name}" version="1.0.0">{plugins}{without}</robot>'
        if not environment.init(urdf, srdf, GeneralResourceLocator()):
            raise RuntimeError("Tesseract does not read the cell")
        manager = environment.getDiscreteContactManager()
    manager.setActiveCollisionObjects(environment.getActiveLinkNames())
    manager.setDefaultCollisionMarginData(0.0)
    names, hand = [*cell.robot.joint_names, *FINGERS], [0.5 * cell.tool.width_max] * 2
    solver, first = environment.getStateSolver(), collision.ContactRequest(collision.ContactTestType_FIRST)

    def check(row: np.ndarray) -> bool:
        state = solver.getState(names, np.r_[row, hand])  # has to outlive the transforms, which point into it
        manager.setCollisionObjectsTransform(state.link_transforms)
        found = collision.ContactResultMap()
        manager.contactTest(found, first)
        return bool(found.size() > 0)

    check.environment = environment  # type: ignore[attr-defined]  # what the solver points into
    return check
