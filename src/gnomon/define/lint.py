"""Certification and tidiness: what a definition still lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from gnomon.define.document import as_list
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.metric import Direction, Metric, Tier
from gnomon.define.packs.cut import PACK_TAG
from gnomon.define.packs.read import read_packs
from gnomon.define.tree import leaves, uses
from gnomon.records.finding import Finding, Status

if TYPE_CHECKING:
    from gnomon.define.project import Model

__all__ = ["LINT_RULES", "lint"]

_LONGEST = 200


def lint(model: Model) -> tuple[Finding, ...]:
    """Say of every metric and source what it lacks.

    A core metric is certified when it has an owner, a description, an oracle case and a freshness
    expectation; then one finding with status ``pass`` says so. What it lacks fails; tidiness of all
    others warns.

    Parameters
    ----------
    model : Model
        A model without faults.
    """
    found: list[Finding] = []
    for metric in model.metrics.values():
        before = len(found)
        for rule in LINT_RULES:
            found.extend(rule(model, metric))
        is_certified = metric.tier is Tier.CORE and all(f.status != "fail" for f in found[before:])
        if is_certified:
            found.append(
                _finding(metric, "certified", "pass", "Owner, description, oracle case and freshness.")
            )
    found.extend(_unused_sources(model))
    return tuple(found)


def _finding(metric: Metric, rule: str, status: Status, text: str) -> Finding:
    return Finding(rule=rule, target=metric.name, status=status, text=text, location=metric.location)


def _owner(_: Model, metric: Metric) -> Iterator[Finding]:
    if metric.tier is Tier.CORE and not metric.owner:
        yield _finding(metric, "core-owner", "fail", "A core metric needs an `owner` who answers for it.")


def _description(_: Model, metric: Metric) -> Iterator[Finding]:
    if not metric.description and metric.tier is Tier.CORE:
        yield _finding(
            metric, "core-description", "fail", "A core metric needs a `description` of one sentence."
        )
    elif not metric.description and metric.tier is Tier.STANDARD:
        yield _finding(metric, "description", "warn", "Say in one sentence what it counts: `description`.")
    if len(metric.description) > _LONGEST:
        text = f"The description has {len(metric.description)} signs; {_LONGEST} are what people read."
        yield _finding(metric, "long-description", "warn", text)


def _case(model: Model, metric: Metric) -> Iterator[Finding]:
    if metric.tier is not Tier.CORE:
        return
    asked = {name for case in model.cases for name in _asked(case.question.get("metrics"))}
    if metric.name not in asked:
        text = (
            "A core metric needs an oracle case under `cases`: a question beside plain SQL of the same rows."
        )
        yield _finding(metric, "core-case", "fail", text)


def _asked(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(name) for name in as_list(value) or ())


def _freshness(model: Model, metric: Metric) -> Iterator[Finding]:
    if metric.tier is not Tier.CORE or metric.freshness is not None:
        return
    names = (leaf.spec.source for leaf in leaves(model, metric.name) if isinstance(leaf.spec, RowSpec))
    bare = sorted({name for name in names if model.sources[name].freshness is None})
    if bare:
        text = f"Say how late rows may be: `freshness` of the metric or of source {', '.join(bare)}."
        yield _finding(metric, "core-freshness", "fail", text)


def _label(_: Model, metric: Metric) -> Iterator[Finding]:
    if metric.tier is not Tier.DRAFT and not metric.label:
        yield _finding(metric, "label", "warn", "Give it a `label` for charts and tables.")


def _unit(_: Model, metric: Metric) -> Iterator[Finding]:
    has_none = not metric.unit and not metric.format
    if metric.tier is not Tier.DRAFT and has_none and metric.kind not in ("count", "distinct"):
        yield _finding(metric, "unit", "warn", "Say what its numbers are: `unit`, or a `format` such as .1%.")


def _direction(_: Model, metric: Metric) -> Iterator[Finding]:
    if metric.tier is Tier.CORE and metric.direction is Direction.NEITHER and not metric.paired_with:
        text = "Say which way is good: `direction: up` or `down`, if one of them is."
        yield _finding(metric, "core-direction", "warn", text)


def _pair(model: Model, metric: Metric) -> Iterator[Finding]:
    """Tell of a core metric that came from a pack which of its pairs the project lacks."""
    if metric.tier is not Tier.CORE or PACK_TAG not in metric.tags:
        return
    known = read_packs().metrics.get(metric.name)
    lacking = [name for name in (known.paired_with if known else ()) if name not in model.metrics]
    if lacking:
        names = ", ".join(lacking)
        text = (
            f"Its pack reads it beside {names}, so that it is not pushed at their cost. Add what is missing."
        )
        yield _finding(metric, "pair", "warn", text)


def _deprecated(model: Model, metric: Metric) -> Iterator[Finding]:
    for name in sorted(uses(model, metric.name)):
        used = model.metrics.get(name)
        if used is not None and used.deprecated_by is not None:
            text = f"It stands on {name!r}, which is deprecated; use {used.deprecated_by!r}."
            yield _finding(metric, "deprecated-input", "warn", text)


def _draft(model: Model, metric: Metric) -> Iterator[Finding]:
    if metric.tier is not Tier.CORE:
        return
    for name in sorted(uses(model, metric.name)):
        used = model.metrics.get(name)
        if used is not None and used.tier is Tier.DRAFT:
            text = f"It stands on the draft {name!r}. Raise that one to `tier: standard` or core."
            yield _finding(metric, "core-on-draft", "fail", text)


LINT_RULES: tuple[Callable[[Model, Metric], Iterator[Finding]], ...] = (
    _owner,
    _description,
    _case,
    _freshness,
    _draft,
    _label,
    _unit,
    _direction,
    _pair,
    _deprecated,
)


def _unused_sources(model: Model) -> Iterator[Finding]:
    """Find sources that no metric counts and no metric's source can join to."""
    rows = [m.spec for m in model.metrics.values() if isinstance(m.spec, RowSpec)]
    counted = {name for spec in rows for name in spec.sources()}
    entities = {e.name for name in counted for e in model.sources[name].entities}
    reached = set(counted)
    is_growing = True
    while is_growing:
        joined = {
            s.name
            for s in model.sources.values()
            if s.name not in reached and any(e.kind.is_single and e.name in entities for e in s.entities)
        }
        entities |= {e.name for name in joined for e in model.sources[name].entities}
        reached |= joined
        is_growing = bool(joined)
    for source in model.sources.values():
        if source.name not in reached:
            text = "No metric counts its rows or can join to it."
            yield Finding(
                rule="unused-source", target=source.name, status="warn", text=text, location=source.location
            )
