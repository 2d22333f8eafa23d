"""Count what became of many worlds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.worlds.look import JudgedEvent, LookedAt

__all__ = ["HEAD", "Seen", "score_worlds", "to_seen"]

HEAD = (
    "worlds", "material incidents", "found", "as one incident", "true segment first", "faults named as such",
    "false a 1,000 metric-days", "quiet weeks that were quiet",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What became of one world, as it is kept.

    Attributes
    ----------
    material, found, single : int
        Material events, those found, and those found as exactly one incident.
    segments, true_segments : int
        Found events that sit in a segment and are material there, and those whose first answer was it.
    faults, named_faults : int
        Found material faults of the data, and those whose explanation says so.
    lines : tuple of str
        Every event and every false incident, for people.
    """

    seed: int
    material: int
    found: int
    single: int
    segments: int
    true_segments: int
    faults: int
    named_faults: int
    false: int
    metric_days: int
    quiet_weeks: int
    loud_weeks: int
    lines: tuple[str, ...]

    def to_plain(self) -> dict[str, Any]:
        """For a file."""
        return asdict(self)

    @classmethod
    def from_plain(cls, told: dict[str, Any]) -> Seen:
        """Read what :meth:`to_plain` gave."""
        return cls(**{**told, "lines": tuple(told["lines"])})


def to_seen(seed: int, looked: LookedAt) -> Seen:
    """Count one world."""
    material = [one for one in looked.events if one.effect.is_material]
    found = [one for one in material if one.is_found]
    asked = [one for one in found if one.is_true is not None]
    faults = [one for one in found if one.event.is_fault]
    false = tuple(
        f"FALSE {i.began:%Y-%m-%d} {i.anomalies[0].name}: {i.anomalies[0].value} where "
        f"{i.anomalies[0].expected:.4g} was expected, p = {i.anomalies[0].p_value:.1e}, {len(i.anomalies)} anomalies"
        for i in looked.false
    )
    return Seen(
        seed=seed,
        material=len(material),
        found=len(found),
        single=sum(one.found == 1 for one in found),
        segments=len(asked),
        true_segments=sum(bool(one.is_true) for one in asked),
        faults=len(faults),
        named_faults=sum(one.outcome == "data problem" for one in faults),
        false=len(looked.false),
        metric_days=looked.metric_days,
        quiet_weeks=looked.quiet_weeks,
        loud_weeks=looked.loud_weeks,
        lines=(*(_say(one) for one in looked.events), *false),
    )


def _say(one: JudgedEvent) -> str:
    event = one.event
    where = " ".join(f"{dim}={'|'.join(values)}" for dim, values in event.segment.items()) or "everybody"
    size = f"{one.best or 'no watched series'} {one.effect.size:+.0%} {one.effect.noise:+.1f} sd"
    fate = f"found as {one.found}" if one.is_found else "not found"
    told = f"; {one.outcome}; {one.answer}; {one.is_true}" if one.outcome else ""
    return (
        f"{'material' if one.effect.is_material else 'small'}: {event.lever} {event.value:g} {where} "
        f"{event.first} to {event.last} ({size}): {fate}{told}"
    )


def score_worlds(name: str, seen: Sequence[Seen]) -> tuple[str, ...]:
    """One row of the table."""

    def add(what: str) -> int:
        return sum(int(getattr(one, what)) for one in seen)

    def share(part: str, whole: str) -> str:
        return f"{add(part)} of {add(whole)} ({add(part) / add(whole):.0%})" if add(whole) else "none"

    quiet = add("quiet_weeks")
    return (
        f"{len(seen)} ({name})" if name != "all" else f"{len(seen)} (all)",
        f"{add('material')}",
        share("found", "material"),
        share("single", "found"),
        share("true_segments", "segments"),
        share("named_faults", "faults"),
        f"{1000 * add('false') / max(1, add('metric_days')):.2f}",
        f"{quiet - add('loud_weeks')} of {quiet}",
    )
