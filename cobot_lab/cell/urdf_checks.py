"""What a URDF must be before it is believed: one tree of links, finite numbers, real masses, simple solids."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any
from xml.etree.ElementTree import Element

import numpy as np

from cobot_lab.cell.problems import Problem

LARGEST = 1e6
"""No number of an arm is larger, whatever its unit."""

_ABOVE_ZERO = frozenset({"radius", "length", "size"})


def number_problems(file: str, root: Element) -> Iterator[Problem]:
    """Give the attributes that hold a number which is not finite, too large, or not above 0 where it has to be."""
    for element in root.iter():
        for key, text in element.attrib.items():
            for value in _numbers(text):
                if not abs(value) <= LARGEST:
                    yield Problem(file, f"{element.tag} {key}", text[:80], "finite numbers of a possible size")
                elif key in _ABOVE_ZERO and not value > 0:
                    yield Problem(file, f"{element.tag} {key}", text[:80], "lengths above 0")


def _numbers(text: str) -> list[float]:
    try:
        return [float(word) for word in text.split()]
    except ValueError:
        return []  # a name; where a number has to be, the parser of the URDF refuses it


def tree_problems(file: str, model: Any, base_link: str, flange_link: str) -> Iterator[Problem]:
    """Give what stands against one tree of links, rooted in the base, with the arm as its only moving chain."""
    links, joints = [link.name for link in model.links], [joint.name for joint in model.joints]
    children = [joint.child for joint in model.joints]
    for what, names in (("link", links), ("joint", joints), ("child link", children)):
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(file, f"{what} {name}", f"{names.count(name)} times", "once")
    for link in (base_link, flange_link):
        if link not in links:
            yield Problem(
                file, f"link {link}", "nothing", f"this link, robot.toml names it; there are {', '.join(links)}"
            )
    for joint in model.joints:
        for end in (joint.parent, joint.child):
            if end not in links:
                yield Problem(file, f"joint {joint.name}", f"link {end}", f"one of the links {', '.join(links)}")
    chain = _links_above(model, flange_link)
    if chain[-1] != base_link:
        yield Problem(file, f"link {flange_link}", f"hangs from {chain[-1]}", f"a chain of joints from {base_link}")
    for link in links:
        if link != base_link and link not in children:
            yield Problem(file, f"link {link}", "no joint holds it", f"a joint, only {base_link} is a root")
    for joint in model.joints:
        yield from _joint_problems(file, joint, chain)


def _links_above(model: Any, link: str) -> list[str]:
    """Give the links from one up to its root; a circle is left where it closes."""
    chain = [link]
    while link in model.parent_map and model.parent_map[link][1] not in chain:
        link = model.parent_map[link][1]
        chain.append(link)
    return chain


def _joint_problems(file: str, joint: Any, chain: Iterable[str]) -> Iterator[Problem]:
    key = f"joint {joint.name}"
    if joint.type == "fixed":
        return
    if joint.type != "revolute":
        yield Problem(file, key, joint.type, "revolute or fixed")
    elif joint.child not in chain:
        yield Problem(file, key, "a moving joint beside the arm", "moving joints between base and flange only")
    elif joint.limit is None:
        yield Problem(file, key, "no limit", "a limit, as in robot.toml")
    elif joint.axis is None or not math.isclose(math.hypot(*joint.axis), 1.0, rel_tol=1e-9):
        yield Problem(file, key, f"axis {joint.axis}", "a unit axis")


def link_problems(file: str, link: Any) -> Iterator[Problem]:
    """Give what stands against a link: without its own inertia an engine would make one up."""
    key = f"link {link.name}"
    if link.inertial is None or link.inertial.inertia is None or not link.inertial.mass > 0:
        yield Problem(file, key, "no inertial, or no mass", "a mass above 0 and an inertia")
    elif not np.linalg.eigvalsh(link.inertial.inertia.to_matrix())[0] > 0:
        yield Problem(file, key, "an impossible inertia", "a positive definite inertia")
    solids = (*link.visuals, *link.collisions)
    if any(not hasattr(solid.geometry, "size") and not hasattr(solid.geometry, "radius") for solid in solids):
        yield Problem(file, key, "a mesh", "boxes, cylinders and spheres only")
