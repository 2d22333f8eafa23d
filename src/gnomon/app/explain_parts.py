"""What a metric is summed up from: parts whose cells add up, as metrics of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from sqlglot import exp

from gnomon.define.expressions import render
from gnomon.define.kinds import Average, Count, Derived, Percentile, Rate, Ratio, Sum
from gnomon.define.metric import Empty, Metric, MetricInput
from gnomon.define.relation import names_of

if TYPE_CHECKING:
    from gnomon.define import Model

__all__ = ["Parts", "Tree", "find_parts", "find_tree", "share_above"]

Shape = Literal["sum", "ratio", "value"]
_BY_ROWS: Final = frozenset(
    {"conversion", "funnel", "retention", "prevalence", "within_deadline", "per_entity"}
)
_WHOLE: Final = frozenset({"min", "max", "time_to", "percentile", "stickiness"})
_ABSENT: Final = Empty(is_shown=False)
_TOP, _BOTTOM = "part_top", "part_bottom"


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Metrics whose cells are added up to those of another.

    Attributes
    ----------
    shape : str
        ``"sum"`` of one part, ``"ratio"`` of two, or ``"value"`` where no cells add up.
    model : Model
        The project's, with the parts as further metrics.
    names : tuple of str
        Names of the parts; for `uses_n` the metric alone.
    adds_over_time : bool
        Whether the value of many days is the sum of the days'.
    factor : float
        What the numerator is multiplied by, such as 1000 for a rate per thousand.
    uses_n : bool
        Whether numerator and denominator come from the value and the rows behind it.
    """

    shape: Shape
    model: Model
    names: tuple[str, ...]
    adds_over_time: bool
    factor: float = 1.0
    uses_n: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """A formula that gives a metric.

    Attributes
    ----------
    text : str
        Over the names of `inputs`.
    inputs : mapping of str to str
        Name in the formula, and the metric that it stands for in `model`.
    """

    text: str
    inputs: Mapping[str, str]
    model: Model


def find_parts(model: Model, name: str) -> Parts:
    """Find what a metric's cells are added up from."""
    metric = model.metrics[name]
    spec = metric.spec
    match spec:
        case Average(source=source, expr=expr, time=time):
            top = replace(metric, spec=Sum(source=source, expr=expr, time=time))
            bottom = replace(metric, spec=Count(source=source, expr=expr, time=time))
            return _ratio(model, top, bottom)
        case Rate(numerator=one, denominator=two, per=per, is_complement=is_complement):
            rest = exp.Sub(this=exp.column("b"), expression=exp.column("a"))
            terms = (replace(one, alias="a"), replace(two, alias="b"))
            top = (
                replace(metric, spec=Derived(expr=rest, terms=terms))
                if is_complement
                else _input(metric, one)
            )
            return _ratio(model, top, _input(metric, two), factor=float(per))
        case Ratio(numerator=one, denominator=two):
            return _ratio(model, _input(metric, one), _input(metric, two))
        case Derived(expr=exp.Div(this=one, expression=two), terms=terms):
            top = replace(metric, spec=_derived(one, terms))
            return _ratio(model, top, replace(metric, spec=_derived(two, terms)))
        case _:
            return _single(model, metric)


def _single(model: Model, metric: Metric) -> Parts:
    if metric.kind in _BY_ROWS:
        return Parts(shape="ratio", model=model, names=(metric.name,), adds_over_time=False, uses_n=True)
    if metric.kind in _WHOLE:
        return Parts(shape="value", model=model, names=(metric.name,), adds_over_time=False)
    own = _stripped(metric, _TOP)
    added = _with(model, own)
    return Parts(shape="sum", model=added, names=(_TOP,), adds_over_time=_adds(model, metric))


def share_above(model: Model, metric: Metric, threshold: float) -> Parts:
    """Rows above a value over all rows: what moves when a percentile does."""
    spec = metric.spec
    assert isinstance(spec, Percentile)  # noqa: S101 - the caller has looked
    assert spec.expr is not None  # noqa: S101 - a percentile has an expression
    above = exp.Case(
        ifs=[
            exp.If(
                this=exp.GT(this=exp.Paren(this=spec.expr.copy()), expression=exp.convert(threshold)),
                true=exp.Literal.number(1),
            )
        ]
    )
    top = replace(metric, spec=Count(source=spec.source, expr=above, time=spec.time))
    bottom = replace(metric, spec=Count(source=spec.source, expr=spec.expr, time=spec.time))
    return _ratio(model, top, bottom)


