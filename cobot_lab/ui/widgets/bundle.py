"""The bundles of the front-end: where they are, how a notebook's page gets them, and the shim that a widget carries.

A widget's `_esm` is kept in each notebook saved with its widgets, and travels to the page with each widget. It is
therefore a few lines that import the bundle from the Jupyter server, which serves this package's `static/` folder under
`cobot_lab/static/`; the browser keeps it, by the digest in its address, and every widget of a page shares one copy.
Sending the bundle from the kernel instead would pass the server's limit on what a kernel may say in a second. It is
fetched when a view is drawn: anywidget gives a module two seconds to begin, a view as long as it takes.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cobot_lab.findings import CobotLabError

if TYPE_CHECKING:
    from jupyter_server.serverapp import ServerApp

STATIC = Path(__file__).resolve().parents[1] / "static"
ROUTE = "cobot_lab/static"
"""Where the server has them, behind its own base address."""

_SHIM = """\
const told = document.getElementById("jupyter-config-data")?.textContent;
const base = (told && JSON.parse(told).baseUrl) || "/";
const bundle = new URL(`${{base}}{route}/{name}.js?v={version}`, location.href).href;
export default {{ render: async (view) => (await import(bundle)).default.render(view) }};
"""


class BundleError(CobotLabError):
    """A bundle of the front-end is not there."""

    def __init__(self, name: str, found: tuple[str, ...]) -> None:
        there = ", ".join(found) or "none"
        super().__init__(f"the bundle {name}.js is missing from {STATIC} (there: {there}); install cobot_lab anew")


def bundle(name: str) -> Path:
    """Give the file of a bundle.

    Args:
        name: Of a folder in `ui/js/src` that has an `index.ts`.

    Raises:
        BundleError: There is no such bundle.
    """
    file = STATIC / f"{name}.js"
    if not file.is_file():
        raise BundleError(name, tuple(sorted(there.stem for there in STATIC.glob("*.js"))))
    return file


@cache
def shim(name: str) -> str:
    """Give the `_esm` of a widget: the module that imports its bundle from the server of the page.

    Raises:
        BundleError: There is no such bundle.

    >>> shim("../editor")
    Traceback (most recent call last):
    ValueError: a bundle's name is made of small letters, not '../editor'
    """
    if not re.fullmatch(r"[a-z_]+", name):
        raise ValueError(f"a bundle's name is made of small letters, not {name!r}")
    version = hashlib.sha256(bundle(name).read_bytes()).hexdigest()[:16]
    return _SHIM.format(route=ROUTE, name=name, version=version)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Tell the Jupyter server that this module extends it."""
    return [{"module": "cobot_lab.ui.widgets.bundle"}]


def _load_jupyter_server_extension(server: ServerApp) -> None:
    """Add the route of the bundles to a Jupyter server; like its own static files, they hold nothing of anybody."""
    from jupyter_server.base.handlers import FileFindHandler  # noqa: PLC0415 - the kernel needs no server
    from jupyter_server.utils import url_path_join  # noqa: PLC0415 - as above

    # The server remembers found files by their name alone: a class of its own keeps these apart.
    bundles = type("Bundles", (FileFindHandler,), {"_static_paths": {}})
    route = url_path_join(server.web_app.settings["base_url"], ROUTE, "(.*)")
    server.web_app.add_handlers(".*$", [(route, bundles, {"path": [str(STATIC)]})])  # type: ignore[no-untyped-call]
