"""From the YAML body of a metric to its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.errors import nearest_hint, nearest_names
from gnomon.define.check_shape import read_shape, report_unknown_key
from gnomon.define.document import as_mapping
from gnomon.define.kinds import kinds_by_name
from gnomon.define.kinds.unread import UnreadYaml
from gnomon.define.metric import Counting, Direction, Empty, Metric, Module, Plausible, Sensitivity, Tier
from gnomon.define.spec import EMPTY_WORDS

if TYPE_CHECKING:
    from gnomon.define.entry import Entry
    from gnomon.define.kinds import KindYaml

__all__ = ["read_metric"]


def read_metric(entry: Entry, name: str, body: object) -> Metric | None:
    """Read a metric; None when its body is no mapping.

    Faults are reported, and what can be read stands in the record all the same. A body whose kind is not
    known is read as one of the kind that its word is nearest to, without asking for what that kind needs.

    Parameters
    ----------
    entry : Entry
        Collects faults.
    name : str
        The metric's name.
    body : object
        Plain data of the file.
    """
    known = kinds_by_name()
    data = as_mapping(body)
    if data is None:
        entry.report(_no_kind(), "DEF-111", key=True)
        return None
    kind = data.get("kind")
    if isinstance(kind, str) and kind in known:
        model = read_shape(known[kind], entry, body)
    else:
        model = _read_unknown(entry, data)
    return None if model is None else _record(model, entry, name)


def _no_kind() -> str:
    return f"The body of a metric is a mapping with at least `kind`. Kinds: {', '.join(kinds_by_name())}."


def _read_unknown(entry: Entry, body: dict[str, object]) -> KindYaml | UnreadYaml | None:
    """Read the body of a metric whose kind is missing or not known."""
    known = kinds_by_name()
    near = nearest_names(str(body.get("kind")), known)
    keys = {key for word in near or known for key in known[word].model_fields}
    for key in body:
        if key not in keys:
            report_unknown_key(entry, (key,), sorted(keys), present=body)
    if "kind" not in body:
        entry.report(_no_kind(), "DEF-111", key=True, about=[("kind",)])
    else:
        hint = nearest_hint(str(body["kind"]), known, otherwise=f"Kinds: {', '.join(known)}.")
        entry.report(f"Unknown kind of metric {body['kind']!r}. {hint}", "DEF-115", "kind")
    model = known[near[0]] if near else UnreadYaml
    for key in model.model_fields:
        if key not in body:
            entry.wound(key)
    rest = {key: value for key, value in body.items() if key in model.model_fields}
    return read_shape(model, entry, {**rest, "kind": near[0]} if near else rest)


def _record(model: KindYaml | UnreadYaml, entry: Entry, name: str) -> Metric:
    words = EMPTY_WORDS[model.empty_word]
    empty = words if model.empty is None else model.empty.model_dump()
    spec = model.to_spec(entry)
    return Metric(
        name=name,
        spec=spec,
        label=model.label,
        description=model.description,
        filter=entry.optional(model.filter, "filter"),
        unit=model.unit or (spec.default_unit() if isinstance(spec, Counting) else ""),
        format=model.format,
        direction=Direction(model.direction),
        module=None if model.module is None else Module(model.module),
        goal=model.goal,
        tier=Tier(model.tier),
        owner=model.owner,
        is_guardrail=model.guardrail,
        dimensions=None if model.dimensions is None else tuple(model.dimensions),
        empty=Empty(is_shown=bool(empty["shown"]), value=empty["value"], is_dense=bool(empty["every_slice"])),
        grain=model.grain,
        valid_since=entry.day(model.valid_since, "valid_since"),
        deprecated_by=model.deprecated_by,
        freshness=entry.window(model.freshness, "freshness"),
        tags=tuple(model.tags),
        reference=None if model.reference is None else model.reference.to_reference(entry.below("reference")),
        paired_with=tuple(model.paired_with),
        plausible=_plausible(model.plausible, entry),
        sensitivity=None if model.sensitivity is None else Sensitivity(model.sensitivity),
        location=entry.where(key=True),
    )


def _plausible(ends: list[float | int | None] | None, entry: Entry) -> Plausible | None:
    if ends is None:
        return None
    low, high = ends
    if low is None and high is None:
        entry.report(
            "A range needs at least one end, for example [0, 1] or [0, null].", "DEF-112", "plausible"
        )
    elif low is not None and high is not None and low > high:
        message = f"The range ends ({high:g}) before it begins ({low:g}). Write the smaller number first."
        entry.report(message, "DEF-112", "plausible")
    return Plausible(low=low, high=high)
