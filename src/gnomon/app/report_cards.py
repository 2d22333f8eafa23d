"""What a report says of metrics besides their numbers: cards, goals, the metric tree."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gnomon.ask.run import definition_version
from gnomon.define.kinds.rows import RowSpec
from gnomon.define.metric import Ruled
from gnomon.define.tree import leaves
from gnomon.define.write import metric_to_yaml, to_text
from gnomon.records.report import GoalCard, GoalTarget, MetricCard, TreeNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gnomon.define import Driver, Metric, Model

__all__ = ["MAX_LEVELS", "build_card", "build_goals", "build_tree"]

MAX_LEVELS: Final = 24


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
        rule=metric.spec.rule() if isinstance(metric.spec, Ruled) else "",
    )


def _sources(model: Model, name: str) -> tuple[str, ...]:
    specs = [leaf.spec for leaf in leaves(model, name)]
    names = dict.fromkeys(name for spec in specs if isinstance(spec, RowSpec) for name in spec.sources())
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

    A metric is unfolded where it first appears. Beliefs that no north star leads to begin their own tree, and
    so does a metric that lies deeper than :data:`MAX_LEVELS`: no page shows more, and no stack is that high.
    """
    growth = _Growth(model)
    stars = dict.fromkeys(g.north_star for g in model.goals.values() if g.north_star)
    trees = [growth.grow(_Branch(model.metrics[star]), 1) for star in stars]
    trees += growth.grow_left_over()
    for driver in model.drivers:
        if driver.metric not in growth.unfolded:
            trees.append(growth.grow(_Branch(model.metrics[driver.metric]), 1))
            trees += growth.grow_left_over()
    return tuple(trees)


@dataclass(frozen=True, slots=True)
class _Branch:
    """A metric and how it belongs to the one above it."""

    metric: Metric
    relation: str = ""
    effect: str = ""
    why: str = ""


@dataclass(slots=True)
class _Growth:
    """State of one growth: what is unfolded already, and what lay too deep for its tree."""

    model: Model
    unfolded: set[str] = field(default_factory=set[str])
    left_over: deque[str] = field(default_factory=deque[str])
    beliefs: dict[str, list[Driver]] = field(default_factory=dict[str, "list[Driver]"])

    def __post_init__(self) -> None:
        for belief in self.model.drivers:
            self.beliefs.setdefault(belief.metric, []).append(belief)

    def grow_left_over(self) -> Iterator[TreeNode]:
        while self.left_over:
            name = self.left_over.popleft()
            if name not in self.unfolded:
                yield self.grow(_Branch(self.model.metrics[name]), 1)

    def grow(self, branch: _Branch, level: int) -> TreeNode:
        metric = branch.metric
        children: tuple[TreeNode, ...] = ()
        if metric.name not in self.unfolded:
            below = list(self.branches(metric))
            if below and level == MAX_LEVELS:
                self.left_over.append(metric.name)
            else:
                self.unfolded.add(metric.name)
                children = tuple(self.grow(each, level + 1) for each in below)
        return TreeNode(
            metric=metric.name,
            label=metric.title,
            relation=branch.relation,
            effect=branch.effect,
            why=branch.why,
            children=children,
        )

    def branches(self, metric: Metric) -> Iterator[_Branch]:
        parts = dict.fromkeys(term.metric for term in metric.spec.inputs())
        for part in parts:
            yield _Branch(self.model.metrics[part], "part")
        for belief in self.beliefs.get(metric.name, ()):
            if belief.driver not in parts:
                yield _Branch(self.model.metrics[belief.driver], "driver", belief.effect, belief.why)
