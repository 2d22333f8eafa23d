"""Read a question as a user wrote it: keys, window, conditions, comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlglot import exp

from gnomon.ask.calendars import calendar_of, is_custom, standard_grain
from gnomon.ask.context import Key, Stretch
from gnomon.ask.moments import as_moment, next_start, start_of
from gnomon.ask.scans.rows import METRIC_TIME, is_metric_time
from gnomon.ask.trees import conjuncts
from gnomon.base.errors import QuestionError, UnknownNameError
from gnomon.base.time import DatePart, Grain
from gnomon.define.expressions import Allowed, parse_expression, path_of
from gnomon.define.graph import resolve
from gnomon.define.interop import translate_name, translate_where
from gnomon.define.tree import fixed_grain, least_grain
from gnomon.define.tree import leaves as metrics_below

if TYPE_CHECKING:
    from gnomon.ask.catalog import Catalog
    from gnomon.ask.leaf import Leaf
    from gnomon.define.project import Model
    from gnomon.records.question import Question

__all__ = [
    "check_metrics",
    "default_grain",
    "finest_grain",
    "known_grain",
    "name_path",
    "read_keys",
    "read_window",
    "refuse_finer",
    "split_where",
]

_PARTS = {p.value for p in DatePart}


def read_keys(model: Model, question: Question, leaves: Sequence[Leaf], default: str) -> tuple[Key, ...]:
    """Read ``grain`` and ``by`` to key columns.

    Raises
    ------
    QuestionError
        If two keys would have the same name.
    """
    keys: list[Key] = []
    if question.grain is not None:
        word = _grain_word(model, question.grain)
        keys.append(Key(name="period", path=(METRIC_TIME, word), word=word))
    keys.extend(_read_key(model, text, leaves, default) for text in question.by)
    names = [k.name for k in keys]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        raise QuestionError(f"Asked for {', '.join(twice)} twice.", code="ASK-210", where="by")
    both = sorted(set(names) & set(question.metrics))
    if both:
        raise QuestionError(
            f"{both[0]!r} would be the name of a key and of a metric. Write the key with its entity in front "
            f"(as in user.{both[0]}), or rename the metric.",
            code="ASK-210",
            where="by",
        )
    return tuple(keys)


def _grain_word(model: Model, text: str) -> str:
    if is_custom(model, text):
        return text
    if standard_grain(text.strip().lower().removesuffix("s")) is None:
        calendar_of(model, text)  # there is none: its error knows the names of all grains
    return Grain.parse(text).value


def _read_key(model: Model, text: str, leaves: Sequence[Leaf], default: str) -> Key:
    path = name_path(text)
    if is_metric_time(path):
        word = path[1] if len(path) > 1 else default
        if word not in _PARTS:
            word = _grain_word(model, word)
        return Key(name=text, path=path, word=word)
    return Key(name=text, path=path, word=_own_time_word(model, path, leaves, default))


def _own_time_word(model: Model, path: tuple[str, ...], leaves: Sequence[Leaf], default: str) -> str | None:
    """A metric's own time dimension, asked under its own name, is ``metric_time`` to all metrics that share it."""
    words: set[str | None] = set() if leaves else {None}
    for leaf in leaves:
        found = resolve(model, leaf.source, path)
        own = leaf.time or model.sources[leaf.source].default_time
        is_own = found.dimension is not None and found.dimension.name == own and leaf.after is None
        if found.steps or not is_own:
            return None
        words.add(found.part.value if found.part else found.grain or default)
    return words.pop() if len(words) == 1 else None


def name_path(text: str) -> tuple[str, ...]:
    """Split a dotted or double-underscored name; dbt's calls (``Dimension('user__country')``) are read too.

    Raises
    ------
    QuestionError
        If it is no name.
    """
    if "(" in text or "__extract_" in text:
        text = translate_name(text)
    parts = tuple(piece for part in text.strip().split(".") for piece in part.split("__"))
    if not all(part.isidentifier() for part in parts):
        raise QuestionError(
            f"{text!r} is no name. Write for example 'country' or 'user.country'.", code="ASK-205"
        )
    return parts


