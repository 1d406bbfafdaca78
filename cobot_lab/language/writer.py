"""From a program to the one text that says it in Python, in French or in English names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.program import Program
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Kind, Language, Parameter

_INDENT = "    "
_OR, _AND, _NOT, _COMPARISON, _SUM, _PRODUCT, _SIGN, _ATOM = range(1, 9)
_STRENGTH = {"+": _SUM, "-": _SUM, "*": _PRODUCT, "/": _PRODUCT, "//": _PRODUCT, "%": _PRODUCT}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})


def write(program: Program, language: Language = "fr") -> str:
    r"""Give the canonical text of a program.

    Reading it gives the same program, and writing that the same text.

    >>> write(Program.of((s.Act("pick", (e.Text("magasin"),)),)), "en")
    'pick("magasin")\n'
    """
    lines = list(_Writer(language).body(program.body, ""))
    return "".join(f"{line}\n" for line in lines)


class _Writer:
    """Writes in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    # Steps

    def body(self, body: Sequence[s.Step], indent: str) -> Iterator[str]:
        for step in body:
            yield from self._step(step, indent)

    def _inner(self, body: Sequence[s.Step], indent: str) -> Iterator[str]:
        yield from self.body(body, indent + _INDENT)
        if all(isinstance(step, s.Comment | s.Blank) for step in body):
            yield indent + _INDENT + "pass"

    def _step(self, step: s.Step, indent: str) -> Iterator[str]:
        match step:
            case s.Comment():
                yield indent + _comment(step.text)
            case s.Blank():
                yield ""
            case s.Raw():
                yield from (indent + line if line else line for line in step.text.split("\n"))
            case s.If():
                yield from self._if(step, indent)
            case s.Repeat() | s.Count() | s.While() | s.Define():
                yield indent + _noted(self._head(step), step.note)
                yield from self._inner(step.body, indent)
            case _:
                yield indent + _noted(self._line(step), step.note)

    def _if(self, step: s.If, indent: str) -> Iterator[str]:
        for word, case in zip(("if", *["elif"] * len(step.cases)), step.cases, strict=False):
            note = step.note or case.note if word == "if" else case.note
            yield indent + _noted(f"{word} {self.value(case.condition)}:", note)
            yield from self._inner(case.body, indent)
        if step.otherwise:
            yield f"{indent}else:"
            yield from self._inner(step.otherwise, indent)

    def _head(self, step: s.Repeat | s.Count | s.While | s.Define) -> str:
        match step:
            case s.Repeat():
                return f"for {step.variable} in range({self.value(step.times)}):"
            case s.Count():
                first, last = self.value(step.first), self._side(step.last, _SUM)
                return f"for {step.variable} in range({first}, {last} + 1):"
            case s.While():
                return f"while {self.value(step.condition)}:"
            case s.Define():
                return f"def {step.name}({', '.join(step.parameters)}):"

    def _line(self, step: s.Act | s.Set | s.Change | s.Call | s.Return | s.Break) -> str:
        match step:
            case s.Act():
                return self._vocabulary(step)
            case s.Set():
                return f"{step.variable} = {self.value(step.value)}"
            case s.Change():
                return f"{step.variable} += {self.value(step.amount)}"
            case s.Call():
                return self._call(step)
            case s.Return():
                return "return" if step.value is None else f"return {self.value(step.value)}"
            case s.Break():
                return "break"

    def _call(self, call: s.Call | e.FunctionCall) -> str:
        return f"{call.name}({', '.join(map(self.value, call.arguments))})"

    def _vocabulary(self, use: s.Act | e.Value) -> str:
        row = BY_OP[use.op]
        name = row.python.said_in(self._language)
        if row.word is not None:
            return f"{name}({_quoted(row.word.said_in(self._language))})"
        given = []
        skipped = False
        for parameter, argument in zip(row.parameters, use.arguments, strict=True):
            if argument is None:
                skipped = True
                continue
            keyword = f"{parameter.name.said_in(self._language)}=" if skipped or parameter.keyword_only else ""
            given.append(keyword + self._argument(parameter, argument))
        return f"{name}({', '.join(given)})"

    def _argument(self, parameter: Parameter, argument: e.Expression) -> str:
        if parameter.kind is Kind.CHOICE and isinstance(argument, e.Text):
            for choice in parameter.choices:
                if choice.en == argument.value:
                    return _quoted(choice.said_in(self._language))
        return self.value(argument)

    # Values

    def value(self, expression: e.Expression) -> str:
        """Give an expression as it stands alone."""
        match expression:
            case e.Number() | e.Truth():
                return repr(expression.value)
            case e.Text():
                return _quoted(expression.value)
            case e.Variable():
                return expression.name
            case e.Value():
                return self._vocabulary(expression)
            case e.FunctionCall():
                return self._call(expression)
            case _:
                return self._operation(expression)

    def _operation(self, expression: e.Negative | e.Not | e.Arithmetic | e.Comparison | e.Logic) -> str:
        strength = _strength(expression)
        match expression:
            case e.Negative():
                return f"-{self._side(expression.operand, strength)}"
            case e.Not():
                return f"not {self._side(expression.operand, strength)}"
            case e.Comparison():
                left = self._side(expression.left, strength + 1)
                return f"{left} {expression.operator} {self._side(expression.right, strength + 1)}"
            case _:
                left = self._side(expression.left, strength)
                return f"{left} {expression.operator} {self._side(expression.right, strength + 1)}"

    def _side(self, expression: e.Expression, wanted: int) -> str:
        text = self.value(expression)
        return text if _strength(expression) >= wanted else f"({text})"


def _strength(expression: e.Expression) -> int:
    """Give how tightly Python binds an expression (Python reference, section 6.17)."""
    match expression:
        case e.Logic():
            return _OR if expression.operator == "or" else _AND
        case e.Not():
            return _NOT
        case e.Comparison():
            return _COMPARISON
        case e.Arithmetic():
            return _STRENGTH[expression.operator]
        case e.Negative():
            return _SIGN
        case _:
            return _ATOM


def _quoted(text: str) -> str:
    return f'"{text.translate(_ESCAPES)}"'


def _comment(text: str) -> str:
    """Give a comment on one line: what it says never becomes a line of the program."""
    said = " ".join(text.splitlines())
    return f"# {said}".rstrip()


def _noted(line: str, note: str) -> str:
    return f"{line}  {_comment(note)}" if note else line
