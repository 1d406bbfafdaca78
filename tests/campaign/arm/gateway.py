"""A run in a process of its own, that can be killed or stopped: `gateway.py FOLDER` with what `stage` put there."""

from __future__ import annotations

import pickle
import sys
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from arm.place import STANDARDS
from arm.rigs import RIGS
from arm.unhurried import unhurried

from cobot_lab.deploy import job as jobs

ASKED = "asked.pickle"


def main(folder: Path) -> None:
    """Play what is asked, and say how it ended."""
    arm, address, bundle, approval, trust, journal, limits = pickle.loads((folder / ASKED).read_bytes())
    with unhurried(), closing(RIGS[arm].connect(address)) as driver:
        opened, report = jobs.open(
            *(bundle, approval), driver=driver, trust=trust, journal=journal, standards=STANDARDS, limits=limits
        )
        assert opened is not None, report.findings
        opened.preflight()
        opened.enable("Camille")
        record = opened.play()
    print(record.end.value if record.cause is None else record.cause.value)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