def finest_grain(keys: Sequence[Key]) -> str | None:
    """Finest grain among the time keys; a custom one only where it stands alone; None without any."""
    words = [k.word for k in keys if k.word is not None and k.word not in _PARTS]
    standard = [g for w in words if (g := standard_grain(w)) is not None]
    if standard:
        return min(standard, key=lambda g: g.rank).value
    return words[0] if words else None


def default_grain(model: Model, formulas: Mapping[str, Sequence[Leaf]], catalog: Catalog) -> str:
    """Grain of ``metric_time`` where none is written: the longest default among the metrics.

    Parameters
    ----------
    formulas : mapping of str to sequence of Leaf
        Leaves of each asked metric. Its default is its own ``grain``, else a day, or longer where its time
        columns are.
    """
    found: list[Grain] = []
    for name, leaves in formulas.items():
        own = standard_grain(model.metrics[name].grain)
        told = [grain for metric in metrics_below(model, name) if (grain := least_grain(metric)) is not None]
        found.append(own if own is not None else _longest((_column_grain(model, leaves, catalog), *told)))
    return _longest(found).value


def known_grain(model: Model, formulas: Mapping[str, Sequence[Leaf]], catalog: Catalog) -> Grain:
    """Longest grain, among metrics, that their time columns are known by."""
    return _longest(_column_grain(model, leaves, catalog) for leaves in formulas.values())


def _longest(grains: Iterable[Grain]) -> Grain:
    return max(grains, key=lambda g: g.rank, default=Grain.DAY)


def refuse_finer(
    model: Model, formulas: Mapping[str, Sequence[Leaf]], keys: Sequence[Key], catalog: Catalog
) -> None:
    """Refuse a grain that is finer than the time of a metric is known by, or that its counting has no value by.

    Raises
    ------
    QuestionError
        If there is one: its rows would all stand in the first period of those that they are about.
    """
    asked = [g for k in keys if k.is_metric_time and (g := standard_grain(k.word)) is not None]
    finest = min(asked, key=lambda g: g.rank, default=None)
    for name, leaves in formulas.items():
        for leaf in leaves if finest is not None else ():
            known = catalog.time_dimension(model.sources[leaf.source], leaf.time).grain
            if finest is not None and known is not None and finest < known:
                text = (
                    f"{name!r} is known by {known.value} only; {finest.value} is finer. "
                    f"Ask by {known.value} or longer."
                )
                raise QuestionError(text, code="ASK-203", where="grain")
        if finest is not None:
            _refuse_pace(model, name, finest)


def _refuse_pace(model: Model, name: str, asked: Grain) -> None:
    """Refuse a grain that the counting of a metric, or of one below it, has no value by."""
    for metric in metrics_below(model, name):
        fixed, least = fixed_grain(metric), least_grain(metric)
        right = fixed or least
        if right is not None and (asked < right or fixed not in (None, asked)):
            longer = "" if fixed else " or longer"
            told = f"{metric.name!r} is told by {right.value}{longer}, not by {asked.value}."
            text = f"{told} Ask with grain={right.value!r}{longer}."
            raise QuestionError(text, code="ASK-237", where="grain")


def _column_grain(model: Model, leaves: Sequence[Leaf], catalog: Catalog) -> Grain:
    found = [Grain.DAY]
    for leaf in leaves:
        source = model.sources[leaf.source]
        if leaf.time or source.default_time:
            found.append(catalog.time_dimension(source, leaf.time).grain or Grain.DAY)
    return max(found, key=lambda g: g.rank)


