"""Rules for goals and the beliefs of the metric tree."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from gnomon.define.rules.check import Check

__all__ = ["check_goals"]


def check_goals(check: Check) -> None:
    """Check north stars, targets and drivers."""
    for goal in check.model.goals.values():
        place = ("goals", goal.name)
        if goal.north_star:
            check.metric(goal.north_star, (*place, "north_star"))
        readable = (index for index in count() if check.is_sound(*place, "targets", index, "by"))
        seen: set[date] = set()
        targets = goal.targets if check.is_sound(*place, "targets") else ()
        for target, index in zip(targets, readable, strict=False):
            if target.by in seen:
                message = f"Two targets for {target.by.isoformat()}. Keep one of them."
                check.report(message, "DEF-159", (*place, "targets", index))
            seen.add(target.by)
    _check_drivers(check)


def _check_drivers(check: Check) -> None:
    seen: set[tuple[str, str]] = set()
    for index, driver in enumerate(check.model.drivers):
        place = ("drivers", str(index))
        pair = (driver.metric, driver.driver)
        both = [(*place, "metric"), (*place, "driver")]
        check.metric(driver.metric, (*place, "metric"))
        check.metric(driver.driver, (*place, "driver"))
        if driver.metric == driver.driver:
            check.report(f"{driver.metric!r} cannot drive itself.", "DEF-159", (*place, "driver"), about=both)
        elif pair in seen:
            message = f"That {driver.driver!r} drives {driver.metric!r} is said twice. Keep one of them."
            check.report(message, "DEF-159", (*place, "driver"), about=both)
        seen.add(pair)
