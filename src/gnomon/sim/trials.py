"""Experiments that a scenario adds to a world."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlglot import exp

__all__ = ["Trial", "fill_trials", "is_treated"]

_GIVEN: Final = "given_trials"
_COLUMNS: Final = ("experiment_id", "name", "started_at", "ended_at", "takes_new")
_ALWAYS: Final = datetime(1970, 1, 1)  # noqa: DTZ001 - naive and UTC, as all times of a world


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """An experiment; who is treated hangs on its number, the user and the seed.

    Attributes
    ----------
    number : int
        Its ``experiment_id``.
    since, until : datetime
        Half-open, UTC.
    takes_new : bool
        Whether only users who sign up while it runs take part.
    treated_share : float
        Share of the treatment.
    shares_by_country : tuple of (str, float)
        Countries with another share.
    """

    number: int
    name: str
    since: datetime
    until: datetime
    takes_new: bool = False
    treated_share: float = 0.5
    shares_by_country: tuple[tuple[str, float], ...] = ()


def is_treated(trial: Trial, *, user: exp.Expr, country: exp.Expr | None = None) -> exp.Expr:
    """Condition that a user is in the treatment, for relations that know the user (and the country).

    Examples
    --------
    >>> day = datetime(2026, 1, 1)
    >>> trial = Trial(number=3, name="x", since=day, until=day)
    >>> is_treated(trial, user=exp.column("user_id")).sql("duckdb")
    "U('experiments/variant', user_id, 3) < 0.5"
    """
    share: exp.Expr = exp.Literal.number(trial.treated_share)
    if country is not None and trial.shares_by_country:
        chosen = exp.Case()
        for name, other in trial.shares_by_country:
            chosen = chosen.when(
                exp.EQ(this=country.copy(), expression=exp.Literal.string(name)), exp.Literal.number(other)
            )
        share = chosen.else_(share)
    drawn = exp.Anonymous(
        this="u",
        expressions=[
            exp.Literal.string("experiments/variant"),
            user.copy(),
            exp.Literal.number(trial.number),
        ],
    )
    return exp.LT(this=drawn, expression=share)


def fill_trials(tree: exp.Expr, trials: Sequence[Trial]) -> None:
    """Put the experiments in the place of the relation ``given_trials``; none gives one row numbered 0."""
    for table in list(tree.find_all(exp.Table)):
        if table.name == _GIVEN:
            table.replace(_relation(trials, table.alias_or_name))


def _relation(trials: Sequence[Trial], alias: str) -> exp.Expr:
    nobody = Trial(number=0, name="", since=_ALWAYS, until=_ALWAYS)
    rows = [
        exp.Tuple(
            expressions=[
                exp.Literal.number(t.number),
                exp.Literal.string(t.name),
                _moment(t.since),
                _moment(t.until),
                exp.true() if t.takes_new else exp.false(),
            ]
        )
        for t in trials or (nobody,)
    ]
    columns = [exp.to_identifier(name) for name in _COLUMNS]
    return exp.Values(expressions=rows, alias=exp.TableAlias(this=exp.to_identifier(alias), columns=columns))


def _moment(value: datetime) -> exp.Expr:
    return exp.cast(exp.Literal.string(value.isoformat(sep=" ")), "timestamp")
