"""The language under fire: mutated sources and blocks, generated programs, the meaning against CPython's.

Run by hand for the large counts, on all cores; `test_fuzz.py` runs small ones each time:

    python tests/language/fuzz.py --sources 200000 --blocks 50000 --python 5000 --round-trips 20000
"""

from __future__ import annotations

import argparse
import functools
import importlib
import multiprocessing
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import seed as seeded

from cobot_lab.findings import Finding, Report, refusals
from cobot_lab.language.blocks.read_blocks import draft_blocks, sketch
from cobot_lab.language.blocks.write_blocks import write_blocks
from cobot_lab.language.procedure import procedure
from cobot_lab.language.reader import draft
from cobot_lab.language.writer import write
from cobot_lab.program.table import ROWS

HERE = Path(__file__).parent
SECONDS_MAX = 1.0
"""Longest time that one text may take, of the process itself [s]."""
WHOLE_FILE = frozenset({"SOURCE_TOO_LARGE", "SOURCE_NOT_TEXT", "TOO_MANY_STEPS", "BLOCKS_UNREADABLE"})
"""Findings about a file as a whole: their place is a count, a byte or a path among their facts."""
FORBIDDEN = (
    "exec", "open", "import", "os.", "shutil.", "socket.", "subprocess.", "ctypes.", "code.__new__", "marshal.",
    "builtins.input", "urllib.", "tempfile.", "glob.", "pickle.", "function.__new__", "sys.settrace", "mmap.",
)  # fmt: skip
"""Audit events that reading a pupil's text never causes."""


def seeds() -> tuple[str, ...]:
    """Give the texts that mutation starts from: every program of every lesson."""
    files = sorted((HERE.parents[1] / "lessons").glob("*/*.py"))
    return tuple(file.read_text(encoding="utf-8") for file in files)


def pieces() -> tuple[str, ...]:
    """Give what mutation puts in: the vocabulary, Python's words, and what breaks parsers."""
    words = [f"{name}(" for row in ROWS for name in (row.python.fr, row.python.en)]
    python = [
        "def f(a):", "while True:", "for i in range(3):", "if x == 1:", "elif", "else:", "import os", "lambda: 0",
        "class A:", "return", "break", "yield 1", "await x", "async def g():", "with open(1) as f:", "try:",
        "except:", "global x", "del x", "assert 0", "x := 1", "@a", "__import__('os')", "eval('1')", "exec('1')",
        "f'{1}'", "b'1'", "__class__", "().__class__.__mro__", "1j", "...", "*a", "**k", "[i for i in a]", "{1: 2}",
    ]  # fmt: skip
    signs = [
        "(", ")", "[", "]", "{", "}", ":", ",", ";", "=", "==", "'", '"', '"""', "\\", "#", "\t", "    ", "\n", "\r",
        "\0", "\ufeff", "\u202e", "\u00a0", "\u200b", "’", "«", "（", "ｘ", "é", "😀", "1e999", "9" * 40, "0x1F", "1_0",
        "007", "-", "+=", "**", "//", "->", "!", "?", "$", "`", "~", "@",
    ]  # fmt: skip
    return (*words, *python, *signs)


PIECES = pieces()


def mutated(text: str, dice: random.Random, others: tuple[str, ...]) -> str:
    """Change a text in one to six places: characters, pieces, lines, indentation, a part of another text."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 6))):
        at = dice.randrange(len(text) + 1)
        to = min(len(text), at + dice.choice((0, 1, 1, 3, 12, 60)))
        lines = text.split("\n")
        line = dice.randrange(len(lines))
        match dice.randrange(8):
            case 0:
                text = text[:at] + text[to:]
            case 1:
                text = text[:at] + dice.choice(PIECES) + text[to:]
            case 2:
                text = text[:at] + text[at:to] * dice.choice((2, 3, 40)) + text[to:]
            case 3:
                text = text[:at] + chr(dice.choice((dice.randrange(128), dice.randrange(0x3000)))) + text[to:]
            case 4:
                other = dice.choice(others)
                begin = dice.randrange(len(other))
                text = text[:at] + other[begin : begin + dice.choice((5, 40, 400))] + text[to:]
            case 5:
                lines[line] = " " * dice.randrange(9) + lines[line].strip()
                text = "\n".join(lines)
            case 6:
                lines.insert(line, lines.pop(dice.randrange(len(lines))))
                text = "\n".join(lines)
            case _:
                del lines[line]
                text = "\n".join(lines)
    return text


class Watch:
    """Listens to the interpreter's audit events; a hook cannot be taken off, so there is one a process."""

    def __init__(self) -> None:
        self.on = False
        self.heard: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.on or not event.startswith(FORBIDDEN):
            return
        # CPython itself looks for the file that a syntax error is in, to quote its line; there is none of this name.
        if event != "open" or arguments[0] != "<program>":
            self.heard.append(event)


@functools.cache
def watch() -> Watch:
    """Give this process's watch."""
    return Watch()


