"""A gateway killed while people work at it: in short."""

from __future__ import annotations

import subprocess
import sys

import gateway_kills


def test_a_killed_gateway_keeps_what_people_were_told() -> None:
    asked = [sys.executable, gateway_kills.__file__, "--kills", "5", "--seed", "3"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    counts = {line[:30].strip(): int(line[30:]) for line in done.stdout.splitlines()[1:] if line}
    assert counts["must not be"] == 0
    assert counts["acknowledged"] > 5
