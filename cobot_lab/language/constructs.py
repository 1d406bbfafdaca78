"""What Python has and the pupils' language has not: a key for each, and the way to say it when there is one."""

from __future__ import annotations

import ast
import re

CONSTRUCTS: dict[str, tuple[str, str]] = {
    "Import": ("import", ""),
    "ImportFrom": ("import", ""),
    "ClassDef": ("class", "define"),
    "Lambda": ("lambda", "define"),
    "ListComp": ("comprehension", "repeat"),
    "SetComp": ("comprehension", "repeat"),
    "DictComp": ("comprehension", "repeat"),
    "GeneratorExp": ("comprehension", "repeat"),
    "List": ("list", ""),
    "Tuple": ("tuple", ""),
    "Dict": ("dictionary", ""),
    "Set": ("set_of_values", ""),
    "Subscript": ("subscript", ""),
    "Attribute": ("attribute", ""),
    "JoinedStr": ("formatted_text", "show"),
    "IfExp": ("conditional_value", "if"),
    "NamedExpr": ("walrus", "set"),
    "AnnAssign": ("annotation", "set"),
    "Assert": ("assert", "if"),
    "AsyncFunctionDef": ("async", "define"),
    "AsyncFor": ("async", "repeat"),
    "AsyncWith": ("async", ""),
    "Await": ("async", ""),
    "Match": ("match", "if"),
    "Delete": ("delete", ""),
    "Continue": ("continue", "if"),
    "Global": ("global", "return"),
    "Nonlocal": ("global", "return"),
    "Starred": ("star_argument", ""),
    "TryStar": ("try", ""),
    "Pow": ("power", "arithmetic"),
    "MatMult": ("matrix_product", "arithmetic"),
    "BitAnd": ("bit_operator", "logic"),
    "BitOr": ("bit_operator", "logic"),
    "BitXor": ("bit_operator", "logic"),
    "LShift": ("bit_operator", "arithmetic"),
    "RShift": ("bit_operator", "arithmetic"),
    "Invert": ("bit_operator", "logic"),
    "UAdd": ("unary_plus", ""),
    "In": ("in", "comparison"),
    "NotIn": ("in", "comparison"),
    "Is": ("is", "comparison"),
    "IsNot": ("is", "comparison"),
}
"""From the name of an `ast` node to the construct's key and the key of the row that says it in the language."""


def construct(node: ast.AST) -> tuple[str, str]:
    """Give the key of a construct and of the allowed way to say it; a node nobody listed is named after itself.

    >>> construct(ast.Try())
    ('try', '')
    """
    name = type(node).__name__
    return CONSTRUCTS.get(name, (re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower(), ""))
