"""Definitions back into YAML that people like to read: short forms, defaults left out."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, LiteralScalarString
from sqlglot import exp

from gnomon.base.errors import InputError
from gnomon.base.files import write_whole
from gnomon.define.buckets import Bucket, read_buckets
from gnomon.define.document import as_list, as_mapping
from gnomon.define.expressions import render, render_query
from gnomon.define.kinds import kinds_by_name
from gnomon.define.kinds.terms import write_window
from gnomon.define.metric import Direction, Empty, Tier
from gnomon.define.relation_spec import relation_to_yaml
from gnomon.define.scalars import is_plain_text
from gnomon.define.source import EntityKind, QueryRef, TableRef
from gnomon.define.spec import EMPTY_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from gnomon.define.metric import KindSpec, Metric
    from gnomon.define.project import Calendar, Driver, Goal, Model, OracleCase, SavedQuestion
    from gnomon.define.source import Dimension, Entity, Relation, Source

__all__ = [
    "case_to_yaml",
    "driver_to_yaml",
    "goal_to_yaml",
    "metric_to_yaml",
    "question_to_yaml",
    "settings_to_toml",
    "source_to_yaml",
    "to_text",
    "write_project",
]

Body = dict[str, object]


def write_project(model: Model, folder: Path) -> tuple[Path, ...]:
    """Write all files of a project; reading them again gives the same model.

    Parameters
    ----------
    model : Model
        What to write.
    folder : Path
        Made if missing; files of the same names are replaced.

    Returns
    -------
    tuple of Path
        ``gnomon.toml``, a file for each source, then metrics, goals and the rest where there are any.
    """
    files: dict[str, str] = {"gnomon.toml": settings_to_toml(model, folder)}
    for name, source in model.sources.items():
        files[f"sources/{name}.yml"] = to_text({"sources": {name: source_to_yaml(source, folder)}})
    sections: Body = {
        "metrics": {name: metric_to_yaml(m) for name, m in model.metrics.items()},
        "goals": {name: goal_to_yaml(g) for name, g in model.goals.items()},
        "drivers": [driver_to_yaml(d) for d in model.drivers],
        "relations": {name: relation_to_yaml(r) for name, r in model.relations.items()},
        "questions": {name: question_to_yaml(q) for name, q in model.saved.items()},
        "cases": [case_to_yaml(c) for c in model.cases],
    }
    for section, body in sections.items():
        if body:
            files[f"{section}.yml"] = to_text({section: body})
    return tuple(_write(folder / name, text) for name, text in files.items())


def to_text(data: Mapping[str, object]) -> str:
    """YAML text of plain data: small mappings on one line, SQL in blocks.

    Examples
    --------
    >>> print(to_text({"metrics": {"plays": {"kind": "count", "source": "plays"}}}), end="")
    metrics:
      plays:
        kind: count
        source: plays
    """
    yaml = YAML(typ="rt", pure=True)
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 110
    yaml.allow_unicode = True
    stream = io.StringIO()
    yaml.dump(_styled(dict(data), depth=0), stream)  # pyright: ignore[reportUnknownMemberType] # the library has no types
    return stream.getvalue()


def source_to_yaml(source: Source, folder: Path | None = None) -> Body:
    """Body of a source as a person would write it.

    Parameters
    ----------
    source : Source
        What to write.
    folder : Path, optional
        Paths of files below it become relative.
    """
    body: Body = _texts(source, "label", "description", "owner")
    body |= _relation(source.relation, folder)
    if source.primary_key:
        body["primary_key"] = list(source.primary_key)
    if source.drops_repeats:
        body["repeats"] = "drop"
    if source.primary_entity:
        body["primary_entity"] = source.primary_entity
    if source.entities:
        body["entities"] = {e.name: _entity(e) for e in source.entities}
    if source.default_time:
        body["time"] = source.default_time
    if source.dimensions:
        body["dimensions"] = {d.name: _dimension(d) for d in source.dimensions}
    if source.validity:
        body["validity"] = {"start": source.validity.start, "end": source.validity.end}
    if source.freshness:
        body["freshness"] = write_window(source.freshness)
    if source.complete_through is not None:
        body["complete_through"] = _moment(source.complete_through)
    return body


def metric_to_yaml(metric: Metric) -> Body:
    """Body of a metric as a person would write it."""
    kind = kinds_by_name()[metric.kind]
    body: Body = {**_texts(metric, "label", "description"), "kind": metric.kind}
    body |= cast("Callable[[KindSpec], Body]", kind.write)(metric.spec)  # a kind writes its own specs
    if metric.filter is not None:
        body["filter"] = render(metric.filter)
    body |= _texts(metric, "unit", "format")
    body |= _standing(metric)
    if metric.dimensions is not None:
        body["dimensions"] = list(metric.dimensions)
    empty = _empty(metric.empty)
    if empty != kind.empty_word:
        body["empty"] = empty
    body |= _texts(metric, "grain")
    if metric.valid_since is not None:
        body["valid_since"] = metric.valid_since.isoformat()
    body |= _texts(metric, "deprecated_by")
    if metric.freshness is not None:
        body["freshness"] = write_window(metric.freshness)
    if metric.tags:
        body["tags"] = list(metric.tags)
    return body | _notes(metric)


def _notes(metric: Metric) -> Body:
    """Write where a metric comes from, what to read beside it and what to expect of it."""
    body: Body = {}
    if metric.reference is not None:
        checked = metric.reference.checked
        day = {} if checked is None else {"checked": checked.isoformat()}
        body["reference"] = {**_texts(metric.reference, "text", "url"), **day}
    if metric.paired_with:
        body["paired_with"] = list(metric.paired_with)
    if metric.plausible is not None:
        body["plausible"] = [metric.plausible.low, metric.plausible.high]
    if metric.sensitivity is not None:
        body["sensitivity"] = metric.sensitivity.value
    return body


def _standing(metric: Metric) -> Body:
    """Write what a metric stands for and who answers for it."""
    body: Body = {
        "direction": None if metric.direction is Direction.NEITHER else metric.direction.value,
        "module": None if metric.module is None else metric.module.value,
        "goal": metric.goal or None,
        "tier": None if metric.tier is Tier.DRAFT else metric.tier.value,
        "owner": metric.owner or None,
        "guardrail": metric.is_guardrail or None,
    }
    return {key: value for key, value in body.items() if value is not None}


def goal_to_yaml(goal: Goal) -> Body:
    """Body of a goal as a person would write it."""
    body: Body = _texts(goal, "label", "description", "owner", "north_star")
    if goal.targets:
        body["targets"] = [{"by": t.by.isoformat(), "value": t.value} for t in goal.targets]
    return body


def driver_to_yaml(driver: Driver) -> Body:
    """Item of the list of drivers as a person would write it."""
    effect = {} if driver.effect == "up" else {"effect": driver.effect}
    return {"metric": driver.metric, "driver": driver.driver, **effect, **_texts(driver, "why")}


def question_to_yaml(question: SavedQuestion) -> Body:
    """Body of a saved question as a person would write it."""
    body: Body = {**_texts(question, "label", "description"), "metrics": list(question.metrics)}
    if question.by:
        body["by"] = list(question.by)
    body |= _texts(question, "grain", "where")
    if question.order_by:
        body["order_by"] = list(question.order_by)
    if question.limit is not None:
        body["limit"] = question.limit
    return body


def case_to_yaml(case: OracleCase) -> Body:
    """Item of the list of cases as a person would write it."""
    tolerance = {} if case.tolerance == _TOLERANCE else {"tolerance": case.tolerance}
    return {"name": case.name, "question": dict(case.question), "sql": case.sql, **tolerance}


def settings_to_toml(model: Model, folder: Path | None = None) -> str:
    """Text of ``gnomon.toml``."""
    settings = model.settings
    weekday = _WEEKDAYS[settings.week_start - 1]
    top: Body = {"name": settings.name, **_texts(settings, "label", "description", "attribution")}
    top |= {} if settings.timezone == "UTC" else {"timezone": settings.timezone}
    top |= {} if weekday == "monday" else {"week_start": weekday}
    top |= {} if settings.engine == "duckdb:///:memory:" else {"engine": settings.engine}
    limits: Body = {
        "memory": settings.memory_limit,
        "threads": settings.threads,
        "timeout_seconds": settings.timeout_seconds,
    }
    parts = [_toml_table("", top)]
    if any(value is not None for value in limits.values()):
        parts.append(_toml_table("limits", {k: v for k, v in limits.items() if v is not None}))
    for name, calendar in model.calendars.items():
        parts.append(_toml_table(f"calendars.{name}", _calendar(calendar, folder)))
    return "\n".join(parts)


_TOLERANCE = 1e-9
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _calendar(calendar: Calendar, folder: Path | None) -> Body:
    grain = {} if calendar.grain.value == "day" else {"grain": calendar.grain.value}
    grains = {"grains": dict(calendar.grains)} if calendar.grains else {}
    return {**_relation(calendar.relation, folder), "column": calendar.column, **grain, **grains}


def _toml_table(name: str, body: Body) -> str:
    head = f"[{name}]\n" if name else ""
    return head + "".join(f"{key} = {_toml(value)}\n" for key, value in body.items())


def _toml(value: object) -> str:
    mapping = as_mapping(value)
    if mapping is not None:
        return "{ " + ", ".join(f"{k} = {_toml(v)}" for k, v in mapping.items()) + " }"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return repr(value)
    return _toml_text(str(value))


def _toml_text(text: str) -> str:
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    escaped = (signs.get(c) or (f"\\u{ord(c):04x}" if c < " " or c == "\x7f" else c) for c in text)
    return f'"{"".join(escaped)}"'


def _texts(record: object, *keys: str) -> Body:
    """Keys of a record that hold text, where they do."""
    return {key: value for key in keys if (value := getattr(record, key))}


def _relation(relation: Relation, folder: Path | None) -> Body:
    if isinstance(relation, TableRef):
        return {"table": ".".join(relation.parts)}
    if isinstance(relation, QueryRef):
        return {"sql": render_query(relation.tree)}
    path = Path(relation.path)
    if folder is None or not path.is_absolute():
        return {"file": relation.path}
    root = folder.resolve()
    return {"file": path.relative_to(root).as_posix() if path.is_relative_to(root) else relation.path}


def _moment(tree: exp.Expr) -> str:
    """Write a date or timestamp without its cast, anything else as SQL."""
    is_literal = isinstance(tree, exp.Cast) and isinstance(tree.this, exp.Literal)
    is_moment = is_literal and tree.is_type("date", "timestamp") and tree.this.name[:4].isdigit()
    return tree.this.name if is_moment else render(tree)


def _entity(entity: Entity) -> object:
    expr = render(entity.expr)
    body: Body = {"kind": entity.kind.value}
    if expr != entity.name:
        body["expr"] = expr
    body |= _texts(entity, "label", "description")
    is_short = entity.kind is EntityKind.FOREIGN and list(body) == ["kind", "expr"]
    return expr if is_short else body


def _dimension(dimension: Dimension) -> Body:
    body: Body = _texts(dimension, "label", "description")
    if dimension.grain is not None:
        body["grain"] = dimension.grain.value
    sorted_in = read_buckets(dimension.expr)
    expr = render(sorted_in[0] if sorted_in else dimension.expr)
    if expr != dimension.name:
        body["expr"] = expr
    if sorted_in:
        body["buckets"] = [_bucket(b) for b in sorted_in[1]]
    body |= _texts(dimension, "zone", "epoch")
    return {**body, "partition": True} if dimension.is_partition else body


def _bucket(bucket: Bucket) -> object:
    below = {} if bucket.below is None else {"below": bucket.below}
    return bucket.below if bucket.label is None else {**below, "label": bucket.label}


def _empty(empty: Empty) -> object:
    said = {"shown": empty.is_shown, "value": empty.value, "every_slice": empty.is_dense}
    for word, meaning in EMPTY_WORDS.items():
        if said == meaning:
            return word
    return {
        k: v
        for k, v in said.items()
        if (k, v) not in (("shown", True), ("value", None), ("every_slice", True))
    }


_LINE = 60
_FLOW_DEPTH = 4  # below this, small mappings stand on one line
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")


def _styled(value: object, depth: int) -> object:
    """Give each part the style a person would choose."""
    mapping, items = as_mapping(value), as_list(value)
    if mapping is not None:
        body = CommentedMap((key, _styled(inner, depth + 1)) for key, inner in mapping.items())
        return _on_one_line(body) if depth >= _FLOW_DEPTH and _is_small(mapping) else body
    if items is not None:
        sequence = CommentedSeq(_styled(inner, max(depth + 1, _FLOW_DEPTH)) for inner in items)
        return _on_one_line(sequence) if all(not isinstance(i, (dict, list)) for i in items) else sequence
    return _styled_text(value) if isinstance(value, str) else value


def _on_one_line(styled: CommentedMap | CommentedSeq) -> CommentedMap | CommentedSeq:
    styled.fa.set_flow_style()  # pyright: ignore[reportUnknownMemberType] # the library has no types
    return styled


def _is_small(value: Mapping[str, object]) -> bool:
    is_flat = all(not isinstance(v, (dict, list, tuple)) for v in value.values())
    return is_flat and sum(len(str(k)) + len(str(v)) + 4 for k, v in value.items()) <= _LINE


def _styled_text(text: str) -> str | date:
    if _DAY.match(text):
        try:
            return date.fromisoformat(text)  # written without quotes, and read as text again
        except ValueError:
            return DoubleQuotedScalarString(text)
    if "\n" in text and _is_block(text):
        return LiteralScalarString(text)
    return text if is_plain_text(text) else DoubleQuotedScalarString(text)


def _is_block(text: str) -> bool:
    """Whether text survives a literal block: no blanks at line ends or in front, no odd signs."""
    lines = text.split("\n")
    is_tidy = all(line == line.rstrip() for line in lines) and not text.startswith((" ", "\n"))
    return is_tidy and not text.endswith("\n\n") and all(c.isprintable() or c == "\n" for c in text)


def _write(path: Path, text: str) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"Cannot make the folder {path.parent}: {error.strerror}."
        raise InputError(message, code="INP-013") from error
    write_whole(path, text)
    return path
