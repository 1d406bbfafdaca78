"""What holds for every page of these tests: it asks nobody but this machine, and lets no failure pass."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from cobot_lab.ui.widgets.bundle import STATIC

FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
)  # fmt: skip
PATIENCE = 60_000
"""The machine may have other things to do [ms]."""
AXE = STATIC.parent / "js" / "node_modules" / "axe-core" / "axe.min.js"
_HERE = ("127.0.0.1", "localhost")
OURS = ("lesson", "editor", "twin", "discover", "live", "opening")
"""The bundles of the front-end."""
_HARMLESS = ("GPU stall due to ReadPixels",)
"""What the driver says of itself when the processor draws."""


def chromium() -> str:
    """Find the Chromium of the system."""
    found = shutil.which("chromium")
    assert found is not None, "the browser tests need Chromium: apt-get install chromium"
    return found


@dataclass
class Guard:
    """Notes what a page must not do.

    Attributes:
        outside: Addresses on other machines that were asked for; the request is stopped.
        failed: Exceptions that nothing caught.
        said: What was written into the console as a warning or worse.
    """

    outside: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Look at everything that a page does from now on."""
        page.set_default_timeout(PATIENCE)
        page.route(lambda url: urlsplit(url).scheme in {"http", "https"}, self._asked)
        page.on("websocket", lambda socket: self._opened(socket.url))
        page.on("pageerror", lambda error: self.failed.append(f"{error} {error.stack or ''}"))
        page.on("console", lambda told: self.said.append(told.text) if told.type in {"error", "warning"} else None)

    def _asked(self, route: Route) -> None:
        if urlsplit(route.request.url).hostname in _HERE:
            route.continue_()
            return
        self.outside.append(route.request.url)
        route.abort()

    def _opened(self, address: str) -> None:
        if urlsplit(address).hostname not in _HERE:
            self.outside.append(address)

    def require_quiet(self, *, console: bool = True) -> None:
        """See that nothing of it happened.

        Args:
            console: Whether nothing may have been said either; what is around a lesson in a notebook is not ours.
        """
        assert self.outside == []
        assert [text for text in self.failed if not _theirs(text)] == []
        if console:
            assert [text for text in self.said if not any(known in text for known in _HARMLESS)] == []


def _theirs(failure: str) -> bool:
    """Tell whether it is Notebook 7 that stumbled over settings and commands that only JupyterLab has; none of ours."""
    return "/static/notebook/" in failure and not any(f"{name}.js" in failure for name in OURS)


def serious(page: Page, root: str, without: str = "") -> list[str]:
    """Give what axe finds serious or critical inside an element.

    Args:
        page: The page.
        root: Selects the element.
        without: Selects what is inside it and is looked at elsewhere.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    within = {"include": [root], "exclude": [without] if without else []}
    found = page.evaluate("within => axe.run(within, {resultTypes: ['violations']})", within)
    return [
        f"{each['id']}: {node['html'][:160]}"
        for each in found["violations"]
        if each["impact"] in {"serious", "critical"}
        for node in each["nodes"]
    ]


def small(page: Page, root: str, least: float = 24.0) -> list[str]:
    """Give what can be pressed inside an element and is smaller than that [pixels]; a label is pressed for its box."""
    found: list[str] = page.evaluate(
        """([root, least]) => [...document.querySelector(root).querySelectorAll('button, select, input, summary')]
          .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !each.closest('[inert]'))
          .map((each) => [each.outerHTML.slice(0, 120), (each.closest('label') ?? each).getBoundingClientRect()])
          .filter(([, box]) => box.width && Math.min(box.width, box.height) < least).map(([text]) => text)""",
        [root, least],
    )
    return found
