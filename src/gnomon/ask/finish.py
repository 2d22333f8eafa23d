"""The last steps of a question: conditions on values, order, limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.asked import name_path
from gnomon.ask.trees import and_all, column
from gnomon.base.errors import InputError, QuestionError, UnknownNameError
from gnomon.define.expressions import path_of

if TYPE_CHECKING:
    from gnomon.ask.context import Key
    from gnomon.records.question import Question

__all__ = ["finish"]


def finish(
    tree: exp.Select, question: Question, keys: Sequence[Key], value_where: Sequence[exp.Expr]
) -> exp.Select:
    """Filter on values, order and cut."""
    outputs = [e.alias for e in tree.expressions]
    by_path = {key.path: key.name for key in keys}
    if value_where:
        tree = _keep_values(tree, keys, value_where)
    for item in question.order_by or tuple(k.name for k in keys):
        bare = item.removeprefix("-")
        path = _path_or_none(bare)
        name = bare if path is None else by_path.get(path, bare)
        if name not in outputs:
            raise UnknownNameError.of("column", name, outputs, where="order_by")
        ordered = exp.Ordered(this=column(name), desc=item.startswith("-"), nulls_first=False)
        tree = tree.order_by(ordered, copy=False)
    if question.limit is not None:
        tree = tree.limit(question.limit, copy=False)
    return tree


def _path_or_none(name: str) -> tuple[str, ...] | None:
    try:
        return name_path(name)
    except InputError:
        return None


def _keep_values(tree: exp.Select, keys: Sequence[Key], value_where: Sequence[exp.Expr]) -> exp.Select:
    by_path = {key.path: key.name for key in keys}
    inner = tree.copy()
    ctes = inner.args.pop("with_", None) or inner.args.pop("with", None)

    def swap(node: exp.Expr) -> exp.Expr:
        path = path_of(node)
        if path is None:
            return node
        if path in by_path:
            return column(by_path[path], "answered")
        if len(path) == 1:
            return column(path[0], "answered")
        raise QuestionError(
            f"{'.'.join(path)!r} stands beside a metric in a condition, so it must be asked for in `by`.",
            code="ASK-216",
        )

    condition = and_all([c.copy().transform(swap, copy=False) for c in value_where])
    star = exp.Column(this=exp.Star(), table=exp.to_identifier("answered"))
    outer = exp.Select(expressions=[column(e.alias, "answered") for e in inner.expressions] or [star])
    outer = outer.from_(inner.subquery("answered", copy=False), copy=False).where(condition, copy=False)
    if ctes is not None:
        outer.set("with_", ctes)
    return outer
