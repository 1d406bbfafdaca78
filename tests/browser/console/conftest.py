"""Makes `place` and `tour`, beside this file, importable for the tests and for who collects this folder."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
