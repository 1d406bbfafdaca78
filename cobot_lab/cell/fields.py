"""Kinds of values that description files may hold, with the range of each; anything else is refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, Strict


class Described(BaseModel):
    """The base of everything read from a description: no conversion, no unknown key, finite numbers only."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    def misfits(self) -> Iterator[Misfit]:
        """Give what does not fit together although each value alone is in its range."""
        return iter(())


Misfit = tuple[str, object, str]
"""Key inside the table, what is given, what would be right."""


def repeated(key: str, names: list[str]) -> Iterator[Misfit]:
    """Give the names that stand a second time in a list of tables.

    >>> list(repeated("things", ["bac", "table", "bac"]))
    [('things[2].name', 'bac', 'a name of its own, things[0] has this one')]
    """
    for index, name in enumerate(names):
        first = names.index(name)
        if first != index:
            yield f"{key}[{index}].name", name, f"a name of its own, {key}[{first}] has this one"


Name = Annotated[str, Field(pattern=r"\A[a-z][a-z0-9_]{0,39}\z")]
"""What programs and findings call something."""

LinkName = Annotated[str, Field(pattern=r"\A[A-Za-z][A-Za-z0-9_]{0,59}\z")]
"""A link or joint of a URDF."""

Words = Annotated[str, Field(min_length=1, max_length=500)]

Coordinate_mm = Annotated[float, Field(ge=-10_000, le=10_000)]
Length_mm = Annotated[float, Field(gt=0, le=10_000)]
Distance_mm = Annotated[float, Field(ge=0, le=10_000)]
Speed_mm_s = Annotated[float, Field(gt=0, le=5_000)]
Angle_deg = Annotated[float, Field(ge=-720, le=720)]
Rate_deg = Annotated[float, Field(gt=0, le=1_000_000)]
Mass_kg = Annotated[float, Field(gt=0, le=1_000)]
Force_N = Annotated[float, Field(gt=0, le=10_000)]
Torque_Nm = Annotated[float, Field(gt=0, le=10_000)]
Percent = Annotated[float, Field(ge=0, le=100)]
Friction = Annotated[float, Field(ge=0, le=5)]
Channel = Annotated[float, Field(ge=0, le=1)]

# A TOML array is a list; strict reading would want a tuple.
Position_mm = Annotated[tuple[Coordinate_mm, Coordinate_mm, Coordinate_mm], Strict(False)]
Size_mm = Annotated[tuple[Length_mm, Length_mm, Length_mm], Strict(False)]
Colour = Annotated[tuple[Channel, Channel, Channel], Strict(False)]


class LabelModel(Described):
    """`{ fr = "…", en = "…" }`."""

    fr: Words
    en: Words
