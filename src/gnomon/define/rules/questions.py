"""Rules for saved questions and oracle cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gnomon.define.document import as_list
from gnomon.define.expressions import ExpressionError, parse_expression
from gnomon.define.graph import METRIC_TIME
from gnomon.define.rules.paths import check_filter, sources_of, split_name

if TYPE_CHECKING:
    from gnomon.define.rules.check import Check, Place

__all__ = ["check_questions"]


def check_questions(check: Check) -> None:
    """Check that all that is asked exists."""
    for saved in check.model.saved.values():
        asked: dict[str, object] = {"metrics": saved.metrics, "by": saved.by, "grain": saved.grain}
        asked |= {"where": saved.where, "order_by": saved.order_by}
        _check_asked(check, asked, ("questions", saved.name))
    first: dict[str, int] = {}
    for index, case in enumerate(check.model.cases):
        place = ("cases", str(index))
        if case.name in first:
            check.report(
                f"There is already a case {case.name!r}. Give one another name.", "DEF-114", (*place, "name")
            )
        first.setdefault(case.name, index)
        _check_asked(check, case.question, (*place, "question"))


def _check_asked(check: Check, asked: Mapping[str, object], place: Place) -> None:
    metrics = _texts(asked.get("metrics"))
    known = [check.metric(name, (*place, "metrics", index)) for index, name in enumerate(metrics)]
    if not metrics:
        check.report("A question asks at least one metric.", "DEF-160", (*place, "metrics"))
    if not metrics or not all(known):
        return
    sources = tuple(dict.fromkeys(source for name in metrics for source in sources_of(check, name)))
    grain = asked.get("grain")
    if isinstance(grain, str):
        check.grain(grain, (*place, "grain"))
    by = _texts(asked.get("by"))
    for index, name in enumerate(by):
        for source in sources:
            if check.path(source, split_name(name), (*place, "by", index)) is None:
                break
    _check_where(check, asked.get("where"), sources, (*place, "where"))
    for index, name in enumerate(_texts(asked.get("order_by"))):
        _check_order(check, name, (*metrics, *by, "period", METRIC_TIME), (*place, "order_by", index))


def _check_where(check: Check, where: object, sources: tuple[str, ...], place: Place) -> None:
    if not isinstance(where, str):
        return
    try:
        tree = parse_expression(where)
    except ExpressionError as error:
        check.report(error.message, error.code, place, (error.line, error.column))
        return
    check_filter(check, tree, sources, place, known=frozenset(check.model.metrics))


def _check_order(check: Check, name: str, columns: Sequence[str], place: Place) -> None:
    bare = name.removeprefix("-")
    is_companion = any(bare.startswith((f"{column}_", f"{column}.")) for column in columns)
    if not is_companion:
        check.known("column of this question", bare, columns, "DEF-160", place)


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,)
    return tuple(str(part) for part in as_list(value) or ())