def read_window(
    question: Question, keys: Sequence[Key], known_by: Grain, *, week_start: int
) -> tuple[Stretch, bool]:
    """Read start and end to a half-open stretch, widened to whole periods of the asked grain.

    Both the period that holds ``start`` and the one that holds ``end`` are included: a period of which only a part
    was asked would look like a fall. Where no grain is asked, the periods are days, or those of a coarser time column,
    but a moment with a time of day is taken as it is, and as ``end`` it is excluded.

    Parameters
    ----------
    known_by : Grain
        Longest grain that the metrics' time columns are known by.

    Returns
    -------
    tuple of (Stretch, bool)
        The stretch, and whether it was widened.
    """
    grains = [g for k in keys if k.path[0] == METRIC_TIME and (g := standard_grain(k.word)) is not None]
    grain = min(grains, key=lambda g: g.rank, default=None)
    start = None if question.start is None else as_moment(question.start)
    end = None if question.end is None else as_moment(question.end)
    if end is not None and not (
        _has_clock(question.end) if grain is None else isinstance(question.end, datetime)
    ):
        end = next_start(end, Grain.DAY)
    elif end is not None and grain is not None:
        end = next_start(start_of(end, grain.value, week_start), grain)
    if start is not None and end is not None and end <= start:
        raise QuestionError(
            f"The window ends ({question.end}) before it starts ({question.start}).", code="ASK-212"
        )
    if grain is None and (_has_clock(question.start) or _has_clock(question.end)):
        return Stretch(start=start, end=end), False
    grain = grain or max(known_by, Grain.DAY, key=lambda g: g.rank)
    wide_start = None if start is None else start_of(start, grain.value, week_start)
    wide_end = None if end is None else _up(end, grain, week_start)
    asked = Stretch(start=start, end=end)
    wide = Stretch(start=wide_start, end=wide_end)
    return wide, wide != asked


def _has_clock(moment: date | None) -> bool:
    """Whether a moment is more than a day: midnight names its day."""
    return isinstance(moment, datetime) and moment.time() != time()


def _up(end: datetime, grain: Grain, week_start: int) -> datetime:
    floor = start_of(end, grain.value, week_start)
    return end if floor == end else next_start(floor, grain)


def split_where(
    model: Model, where: str | Sequence[str] | None, metrics: Sequence[str], by: Sequence[str]
) -> tuple[tuple[exp.Expr, ...], tuple[exp.Expr, ...]]:
    """Parse ``where`` and split it into conditions on rows and conditions on the values of asked metrics.

    Raises
    ------
    QuestionError
        If a metric that is not asked stands in it by name.
    """
    texts = [where] if isinstance(where, str) else list(where or ())
    rows: list[exp.Expr] = []
    values: list[exp.Expr] = []
    asked_names = {name_path(b) for b in by}
    for text in texts:
        for part in conjuncts(_parse(translate_where(text) if "{{" in text else text)):
            names = {p for n in part.walk(prune=_is_name) if (p := path_of(n)) is not None}
            bare = {p[0] for p in names if len(p) == 1 and p not in asked_names}
            if bare & set(metrics):
                values.append(part)
                continue
            _refuse_unasked(model, bare, text)
            rows.append(part)
    return tuple(rows), tuple(values)


def _is_name(node: exp.Expr) -> bool:
    return path_of(node) is not None or (isinstance(node, exp.Anonymous) and node.name.lower() == "metric")


def _parse(text: str) -> exp.Expr:
    try:
        return parse_expression(text, allowed=Allowed.QUESTION)
    except ValueError as error:
        message = getattr(error, "message", str(error))
        raise QuestionError(
            f"{message} It stands in where: {text!r}", code="ASK-213", where="where"
        ) from error


def _refuse_unasked(model: Model, bare: set[str], text: str) -> None:
    dimensions = {d.name for s in model.sources.values() for d in s.dimensions}
    for name in sorted(bare):
        if name in model.metrics and name not in dimensions:
            raise QuestionError(
                f"{name!r} in {text!r} is a metric that is not asked. Ask for it too, or write metric({name}, entity) "
                "for its value per entity.",
                code="ASK-214",
                where="where",
            )


def check_metrics(model: Model, metrics: Sequence[str]) -> None:
    """Refuse unknown metrics and those asked twice.

    Raises
    ------
    UnknownNameError
        If one does not exist.
    QuestionError
        If one is asked twice.
    """
    for name in metrics:
        if name not in model.metrics:
            raise UnknownNameError.of("metric", name, model.metrics, where="metrics")
    twice = sorted({m for m in metrics if list(metrics).count(m) > 1})
    if twice:
        raise QuestionError(f"Asked for {', '.join(twice)} twice.", code="ASK-210", where="metrics")
