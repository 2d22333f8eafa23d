"""Distinct counts: who came, who left, who moved, from one table of users."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from gnomon.explain.decompose.compose import Method, compose_explanation
from gnomon.records.explanation import Change, Contribution, Explanation, Part

__all__ = ["Membership", "decompose_distinct"]

_METHOD = Method(
    name="flows of distinct entities",
    assumptions=(
        "Segments are never summed to the total: an entity in several of them counts once there.",
        "An entity in several segments counts in each; the surplus stands as overlap.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One entity seen in one segment."""

    entity: Hashable
    segment: str


def decompose_distinct(
    before: Iterable[Membership], after: Iterable[Membership], *, measure: str = "entities"
) -> Explanation:
    """Take a change of a distinct count apart into flows of entities by segment.

    For each segment: entities gained (nowhere before), lost (nowhere after), and moved in less moved out (seen in
    both periods). Entities in several segments would count several times, so the change of that surplus is taken
    off as a row of its own.

    Parameters
    ----------
    before, after : iterable of Membership
        Who was seen where; repeated rows count once.
    measure : str
        Name of what changed.

    Examples
    --------
    >>> seen = lambda *pairs: [Membership(entity=e, segment=s) for e, s in pairs]
    >>> found = decompose_distinct(
    ...     seen((1, "ios"), (2, "ios"), (3, "web")), seen((1, "web"), (3, "web"), (3, "ios"), (4, "web"))
    ... )
    >>> found.change.amount, sorted((c.name, c.part, c.amount) for c in found.contributions)
    (0.0, [('ios', 'lost', -1.0), ('overlap', 'overlap', -1.0), ('web', 'gained', 1.0), ('web', 'moved', 1.0)])
    """
    old, new = _group(before), _group(after)
    parts: list[Contribution] = []
    for segment in sorted({s for where in (*old.values(), *new.values()) for s in where}):
        was = {e for e, where in old.items() if segment in where}
        now = {e for e, where in new.items() if segment in where}
        flows: tuple[tuple[Part, float], ...] = (
            ("gained", float(len(now - old.keys()))),
            ("lost", -float(len(was - new.keys()))),
            ("moved", float(len((now - was) & old.keys()) - len((was - now) & new.keys()))),
        )
        parts += [
            Contribution(
                name=segment,
                part=part,
                amount=amount,
                share=None,
                before=float(len(was)),
                after=float(len(now)),
            )
            for part, amount in flows
            if amount
        ]
    surplus = [float(sum(len(w) - 1 for w in seen.values())) for seen in (old, new)]
    if surplus[0] or surplus[1]:
        parts.append(
            Contribution(
                name="overlap",
                part="overlap",
                amount=surplus[0] - surplus[1],
                share=None,
                before=-surplus[0],
                after=-surplus[1],
            )
        )
    change = Change(name=measure, before=float(len(old)), after=float(len(new)))
    return compose_explanation(change, parts, _METHOD, remarks=_tell_overlap(surplus))


def _group(rows: Iterable[Membership]) -> dict[Hashable, set[str]]:
    found: dict[Hashable, set[str]] = {}
    for row in rows:
        found.setdefault(row.entity, set()).add(row.segment)
    return found


def _tell_overlap(surplus: list[float]) -> list[str]:
    if not any(surplus):
        return []
    return [
        f"Segments overlap: their counts exceed the total by {surplus[0]:,.0f} before and {surplus[1]:,.0f} after."
    ]
