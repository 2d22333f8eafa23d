"""What is true of a world: what a scenario did to it, where, when, and to which tables."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from sqlglot import exp

from gnomon.sim.lever_names import LEVERS
from gnomon.sim.lever_notes import DELIVERY
from gnomon.sim.scenario import Change, Experiment, Injection, Segment
from gnomon.sim.stage_scenario import Staged, StagedInjection
from gnomon.sim.table import Table
from gnomon.sim.tables import TABLES
from gnomon.sim.world import World

__all__ = ["FORMAT", "describe_truth", "find_touched_tables"]

FORMAT: Final = "gnomon.truth/1"
_OF_THE_LOG: Final = "_unit"
_OF_TRIALS: Final = ("assignments", "experiments", "exposures")


def describe_truth(staged: Staged | None, world: World) -> dict[str, Any]:
    """Describe the truth of a world as plain data, what can be known before any row is made.

    Parameters
    ----------
    staged : Staged or None
        The scenario in it, if there is one.
    world : World
        The world.
    """
    return {
        "format": FORMAT,
        "world": {
            "users": world.users,
            "days": world.days,
            "seed": world.seed,
            "start": world.start.isoformat(),
            "end": world.end.isoformat(),
        },
        "scenario": staged
        and {
            "name": staged.scenario.name,
            "title": staged.scenario.title,
            "about": staged.scenario.about,
        },
        "injections": [_describe(i, world) for i in staged.injections] if staged else [],
    }


def _describe(staged: StagedInjection, world: World) -> dict[str, Any]:
    injection = staged.injection
    body: dict[str, Any] = {
        "name": injection.name,
        "kind": injection.kind,
        "touches": injection.touches,
        "trap": injection.trap or None,
        "about": injection.about,
        "naive": injection.naive or None,
        "really": injection.really or None,
        "from": _day(injection.first, world),
        "until": _day(world.days if injection.until is None else injection.until, world),
        "tables": sorted(find_touched_tables(injection)),
        "changes": [_describe_change(change, world) for change in injection.changes],
        "expected": dict(injection.metrics),
    }
    if injection.experiment is not None and staged.trial is not None:
        body["experiment"] = _describe_experiment(staged.trial.number, injection.experiment)
    if injection.behaviour is not None:
        body["behaviour"] = _describe_behaviour(injection)
    return body


def _describe_change(change: Change, world: World) -> dict[str, Any]:
    return {
        "lever": change.lever,
        "what": LEVERS[change.lever],
        "effect": "set" if change.effect == "replace" else change.effect,
        "value": change.value,
        "who": change.who,
        "segment": _describe_segment(change.segment),
        "from": _day(change.first or 0, world),
        "until": _day(world.days if change.until is None else change.until, world),
        "shape": change.shape,
        "shape_days": change.shape_days or None,
        "shape_over": "tenure" if change.is_by_tenure else "time",
        "tables": list(change.tables),
    }


def _describe_experiment(number: int, experiment: Experiment) -> dict[str, Any]:
    return {
        "experiment_id": number,
        "is_randomised": experiment.is_randomised,
        "takes": "new" if experiment.takes_new else "all",
        "treated_share": experiment.treated_share,
        "treated_share_by_country": dict(experiment.shares_by_country),
        "lost_assignments": dict(experiment.lost),
        "lost_segment": _describe_segment(experiment.lost_segment),
    }


def _describe_behaviour(injection: Injection) -> dict[str, Any] | None:
    behaviour = injection.behaviour
    if behaviour is None:
        return None
    by = "keenness" if behaviour.is_by_quality else "chance"
    return {"name": behaviour.name, "share": behaviour.share, "by": by}


def _describe_segment(segment: Segment) -> dict[str, list[str]]:
    return {dim: list(values) for dim, values in segment}


def _day(number: int, world: World) -> str:
    return _after(world.start, number).isoformat()


def _after(start: date, days: int) -> date:
    return start + timedelta(days=days)


def find_touched_tables(injection: Injection) -> frozenset[str]:
    """Stored tables whose rows can differ: those with the lever, and those made from them.

    Levers of delivery and of units touch the log of their table only. An experiment adds its own rows to three
    tables. All other tables are the same, row by row.
    """
    touched: set[str] = set()
    if injection.experiment is not None:
        touched.update(_OF_TRIALS)
    for change in injection.changes:
        if change.lever in DELIVERY:
            touched.update(change.tables)
            continue
        holders = {t.name for t in TABLES if change.lever in _levers_of(t)}
        is_log = change.lever.endswith(_OF_THE_LOG)
        touched |= holders if is_log else _with_downstream(holders)
    return frozenset(touched & {t.name for t in TABLES if t.is_stored})


def _levers_of(table: Table) -> frozenset[str]:
    calls = (n for n in table.tree.find_all(exp.Anonymous) if str(n.this).lower() == "lever")
    return frozenset(call.expressions[0].name for call in calls)


def _with_downstream(names: set[str]) -> set[str]:
    readers: Mapping[str, frozenset[str]] = {t.name: t.reads() for t in TABLES}
    found = set(names)
    while True:
        more = {name for name, reads in readers.items() if reads & found} - found
        if not more:
            return found
        found |= more
