"""Tell which sources hold rows of one primary key more than once, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlglot import exp

from gnomon.records.finding import Finding

if TYPE_CHECKING:
    from gnomon.define import Model, Source
    from gnomon.engine import Engine

__all__ = ["check_repeats"]


def check_repeats(model: Model, engine: Engine) -> tuple[Finding, ...]:
    """Count rows whose primary key was there before, source by source.

    Repeats are counted as they stand, so a source that has them warns; one that drops them has no finding.

    Parameters
    ----------
    model : Model
        All definitions; of large tables their latest days do, see :func:`gnomon.app.recent.keep_recent`.
    engine : Engine
        Counts.
    """
    keyed = [s for s in model.sources.values() if s.primary_key and not s.drops_repeats]
    return tuple(finding for source in keyed if (finding := _check(source, engine)) is not None)


def _check(source: Source, engine: Engine) -> Finding | None:
    row: dict[str, Any] = engine.execute(_counted(source, engine)).table.to_pylist()[0]
    rows, keys = int(row["rows"] or 0), int(row["keys"] or 0)
    if rows == keys:
        return None
    return Finding(
        rule="repeats",
        target=source.name,
        status="warn",
        text=f"{rows - keys:,} of {rows:,} rows ({(rows - keys) / rows:.2%}) repeat {', '.join(source.primary_key)} "
        "and are counted again; say `repeats: drop` of the source, or keep one row a key where it is loaded",
        location=source.location,
    )


def _counted(source: Source, engine: Engine) -> exp.Select:
    """Rows with a whole key, and how many different keys they have."""
    keys = [exp.column(name, quoted=True) for name in source.primary_key]
    relation = exp.alias_(engine.relation(source.relation), "delivered", table=True)
    each = exp.select(exp.alias_(exp.Count(this=exp.Star()), "n")).from_(relation)
    each = each.where(*(exp.Not(this=exp.Is(this=key.copy(), expression=exp.Null())) for key in keys))
    each = each.group_by(*keys)
    total = exp.Sum(this=exp.column("n"))
    select = exp.select(exp.alias_(total, "rows"), exp.alias_(exp.Count(this=exp.Star()), "keys"))
    return select.from_(each.subquery("each_key"))
