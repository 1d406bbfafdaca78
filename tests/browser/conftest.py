"""One Chromium for all browser tests; one Jupyter server, with kernels and checker, for all that need it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cobot_lab.ui.widgets.bundle import bundle

from .guard import FLAGS, PATIENCE, Guard, chromium  # isort: skip
from .lab import Lab, running_lab  # isort: skip

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Start the Chromium of the system, with WebGL drawn by the processor."""
    return {"executable_path": chromium(), "headless": True, "args": list(FLAGS)}


@pytest.fixture(scope="session", autouse=True)
def bundles() -> None:
    """Say at once when the front-end was not built."""
    for name in ("editor", "twin", "discover", "lesson"):
        bundle(name)


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """JupyterLab and Notebook 7 on one desk."""
    with running_lab(tmp_path_factory.mktemp("lab") / "here") as one:
        yield one


@pytest.fixture(scope="session")
def desk(browser: Browser) -> Iterator[BrowserContext]:
    """One browser for all notebooks: what JupyterLab is made of is fetched and compiled once."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def guard() -> Iterator[Guard]:
    """Look at the pages of one test."""
    one = Guard()
    yield one
    one.require_quiet(console=False)


@pytest.fixture
def notebook_page(desk: BrowserContext, guard: Guard) -> Iterator[Page]:
    """A fresh page for a notebook; how the last one liked the screen to look is forgotten."""
    page = desk.new_page()
    guard.watch(page)
    page.add_init_script("localStorage.removeItem('cobot-lab-taste')")
    yield page
    page.close()
