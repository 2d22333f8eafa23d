"""A scenario against the world it shall happen in: what cannot be, or contradicts itself, is refused."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import combinations
from typing import Final

from gnomon.base.errors import DefinitionError, Location, ProjectErrors, nearest_hint
from gnomon.sim.dimensions import list_values
from gnomon.sim.lever_notes import DELIVERY, NOTES, LeverNote
from gnomon.sim.scenario import Change, Injection, Scenario, Segment
from gnomon.sim.tables import TABLES
from gnomon.sim.world import World

__all__ = ["check_scenario"]

_EVERY_WORLD: Final = ("aa_ranking", "aa_onboarding")


def check_scenario(scenario: Scenario, world: World) -> Scenario:
    """Refuse a scenario that cannot happen in a world.

    Raises
    ------
    DefinitionError
        The fault, if there is one.
    ProjectErrors
        All of them, if there are several.
    """
    faults = [*_scenario_faults(scenario, world)]
    if len(faults) == 1:
        raise faults[0]
    if faults:
        raise ProjectErrors(faults, subject="scenario")
    return scenario


def _scenario_faults(scenario: Scenario, world: World) -> Iterator[DefinitionError]:
    names = [i.name for i in scenario.injections]
    for injection in scenario.injections:
        if names.count(injection.name) > 1:
            yield _fault(f"Two injections are named {injection.name!r}.", "SIM-814", injection.where)
        yield from _injection_faults(injection, world)
    changes = [change for injection in scenario.injections for change in injection.changes]
    for one, other in combinations(changes, 2):
        if _collide(one, other):
            message = f"`{other.lever}` is set here and at {one.where}, for the same slice and time. Keep one of them."
            yield _fault(message, "SIM-814", other.where)


def _injection_faults(injection: Injection, world: World) -> Iterator[DefinitionError]:
    yield from _span_faults(injection.first, injection.until, world, injection.where)
    if (injection.kind == "experiment") and injection.experiment is None:
        yield _fault("An injection of the kind experiment says `experiment`.", "SIM-814", injection.where)
    if injection.experiment is not None:
        yield from _experiment_faults(injection, world)
    for change in injection.changes:
        note = NOTES.get(change.lever)
        if note is None:
            hint = nearest_hint(change.lever, NOTES, otherwise="The page on scenarios lists every lever.")
            yield _fault(f"Unknown lever {change.lever!r}. {hint}", "SIM-811", change.where)
            continue
        yield from _segment_faults(change.segment, note.dims, f"`{change.lever}`", world, change.where)
        yield from _span_faults(change.first, change.until, world, change.where)
        yield from _change_faults(change, note, injection)


def _experiment_faults(injection: Injection, world: World) -> Iterator[DefinitionError]:
    experiment = injection.experiment
    assert experiment is not None  # noqa: S101 - the caller looked
    if injection.name in _EVERY_WORLD:
        message = f"Every world has an experiment {injection.name!r} already. Take another name."
        yield _fault(message, "SIM-814", injection.where)
    shares = (("treatment", experiment.treated_share), *experiment.shares_by_country, *experiment.lost)
    for name, share in shares:
        if not 0 <= share <= 1:
            yield _fault(
                f"The share of {name} is {share:g}; it is between 0 and 1.", "SIM-815", injection.where
            )
    countries = tuple(name for name, _ in experiment.shares_by_country)
    if countries:
        yield from _value_faults("country", countries, world, injection.where)
    dims = NOTES["split_loss"].dims
    yield from _segment_faults(experiment.lost_segment, dims, "a lost split", world, injection.where)


def _change_faults(change: Change, note: LeverNote, injection: Injection) -> Iterator[DefinitionError]:
    is_delivery = change.lever in DELIVERY
    if is_delivery != bool(change.tables):
        said = (
            "says which `tables` it means"
            if is_delivery
            else "has no `tables`; those are for levers of delivery"
        )
        yield _fault(f"`{change.lever}` {said}.", "SIM-811", change.where)
    yield from _table_faults(change)
    if not note.has_time and (change.first is not None or change.until is not None):
        message = f"`{change.lever}` knows no time: leave out `from`, `days` and `until`."
        yield _fault(message, "SIM-811", change.where)
    if change.is_by_tenure and not note.has_tenure:
        message = f"`{change.lever}` does not know when a user signed up, so its shape cannot go over tenure."
        yield _fault(message, "SIM-811", change.where)
    yield from _who_faults(change, note, injection)
    is_share = note.range == "share"
    if change.effect == "replace" and is_share and not 0 <= change.value <= 1:
        yield _fault(
            f"`{change.lever}` is a share, and {change.value:g} is not between 0 and 1.",
            "SIM-815",
            change.where,
        )
    elif change.effect != "add" and change.value < 0:
        yield _fault(f"`{change.lever}` cannot be below 0, so not {change.value:g}.", "SIM-815", change.where)


def _table_faults(change: Change) -> Iterator[DefinitionError]:
    daily = {t.name: t for t in TABLES if t.is_stored and t.time is not None}
    for name in change.tables:
        if name not in daily:
            hint = nearest_hint(name, daily, otherwise="Only tables by day are delivered.")
            yield _fault(f"Unknown table by day {name!r}. {hint}", "SIM-811", change.where)
            continue
        if change.lever in ("late_share", "twice_share") and not daily[name].is_client:
            message = f"{name} is written by servers: its rows are neither late nor doubled by chance."
            yield _fault(message, "SIM-811", change.where)
        for dim, _ in change.segment:
            if dim not in daily[name].columns:
                yield _fault(f"{name} has no column {dim}.", "SIM-812", change.where)


def _who_faults(change: Change, note: LeverNote, injection: Injection) -> Iterator[DefinitionError]:
    if change.who == "everybody":
        return
    needed, says = (
        (injection.experiment, "experiment")
        if change.who == "treated"
        else (injection.behaviour, "behaviour")
    )
    if needed is None:
        message = f"`who: {change.who}` needs `{says}` in the same injection."
        yield _fault(message, "SIM-814", change.where)
    if not note.has_user:
        message = f"`{change.lever}` does not know the user, so it cannot be moved for the {change.who} only."
        yield _fault(message, "SIM-811", change.where)
    if change.effect == "replace":
        message = f"`set` moves everybody; write `multiply` or `add` for the {change.who}."
        yield _fault(message, "SIM-814", change.where)
    takes_new = injection.experiment is not None and injection.experiment.takes_new
    if change.who == "treated" and takes_new and not note.has_tenure:
        message = f"`{change.lever}` does not know who is new, so an experiment on new users cannot move it."
        yield _fault(message, "SIM-811", change.where)
    by_quality = injection.behaviour is not None and injection.behaviour.is_by_quality
    if change.who == "members" and by_quality and not note.quality:
        yield _fault(f"`{change.lever}` does not know how keen a user is.", "SIM-811", change.where)
    country = injection.experiment is not None and injection.experiment.shares_by_country
    if change.who == "treated" and country and "country" not in note.dims:
        yield _fault(
            f"`{change.lever}` does not know the country, which the split needs.", "SIM-811", change.where
        )


def _segment_faults(
    segment: Segment, dims: Collection[str], what: str, world: World, where: Location | None
) -> Iterator[DefinitionError]:
    for dim, values in segment:
        if dim not in dims:
            known = ", ".join(sorted(dims)) or "nothing"
            hint = nearest_hint(dim, dims, otherwise=f"It can be sliced by {known}.")
            yield _fault(f"{what} cannot be sliced by {dim!r}. {hint}", "SIM-812", where)
            continue
        yield from _value_faults(dim, values, world, where)


def _value_faults(
    dim: str, values: Collection[str], world: World, where: Location | None
) -> Iterator[DefinitionError]:
    known = list_values(dim, world)
    for value in values:
        if known is not None and value not in known:
            hint = nearest_hint(value, known, otherwise=f"There are {', '.join(known)}.")
            yield _fault(f"This world has no {dim} {value!r}. {hint}", "SIM-812", where)


def _span_faults(
    first: int | None, until: int | None, world: World, where: Location | None
) -> Iterator[DefinitionError]:
    start, end = first or 0, world.days if until is None else until
    if start < 0 or end > world.days or start >= world.days:
        message = (
            f"Days {start} to {end} are outside of the world's days, 0 to {world.days}. "
            f"Make a longer world with --days, or move the injection."
        )
        yield _fault(message, "SIM-813", where)
    elif start >= end:
        yield _fault(f"It ends on day {end}, before it begins on day {start}.", "SIM-813", where)


def _collide(one: Change, other: Change) -> bool:
    """Whether two changes set the same lever for slices and times that meet."""
    if one.effect != "replace" or other.effect != "replace" or one.lever != other.lever:
        return False
    if one.tables and other.tables and not set(one.tables) & set(other.tables):
        return False
    slices = dict(other.segment)
    if any(dim in slices and not set(values) & set(slices[dim]) for dim, values in one.segment):
        return False
    far = 10**9
    return max(one.first or 0, other.first or 0) < min(one.until or far, other.until or far)


def _fault(message: str, code: str, where: Location | None) -> DefinitionError:
    return DefinitionError(message, code=code, where=where)
