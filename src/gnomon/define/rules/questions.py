"""Rules for saved questions and oracle cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from gnomon.base.errors import nearest_names
from gnomon.define.document import as_list
from gnomon.define.expressions import Allowed, ExpressionError, parse_expression
from gnomon.define.graph import METRIC_TIME
from gnomon.define.mend import STAND_IN
from gnomon.define.rules.paths import check_filter, sources_of, split_name
from gnomon.define.rules.times import timeless

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
    is_known = [check.metric(name, (*place, "metrics", index)) for index, name in enumerate(metrics)]
    if not metrics:
        check.report("A question asks at least one metric.", "DEF-160", (*place, "metrics"))
    known = [name for name, is_there in zip(metrics, is_known, strict=True) if is_there]
    sources = tuple(dict.fromkeys(source for name in known for source in sources_of(check, name)))
    _check_time(check, asked, known, place)
    by = _texts(asked.get("by"))
    is_by_known = [_check_by(check, name, sources, (*place, "by", index)) for index, name in enumerate(by)]
    _check_where(check, asked.get("where"), sources, (*place, "where"))
    columns = (*metrics, *by)
    doubtful = [
        name for name, is_there in zip(columns, (*is_known, *is_by_known), strict=True) if not is_there
    ]
    if metrics and STAND_IN not in doubtful:
        for index, name in enumerate(_texts(asked.get("order_by"))):
            if not nearest_names(name.removeprefix("-"), doubtful):  # else it means one that is told already
                _check_order(check, name, (*columns, "period", METRIC_TIME), (*place, "order_by", index))


def _check_by(check: Check, name: str, sources: Sequence[str], place: Place) -> bool:
    return all(check.path(source, split_name(name), place) is not None for source in sources)


def _check_time(check: Check, asked: Mapping[str, object], metrics: Sequence[str], place: Place) -> None:
    """Check the grain, and that each metric has a time if the question speaks of any."""
    grain = asked.get("grain")
    if isinstance(grain, str):
        check.grain(grain, (*place, "grain"))
    key = next((key for key in ("grain", "start", "end") if asked.get(key) is not None), None)
    if key is None:
        return
    for leaf in dict.fromkeys(leaf.name for name in metrics for leaf in timeless(check, name)):
        message = f"This asks about time, but {leaf!r} has no time. Give it, or its source, a `time`."
        check.report(message, "DEF-151", (*place, key))


def _check_where(check: Check, where: object, sources: tuple[str, ...], place: Place) -> None:
    if not isinstance(where, str):
        return
    try:
        tree = parse_expression(where, allowed=Allowed.QUESTION)
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
