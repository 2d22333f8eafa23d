"""Numeric buckets as a CASE, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlglot import exp

from gnomon.base.errors import InputError
from gnomon.define.expressions import parse_expression, render

__all__ = ["Bucket", "bucket_case", "read_buckets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Values below a number and not in an earlier bucket; without a number all that is left.

    Attributes
    ----------
    label : str or None
        Shown name; None makes one from the ends.
    """

    below: int | float | None = None
    label: str | None = None


def bucket_case(expr: exp.Expr, buckets: Sequence[Bucket]) -> exp.Expr:
    """Sort values into buckets; an unknown value stays unknown.

    Parameters
    ----------
    expr : sqlglot expression
        Gives a number.
    buckets : sequence of Bucket
        Ends rising; a last one without an end takes the rest and may be left out.

    Raises
    ------
    InputError
        If ends do not rise or one is missing before the last.

    Examples
    --------
    >>> render(bucket_case(parse_expression("x"), [Bucket(below=3)]))
    "CASE WHEN x < 3 THEN '< 3' WHEN x >= 3 THEN '≥ 3' END"
    """
    items = [*buckets] if buckets and buckets[-1].below is None else [*buckets, Bucket()]
    ends = [b.below for b in items[:-1]]
    known = [e for e in ends if e is not None]
    if not known or len(known) < len(ends):
        at = next((i for i, end in enumerate(ends) if end is None), 0)
        what = f"Bucket {at + 1} has no upper end" if buckets else "There is no bucket"
        raise InputError(
            f"{what}. Write the ends as rising numbers, [18, 35, 65], or as {{below: 18, label: minor}}; "
            "only the last bucket may leave `below` out.",
            code="DEF-118",
        )
    if any(b <= a for a, b in pairwise(known)):
        raise InputError(f"The ends of buckets must rise; these are {known}.", code="DEF-118")
    case = exp.Case()
    for start, item in zip([None, *known], items, strict=True):
        label = item.label if item.label is not None else _label(start, item.below)
        case = case.when(_test(expr, start, item.below), exp.Literal.string(label), copy=False)
    return parse_expression(render(case))


def read_buckets(tree: exp.Expr) -> tuple[exp.Expr, list[Bucket]] | None:
    """Find the expression and buckets of a CASE that :func:`bucket_case` could have made."""
    if not isinstance(tree, exp.Case) or tree.this is not None or tree.args.get("default") is not None:
        return None
    ifs = tree.args["ifs"]
    if not ifs[1:] or not all(isinstance(i.args["true"], exp.Literal) for i in ifs):
        return None
    expr = ifs[0].this.this
    buckets: list[Bucket] = []
    start: int | float | None = None
    for position, branch in enumerate(ifs):
        test, label = branch.this, branch.args["true"].name
        is_last = position == len(ifs) - 1
        end = None if is_last else _number(test)
        if not isinstance(test, exp.GTE if is_last else exp.LT) or (end is None and not is_last):
            return None
        buckets.append(Bucket(below=end, label=None if label == _label(start, end) else label))
        start = end
    if buckets[-1] == Bucket():
        buckets.pop()
    for candidate in (expr.unnest(), expr):
        try:
            if bucket_case(candidate, buckets) == tree:
                return candidate, buckets
        except InputError:
            return None
    return None


def _test(expr: exp.Expr, start: float | None, end: float | None) -> exp.Expr:
    value = exp.paren(expr.copy()) if isinstance(expr, (exp.Binary, exp.Connector, exp.Not)) else expr.copy()
    if end is not None:
        return exp.LT(this=value, expression=_literal(end))
    return exp.GTE(this=value, expression=_literal(start or 0))


def _literal(number: float) -> exp.Expr:
    return parse_expression(repr(number))


def _number(test: exp.Expr) -> int | float | None:
    text = render(test.expression) if isinstance(test, exp.Binary) else ""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        return None


def _label(start: float | None, end: float | None) -> str:
    if start is None:
        return f"< {_shown(end)}"
    return f"≥ {_shown(start)}" if end is None else f"{_shown(start)} \N{EN DASH} {_shown(end)}"


def _shown(number: float | None) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)
