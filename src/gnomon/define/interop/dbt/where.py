"""Filters with ``{{ Dimension('listing__country') }}`` as SQL over Gnomon's dotted names.

The calls between the braces are expressions of Python's grammar, so Python's own parser reads them;
nothing is ever run.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass

from gnomon.base.errors import InputError, nearest_hint
from gnomon.define.interop.dbt.names import DATE_PARTS, dotted, legal_name
from gnomon.define.interop.dbt.plain import as_items

__all__ = ["Item", "parse_item", "translate_name", "translate_where"]

_BRACES = re.compile(r"\{\{-?(.*?)-?\}\}", re.DOTALL)
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_STATEMENT = re.compile(r"\{%|\{\{|\}\}")
_EXTRACT = "extract_"

_PARAMETERS = {
    "Dimension": ("name", "entity_path"),
    "TimeDimension": ("name", "grain", "entity_path", "descending", "date_part"),
    "Entity": ("name", "entity_path"),
    "Metric": ("name", "group_by"),
}
_METHODS = {"grain": "grain", "date_part": "date_part", "descending": "descending"}
_SPELLINGS = {
    "dimension_name": "name",
    "time_dimension_name": "name",
    "entity_name": "name",
    "metric_name": "name",
    "time_granularity_name": "grain",
    "time_granularity": "grain",
    "date_part_name": "date_part",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What one call names.

    Attributes
    ----------
    kind : str
        ``dimension``, ``time``, ``entity`` or ``metric``.
    parts : tuple of str
        Path and name, without grain and date part.
    grain, date_part : str or None
        Grain (standard or custom) and Gnomon's name of the date part.
    group_by : tuple of str
        Dotted names that a metric is asked by.
    """

    kind: str
    parts: tuple[str, ...]
    grain: str | None = None
    date_part: str | None = None
    group_by: tuple[str, ...] = ()
    is_descending: bool = False

    @property
    def text(self) -> str:
        """The item in Gnomon's SQL."""
        if self.kind == "metric":
            inside = ", ".join((dotted(self.parts), *self.group_by))
            return f"metric({inside})" if self.group_by else dotted(self.parts)
        last = self.date_part or self.grain
        return dotted((*self.parts, last) if last else self.parts)


def translate_where(text: str) -> str:
    """Turn a dbt filter into SQL over Gnomon's names.

    Parameters
    ----------
    text : str
        A filter, with or without calls in double braces.

    Raises
    ------
    InputError
        If a call is none that dbt knows, or the text holds Jinja statements.

    Examples
    --------
    >>> translate_where("{{ Dimension('listing__country') }} = 'DE'")
    "listing.country = 'DE'"
    >>> translate_where("{{ TimeDimension('metric_time', 'week') }} >= '2024-01-01'")
    "metric_time.week >= '2024-01-01'"
    >>> translate_where("{{ Metric('bookings', group_by=['listing']) }} > 2")
    'metric(bookings, listing) > 2'
    """
    plain = _BRACES.sub(lambda match: parse_item(match[1]).text, _COMMENT.sub("", text))
    left = _STATEMENT.search(plain)
    if left is not None:
        raise InputError(
            f"{text!r} holds the Jinja statement {left[0]!r}, which cannot be translated. "
            "Write the filter with Dimension(), TimeDimension(), Entity() and Metric() only.",
            code="DEF-181",
        )
    return plain.strip()


def translate_name(text: str) -> str:
    """Turn the name of a dbt dimension, entity or time dimension into a dotted one.

    Parameters
    ----------
    text : str
        ``listing__created_at__month``, or a call such as ``TimeDimension('metric_time', 'month')``.

    Raises
    ------
    InputError
        If the call is none that dbt knows.

    Examples
    --------
    >>> translate_name("listing__created_at__month"), translate_name("metric_time__extract_dow")
    ('listing.created_at.month', 'metric_time.day_of_week')
    >>> translate_name("Dimension('user__country', entity_path=['listing'])")
    'listing.user.country'
    """
    return (parse_item(text) if "(" in text else _of_name(text, "dimension")).text


