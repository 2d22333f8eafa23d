"""The order in which the tables of a world are made, and the finished tree of each."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlglot import exp

from gnomon.base.errors import InternalError, UnknownNameError
from gnomon.sim.delivery import deliver
from gnomon.sim.feasts import fill_holidays
from gnomon.sim.functions import replace_functions
from gnomon.sim.levers import pull_levers
from gnomon.sim.release_names import name_versions
from gnomon.sim.table import Scope, Table
from gnomon.sim.tables import TABLES
from gnomon.sim.trials import fill_trials
from gnomon.sim.world import Span, World

__all__ = ["Step", "choose_tables", "plan_steps", "round_values", "table_tree"]

_ORDER: Final[tuple[Scope, ...]] = ("static", "daily", "chunk", "chunk_daily")
_ALL: Final = Span(index=0, first=0, end=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One table, for one range of users and of days.

    Attributes
    ----------
    done : tuple of str
        Tables that no later step of this round reads.
    """

    table: Table
    chunk: Span = _ALL
    batch: Span = _ALL
    done: tuple[str, ...] = ()


def choose_tables(names: Iterable[str] = ()) -> tuple[Table, ...]:
    """Tables to make, in an order in which each stands behind what it reads.

    Parameters
    ----------
    names : iterable of str
        Tables wanted; none means every stored one. What they read comes along.

    Raises
    ------
    UnknownNameError
        If there is no such table.
    """
    known = {table.name: table for table in TABLES}
    stored = [t.name for t in TABLES if t.is_stored]
    ordered: dict[str, Table] = {}
    for name in tuple(names) or stored:
        if name not in stored:
            raise UnknownNameError.of("table of the world", name, stored)
        _add(name, known, ordered, ())
    return tuple(sorted(ordered.values(), key=lambda t: _ORDER.index(t.scope)))


def _add(name: str, known: Mapping[str, Table], ordered: dict[str, Table], path: tuple[str, ...]) -> None:
    if name in ordered:
        return
    if name in path:
        raise InternalError(f"Tables read each other in a circle: {' > '.join((*path, name))}.")
    for upstream in sorted(known[name].reads() & known.keys()):
        _add(upstream, known, ordered, (*path, name))
    ordered[name] = known[name]


def plan_steps(world: World, tables: Collection[Table]) -> Iterator[Step]:
    """Every step of a world in order: what is static, what knows no users, then each range of users by days."""
    by_scope = {scope: [t for t in tables if t.scope == scope] for scope in _ORDER}
    daily, of_users = _last_uses(by_scope["daily"]), _last_uses(by_scope["chunk_daily"])
    yield from (Step(table=t) for t in by_scope["static"])
    for batch in world.batches:
        yield from (Step(table=t, batch=batch, done=d) for t, d in daily)
    if not by_scope["chunk"] and not by_scope["chunk_daily"]:
        return
    for chunk in world.chunks:
        yield from (Step(table=t, chunk=chunk) for t in by_scope["chunk"])
        for batch in world.batches:
            yield from (Step(table=t, chunk=chunk, batch=batch, done=d) for t, d in of_users)


def _last_uses(tables: list[Table]) -> list[tuple[Table, tuple[str, ...]]]:
    names = [t.name for t in tables]
    last = {n: max(i for i, t in enumerate(tables) if t.name == n or n in t.reads()) for n in names}
    return [(t, tuple(n for n in names if last[n] == i)) for i, t in enumerate(tables)]


def table_tree(table: Table, world: World) -> exp.Query:
    """The SELECT of a table with levers pulled, pseudo functions and placeholders replaced.

    It is the same for every range of users and days: those numbers are read from variables of the session, which
    :func:`round_values` lists.
    """
    tree: exp.Expr = table.tree
    if table.is_stored and table.time is not None:
        tree = deliver(tree, table)
    fill_holidays(tree, world)
    fill_trials(tree, world.trials)
    tree = pull_levers(tree, world.pulls, table=table.name)
    name_versions(tree, world)
    tree = replace_functions(tree, seed=world.seed, table=table.name)
    values = _values(table, world)
    for node in list(tree.find_all(exp.Placeholder)):
        if node.name not in values:
            raise InternalError(f"Table {table.name} has the placeholder :{node.name}, which has no value.")
        node.replace(values[node.name].copy())
    if not isinstance(tree, exp.Query):
        raise InternalError(f"Table {table.name} is not one SELECT.")
    return tree


def round_values(step: Step, world: World) -> Mapping[str, int]:
    """Numbers of a step's range of users and days; for what is made once, all of them."""
    return {
        "chunk_from": step.chunk.first,
        "chunk_to": step.chunk.end or world.users,
        "day_from": step.batch.first,
        "day_to": step.batch.end or world.days,
    }


def _values(table: Table, world: World) -> Mapping[str, exp.Expr]:
    numbers = {
        "users": world.users,
        "days": world.days,
        "seed": world.seed,
        "videos_per_day": world.videos_per_day,
    }
    once = round_values(Step(table=table), world)
    if table.scope == "static":
        numbers |= once
    values: dict[str, exp.Expr] = {name: exp.Literal.number(value) for name, value in numbers.items()}
    for name in once.keys() - numbers.keys():
        values[name] = exp.Anonymous(this="getvariable", expressions=[exp.Literal.string(name)])
    for name, day in (("start", world.start), ("end", world.end)):
        values[name] = exp.cast(exp.Literal.string(day.isoformat()), "date")
    return values
