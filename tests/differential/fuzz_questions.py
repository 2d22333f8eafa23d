"""Make random questions, the same for the same seed."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from tests.differential.fuzz_items import GRAINS, Asked, Item, Shop
from tests.differential.neutral import PARTS

FIRST, DAYS = date(2023, 11, 20), 150


def floor_day(day: date, grain: str) -> date:
    """Go back to the first day of a period."""
    if grain == "week":
        return day - timedelta(days=day.weekday())
    if grain in {"month", "quarter", "year"}:
        month = {"month": day.month, "quarter": day.month - (day.month - 1) % 3, "year": 1}[grain]
        return date(day.year, month, 1)
    return day


def quote(value: Any) -> str:
    """Write a value as SQL."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (str, date, datetime)):
        return "'" + str(value).replace("'", "''") + "'"
    return str(value)


class Asker:
    """Makes questions over one shop."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self._shop = shop
        self._random = Random(seed)  # noqa: S311 - the same questions each time
        self._kinds: dict[str, list[Asked]] = {}
        for metric in shop.metrics:
            self._kinds.setdefault(metric.kind, []).append(metric)

    def ask(self, number: int) -> dict[str, Any]:
        """Make one question."""
        random = self._random
        metrics: list[Asked] = []
        for _ in range(random.choices((1, 2, 3), (6, 3, 1))[0]):
            metric = random.choice(self._kinds[random.choice(sorted(self._kinds))])
            if metric not in metrics:
                metrics.append(metric)
        common = set.intersection(*(set(metric.items) for metric in metrics))
        items = [metrics[0].items[name] for name in sorted(common)]
        base = max((metric.grain for metric in metrics), key=GRAINS.index)
        by = self._by(items, base, has_window=any(m.kind != "simple" for m in metrics))
        question: dict[str, Any] = {"id": f"q{number}", "metrics": [m.name for m in metrics], "by": by}
        where = [self._unit(items, base) for _ in range(random.choices((0, 1, 2), (5, 4, 2))[0])]
        if where:
            question["where"] = where
        question |= self._range()
        if by and random.random() < 0.12:
            heads = random.sample(question["metrics"], random.choice((0, 1)))
            order = [("-" if random.random() < 0.5 else "") + name for name in [*heads, *by]]
            question |= {"order_by": order, "limit": random.randint(1, 12)}
        return question

    def _range(self) -> dict[str, str]:
        random = self._random
        if random.random() > 0.3:
            return {}
        start = FIRST + timedelta(days=random.randrange(DAYS))
        end = start + timedelta(days=random.choice((0, 3, 10, 31, 45, 80)))
        shown = {"start": start.isoformat(), "end": end.isoformat()}
        if random.random() < 0.15:
            shown.pop(random.choice(("start", "end")))
        return shown

    def _grain(self, base: str) -> str:
        random = self._random
        if random.random() < 0.15 and self._shop.customs:
            return random.choice(self._shop.customs)
        choices = [g for g in GRAINS if GRAINS.index(g) >= GRAINS.index(base)]
        weights = [{"second": 0.3, "minute": 0.4, "hour": 1, "day": 6, "month": 5}.get(g, 3) for g in choices]
        return random.choices(choices, weights)[0]

    def _by(self, items: list[Item], base: str, *, has_window: bool) -> list[str]:
        random = self._random
        names: list[str] = []
        if random.random() < (0.85 if has_window else 0.6):
            names.append("metric_time" if random.random() < 0.06 else f"metric_time.{self._grain(base)}")
            if random.random() < 0.12:
                names.append(f"metric_time.{self._grain(base)}")
            if random.random() < 0.06:
                names.append(f"metric_time.{random.choice(sorted(PARTS))}")
        count = random.choices((0, 1, 2), (5, 5, 2))[0] if items else 0
        names += [self._item(random.choice(items)) for _ in range(count)]
        return list(dict.fromkeys(names))

    def _item(self, item: Item) -> str:
        if item.kind != "time":
            return item.name
        choice = self._random.random()
        if choice < 0.15:
            return f"{item.name}.{self._random.choice(sorted(PARTS))}"
        return item.name if choice < 0.25 else f"{item.name}.{self._grain(item.grain)}"

    def _unit(self, items: list[Item], base: str) -> str:
        random = self._random
        others = [item for item in items if item.kind == "category"] * 2
        others += [item for item in items if item.kind == "entity"]
        others += [item for item in items if item.kind == "time"]

        def atom() -> str:
            if not others or is_time:
                return self._time("metric_time", base)
            if random.random() < 0.08:
                return self._metric(items)
            return self._condition(random.choice(others))

        is_time = not others or random.random() < 0.4
        first = atom()
        shape = random.random()
        if shape < 0.65:
            return first
        if shape < 0.72:
            return f"not ({first})"
        if random.random() < 0.12:
            is_time = not is_time
        word = "or" if shape < 0.87 else "and"
        return f"{first} {word} {atom()}"

    def _time(self, name: str, base: str) -> str:
        random = self._random
        if random.random() < 0.15:
            part = random.choice(sorted(PARTS))
            value = 2024 if part == "calendar_year" else random.randint(1, 5)
            return f"{name}.{part} {random.choice(('=', '<>', '<=', '>'))} {value}"
        grain = self._grain(base)
        full = f"{name}.{grain}"
        days = [floor_day(FIRST + timedelta(days=random.randrange(DAYS)), grain) for _ in range(2)]
        low, high = (quote(day.isoformat()) for day in sorted(days))
        shape = random.random()
        if shape < 0.2:
            return f"{full} between {low} and {high}"
        if shape < 0.3:
            return f"{full} in ({low}, {high})"
        if shape < 0.35 and name != "metric_time":
            return f"{full} is null"
        return f"{full} {random.choice(('=', '>=', '<', '<=', '>', '>='))} {low}"

    def _condition(self, item: Item) -> str:  # noqa: PLR0911 - one return a form
        random = self._random
        if item.kind == "time":
            return self._time(item.name, item.grain)
        if random.random() < 0.15 or not item.values:
            return f"{item.name} is {random.choice(('', 'not '))}null"
        value, other = random.choice(item.values), random.choice(item.values)
        if isinstance(value, bool):
            return random.choice((f"{item.name}", f"not {item.name}", f"{item.name} = {quote(value)}"))
        shape = random.random()
        if shape < 0.3:
            return f"{item.name} {random.choice(('', 'not '))}in ({quote(value)}, {quote(other)})"
        if isinstance(value, str):
            if shape < 0.4:
                return f"{item.name} like '%{value[1:3]}%'"
            return f"{item.name} {random.choice(('=', '=', '<>'))} {quote(value)}"
        return f"{item.name} {random.choice(('=', '<>', '>', '<='))} {quote(value)}"

    def _metric(self, items: list[Item]) -> str:
        random = self._random
        keys = [item.name for item in items if item.kind == "entity" and "." not in item.name]
        if not keys:
            return "metric_time.day >= '2024-01-05'"
        key = random.choice(keys)
        named = [m for m in self._shop.metrics if key in m.items and m.kind in {"simple", "ratio", "derived"}]
        metric = random.choice(named).name
        return f"metric({metric}, {key}) {random.choice(('> 3', '<= 10', 'is null', 'is not null', '> 0.5'))}"
