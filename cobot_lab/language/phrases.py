"""Steps and values in words, in one language."""

from __future__ import annotations

import re
from collections.abc import Sequence

from cobot_lab.language.blocks.wordings import GAP, ordered
from cobot_lab.language.plain_words import CHOICES, COMPARED, COMPUTED, DEFAULTS, NEGATED, OPPOSITE, SAID
from cobot_lab.program import expressions as e
from cobot_lab.program import steps as s
from cobot_lab.program.table import BY_OP
from cobot_lab.program.vocabulary import Kind, Language, Parameter, Words

_SPACE = "\N{NO-BREAK SPACE}"
_ONE = re.compile(r"\b(1|0|0[.,]\d+|1[.,]\d+) (seconde|newton|ligne|colonne)s\b")
_ONE_ENGLISH = re.compile(r"\b1 (second|newton|row|column|time)s\b")


class Phrases:
    """Says things in one language."""

    def __init__(self, language: Language) -> None:
        self._language: Language = language

    def _word(self, fr: str, en: str) -> str:
        return fr if self._language == "fr" else en

    # Sentences

    def sentence(self, text: str, note: str, *, opens: bool) -> str:
        """Make a sentence: a capital, its end, and the comment beside it in round brackets."""
        counted = _ONE.sub(r"\1 \2", text) if self._language == "fr" else _ONE_ENGLISH.sub(r"1 \1", text)
        said = counted[:1].upper() + counted[1:] + (f" ({note})" if note else "")
        if not opens:
            return f"{said}."
        return said + self._word(f"{_SPACE}:", ":")

    def remark(self, text: str) -> str:
        """Say a comment that stands alone."""
        return self._word(f"Remarque{_SPACE}: {text}", f"Note: {text}").rstrip()

    def quoted(self, text: str) -> str:
        """Put a text between quotes."""
        return self._word(f"«{_SPACE}{text}{_SPACE}»", f"“{text}”")

    # Steps

    def step(self, step: s.Step) -> str:  # noqa: PLR0911 - one return for each kind
        """Say a step that holds no others, without its full stop."""
        match step:
            case s.Act():
                return self._row(step.op, step.arguments)
            case s.Set():
                value = self.value(step.value)
                return self._word(f"mettre {step.variable} à {value}", f"set {step.variable} to {value}")
            case s.Change():
                amount = self.value(step.amount)
                return self._word(f"ajouter {amount} à {step.variable}", f"add {amount} to {step.variable}")
            case s.Call():
                return self._call(self._word("faire", "do"), step.name, step.arguments)
            case s.Return(None):
                return self._word("quitter ce bloc", "leave this block")
            case s.Return(value) if value is not None:
                return self._word("renvoyer", "give back") + f" {self.value(value)}"
            case s.Break():
                return BY_OP["break"].block.said_in(self._language)
            case s.Raw(text):
                line = self._word("ligne que le robot ne connaît pas", "a line that the robot does not know")
                return f"{line}{self._word(_SPACE, '')}: {self.quoted(' '.join(text.split()))}"
            case _:
                raise TypeError(step)

    def case(self, condition: e.Expression, *, first: bool) -> str:
        """Say the head of a case."""
        word = self._word("si", "if") if first else self._word("sinon, si", "otherwise, if")
        return f"{word} {self.condition(condition)}".replace("si il ", "s'il ")

    @property
    def otherwise(self) -> str:
        """What stands before the last body of a choice."""
        return self._word("sinon", "otherwise")

    def repeat(self, times: e.Expression, variable: str) -> str:
        """Say the head of a repetition; `variable` is empty when nobody looks at it."""
        count = self.value(times)
        said = self._word(f"répéter {count} fois", f"repeat {count} times")
        return said + (
            self._word(f", en comptant {variable} à partir de 0", f", counting {variable} from 0") * bool(variable)
        )

    def count(self, variable: str, first: e.Expression, last: e.Expression) -> str:
        """Say the head of a counted loop."""
        ends = self.value(first), self.value(last)
        return self._word("pour {} allant de {} à {}", "for {} from {} to {}").format(variable, *ends)

    def loop(self, condition: e.Expression) -> str:
        """Say the head of a loop that looks at a condition."""
        if condition == e.Truth(True):
            return BY_OP["forever"].block.said_in(self._language)
        if isinstance(condition, e.Not):
            return self._word("répéter jusqu'au moment où ", "repeat until ") + self.condition(condition.operand)
        return self._word(
            f"répéter tant {self._that(self.condition(condition))}", f"repeat while {self.condition(condition)}"
        )

    def define(self, name: str, parameters: Sequence[str]) -> str:
        """Say the head of a definition."""
        given = self._listed(parameters)
        said = self._word("définir", "define") + f" {self.quoted(name)}"
        return f"{said}, {self._word('avec', 'with')} {given}" if given else said

    # Conditions

    def condition(self, value: e.Expression) -> str:
        """Say a value as something that is so."""
        match value:
            case e.Variable(name):
                return self._word(f"{name} est vrai", f"{name} is true")
            case e.Truth():
                return self._word("ceci est toujours ", "this is always ") + self.value(value)
            case e.Not(operand):
                return self._negated(operand)
            case e.Number() | e.Text() | e.Arithmetic() | e.Negative() | e.FunctionCall():
                return self.value(value) + self._word(" est vrai", " is true")
            case _:
                return self.value(value)

    def _negated(self, value: e.Expression) -> str:
        match value:
            case e.Variable(name):
                return self._word(f"{name} est faux", f"{name} is false")
            case e.Comparison(sign, left, right):
                return self.value(e.Comparison(OPPOSITE[sign], left, right))
            case e.Value(op) if op in NEGATED:
                return self._filled(NEGATED[op], value.op, value.arguments)
            case _:
                said = self.condition(value)
                return self._word(f"il est faux {self._that(said)}", f"it is not true that {said}")

    def _that(self, said: str) -> str:
        """Put « que » before something, with its elision; nothing in English."""
        if self._language == "en":
            return said
        return f"qu'{said}" if said[:1].lower() in "aàâeéèêiîoôuùûyh" else f"que {said}"

    # Values

    def value(self, value: e.Expression) -> str:  # noqa: PLR0911 - one return for each kind
        """Say a value."""
        match value:
            case e.Number(number):
                return self._number(number)
            case e.Text(text):
                return self.quoted(text)
            case e.Truth(so):
                return self._word("vrai" if so else "faux", "true" if so else "false")
            case e.Variable(name):
                return name
            case e.Value(op, arguments):
                return self._row(op, arguments)
            case e.FunctionCall(name, arguments):
                return self._call(self._word("ce que donne", "what is given by"), name, arguments)
            case e.Negative(operand):
                return self._word("l'opposé de", "the opposite of") + f" {self._part(operand)}"
            case e.Arithmetic(sign, left, right):
                return COMPUTED[sign].said_in(self._language).format(self._part(left), self._part(right))
            case e.Comparison():
                return self._comparison(value)
            case e.Logic(word, left, right):
                joined = self._word({"and": "et que", "or": "ou que"}[word], word)
                return self._joined(joined, self._inside(left, word), self._inside(right, word))
            case e.Not(operand):
                return self._negated(operand)

    def _comparison(self, value: e.Comparison) -> str:
        worded = any(_is_word(side) for side in (value.left, value.right))
        verb = COMPARED[value.operator][worded].said_in(self._language)
        return f"{self._part(value.left)} {verb} {self._part(value.right)}"

    def _joined(self, word: str, left: str, right: str) -> str:
        if self._language == "en":
            return f"{left} {word} {right}"
        return f"{left} {word.removesuffix(' que')} {self._that(right)}"

    def _inside(self, value: e.Expression, word: str) -> str:
        said = self.condition(value)
        return f"({said})" if isinstance(value, e.Logic) and value.operator != word else said

    def _part(self, value: e.Expression) -> str:
        """Say a value inside another; brackets keep together what belongs together."""
        compound = isinstance(value, e.Arithmetic | e.Comparison | e.Logic | e.Negative)
        return f"({self.value(value)})" if compound else self.value(value)

    def _call(self, verb: str, name: str, arguments: Sequence[e.Expression]) -> str:
        given = self._listed([self.value(argument) for argument in arguments])
        said = f"{verb} {self.quoted(name)}"
        return f"{said}, {self._word('avec', 'with')} {given}" if given else said

    def _listed(self, said: Sequence[str]) -> str:
        *first, last = said or [""]
        return f"{', '.join(first)} {self._word('et', 'and')} {last}" if first else last

    def _row(self, op: str, arguments: Sequence[e.Expression | None]) -> str:
        wording = SAID.get(op, BY_OP[op].block)
        if arguments and arguments[-1] is None:
            wording = DEFAULTS.get(op, wording)
        return self._filled(wording, op, arguments)

    def _filled(self, wording: Words, op: str, arguments: Sequence[e.Expression | None]) -> str:
        given = [
            (parameter, argument)
            for parameter, argument in zip(BY_OP[op].parameters, arguments, strict=True)
            if argument is not None
        ]
        text = wording.said_in(self._language)
        by_parameter = {id(parameter): argument for parameter, argument in given}
        in_order = iter(ordered(text, [parameter for parameter, _ in given]))

        def said(_: re.Match[str]) -> str:
            parameter = next(in_order)
            return self._gap(parameter, by_parameter[id(parameter)])

        return GAP.sub(said, text)

    def _gap(self, parameter: Parameter, argument: e.Expression) -> str:
        if parameter.kind is Kind.CONDITION:
            return self.condition(argument)
        if parameter.kind is Kind.CHOICE and isinstance(argument, e.Text):
            words = next((choice for choice in parameter.choices if choice.en == argument.value), None)
            known = CHOICES.get(argument.value, words)
            return argument.value if known is None else known.said_in(self._language)
        return self.value(argument)

    def _number(self, number: float) -> str:
        said = repr(abs(number))
        if self._language == "fr":
            said = said.replace(".", ",")
        minus = repr(number).startswith("-")
        return f"{self._word('moins', 'minus')} {said}" if minus else said


def _is_word(value: e.Expression) -> bool:
    return isinstance(value, e.Text) or (isinstance(value, e.Value) and BY_OP[value.op].gives is Kind.TEXT)
