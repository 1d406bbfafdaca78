"""The interpreter gives what Python gives: the same text, run by CPython with stand-ins that record."""

import random
from typing import Any

import pytest

from cobot_lab.language.reader import read
from cobot_lab.program.arithmetic import shown
from cobot_lab.program.commands import Command, Pause, Tell
from cobot_lab.program.interpreter import collect

NAMES = ("a", "b", "c")
STOPS = {
    "division_by_zero": ZeroDivisionError,
    "types": TypeError,
    "not_a_number": (OverflowError, type(None)),
}


class Author:
    """Writes programs that end, some of which go wrong on the way."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._loops = 0

    def program(self) -> str:
        lines = ["a = 1", "b = 2.5", "c = 0"]
        for name, parameters in (("f", "p"), ("g", "p, q")):
            lines += [f"def {name}({parameters}):", "    k = 1"]
            lines += self._body(2, "    ", ("p", "k", "a"), calls=("f(1)",) if name == "g" else ())
            lines.append(f"    return {self._number(2, ('p', 'k', 'b'), ())}")
        lines += self._body(3, "", (*NAMES, *(["z"] if self._chance(0.3) else [])), calls=("f(a)", "g(b, 2)"))
        lines.append("show(a)")
        if "z" in " ".join(lines):
            lines.insert(3, "if c > 1:\n    z = 3")
        return "\n".join(lines) + "\n"

    def _chance(self, share: float) -> bool:
        return self._random.random() < share

    def _pick(self, *choices: Any) -> Any:
        return self._random.choice(choices)

    def _number(self, depth: int, names: tuple[str, ...], calls: tuple[str, ...]) -> str:
        if depth == 0 or self._chance(0.3):
            return str(self._pick(*names, 0, 1, 2, 7, -3, 0.5, 2.5, 1e3))
        if self._chance(0.1):
            return f"-{self._number(depth - 1, names, calls)}"
        if calls and self._chance(0.2):
            return str(self._pick(*calls))
        left, right = (self._number(depth - 1, names, calls) for _ in range(2))
        return f"({left} {self._pick('+', '+', '-', '-', '*', '/', '//', '%')} {right})"

    def _truth(self, depth: int, names: tuple[str, ...], calls: tuple[str, ...]) -> str:
        if depth == 0 or self._chance(0.5):
            left, right = (self._number(1, names, calls) for _ in range(2))
            return f"({left} {self._pick('==', '!=', '<', '<=', '>', '>=')} {right})"
        if self._chance(0.3):
            return f"(not {self._truth(depth - 1, names, calls)})"
        left, right = (self._truth(depth - 1, names, calls) for _ in range(2))
        return f"({left} {self._pick('and', 'or')} {right})"

    def _body(self, depth: int, indent: str, names: tuple[str, ...], calls: tuple[str, ...]) -> list[str]:
        count = self._random.randint(1, 4)
        return [line for _ in range(count) for line in self._step(depth, indent, names, calls)]

    def _step(self, depth: int, indent: str, names: tuple[str, ...], calls: tuple[str, ...]) -> list[str]:
        own = [name for name in names if name in {"a", "b", "c", "k"} and (name != "a" or "k" not in names)]
        match self._pick(*"ssncu") if depth == 0 else self._pick(*"nncctrriwus"):
            case "n":
                return [f"{indent}{self._pick(*own)} = {self._number(3, names, calls)}"]
            case "c":
                return [f"{indent}{self._pick(*own)} {self._pick('+=', '-=')} {self._number(2, names, calls)}"]
            case "u" if calls:
                return [f"{indent}{self._pick(*calls)}"]
            case "r" | "w" | "i" as kind:
                write = {"r": self._counted, "w": self._while, "i": self._choice}[kind]
                return write(depth - 1, indent, names, calls)
            case _:
                return [f"{indent}show({self._number(2, names, calls)})", f"{indent}wait(1)"]

    def _counted(self, depth: int, indent: str, names: tuple[str, ...], calls: tuple[str, ...]) -> list[str]:
        self._loops += 1
        name = f"i{self._loops}"
        bounds = self._pick("2", "3", "0", "-1", "1, 3", "0, 2 + 1", "a", "b, 2")
        body = self._body(depth, indent + "    ", (*names, name), calls)
        leave = [f"{indent}    if {self._truth(1, names, calls)}:", f"{indent}        break"]
        after = [f"{indent}show({name})"] if bounds in {"2", "3"} else []
        return [f"{indent}for {name} in range({bounds}):", *body, *(leave if self._chance(0.3) else []), *after]

    def _while(self, depth: int, indent: str, names: tuple[str, ...], calls: tuple[str, ...]) -> list[str]:
        self._loops += 1
        name = f"w{self._loops}"
        return [
            f"{indent}{name} = 0",
            f"{indent}while {name} < 2 and {self._truth(1, names, calls)}:",
            f"{indent}    {name} += 1",
            *self._body(depth, indent + "    ", names, calls),
        ]

    def _choice(self, depth: int, indent: str, names: tuple[str, ...], calls: tuple[str, ...]) -> list[str]:
        inner = indent + "    "
        lines = [f"{indent}if {self._truth(2, names, calls)}:", *self._body(depth, inner, names, calls)]
        if self._chance(0.5):
            lines += [f"{indent}elif {self._truth(1, names, calls)}:", *self._body(depth, inner, names, calls)]
        if self._chance(0.5):
            lines += [f"{indent}else:", *self._body(depth, inner, names, calls)]
        return lines


def by_python(source: str) -> tuple[list[object], BaseException | None]:
    told: list[object] = []
    stand_ins = {"show": lambda value: told.append(shown(value)), "wait": lambda value: told.append(float(value))}
    try:
        exec(compile(source, "<pupil>", "exec"), stand_ins)
    except (ArithmeticError, NameError, TypeError) as problem:
        return told, problem
    return told, None


def as_told(command: Command) -> object:
    assert isinstance(command, Tell | Pause)
    return command.text if isinstance(command, Tell) else command.duration


def agree(source: str) -> str:
    """Run a text both ways; give how it ended."""
    program, report = read(source)
    assert program is not None, (source, report.findings)
    commands, findings = collect(program, fuel=2000)
    ours = [as_told(command) for command in commands]
    theirs, problem = by_python(source)
    if not findings:
        assert (ours, problem) == (theirs, None), source
        return "end"
    code = findings[0].code.name
    assert ours == theirs[: len(ours)], source
    if code == "RUNS_TOO_LONG":
        return code
    if code == "NAME_NEVER_SET":
        assert isinstance(problem, NameError), source
    else:
        assert code == "CANNOT_COMPUTE", source
        assert isinstance(problem, STOPS[str(findings[0].fact("reason"))]), source
    assert len(ours) == len(theirs) or code == "CANNOT_COMPUTE", source
    return code


@pytest.mark.parametrize("batch", range(10))
def test_same_as_python(batch: int) -> None:
    endings = [agree(Author(batch * 1000 + seed).program()) for seed in range(60)]
    assert endings.count("end") >= 10
    assert endings.count("CANNOT_COMPUTE") >= 1


@pytest.mark.parametrize(
    "source",
    [
        "for i in range(3):\n    i = 7\n    show(i)\nshow(i)\n",
        "i = 9\nfor i in range(0):\n    wait(1)\nshow(i)\n",
        "def f(n):\n    if n <= 1:\n        return 1\n    return n * f(n - 1)\nshow(f(10))\n",
        "x = 1\ndef f():\n    x = 2\n    return x\nshow(f())\nshow(x)\n",
        "x = 1\ndef f():\n    show(x)\nx = 2\nf()\n",
        "def f():\n    show(x)\n    x = 1\nx = 2\nf()\n",
        "f()\ndef f():\n    wait(1)\n",
        "show(-7 // 2)\nshow(-7 % 3)\nshow(7 % -3)\nshow(-7.5 % 2)\nshow(7 / 2)\n",
        "show(0 or 5)\nshow(3 and 0)\nshow(not 0)\n",
        'show("a" == "a")\nshow("a" == 1)\nshow("a" < "b")\nshow(1 == 1.0)\nshow(True == 1)\n',
        'show("a" < 1)\n',
        "show(1 // 0.0)\n",
        "n = 2.0\nfor i in range(n):\n    wait(1)\n",
        "def f():\n for i in range(3):\n  while True:\n   if i == 1:\n    return i\n   break\n return 9\nshow(f())\n",
        "while True:\n    for i in range(5):\n        if i == 2:\n            break\n    break\nshow(i)\n",
        "x = x + 1\n",
    ],
)
def test_same_as_python_in_the_corners(source: str) -> None:
    agree(source)
