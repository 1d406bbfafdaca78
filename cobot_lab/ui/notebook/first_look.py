"""What JupyterLab begins with on a desk: its language, no news, and the whole width for the lesson."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from cobot_lab import stored
from cobot_lab.ui.sentences import Language

_LOCALES: Mapping[Language, str] = {"fr": "fr_FR", "en": "en"}
_SPACE = "default"
"""The workspace that JupyterLab opens when its address names none."""


def first_look(desk: Path, language: Language) -> dict[str, str]:
    """Write what JupyterLab begins with, and give the environment that makes it look there.

    The list of files is closed on the first day: beside it, a lesson would be cramped on a screen of 1366 pixels. What
    somebody opens, closes or moves from then on is kept.

    Args:
        desk: The folder that JupyterLab shows.
        language: Of its menus.

    Raises:
        OSError: The folder cannot be written.
    """
    folder = desk / ".jupyter"
    settings = {
        "@jupyterlab/translation-extension:plugin": {"locale": _LOCALES[language]},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    (folder / "labconfig").mkdir(parents=True, exist_ok=True)
    data = json.dumps(settings, indent=2).encode()
    stored.put(folder / "labconfig" / "default_setting_overrides.json", data, mode=0o644)
    lay_out_once(folder / "workspaces")
    known = os.environ.get("JUPYTER_CONFIG_PATH", "")
    return {
        "JUPYTER_CONFIG_PATH": os.pathsep.join(filter(None, (str(folder), known))),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
    }


def lay_out_once(spaces: Path, *, anew: bool = False) -> None:
    """Close JupyterLab's list of files in a folder of workspaces, unless somebody has worked there already.

    Args:
        spaces: The folder.
        anew: Also then.

    Raises:
        OSError: The folder cannot be written.
    """
    from jupyterlab_server.workspaces_handler import WorkspacesManager  # noqa: PLC0415 - kernels do without

    manager = WorkspacesManager(str(spaces))
    if not anew and manager.load(_SPACE)["data"]:
        return
    layout = {"left": {"collapsed": True, "visible": True}, "right": {"collapsed": True, "visible": True}}
    manager.save(_SPACE, json.dumps({"data": {"layout-restorer:data": layout}, "metadata": {"id": _SPACE}}))
