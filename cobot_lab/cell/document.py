"""From the bytes of a TOML file to a validated model, or to the list of everything that is wrong with it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from cobot_lab.cell.fields import Described, Misfit
from cobot_lab.cell.problems import DescriptionError, Problem, refuse

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

M = TypeVar("M", bound=Described)

SIZE_MAX = 1_000_000
"""No description needs more bytes than this."""


def text_of(file: str, data: bytes) -> str:
    """Decode the bytes of a description.

    Raises:
        DescriptionError: Too large, or not UTF-8.
    """
    if len(data) > SIZE_MAX:
        raise DescriptionError((Problem(file, "", f"{len(data)} bytes", f"at most {SIZE_MAX} bytes"),))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as problem:
        given = f"byte 0x{data[problem.start]:02x} at position {problem.start}"
        raise DescriptionError((Problem(file, "", given, "text in UTF-8"),)) from problem


def read_document(file: str, data: bytes, model: type[M]) -> M:
    """Read TOML and validate it.

    Args:
        file: Name of the file, for people.
        data: Its bytes.
        model: What it has to be.

    Raises:
        DescriptionError: Too large, not UTF-8, not TOML, or not what the model asks for.
    """
    try:
        document = tomllib.loads(text_of(file, data))
    except (tomllib.TOMLDecodeError, RecursionError) as problem:
        raise DescriptionError((Problem(file, "", str(problem), "a TOML document"),)) from problem
    try:
        described = model.model_validate(document)
    except ValidationError as refusal:
        problems = (_problem(file, document, model, dict(error)) for error in refusal.errors(include_url=False))
        raise DescriptionError(tuple(problems)) from refusal
    refuse([Problem(file, key, _shortened(given), wanted) for key, given, wanted in _misfits(described, "")])
    return described


def _misfits(described: Described, at: str) -> Iterator[Misfit]:
    """Give what does not fit together, in this table and in those inside it."""
    for key, given, wanted in described.misfits():
        yield f"{at}{key}", given, wanted
    for name in type(described).model_fields:
        value = getattr(described, name)
        if isinstance(value, Described):
            yield from _misfits(value, f"{at}{name}.")
        for index, each in enumerate(value if isinstance(value, list | tuple) else ()):
            if isinstance(each, Described):
                yield from _misfits(each, f"{at}{name}[{index}].")


def _problem(file: str, document: dict[str, Any], model: type[Described], error: dict[str, Any]) -> Problem:
    key = _key(document, error["loc"])
    match error["type"]:
        case "missing":
            return Problem(file, key, "nothing", "this key")
        case "extra_forbidden":
            fields = _table_at(model, error["loc"][:-1]).model_fields
            known = ", ".join(sorted(field.alias or name for name, field in fields.items()))
            return Problem(file, key, "an unknown key", f"one of {known}")
        case _:
            wanted = str(error["msg"]).removeprefix("Input should be ").removeprefix("Value error, ")
            return Problem(file, key, _shortened(error["input"]), wanted)


def _shortened(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _key(document: Any, path: tuple[str | int, ...]) -> str:
    """Write where it is; pydantic's path also names the kind of a solid, which is no key of the file."""
    key, here = "", document
    for index, part in enumerate(path):
        last = index == len(path) - 1
        if isinstance(part, int):
            key += f"[{part}]"
            here = here[part] if isinstance(here, list | tuple) and part < len(here) else None
        elif last or (isinstance(here, dict) and part in here):
            key += f".{part}" if key else part
            here = here.get(part) if isinstance(here, dict) else None
    return key


def _table_at(model: type[Described], path: tuple[str | int, ...]) -> type[Described]:
    """Find the model of the table at a path of pydantic's."""
    for part in path:
        field = model.model_fields.get(str(part))
        inner = _models(field.annotation) if field else ()
        if len(inner) == 1:
            model = inner[0]
        elif inner:
            kinds = {get_args(each.model_fields["kind"].annotation)[0]: each for each in inner}
            model = kinds.get(path[-1], model)
    return model


def _models(annotation: Any) -> tuple[type[Described], ...]:
    if isinstance(annotation, type) and issubclass(annotation, Described):
        return (annotation,)
    return tuple(found for inner in get_args(annotation) for found in _models(inner))
