"""A run in a process of its own, that can be killed or stopped: `gateway.py FOLDER` with what `stage` put there."""

from __future__ import annotations

import pickle
import sys
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from arm.place import STANDARDS
from arm.rigs import RIGS

from cobot_lab.deploy import job as jobs
from cobot_lab.deploy import preflight
from cobot_lab.deploy.drivers.ros import readings as ros_readings
from cobot_lab.deploy.drivers.ur import readings as ur_readings

ASKED = "asked.pickle"


def main(folder: Path) -> None:
    """Play what is asked, and say how it ended."""
    preflight.DATA_LIMIT = ros_readings.DATA_LIMIT = ur_readings.DATA_LIMIT = 1.0  # type: ignore[misc]
    arm, address, bundle, approval, trust, journal, limits = pickle.loads((folder / ASKED).read_bytes())
    with closing(RIGS[arm].connect(address)) as driver:
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