def placed(finding: Finding) -> bool:
    """Tell whether a refusal says where."""
    if finding.code.name in WHOLE_FILE:
        return True
    return finding.span is not None and (finding.span.line > 0 or bool(finding.span.block))


def watched(read: Callable[[], Report], text: str) -> tuple[Report, float]:
    """Read a text under the watch.

    Raises:
        AssertionError: It took too long, caused a forbidden event, or a refusal has no place.
    """
    ears = watch()
    ears.on = True
    begin = time.process_time()
    try:
        report = read()
    finally:
        ears.on = False
    took = time.process_time() - begin
    assert not ears.heard, (ears.heard, text)
    assert took < SECONDS_MAX, (took, text)
    assert all(placed(finding) for finding in refusals(report.findings)), (report.findings, text)
    return report, took


@functools.cache
def _warm() -> tuple[str, ...]:
    """Load all that reading loads, which is no event of a text."""
    texts = seeds()
    for text in (*texts, "wait(1", "def f(\n", "x = 1e999", "“a”", "\0", "import os"):
        draft(text)
        program, _ = draft(text)
        if program is not None:
            draft_blocks(write_blocks(program))
    return texts


def sources(seed: int, count: int) -> Counter[str]:
    """Read mutated sources; count what became of them, and the longest time in ms."""
    dice, texts, found, worst = random.Random(seed), _warm(), Counter[str](), 0.0
    for _ in range(count):
        text = mutated(dice.choice(texts), dice, texts)
        report, took = watched(lambda text=text: draft(text)[1], text)  # type: ignore[misc]
        worst = max(worst, took)
        found["refused" if refusals(report.findings) else "read"] += 1
        found.update({f"code {code}": 1 for code in {finding.code.value for finding in report.findings}})
    found["worst ms"] = int(1000 * worst)
    return found


def blocks(seed: int, count: int) -> Counter[str]:
    """Read mutated block files; what is read goes through every face."""
    texts = _warm()
    others = tuple(write_blocks(program) for program, _ in map(draft, texts) if program is not None)
    bits = sibling("test_blocks_refused").mutated
    dice, found, worst = random.Random(seed), Counter[str](), 0.0
    for _ in range(count):
        text = bits(dice.choice(others), dice)
        report, took = watched(lambda text=text: draft_blocks(text)[1], text)  # type: ignore[misc]
        worst = max(worst, took)
        program, _ = draft_blocks(text)
        found["read" if program is not None else "refused"] += 1
        if program is None:
            assert report.findings, text
            sketch(text)
        else:
            assert draft_blocks(write_blocks(program))[0] == program, text
            assert bool(write(program)) == bool(write(program, "en")) == bool(program.body), text
            procedure(program, "fr")
    found["worst ms"] = int(1000 * worst)
    return found


def python(seed: int, count: int) -> Counter[str]:
    """Run generated programs by the interpreter and by CPython; count how they ended."""
    same = sibling("test_python_agrees")
    return Counter(same.agree(same.Author(1_000_000 * (seed + 1) + each).program()) for each in range(count))


def round_trips(seed: int, count: int) -> Counter[str]:
    """Write generated programs in every face and read them back."""
    of_text, of_blocks = sibling("test_round_trip"), sibling("test_blocks_round_trip")
    found = Counter[str]()

    @seeded(seed)
    @settings(max_examples=count, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(program=of_text.programs())
    def one(program: Any) -> None:
        for language in ("fr", "en"):
            text = write(program, language)
            again, _ = draft(text)
            assert again == program
            assert write(again, language) == text
            assert of_blocks.there_and_back(text) == write(program)
        found["round trips"] += 1

    one()
    return found


@functools.cache
def sibling(name: str) -> ModuleType:
    """Load a test module of this folder, whose generators are used here too."""
    full = f"tests.language.{name}"
    if full in sys.modules:
        return sys.modules[full]
    sys.path.insert(0, str(HERE.parents[1]))
    return importlib.import_module(full)


def shared(work: Callable[[int, int], Counter[str]], count: int, jobs: int) -> Counter[str]:
    """Do a count of something in several processes, in bites that differ by their seed."""
    bites = [(seed, count // (8 * jobs)) for seed in range(8 * jobs)]
    bites[0] = (0, count - sum(bite for _, bite in bites[1:]))
    total, worst = Counter[str](), 0
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for found in pool.starmap(work, bites):
            worst = max(worst, found.pop("worst ms", 0))
            total.update(found)
    total["worst ms"] = worst
    return total


def main() -> None:
    """Run the counts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    kinds = {"sources": sources, "blocks": blocks, "python": python, "round-trips": round_trips}
    for name in kinds:
        parser.add_argument(f"--{name}", type=int, default=0)
    asked = vars(parser.parse_args())
    for name, work in kinds.items():
        if count := asked[name.replace("-", "_")]:
            begin = time.perf_counter()
            found = shared(work, count, asked["jobs"])
            print(f"{name}: {count} in {time.perf_counter() - begin:.0f} s")
            for what, times in sorted(found.items()):
                print(f"  {what}: {times}")


if __name__ == "__main__":
    main()
