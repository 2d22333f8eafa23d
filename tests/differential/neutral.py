"""The neutral form of a question: how names and conditions are written for both sides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
GRAINS = {"second", "minute", "hour", "day", "week", "month", "quarter", "year"}
GRAINS |= {"sprint", "fiscal", "tenth", "half", "shift"}
PARTS = {
    "calendar_year": "year",
    "quarter_of_year": "quarter",
    "month_of_year": "month",
    "day_of_month": "day",
    "day_of_week": "dow",
    "day_of_year": "doy",
}
ENTITIES = {"channel", "country", "creator", "device", "play", "sale", "video", "viewer", "visit"}
# Those of the wide model.
WIDE_ENTITIES = {
    "account", "contact", "grade", "lender", "loan", "member", "owner", "payment", "referrer", "review", "search",
    "shop", "tool", "town",
}  # fmt: skip
ENTITIES |= WIDE_ENTITIES
# A quoted text stays as it is; a metric of an entity; a dotted or reserved name or an entity.
TOKEN = re.compile(
    r"'[^']*'"
    r"|metric\((?P<metric>\w+), (?P<entity>\w+)\)"
    rf"|(?P<name>[a-z_]+(?:\.[a-z_]+)+|\b(?:metric_time|{'|'.join(sorted(ENTITIES))})\b)"
)


def split_name(name: str) -> tuple[str, str | None, str | None]:
    """Split a dotted name into its dundered item, its grain and its date part."""
    head, _, last = name.rpartition(".")
    if last in GRAINS:
        return head.replace(".", "__"), last, None
    if last in PARTS:
        return head.replace(".", "__"), None, PARTS[last]
    return name.replace(".", "__"), None, None


def render_name(name: str) -> str:
    """Write a dotted name as a template of a dbt filter."""
    item, grain, part = split_name(name)
    path, _, last = item.rpartition("__")
    if part:
        return f"{{{{ TimeDimension('{item}', date_part_name='{part}') }}}}"
    if grain:
        return f"{{{{ TimeDimension('{item}', '{grain}') }}}}"
    if item == "metric_time":
        return "{{ TimeDimension('metric_time') }}"
    if last in ENTITIES:
        return f"{{{{ Entity('{last}', entity_path={path.split('__') if path else []}) }}}}"
    *hops, entity, dimension = item.split("__")
    return f"{{{{ Dimension('{entity}__{dimension}', entity_path={hops}) }}}}"


def render_filter(condition: str) -> str:
    """Write a condition over dotted names as a dbt filter."""

    def replace(found: re.Match[str]) -> str:
        if found["metric"]:
            return f"{{{{ Metric('{found['metric']}', group_by=['{found['entity']}']) }}}}"
        return render_name(found["name"]) if found["name"] else found[0]

    return TOKEN.sub(replace, condition)


def load_questions() -> list[dict[str, Any]]:
    """Read the questions."""
    from ruamel.yaml import YAML

    return YAML(typ="safe", pure=True).load(HERE / "questions.yaml")


def list_conditions(question: dict[str, Any]) -> list[str]:
    """Give the conditions of a question, each of which is one unit, joined by and."""
    where = question.get("where", [])
    return [where] if isinstance(where, str) else where


def plain_value(value: Any) -> Any:
    """Bring a cell to what JSON holds; midnight is written as its day."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else value


def plain_rows(rows: list[list[Any]], keys: int, *, is_ordered: bool) -> list[list[Any]]:
    """Bring every cell to its plain form, and rows without an order of their own to one by key."""
    plain = [[plain_value(cell) for cell in row] for row in rows]
    sort_key: Callable[[list[Any]], Any] = lambda row: [(cell is not None, str(cell)) for cell in row[:keys]]  # noqa: E731 - one use, right below
    return plain if is_ordered else sorted(plain, key=sort_key)