def _ratio(model: Model, top: Metric, bottom: Metric, *, factor: float = 1.0) -> Parts:
    one, two = _stripped(top, _TOP), _stripped(bottom, _BOTTOM)
    return Parts(
        shape="ratio",
        model=_with(model, one, two),
        names=(_TOP, _BOTTOM),
        adds_over_time=_adds(model, one) and _adds(model, two),
        factor=factor,
    )


def _input(metric: Metric, term: MetricInput) -> Metric:
    """An input of a metric as a metric, under the filter of both."""
    return replace(metric, spec=Derived(expr=exp.column("a"), terms=(replace(term, alias="a"),)))


def _derived(expr: exp.Expr, terms: tuple[MetricInput, ...]) -> Derived:
    tree = expr.this if isinstance(expr, exp.Paren) else expr
    return Derived(expr=tree.copy(), terms=terms)


def _stripped(metric: Metric, name: str) -> Metric:
    """The metric under another name, without rules on slices, and without rows for empty cells."""
    return replace(metric, name=name, dimensions=None, empty=_ABSENT, grain=None, plausible=None)


def _with(model: Model, *metrics: Metric) -> Model:
    return replace(model, metrics=MappingProxyType({**model.metrics, **{m.name: m for m in metrics}}))


def _adds(model: Model, metric: Metric) -> bool:
    """Whether days add up: counts and sums, and what is linear in them."""
    spec = metric.spec
    if isinstance(spec, (Count, Sum)):
        return True
    if not isinstance(spec, Derived):
        return False
    inputs = all(
        t.to_start_of is None and t.metric in model.metrics and _adds(model, model.metrics[t.metric])
        for t in spec.terms
    )
    return inputs and _is_linear(spec.expr)


def _is_linear(tree: exp.Expr) -> bool:
    match tree:
        case exp.Paren(this=inner):
            return _is_linear(inner)
        case exp.Add(this=one, expression=two) | exp.Sub(this=one, expression=two):
            return _is_linear(one) and _is_linear(two)
        case exp.Mul(this=one, expression=two):
            return (_is_linear(one) and two.is_number) or (one.is_number and _is_linear(two))
        case exp.Div(this=one, expression=two):
            return _is_linear(one) and two.is_number
        case _:
            return isinstance(tree, exp.Column)


def find_tree(model: Model, name: str) -> Tree | None:
    """Find the formula of a metric: its own, or a relation of the project whose one side it is."""
    metric = model.metrics[name]
    spec = metric.spec
    if isinstance(spec, Derived) and len(spec.terms) > 1:
        return _of_terms(model, metric, render(spec.expr), spec.terms)
    for relation in model.relations.values():
        for own, other in ((relation.left, relation.right), (relation.right, relation.left)):
            scale = _scale_of(own, name)
            used = names_of(other)
            if scale is not None and relation.over is None and len(used) > 1 and name not in used:
                text = render(other) if scale == 1 else f"({render(other)}) / {scale:g}"
                return Tree(text=text, inputs={one: one for one in used}, model=model)
    if isinstance(spec, Ratio):
        top, bottom = spec.numerator.metric, spec.denominator.metric
        top, bottom = ("numerator", "denominator") if top == bottom else (top, bottom)
        terms = (replace(spec.numerator, alias=top), replace(spec.denominator, alias=bottom))
        return _of_terms(model, metric, f"{top} / {bottom}", terms)
    return None


def _of_terms(model: Model, metric: Metric, text: str, terms: tuple[MetricInput, ...]) -> Tree:
    made = {f"input_{i}": _input(metric, term) for i, term in enumerate(terms)}
    inputs = {term.alias: f"input_{i}" for i, term in enumerate(terms)}
    full = {n: replace(m, name=n, dimensions=None, empty=Empty(), grain=None) for n, m in made.items()}
    return Tree(text=text, inputs=inputs, model=_with(model, *full.values()))


def _scale_of(side: exp.Expr, name: str) -> float | None:
    """Factor of a side that is one metric, times a number or not; None for any other side."""
    tree = side
    while isinstance(tree, exp.Paren):
        tree = tree.this
    if isinstance(tree, exp.Column):
        return 1.0 if tree.name == name else None
    if isinstance(tree, exp.Mul):
        for number, rest in ((tree.this, tree.expression), (tree.expression, tree.this)):
            if number.is_number and isinstance(rest, exp.Column) and rest.name == name:
                return float(number.this)
    return None
