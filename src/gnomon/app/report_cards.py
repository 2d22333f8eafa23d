"""What a report says of metrics besides their numbers: cards, goals, the metric tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.ask.run import definition_version
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.tree import leaves
from gnomon.define.write import metric_to_yaml, to_text
from gnomon.records.report import GoalCard, GoalTarget, MetricCard, TreeNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gnomon.define import Metric, Model

__all__ = ["build_card", "build_goals", "build_tree"]


def build_card(model: Model, name: str) -> MetricCard:
    """Describe a metric of a model."""
    metric = model.metrics[name]
    goal = model.goals.get(metric.goal or "")
    return MetricCard(
        name=name,
        label=metric.title,
        description=metric.description,
        kind=metric.kind,
        unit=metric.unit,
        format=metric.format,
        direction=metric.direction.value,
        module=metric.module.value if metric.module else "",
        goal=(goal.label or goal.name) if goal else "",
        tier=metric.tier.value,
        owner=metric.owner,
        is_guardrail=metric.is_guardrail,
        version=definition_version(model, name),
        definition=to_text({name: metric_to_yaml(metric)}),
        definition_place=str(metric.location or ""),
        sources=_sources(model, name),
        deprecated_by=metric.deprecated_by or "",
    )


def _sources(model: Model, name: str) -> tuple[str, ...]:
    specs = [leaf.spec for leaf in leaves(model, name)]
    names = dict.fromkeys(spec.source for spec in specs if isinstance(spec, RowSpec))
    return tuple(model.sources[source].label or source for source in names)


def build_goals(model: Model) -> tuple[GoalCard, ...]:
    """Describe the goals in the order of their definition."""
    return tuple(
        GoalCard(
            name=goal.name,
            label=goal.label or goal.name.replace("_", " ").capitalize(),
            description=goal.description,
            owner=goal.owner,
            north_star=goal.north_star,
            targets=tuple(GoalTarget(by=t.by, value=t.value) for t in goal.targets),
        )
        for goal in model.goals.values()
    )


def build_tree(model: Model) -> tuple[TreeNode, ...]:
    """Grow the metric tree from the north stars: what each is computed from, what is believed to drive it.

    A metric is unfolded where it first appears. Beliefs that no north star leads to begin their own tree.
    """
    unfolded: set[str] = set()
    stars = dict.fromkeys(g.north_star for g in model.goals.values() if g.north_star)
    roots = stars | dict.fromkeys(d.metric for d in model.drivers)
    return tuple(
        _grow(model, model.metrics[root], unfolded) for root in roots if root in stars or root not in unfolded
    )


def _grow(
    model: Model, metric: Metric, unfolded: set[str], *, relation: str = "", effect: str = "", why: str = ""
) -> TreeNode:
    children: tuple[TreeNode, ...] = ()
    if metric.name not in unfolded:
        unfolded.add(metric.name)
        children = tuple(_children(model, metric, unfolded))
    return TreeNode(
        metric=metric.name, label=metric.title, relation=relation, effect=effect, why=why, children=children
    )


def _children(model: Model, metric: Metric, unfolded: set[str]) -> Iterator[TreeNode]:
    parts = dict.fromkeys(term.metric for term in metric.spec.inputs())
    for part in parts:
        yield _grow(model, model.metrics[part], unfolded, relation="part")
    for belief in model.drivers:
        if belief.metric == metric.name and belief.driver not in parts:
            driver = model.metrics[belief.driver]
            yield _grow(model, driver, unfolded, relation="driver", effect=belief.effect, why=belief.why)
