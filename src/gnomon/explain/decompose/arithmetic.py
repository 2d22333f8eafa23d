"""Formulas of plain arithmetic: read, evaluate, and see whether they are one product."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from gnomon.base.errors import QuestionError

__all__ = ["Formula", "read_formula"]

_LONGEST = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """An expression over named inputs.

    Attributes
    ----------
    text : str
    names : tuple of str
        Inputs in order of first use.
    tree : ast.expr
        Names, numbers and ``+ - * /`` only.
    """

    text: str
    names: tuple[str, ...]
    tree: ast.expr

    def evaluate(self, values: Mapping[str, float]) -> float:
        """Compute the value; a division by zero is a ZeroDivisionError."""
        return _evaluate(self.tree, values)

    def find_powers(self) -> tuple[int, ...] | None:
        """Power of each input when the formula is one product of inputs (1) and divisors (-1); else None.

        Examples
        --------
        >>> read_formula("dau * sessions / users").find_powers()
        (1, 1, -1)
        >>> read_formula("a * b + c").find_powers() is None
        True
        """
        powers: dict[str, int] = {}
        if not _collect_powers(self.tree, 1, powers) or any(abs(p) != 1 for p in powers.values()):
            return None
        return tuple(powers[name] for name in self.names)


def read_formula(text: str) -> Formula:
    """Read a formula of names, numbers and ``+ - * / ( )``.

    Raises
    ------
    QuestionError
        ASK-291 when it holds anything else, or no name.

    Examples
    --------
    >>> read_formula("(watch - ads) / plays").names
    ('watch', 'ads', 'plays')
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body if len(text) <= _LONGEST else None
    except (SyntaxError, RecursionError, MemoryError, ValueError):
        tree = None
    names: dict[str, None] = {}
    if tree is None or not _is_plain(tree, names) or not names:
        raise QuestionError(
            f"Formula {text[:80]!r} is not plain arithmetic. Use names, numbers, + - * / and brackets, such as "
            "'dau * sessions_per_user'.",
            code="ASK-291",
        )
    return Formula(text=text.strip(), names=tuple(names), tree=tree)


def _is_plain(node: ast.expr, names: dict[str, None]) -> bool:
    if isinstance(node, ast.Name):
        names[node.id] = None
        return True
    if isinstance(node, ast.Constant):
        return isinstance(node.value, int | float) and not isinstance(node.value, bool)
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.USub | ast.UAdd) and _is_plain(node.operand, names)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub | ast.Mult | ast.Div):
        return _is_plain(node.left, names) and _is_plain(node.right, names)
    return False


def _evaluate(node: ast.expr, values: Mapping[str, float]) -> float:
    match node:
        case ast.Name(id=name):
            return values[name]
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(op=op, operand=operand):
            inner = _evaluate(operand, values)
            return -inner if isinstance(op, ast.USub) else inner
        case ast.BinOp(left=left, op=op, right=right):
            return _apply(op, _evaluate(left, values), _evaluate(right, values))
        case _:
            raise TypeError(f"{ast.dump(node)} was let in by read_formula")


def _apply(op: ast.operator, left: float, right: float) -> float:
    match op:
        case ast.Add():
            return left + right
        case ast.Sub():
            return left - right
        case ast.Mult():
            return left * right
        case _:
            return left / right


def _collect_powers(node: ast.expr, sign: int, powers: dict[str, int]) -> bool:
    match node:
        case ast.Name(id=name):
            powers[name] = powers.get(name, 0) + sign
            return True
        case ast.Constant(value=int() | float() as value):
            return value > 0
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return _collect_powers(left, sign, powers) and _collect_powers(right, sign, powers)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return _collect_powers(left, sign, powers) and _collect_powers(right, -sign, powers)
        case _:
            return False
