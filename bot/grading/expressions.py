"""Arithmetic in a question's file, without `eval`: a short list of operators and functions.

Our own few lines over `ast` and not `simpleeval`: lists as arguments, names known before anything
runs, and sentences an author understands would all have had to be added to it, and its strings,
attributes, comprehensions and random numbers taken away.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.grading import formulas

Operand = float | Sequence[float]

MAX_LENGTH = 400
LARGEST = 1e30


class ExpressionError(ValueError):
    """The text is no expression, or has no value; the message is for the question's author."""


def evaluate(text: str, names: Mapping[str, Operand]) -> float:
    """The number that `text` stands for. Raises ExpressionError."""
    value = parse(text).value(names)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionError(f"{text!r} gives no number")
    return value


def holds(text: str, names: Mapping[str, Operand]) -> bool:
    """Whether the comparison `text` is true. Raises ExpressionError."""
    value = parse(text).value(names)
    if not isinstance(value, bool):
        raise ExpressionError(f"{text!r} compares nothing; write something like psi >= 0.25")
    return value


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that was found to be whole; `names` are the parameters it needs."""

    tree: ast.expr
    names: frozenset[str]

    def value(self, names: Mapping[str, Operand]) -> Operand:
        try:
            return _value(self.tree, names)
        except ZeroDivisionError:
            raise ExpressionError("something is divided by 0") from None
        except (ValueError, TypeError, OverflowError) as error:
            raise ExpressionError(str(error)) from None


@lru_cache(maxsize=1024)
def parse(text: str) -> Expression:
    """Raises ExpressionError for everything that is not on the list."""
    if len(text) > MAX_LENGTH:
        raise ExpressionError(f"an expression has at most {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ExpressionError(f"{text!r} is no expression") from None
    return Expression(tree, frozenset(_names(tree)))


_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: lambda base, exponent: float(base) ** exponent,
}
_UNARY: dict[type[ast.unaryop], Callable[[float], float]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[float, float], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
FUNCTIONS: dict[str, Callable[..., Operand]] = {
    "abs": abs,
    "ceil": math.ceil,
    "chi_square": formulas.chi_square,
    "chi_square_critical": formulas.chi_square_critical,
    "chi_square_p": formulas.chi_square_p,
    "cosine": formulas.cosine,
    "dot": formulas.dot,
    "exp": math.exp,
    "floor": math.floor,
    "kl": formulas.kl,
    "len": len,
    "log": lambda x: math.log(x),
    "log10": math.log10,
    "log2": math.log2,
    "max": max,
    "min": min,
    "norm": formulas.norm,
    "psi": formulas.psi,
    "round": round,
    "sqrt": math.sqrt,
    "sum": sum,
}
"""`log` is natural; the rest is as in Python's `math` or in `bot.grading.formulas`."""


def _names(node: ast.expr) -> set[str]:
    match node:
        case ast.Constant(value=value) if isinstance(value, int | float) and not isinstance(value, bool):
            return set()
        case ast.Name(id=name):
            return {name}
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _names(left) | _names(right)
        case ast.UnaryOp(op=op, operand=operand) if type(op) in _UNARY:
            return _names(operand)
        case ast.BoolOp(values=parts):
            return set().union(*map(_names, parts))
        case ast.Compare(left=left, ops=ops, comparators=parts) if all(
            type(op) in _COMPARISONS for op in ops
        ):
            return _names(left).union(*map(_names, parts))
        case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
            if name not in FUNCTIONS:
                raise ExpressionError(f"there is no function {name}; there are {', '.join(FUNCTIONS)}")
            return set().union(*map(_names, parts))
    raise ExpressionError(f"{ast.unparse(node)!r} is not allowed here")


def _value(node: ast.expr, names: Mapping[str, Operand]) -> Operand:
    match node:
        case ast.Constant(value=int() | float() as number):
            return _bounded(number)
        case ast.Name(id=name):
            if name not in names:
                raise ExpressionError(f"there is no parameter or value {name}")
            return names[name]
        case ast.BinOp(left=left, op=op, right=right):
            return _bounded(_BINARY[type(op)](_number(left, names), _number(right, names)))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return not _value(operand, names)
        case ast.UnaryOp(op=op, operand=operand):
            return _UNARY[type(op)](_number(operand, names))
        case ast.BoolOp(op=ast.And(), values=parts):
            return all(_value(part, names) for part in parts)
        case ast.BoolOp(values=parts):
            return any(_value(part, names) for part in parts)
        case ast.Compare(left=left, ops=ops, comparators=parts):
            numbers = [_number(part, names) for part in (left, *parts)]
            pairs = zip(ops, numbers, numbers[1:], strict=False)
            return all(_COMPARISONS[type(op)](a, b) for op, a, b in pairs)
        case ast.Call(func=ast.Name(id=name), args=parts):
            return _bounded(FUNCTIONS[name](*(_value(part, names) for part in parts)))
    raise AssertionError(node)  # `parse` let nothing else through


def _number(node: ast.expr, names: Mapping[str, Operand]) -> float:
    value = _value(node, names)
    if not isinstance(value, int | float):
        raise ExpressionError(f"{ast.unparse(node)} is a list; use sum, dot, psi … on it")
    return value


def _bounded(value: Operand) -> Operand:
    if not isinstance(value, int | float):
        raise ExpressionError("this has no value among the real numbers")
    if not abs(value) <= LARGEST:
        raise ExpressionError("a number here is too large")
    return value