def parse_item(text: str) -> Item:
    """Read one call as an item.

    Parameters
    ----------
    text : str
        ``Dimension('listing__country')``, ``Dimension('metric_time').grain('month')`` and the like.

    Raises
    ------
    InputError
        If it is no such call.

    Examples
    --------
    >>> parse_item("Dimension('metric_time').grain('month')").text
    'metric_time.month'
    """
    try:
        node = ast.parse(f"({text.strip()})", mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _not_understood(text) from None
    steps: dict[str, object] = {}
    while isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr not in _METHODS or len(node.args) != 1 or node.keywords:
            raise _not_understood(text)
        steps[_METHODS[node.func.attr]] = _value(node.args[0], text)
        node = node.func.value
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise _not_understood(text)
    if node.func.id not in _PARAMETERS:
        hint = nearest_hint(
            node.func.id, tuple(_PARAMETERS), otherwise="Known: Dimension, TimeDimension, Entity, Metric."
        )
        raise InputError(f"Unknown call {node.func.id!r} in {text.strip()!r}. {hint}", code="DEF-181")
    return _item(node.func.id, {**_arguments(node, text), **steps}, text)


def _arguments(node: ast.Call, text: str) -> dict[str, object]:
    names = _PARAMETERS[node.func.id] if isinstance(node.func, ast.Name) else ()
    if len(node.args) > len(names):
        raise _not_understood(text)
    found = {name: _value(value, text) for name, value in zip(names, node.args, strict=False)}
    for keyword in node.keywords:
        name = _SPELLINGS.get(keyword.arg or "", keyword.arg or "")
        if name not in names or name in found:
            raise _not_understood(text)
        found[name] = _value(keyword.value, text)
    return found


def _value(node: ast.expr, text: str) -> object:
    """Read a literal: text, number, truth or a list of texts; a call inside a list stays text."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.Name) and node.id.lower() in {"true", "false", "none"}:
        return {"true": True, "false": False, "none": None}[node.id.lower()]
    if isinstance(node, ast.List | ast.Tuple):
        return tuple(_value(element, text) for element in node.elts)
    if isinstance(node, ast.Call):
        return ast.unparse(node)
    raise _not_understood(text)


def _item(call: str, given: dict[str, object], text: str) -> Item:
    name = given.get("name")
    if not isinstance(name, str) or not name:
        raise _not_understood(text)
    if call == "Metric":
        names = tuple(translate_name(each) for each in _texts(given.get("group_by"), text))
        return Item(
            kind="metric",
            parts=(legal_name(name),),
            group_by=names,
            is_descending=bool(given.get("descending")),
        )
    path = tuple(part for each in _texts(given.get("entity_path"), text) for part in _split(each))
    base = _of_name(name, {"Dimension": "dimension", "TimeDimension": "time", "Entity": "entity"}[call])
    grain = given.get("grain")
    part = given.get("date_part")
    return Item(
        kind="time" if grain or part else base.kind,
        parts=(*path, *base.parts),
        grain=legal_name(str(grain)) if grain else base.grain,
        date_part=_date_part(str(part), text) if part else base.date_part,
        is_descending=bool(given.get("descending")),
    )


def _of_name(name: str, kind: str) -> Item:
    parts = _split(name)
    last = name.rsplit("__", maxsplit=1)[-1].strip().lower()
    if len(parts) > 1 and last.startswith(_EXTRACT) and last.removeprefix(_EXTRACT) in DATE_PARTS:
        return Item(kind=kind, parts=parts[:-1], date_part=DATE_PARTS[last.removeprefix(_EXTRACT)])
    return Item(kind=kind, parts=parts)


def _split(name: str) -> tuple[str, ...]:
    return tuple(legal_name(part) for part in name.split("__") if part)


def _texts(value: object, text: str) -> tuple[str, ...]:
    found = as_items(value)
    if not all(isinstance(each, str) for each in found):
        raise _not_understood(text)
    return tuple(str(each) for each in found)


def _date_part(part: str, text: str) -> str:
    name = part.strip().lower()
    if name not in DATE_PARTS:
        hint = nearest_hint(name, tuple(DATE_PARTS), otherwise=f"Known: {', '.join(DATE_PARTS)}.")
        raise InputError(f"Unknown date part {part!r} in {text.strip()!r}. {hint}", code="DEF-181")
    return DATE_PARTS[name]


def _not_understood(text: str) -> InputError:
    return InputError(
        f"{text.strip()!r} is no name that dbt's filters know. "
        "Write for example Dimension('listing__country') or TimeDimension('metric_time', 'month').",
        code="DEF-181",
    )
