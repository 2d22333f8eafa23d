"""Joins that would multiply rows are refused by looking at the data, not at what it is said to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.trees import all_of, column, named
from gnomon.base.errors import DataError, InternalError
from gnomon.define.source import FileRef

if TYPE_CHECKING:
    from gnomon.ask.catalog import Catalog
    from gnomon.define.source import Dimension, Source, Validity

__all__ = ["refuse_fan_out", "shared_partitions"]


def shared_partitions(left: Source, right: Source) -> list[tuple[Dimension, Dimension]]:
    """Pairs of partition dimensions of the same name, on which a join must agree too."""
    pairs = [(left.dimension(d.name), d) for d in right.dimensions if d.is_partition]
    return [(ours, theirs) for ours, theirs in pairs if ours is not None and ours.is_partition]


def refuse_fan_out(catalog: Catalog, left: Source, right: Source, entity: str) -> None:
    """Refuse a join onto a source in which a key of the entity stands more than once.

    Looked up once for each state of the data; a slowly changing source is checked for stretches of validity that
    overlap.

    Raises
    ------
    DataError
        With an example of a key.
    """
    partitions = tuple(theirs.name for _, theirs in shared_partitions(left, right))
    example = catalog.remember(
        ("single", right.name, entity, *partitions),
        right.relation,
        lambda: _look(catalog, right, entity, partitions),
        state=_state(catalog, right),
    )
    if example is None:
        return
    key, times = example
    what = "has overlapping stretches of validity for" if right.validity else "has more than one row for"
    raise DataError(
        f"Source {right.name!r} {what} {times} {entity} keys, for example {key!r}, so joining it to {left.name!r} "
        f"would count rows several times. Mend the data, or declare the entity as foreign in {right.name!r}.",
        code="DAT-301",
        where=right.location,
    )


def _state(catalog: Catalog, source: Source) -> str | None:
    """A table is checked again when rows were added or taken away."""
    return None if isinstance(source.relation, FileRef) else f"{catalog.rows_of(source)} rows"


def _look(
    catalog: Catalog, source: Source, name: str, partitions: tuple[str, ...]
) -> tuple[object, int] | None:
    entity = source.entity(name)
    if entity is None:
        raise InternalError(f"Source {source.name!r} has no entity {name!r}.")
    keys = [entity.expr.copy(), *(_expr(source, p) for p in partitions)]
    query = (
        _repeats(catalog, source, keys)
        if source.validity is None
        else _overlaps(catalog, source, keys, source.validity)
    )
    outer = exp.Select(
        expressions=[
            named(exp.Min(this=column("key", "found")), "key"),
            named(exp.Count(this=exp.Distinct(expressions=[column("key", "found")])), "times"),
        ]
    ).from_(query.subquery("found", copy=False), copy=False)
    row = catalog.engine.execute(outer).table.to_pylist()[0]
    return None if not row["times"] else (row["key"], row["times"])


def _expr(source: Source, name: str) -> exp.Expr:
    dimension = source.dimension(name)
    if dimension is None:
        raise InternalError(f"Source {source.name!r} has no dimension {name!r}.")
    return dimension.expr.copy()


def _repeats(catalog: Catalog, source: Source, keys: list[exp.Expr]) -> exp.Select:
    select = exp.Select(expressions=[named(keys[0].copy(), "key")])
    select = select.from_(catalog.rows(source, "t"), copy=False)
    select = select.where(_known(keys), copy=False).group_by(*(k.copy() for k in keys), copy=False)
    return select.having(
        exp.GT(this=exp.Count(this=exp.Star()), expression=exp.Literal.number(1)), copy=False
    )


def _known(keys: list[exp.Expr]) -> exp.Expr:
    return all_of(*(exp.Not(this=exp.Is(this=k.copy(), expression=exp.Null())) for k in keys))


def _overlaps(catalog: Catalog, source: Source, keys: list[exp.Expr], validity: Validity) -> exp.Select:
    start, end = (_time(catalog, source, name) for name in (validity.start, validity.end))
    order = exp.Order(expressions=[exp.Ordered(this=start.copy())])
    following = exp.Window(
        this=exp.Lead(this=start.copy()), partition_by=[k.copy() for k in keys], order=order
    )
    rows = exp.Select(
        expressions=[
            named(keys[0].copy(), "key"),
            named(end, "ended"),
            named(following, "following"),
        ]
    ).from_(catalog.rows(source, "t"), copy=False)
    rows = rows.where(_known(keys), copy=False)
    ended, following_start = column("ended", "spans"), column("following", "spans")
    late = exp.Or(
        this=exp.GT(this=ended, expression=following_start),
        expression=exp.And(
            this=exp.Is(this=ended.copy(), expression=exp.Null()),
            expression=exp.Not(this=exp.Is(this=following_start.copy(), expression=exp.Null())),
        ),
    )
    select = exp.Select(expressions=[column("key", "spans")]).from_(
        rows.subquery("spans", copy=False), copy=False
    )
    return select.where(late, copy=False)


def _time(catalog: Catalog, source: Source, name: str) -> exp.Expr:
    dimension = source.dimension(name)
    if dimension is None:
        raise InternalError(f"Source {source.name!r} has no time dimension {name!r}.")
    return catalog.local(source, dimension, None).tree
