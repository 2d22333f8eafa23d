"""Pseudo functions of the table files: random numbers and distributions, replaced in the tree."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlglot import exp

from gnomon.base.errors import InternalError

__all__ = ["FUNCTIONS", "Function", "Seed", "replace_functions"]

_LOW: Final = 0xFFFFFFFF
_KEY_FACTOR: Final = 0x7FEB352D  # factors stay below 2**31: a product of 32 bits fits a signed BIGINT
_ROUNDS: Final = ((0x9E3779B9, 0x6C8E9CF5, 14), (0x6A09E667, 0x5851F42D, 17), (0xBB67AE85, 0x7ABD4F2B, 15))
_TUKEY_POWER: Final = 0.1349
_TUKEY_SCALE: Final = 0.1975
_POISSON_TERMS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Seed:
    """Where random numbers start: the seed of the world, and the table that draws them."""

    value: int
    table: str

    def salt(self, name: str) -> int:
        """Mix a salt and the seed into 32 bits."""
        full = name if "/" in name else f"{self.table}/{name}"
        return int.from_bytes(hashlib.sha256(f"{self.value}/{full}".encode()).digest()[:4], "big")


Function = Callable[[Sequence[exp.Expr], Seed], exp.Expr]


def replace_functions(tree: exp.Expr, *, seed: int, table: str = "") -> exp.Expr:
    """Replace every pseudo function of a tree, the innermost first.

    A salt belongs to its table, so two tables may use the same one; a salt with a slash (``users/quality``) is
    the same everywhere.

    Examples
    --------
    >>> from sqlglot import parse_one
    >>> tree = parse_one("SELECT pick(u_kind, 'a', 0.3, 'b', 0.7)", dialect="duckdb")
    >>> replace_functions(tree, seed=1).sql("duckdb")
    "SELECT CASE WHEN u_kind < 0.3 THEN CAST('a' AS ENUM('a', 'b')) ELSE CAST('b' AS ENUM('a', 'b')) END"
    """
    found = [n for n in tree.find_all(exp.Anonymous) if str(n.this).lower() in FUNCTIONS]
    for node in sorted(found, key=lambda n: -n.depth):
        made = FUNCTIONS[str(node.this).lower()](node.expressions, Seed(value=seed, table=table))
        if node is tree:
            return made
        node.replace(made)
    return tree


def _uniform(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``u('salt', key, …)``: in (0, 1), from 32-bit multiply-and-shift rounds over seed, salt and keys.

    The rounds are plain BIGINT arithmetic that cannot overflow, so every version and engine agrees. (DuckDB's own
    ``hash`` is faster and happens to be equal in 1.5 and 2.0, but is not promised.)
    """
    return exp.Paren(
        this=exp.Div(
            this=exp.Paren(this=exp.Add(this=exp.cast(_mix(args, seed), "double"), expression=_plain(0.5))),
            expression=_plain(4294967296.0),
        )
    )


