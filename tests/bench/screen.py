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

from jupyter_client.manager import start_new_kernel
from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from guard import FLAGS, Guard, chromium
from lab import Lab, open_lesson, running_lab

from cobot_lab.paths import data_room
from cobot_lab.ui.widgets.bundle import STATIC

RIGHT = (data_room("lessons") / "01_prendre_deposer" / "solution.py").read_text(encoding="utf-8")
EMPTY_HANDED = ("L21", 'deposer("plateau")\n' + RIGHT)
"""A remark that needs no motion, and a program that gets it."""
PRESSES = 5
FRAMES_OVER = 4000
"""How long pictures are counted [ms]."""
_PRESSED = """() => new Promise((done) => {
  const root = document.querySelector('.cl');
  const look = () => {
    const { state } = root.dataset;
    if (!['passed', 'failed', 'unsure', 'trouble'].includes(state)) return;
    watch.disconnect();
    done([performance.now() - begun, state]);
  };
  const watch = new MutationObserver(look);
  const begun = performance.now();
  root.querySelector('.cl-primary').click();
  watch.observe(root, { attributes: true, subtree: true, childList: true, characterData: true });
})"""
_ANSWERED = """([code, press]) => {
  const root = document.querySelector('.cl'), text = root.querySelector('.cobot-panel-python .cm-content');
  const there = () => root.querySelector(`.cl-finding[data-code=${code}]`);
  if (there()) throw new Error(`${code} is there already`);
  let begun = NaN;
  window.answered = new Promise((done) => {
    const watch = new MutationObserver(() => {
      if (!there()) return;
      watch.disconnect();
      done(performance.now() - begun);
    });
    watch.observe(root, { subtree: true, childList: true, attributes: true });
  });
  text.addEventListener('input', () => {
    begun = performance.now();
    if (!press) return;
    setTimeout(() => { // once the editor has seen the edit
      begun = performance.now();
      root.querySelector('.cl-primary').click();
    });
  }, { once: true });
}"""
"""Waits for the next edit, presses *Vérifier* at once when told to, and notes when a remark shows in the list."""
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
        _answers(page)
        _presses(page, unit)
        _kernels(lab)
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


def _answers(page: Page) -> None:
    """Print how long a remark takes that needs no motion: after an edit, and after a press that follows one at once."""
    code, wrong = EMPTY_HANDED
    page.click(".cl [data-tab=python]")
    for press in (False, True):
        times = []
        for each in range(PRESSES):
            _type(page, _faster(RIGHT, each))
            page.wait_for_function("document.querySelectorAll('.cl-finding').length === 0")
            page.evaluate(_ANSWERED, [code, press])
            _type(page, _faster(wrong, each))
            times.append(page.evaluate("window.answered"))
            if press:
                page.wait_for_selector(".cl[data-state=failed]")
        told = f"{statistics.median(times):.0f} ms (median of {PRESSES}, at most {max(times):.0f})"
        print(f"{'press' if press else 'edit'} to first static remark: {told}")


def _presses(page: Page, unit: float) -> None:
    for press in range(PRESSES):
        # Another text each time, and another motion: nothing may be remembered from the time before.
        _type(page, _faster(RIGHT, PRESSES + press))
        page.wait_for_selector(".cl[data-state=editing]")
        verdict, state = page.evaluate(_PRESSED)
        note = "the checker is warm" if press else "the first physics"
        print(f"press, {note}: verdict {verdict / 1000:.2f} s ({verdict / 1000 / unit:.2f}), {state}")


def _type(page: Page, source: str) -> None:
    page.click(".cl .cobot-panel-python .cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(source)


def _faster(source: str, less: int) -> str:
    return source.replace('prendre("magasin")', f'vitesse({99 - less})\nprendre("magasin")')


def _kernels(lab: Lab) -> None:
    """Print what a pupil's kernel has in memory, beside one of this very moment that has imported nothing."""
    bare, client = start_new_kernel(kernel_name="python3")
    try:
        client.execute_interactive("pass", timeout=60)
        floor = _memory(bare.provisioner.process.pid)
    finally:
        client.stop_channels()
        bare.shutdown_kernel(now=True)
    pupil = _memory(_kernel_of(lab))
    for name, mine, least in zip(("resident", "of its own"), pupil, floor, strict=True):
        print(f"kernel, {name}: {mine:.0f} MiB, {mine / least:.2f} of a bare one ({least:.0f} MiB)")


def _memory(pid: int) -> tuple[float, float]:
    """Give what a process has in memory, and what of it no other process shares [MiB]."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    sizes = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}
    return sizes["Rss"], sizes["Private_Clean"] + sizes["Private_Dirty"]


def _kernel_of(lab: Lab) -> int:
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            told = command.read_bytes()
        except OSError:
            continue  # it has ended meanwhile
        if b"ipykernel_launcher" in told and str(lab.desk.parent).encode() in told:
            return int(command.parent.name)
    raise LookupError(f"no kernel of {lab.desk}")


if __name__ == "__main__":
    main()
