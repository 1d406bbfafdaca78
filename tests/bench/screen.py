"""What the lesson screen costs, in a real JupyterLab, one run: python tests/bench/screen.py.

Times are of this machine as it is now; the ratios to `import roboticstoolbox` in the same run say more.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from gzip import compress
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from guard import FLAGS, Guard, chromium
from lab import Lab, open_lesson, running_lab

from cobot_lab.paths import data_room
from cobot_lab.ui.widgets.bundle import STATIC

RIGHT = (data_room("lessons") / "01_prendre_deposer" / "solution.py").read_text(encoding="utf-8")
PRESSES = 5
FRAMES_OVER = 4000
"""How long pictures are counted [ms]."""
_PRESSED = """(source) => new Promise((done) => {
  const root = document.querySelector('.cl'), seen = {};
  const look = () => {
    const { state } = root.dataset;
    seen.first ??= performance.now() - begun;
    if (!['passed', 'failed', 'unsure', 'trouble'].includes(state)) return;
    watch.disconnect();
    done([seen.first, performance.now() - begun, state]);
  };
  const watch = new MutationObserver(look);
  const begun = performance.now();
  root.querySelector('.cl-primary').click();
  watch.observe(root, { attributes: true, subtree: true, childList: true, characterData: true });
})"""
_DRAWN = """(span) => new Promise((done) => {
  const { prototype } = WebGL2RenderingContext, before = prototype.clear;
  let count = 0, last = -1;
  prototype.clear = function (...given) {
    const now = document.timeline.currentTime;
    if (now !== last) count += 1;
    last = now;
    return before.apply(this, given);
  };
  const begun = performance.now();
  setTimeout(() => { prototype.clear = before; done(1000 * count / (performance.now() - begun)); }, span);
})"""


def main() -> None:
    """Print every figure."""
    print(f"load before: {Path('/proc/loadavg').read_text().split()[0]}")
    begun = time.monotonic()
    subprocess.run([sys.executable, "-c", "import roboticstoolbox"], check=True, capture_output=True)
    unit = time.monotonic() - begun
    print(f"import roboticstoolbox: {unit:.2f} s (the unit)")
    with tempfile.TemporaryDirectory() as folder, running_lab(Path(folder) / "lab") as lab, sync_playwright() as one:
        browser = one.chromium.launch(executable_path=chromium(), headless=True, args=list(FLAGS))
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        guard = Guard()
        guard.watch(page)
        took = open_lesson(page, lab, lab.notebook("figures", "01"))
        print(f'lesson("01") to a usable screen: {took:.2f} s ({took / unit:.2f})')
        _presses(page, unit)
        print(f"kernel: {_kernel_memory(lab):.0f} MiB")
        page.locator(".cl .ct-loop, .cl .ct-buttons button[aria-pressed]").last.click()
        page.locator(".cl-actions .cl-button", has_text="Rejouer").click()
        print(f"pictures a second while it plays: {page.evaluate(_DRAWN, FRAMES_OVER):.1f}")
        page.locator(".cl .ct-play").click()
        print(f"pictures a second while it stands: {page.evaluate(_DRAWN, FRAMES_OVER):.1f}")
        guard.require_quiet(console=False)
        browser.close()
    for file in (*sorted(STATIC.glob("*.js")), *sorted(STATIC.glob("fonts/*"))):
        data = file.read_bytes()
        print(
            f"{file.relative_to(STATIC)}: {len(data) / 1024:.0f} KiB, compressed {len(compress(data)) / 1024:.0f} KiB"
        )
    print(f"load after: {Path('/proc/loadavg').read_text().split()[0]}")


def _presses(page: Page, unit: float) -> None:
    page.click(".cl [data-tab=python]")
    page.click(".cl .cobot-panel-python .cm-content")
    for press in range(PRESSES):
        page.keyboard.press("Control+a")
        # Another text each time, and another motion: nothing may be remembered from the time before.
        page.keyboard.insert_text(RIGHT.replace('prendre("magasin")', f'vitesse({99 - press})\nprendre("magasin")'))
        page.wait_for_selector(".cl[data-state=editing]")
        first, verdict, state = page.evaluate(_PRESSED, "")
        note = "the checker is warm" if press else "the first press"
        times = f"first answer {first:.0f} ms, verdict {verdict / 1000:.2f} s ({verdict / 1000 / unit:.2f})"
        print(f"press, {note}: {times}, {state}")


def _kernel_memory(lab: Lab) -> float:
    """Give what the kernels of a desk have in memory [MiB]."""
    found = []
    for status in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            command, told = status.read_bytes(), status.with_name("status").read_text(encoding="ascii")
        except OSError:
            continue  # it has ended meanwhile
        if b"ipykernel_launcher" in command and str(lab.desk.parent).encode() in command:
            size = next(line for line in told.splitlines() if line.startswith("VmRSS"))
            found.append(int(size.split()[1]) / 1024)
    return statistics.mean(found)


if __name__ == "__main__":
    main()
