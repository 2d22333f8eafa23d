"""Hold the two sides of each relation against each other in every complete period."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal

from gnomon.ask import ask_question
from gnomon.base.errors import GnomonError
from gnomon.base.time import Grain
from gnomon.define.expressions import render
from gnomon.define.kinds import Derived
from gnomon.define.metric import Metric, MetricInput
from gnomon.define.relation import names_of
from gnomon.define.tree import leaves, natural_grain, time_of
from gnomon.records.question import Question
from gnomon.records.relation_result import RelationBreak, RelationResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlglot import exp

    from gnomon.ask import Catalog
    from gnomon.define import Model
    from gnomon.define.relation import MetricRelation
    from gnomon.engine import Engine

__all__ = ["check_relations"]

_SHOWN: Final = 3
_Number = int | float | None
_Side = dict[str, _Number]
_Status = Literal["pass", "warn", "fail", "error"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A side of a relation under a name of its own; empty where it is a number as it stands."""

    relation: MetricRelation
    left: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asker:
    """What answers the questions."""

    model: Model
    catalog: Catalog
    engine: Engine


def check_relations(model: Model, catalog: Catalog, engine: Engine) -> tuple[RelationResult, ...]:
    """Check every relation of a project, in its order.

    Relations of one grain and one dimension share a question: asking together changes no value.

    Parameters
    ----------
    model : Model
        Checked definitions.
    catalog, engine : Catalog, Engine
        Answer the questions.
    """
    asker = _Asker(model=model, catalog=catalog, engine=engine)
    asked = [
        _Asked(
            relation=relation,
            left=_free(model, f"relation_left_{i}"),
            right=_free(model, f"relation_right_{i}") if names_of(relation.right) else "",
        )
        for i, relation in enumerate(model.relations.values())
    ]
    groups: dict[tuple[str | None, str | None], list[_Asked]] = {}
    for item in asked:
        groups.setdefault((_grain_of(model, item.relation), item.relation.over), []).append(item)
    found: dict[str, RelationResult] = {}
    for (grain, over), group in groups.items():
        for result in _check_group(asker, group, grain, over):
            found[result.name] = result
    return tuple(found[name] for name in model.relations)


def _free(model: Model, name: str) -> str:
    while name in model.metrics:
        name += "_"
    return name


def _grain_of(model: Model, relation: MetricRelation) -> str | None:
    """Grain of a relation: its own, or the finest that all its metrics have; None where some have no time."""
    if relation.grain is not None:
        return relation.grain
    rows = [leaf for name in relation.metrics for leaf in leaves(model, name)]
    if any(time_of(model, leaf) is None for leaf in rows):
        return None
    grains = [natural_grain(model, name) for name in relation.metrics]
    standard = {grain.value: grain.rank for grain in Grain}
    return max(grains, key=lambda grain: standard.get(grain, len(standard)))


def _check_group(
    asker: _Asker, group: Sequence[_Asked], grain: str | None, over: str | None
) -> list[RelationResult]:
    try:
        lefts = _ask(asker, {a.left: a.relation.left for a in group}, grain, over)
        sides = {a.right: a.relation.right for a in group if a.right}
        rights = _ask(asker, sides, grain, None) if sides else {}
    except GnomonError as error:  # one relation that cannot be asked spoils the question of all
        if len(group) == 1:
            return [_result(group[0].relation, "error", str(error))]
        return [result for item in group for result in _check_group(asker, [item], grain, over)]
    return [_compare(item, lefts[item.left], rights.get(item.right)) for item in group]


def _ask(
    asker: _Asker, sides: Mapping[str, exp.Expr], grain: str | None, over: str | None
) -> dict[str, _Side]:
    """Ask each side as a metric of its own; its values by complete period, slices added up."""
    made = {name: _as_metric(name, tree) for name, tree in sides.items()}
    model = replace(asker.model, metrics=MappingProxyType({**asker.model.metrics, **made}))
    question = Question(metrics=tuple(made), by=() if over is None else (over,), grain=grain)
    rows = ask_question(model, asker.catalog, asker.engine, question).data.to_pylist()
    found: dict[str, _Side] = {}
    for name in made:
        cells: dict[str, list[Any]] = {}
        for row in rows:
            if row[f"{name}__complete"]:
                cells.setdefault(str(row["period"]) if grain else "", []).append(row[name])
        found[name] = {period: _total(values) for period, values in cells.items()}
    return found


def _as_metric(name: str, tree: exp.Expr) -> Metric:
    terms = tuple(MetricInput(metric=metric, alias=metric) for metric in names_of(tree))
    return Metric(name=name, spec=Derived(expr=tree, terms=terms))


def _total(values: Sequence[Any]) -> _Number:
    known = [value if isinstance(value, int) else float(value) for value in values if value is not None]
    if not known:
        return None
    whole = [value for value in known if isinstance(value, int)]
    return sum(whole) if len(whole) == len(known) else math.fsum(known)


def _compare(item: _Asked, left: _Side, right: _Side | None) -> RelationResult:
    relation = item.relation
    number = None if right is not None else float(render(relation.right))
    periods = sorted(left if right is None else left.keys() & right.keys())
    breaks: list[RelationBreak] = []
    held = 0
    for period in periods:
        one, other = left[period], number if right is None else right[period]
        if one is None and (other is None or right is None):
            continue
        held += 1
        if one is None or other is None or not _is_same(one, other, relation.tolerance):
            breaks.append(RelationBreak(period=period, left=one, right=other))
    if not held:
        return _result(relation, "warn", "no complete period has a value on both sides")
    if not breaks:
        text = "holds" if periods == [""] else f"holds in {held} complete period{'s' if held > 1 else ''}"
        return replace(_result(relation, "pass", text), periods=held)
    text = _told(relation, breaks, held)
    return replace(_result(relation, "fail", text), periods=held, breaks=tuple(breaks))


def _is_same(one: float, other: float, tolerance: float) -> bool:
    return math.isclose(one, other, rel_tol=tolerance, abs_tol=tolerance)


def _told(relation: MetricRelation, breaks: Sequence[RelationBreak], held: int) -> str:
    left = render(relation.left)
    left = left if relation.over is None else f"sum of {left} over {relation.over}"
    right = render(relation.right)
    shown = [_one(each, left, right) for each in breaks[:_SHOWN]]
    more = ["…"] if len(breaks) > _SHOWN else []
    return f"broken in {len(breaks)} of {held} complete periods: {'; '.join([*shown, *more])}"


def _one(each: RelationBreak, left: str, right: str) -> str:
    at = f"{each.period}: " if each.period else ""
    sides = f"{left} = {_said(each.left)}, {right} = {_said(each.right)}"
    return f"{at}{sides}" + ("" if each.difference is None else f", difference {_said(each.difference)}")


def _said(value: _Number) -> str:
    if value is None:
        return "unknown"
    return str(value) if isinstance(value, int) else f"{value:.12g}"


def _result(relation: MetricRelation, status: _Status, text: str) -> RelationResult:
    label = relation.label or relation.name.replace("_", " ").capitalize()
    return RelationResult(
        name=relation.name, label=label, status=status, text=text, where=str(relation.location or "")
    )
