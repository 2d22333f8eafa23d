"""A scenario put on in a world: its changes become pulls of levers, its experiments trials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from statistics import NormalDist

from sqlglot import exp

from gnomon.sim.check_scenario import check_scenario
from gnomon.sim.lever_notes import NOTES
from gnomon.sim.levers import MOMENT, Pull
from gnomon.sim.scenario import Change, Injection, Scenario
from gnomon.sim.trials import Trial, is_treated
from gnomon.sim.world import World

__all__ = ["Staged", "StagedInjection", "member_condition", "stage_scenario"]

_FIRST_NUMBER = 101


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedInjection:
    """An injection with its pulls; those in `setting` (how users are split) stay when its effect is taken away."""

    injection: Injection
    pulls: tuple[Pull, ...]
    setting: tuple[Pull, ...] = ()
    trial: Trial | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staged:
    """A scenario in a world.

    Attributes
    ----------
    world : World
        With all pulls and trials.
    plain : World
        The same without a scenario.
    """

    scenario: Scenario
    world: World
    plain: World
    injections: tuple[StagedInjection, ...]

    def without(self, one: StagedInjection) -> World:
        """The same world in which everything happened but one injection; its experiment is run all the same."""
        kept = tuple(pull for i in self.injections for pull in (*i.setting, *(() if i is one else i.pulls)))
        return replace(self.world, pulls=kept)


def stage_scenario(scenario: Scenario, world: World) -> Staged:
    """Put a scenario on in a world.

    Raises
    ------
    DefinitionError
        If it cannot happen there.
    """
    check_scenario(scenario, world)
    staged: list[StagedInjection] = []
    for index, injection in enumerate(scenario.injections):
        trial = _trial(injection, _FIRST_NUMBER + index, world)
        pulls = tuple(_pull(change, injection, trial, world) for change in injection.changes)
        staged.append(
            StagedInjection(injection=injection, pulls=pulls, setting=_split(injection, trial), trial=trial)
        )
    full = replace(
        world,
        pulls=tuple(pull for i in staged for pull in (*i.setting, *i.pulls)),
        trials=tuple(i.trial for i in staged if i.trial is not None),
    )
    return Staged(scenario=scenario, world=full, plain=world, injections=tuple(staged))


def _trial(injection: Injection, number: int, world: World) -> Trial | None:
    experiment = injection.experiment
    if experiment is None:
        return None
    return Trial(
        number=number,
        name=injection.name,
        since=_moment(injection.first, world),
        until=_moment(world.days if injection.until is None else injection.until, world),
        takes_new=experiment.takes_new,
        treated_share=experiment.treated_share,
        shares_by_country=experiment.shares_by_country,
    )


def _split(injection: Injection, trial: Trial | None) -> tuple[Pull, ...]:
    """How the users of an experiment are split, and whose assignment is lost."""
    experiment = injection.experiment
    if experiment is None or trial is None:
        return ()
    me = ("experiment", (trial.name,))
    share = Pull(
        lever="treated_share", effect="replace", value=exp.Literal.number(trial.treated_share), where=(me,)
    )
    by_country = tuple(
        replace(share, value=exp.Literal.number(s), where=(me, ("country", (country,))))
        for country, s in trial.shares_by_country
    )
    lost = tuple(
        Pull(
            lever="split_loss",
            effect="replace",
            value=exp.Literal.number(s),
            where=(me, ("variant", (variant,)), *experiment.lost_segment),
        )
        for variant, s in experiment.lost
    )
    return (share, *by_country, *lost)


def _pull(change: Change, injection: Injection, trial: Trial | None, world: World) -> Pull:
    note = NOTES[change.lever]
    value = _shaped(change)
    condition = _who(change, injection, trial, quality=note.quality)
    if condition is not None:
        nothing = exp.Literal.number(1 if change.effect == "multiply" else 0)
        value = exp.Case().when(condition, value).else_(nothing)
    return Pull(
        lever=change.lever,
        effect=change.effect,
        value=value,
        where=tuple((note.dims[dim], values) for dim, values in change.segment),
        since=None if change.first is None or not note.has_time else _moment(change.first, world),
        until=None if change.until is None or not note.has_time else _moment(change.until, world),
        tables=change.tables,
    )


def _shaped(change: Change) -> exp.Expr:
    """The size of a change, on the way from or to nothing where its shape says so."""
    size = exp.Literal.number(abs(change.value))
    number: exp.Expr = exp.Neg(this=size) if change.value < 0 else size
    if change.shape == "constant":
        return number
    passed = _days_passed(change)
    left = exp.Exp(
        this=exp.Neg(
            this=exp.Paren(this=exp.Div(this=passed, expression=exp.Literal.number(change.shape_days)))
        )
    )
    part: exp.Expr = left
    if change.shape == "grows":
        part = exp.Paren(this=exp.Sub(this=exp.Literal.number(1), expression=left))
    extra = exp.Paren(this=exp.Sub(this=number, expression=exp.Literal.number(1)))
    return exp.Add(this=exp.Literal.number(1), expression=exp.Mul(this=extra, expression=part))


def _days_passed(change: Change) -> exp.Expr:
    if change.is_by_tenure:
        gone = exp.Sub(this=exp.column("day_number"), expression=exp.column("signup_day"))
        return exp.Greatest(this=exp.Paren(this=gone), expressions=[exp.Literal.number(0)], ignore_nulls=True)
    start = exp.Placeholder(this="start")
    gone = exp.DateDiff(this=exp.cast(exp.column(MOMENT), "date"), expression=start, unit=exp.var("day"))
    return exp.Greatest(
        this=exp.Paren(this=exp.Sub(this=gone, expression=exp.Literal.number(change.first or 0))),
        expressions=[exp.Literal.number(0)],
        ignore_nulls=True,
    )


def _who(change: Change, injection: Injection, trial: Trial | None, *, quality: str) -> exp.Expr | None:
    if change.who == "treated" and trial is not None:
        treated = is_treated(trial, user=exp.column("user_id"), country=exp.column("country"))
        if trial.takes_new:
            is_new = exp.GTE(this=exp.column("signup_day"), expression=exp.Literal.number(injection.first))
            return exp.and_(treated, is_new)
        return treated
    if change.who == "members" and injection.behaviour is not None:
        return member_condition(injection, user=exp.column("user_id"), quality=quality)
    return None


def member_condition(injection: Injection, *, user: exp.Expr, quality: str = "") -> exp.Expr:
    """Condition that a user does what the behaviour of an injection is.

    Parameters
    ----------
    injection : Injection
        With a behaviour.
    user : sqlglot expression
        The user's number.
    quality : str
        Column of how keen the user is, for a behaviour that goes with it.
    """
    behaviour = injection.behaviour
    assert behaviour is not None  # noqa: S101 - the caller looked
    if behaviour.is_by_quality:
        bound = round(NormalDist().inv_cdf(1 - behaviour.share), 4)
        number = exp.Literal.number(abs(bound))
        return exp.GT(this=exp.column(quality), expression=exp.Neg(this=number) if bound < 0 else number)
    drawn = exp.Anonymous(
        this="u", expressions=[exp.Literal.string(f"behaviours/{behaviour.name}"), user.copy()]
    )
    return exp.LT(this=drawn, expression=exp.Literal.number(behaviour.share))


def _moment(day: int, world: World) -> datetime:
    return datetime.combine(world.start + timedelta(days=day), time())