def _mix(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``mix('salt', key, …)``: 32 random bits as a BIGINT, a key for further draws."""
    salt, *keys = args
    state: exp.Expr = _plain(seed.salt(salt.name))
    for key in keys:
        state = _round(exp.BitwiseXor(this=state, expression=_low_bits(key)), _KEY_FACTOR, 15)
    for offset, factor, shift in _ROUNDS:
        state = _round(exp.BitwiseXor(this=state, expression=_plain(offset)), factor, shift)
    return state


def _low_bits(key: exp.Expr) -> exp.Expr:
    return exp.Paren(this=exp.BitwiseAnd(this=exp.Paren(this=key.copy()), expression=_plain(_LOW)))


def _round(state: exp.Expr, factor: int, shift: int) -> exp.Expr:
    product = exp.Paren(this=exp.Mul(this=state, expression=_plain(factor)))
    shifted = exp.Paren(this=exp.BitwiseRightShift(this=product, expression=_plain(shift)))
    return exp.Paren(this=exp.BitwiseAnd(this=shifted, expression=_plain(_LOW)))


def _plain(value: float) -> exp.Expr:
    return exp.Literal.number(value)


def _pick(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``pick(u, 'a', 0.3, 'b', 0.7)``: a value by its share; shares sum to one, and `u` is a column."""
    del seed
    chance = _column(args[0], "pick")
    values, shares = args[1::2], [float(a.name) for a in args[2::2]]
    if len(values) != len(shares) or not math.isclose(sum(shares), 1, abs_tol=1e-9):
        raise InternalError(f"pick takes values and shares that sum to one, not {shares}.")
    if all(value.is_string for value in values):
        values = [exp.Cast(this=value.copy(), to=_enum(values)) for value in values]
    choice, reached = exp.Case(), 0.0
    for value, share in zip(values[:-1], shares[:-1], strict=True):
        reached = round(reached + share, 9)
        choice = choice.when(exp.LT(this=chance.copy(), expression=_plain(reached)), value.copy())
    return choice.else_(values[-1].copy())


def _label(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``label(expr, 'a', 'b')``: a text that is one of these, kept as a small number until it is written.

    Texts that a CASE chooses become the number at once; anything else is looked up row by row.
    """
    del seed
    expression, *values = args
    changed, kind = expression.copy(), _enum(values)
    if not isinstance(changed, exp.Case):
        return exp.Cast(this=changed, to=kind)
    places = [*(branch.args["true"] for branch in changed.args["ifs"]), changed.args["default"]]
    for place in places:
        place.replace(exp.Cast(this=place.copy(), to=kind.copy()))
    return changed


def _enum(values: Sequence[exp.Expr]) -> exp.DataType:
    return exp.DataType(this=exp.DataType.Type.ENUM, expressions=[value.copy() for value in values])


def _normal(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``gauss(u)``: Tukey's lambda, within 0.01 of a standard normal up to 2.6 deviations."""
    del seed
    chance = _column(args[0], "gauss")
    low = exp.Pow(this=chance.copy(), expression=_plain(_TUKEY_POWER))
    high = exp.Pow(
        this=exp.Paren(this=exp.Sub(this=_plain(1), expression=chance.copy())),
        expression=_plain(_TUKEY_POWER),
    )
    return exp.Paren(
        this=exp.Div(this=exp.Paren(this=exp.Sub(this=low, expression=high)), expression=_plain(_TUKEY_SCALE))
    )


def _lognormal(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``lognormal(u, mu, sigma)``: exp(mu + sigma * gauss(u))."""
    _, mu, sigma = args
    scaled = exp.Mul(this=_group(sigma), expression=_normal(args, seed))
    return exp.Exp(this=exp.Add(this=_group(mu), expression=scaled))


def _part(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``part(u, 1021.0)``: what follows the point of u * 1021, another uniform number out of the same draw.

    A draw has 32 bits, so a factor of 1021 leaves 22 of them and one of 65537 leaves 16.
    """
    del seed
    product = exp.Mul(this=_column(args[0], "part").copy(), expression=args[1].copy())
    whole = exp.Floor(this=product.copy())
    return exp.Paren(this=exp.Sub(this=product, expression=whole))


def _geometric(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``geometric(u, mean)``: 0, 1, 2, … with this mean (inverse distribution function)."""
    del seed
    chance, mean = args
    odds = exp.Div(
        this=_group(mean), expression=exp.Paren(this=exp.Add(this=_plain(1.0), expression=_group(mean)))
    )
    steps = exp.Div(this=exp.Ln(this=chance.copy()), expression=exp.Ln(this=odds))
    return exp.cast(exp.Floor(this=steps), "integer")


def _poisson(args: Sequence[exp.Expr], seed: Seed) -> exp.Expr:
    """``poisson(u, mean)``: exact up to 6, beyond it a rounded root-normal; both arguments are columns or numbers."""
    chance, mean = _column(args[0], "poisson"), args[1]
    term = exp.Exp(this=exp.Neg(this=_group(mean)))
    choice = exp.Case()
    series: exp.Expr = _plain(1.0)
    for count in range(_POISSON_TERMS):
        below = exp.Mul(this=term.copy(), expression=exp.Paren(this=series.copy()))
        choice = choice.when(exp.LT(this=chance.copy(), expression=below), _plain(count))
        power = exp.Pow(this=_group(mean), expression=_plain(count + 1))
        series = exp.Add(
            this=series, expression=exp.Div(this=power, expression=_plain(float(math.factorial(count + 1))))
        )
    half = exp.Div(this=_normal(args, seed), expression=_plain(2.0))
    root = exp.Add(this=exp.Sqrt(this=_group(mean)), expression=half)
    square = exp.Pow(this=exp.Paren(this=root), expression=_plain(2))
    tail = exp.Round(
        this=exp.Sub(this=square, expression=_plain(0.25))
    )  # the square's mean is a quarter high
    bounded = exp.Greatest(this=_plain(_POISSON_TERMS), expressions=[exp.cast(tail, "integer")])
    return choice.else_(bounded)


def _column(node: exp.Expr, function: str) -> exp.Expr:
    """Repeated in the tree, so it must be cheap: a column that an inner SELECT computed."""
    if not isinstance(node, exp.Column):
        raise InternalError(
            f"{function} takes a column first, not {node.sql('duckdb')}: compute it in an inner SELECT."
        )
    return node


def _group(node: exp.Expr) -> exp.Expr:
    return node.copy() if isinstance(node, exp.Column | exp.Literal) else exp.Paren(this=node.copy())


FUNCTIONS: Final[Mapping[str, Function]] = MappingProxyType(
    {
        "u": _uniform,
        "mix": _mix,
        "pick": _pick,
        "label": _label,
        "part": _part,
        "gauss": _normal,
        "lognormal": _lognormal,
        "geometric": _geometric,
        "poisson": _poisson,
    }
)
