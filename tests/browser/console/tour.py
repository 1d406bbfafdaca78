"""A referent's way through the pages, state by state: for the test that walks it, and for the pictures of it."""

from __future__ import annotations

from collections.abc import Iterator

from place import PASSPHRASE, PASSWORD, POST, Running
from playwright.sync_api import Browser, Page, Playwright

FLAGS = (
    "--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader",
)  # fmt: skip
PATIENCE = 120_000
"""The machine may have other things to do [ms]."""


def launched(one: Playwright, *flags: str) -> Browser:
    """Start Debian's Chromium."""
    return one.chromium.launch(executable_path="/usr/bin/chromium", args=[*FLAGS, *flags])


def watched(page: Page, house: Running, wrong: list[str]) -> None:
    """Note every request that leaves this gateway, and every defect of a page."""
    page.set_default_timeout(PATIENCE)
    near = (house.address, house.address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(near) else wrong.append(request.url))
    page.on("websocket", lambda socket: None if socket.url.startswith(near) else wrong.append(socket.url))
    page.on("pageerror", lambda problem: wrong.append(str(problem)))
    page.on("dialog", lambda dialog: (wrong.append(f"dialog {dialog.message}"), dialog.dismiss()))


def sign_in(page: Page, house: Running, name: str) -> None:
    """Sign somebody in."""
    page.goto(f"{house.address}/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD.format(name))
    page.click("button[type=submit]")
    page.wait_for_selector(".head .who")


def tour(page: Page, house: Running, number: int) -> Iterator[str]:
    """Go from signing in to the journal, with a stop in mid-run, then as a pupil; give the name of each state."""
    page.goto(f"{house.address}/sign-in")
    yield "sign-in"
    sign_in(page, house, "camille")
    page.wait_for_selector(".queue .row:not(.head-row)")
    yield "queue"
    page.click(f"a[href='/program/{number}']")
    page.wait_for_selector(".verdict.good")
    page.wait_for_function("window.cobotTwin?.frames() > 0")
    page.wait_for_function("!document.body.innerText.includes('essais en cours')")
    yield "review"
    page.click("footer .act.main")
    page.fill(".dialog input[type=password]", PASSPHRASE)
    yield "approving"
    page.click(".dialog .act.main")
    page.wait_for_selector("text=jusqu'à")
    page.goto(f"{house.address}/arm/{POST}")
    page.wait_for_function("window.cobotLive?.frames() > 0")
    yield "arm"
    page.click(".ready .act.main")
    page.wait_for_selector(".enabling")
    assert page.is_disabled(".enabling .act.main")
    yield "preflight"
    page.click(".enabling .q-checkbox")
    page.click(".enabling .act.main:not([disabled])")
    page.wait_for_selector(".act.run")
    yield "enabled"
    page.click(".act.run")
    page.wait_for_selector(".state-running")
    page.wait_for_function("parseFloat(document.getElementById('figure-progress').style.width) > 4")
    yield "running"
    page.click("#stop")
    page.wait_for_selector(".state-interrupted")
    page.wait_for_selector(".chart canvas")
    page.wait_for_selector(".card.ask")
    yield "stopped"
    page.click("text=Rien")
    page.wait_for_selector(".card.ask", state="detached")
    page.goto(f"{house.address}/journal")
    page.wait_for_selector(".entries .row:not(.head-row)")
    page.click(".right .act.main")
    page.wait_for_selector(".verdict.good")
    yield "journal"
    sign_in(page, house, "lou")
    page.wait_for_selector(".own .row")
    yield "pupil"
    page.goto(f"{house.address}/arm/{POST}")
    page.wait_for_selector(".refused")
    yield "refused"
