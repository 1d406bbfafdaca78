"""Where the data rooms `robots/` and `lessons/` are: in the checkout, else inside the installed package.

Imports nothing of cobot_lab but the root exception.
"""

from __future__ import annotations

from pathlib import Path

from cobot_lab.findings import CobotLabError

_PACKAGE = Path(__file__).resolve().parent


class DataRoomError(CobotLabError):
    """A data room is neither in a checkout nor in the package."""

    def __init__(self, name: str, looked: tuple[Path, ...]) -> None:
        super().__init__(f"the folder {name}/ is missing; looked in {', '.join(map(str, looked))}")


def data_room(name: str) -> Path:
    """Find `robots` or `lessons`.

    Raises:
        DataRoomError: It is in neither place.
    """
    checkout = _PACKAGE.parent
    candidates = [_PACKAGE / "_data" / name]
    if (checkout / "pyproject.toml").is_file() and (checkout / "robots").is_dir():
        candidates.insert(0, checkout / name)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    raise DataRoomError(name, tuple(candidates))
