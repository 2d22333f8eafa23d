"""What a user may write about relations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from gnomon.define.expressions import render
from gnomon.define.relation import MetricRelation
from gnomon.define.spec import Sql, Strict

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = ["RelationYaml", "relation_to_yaml"]

_TOLERANCE: Final = 1e-9
_SIDES: Final = ("left", "right")
_SUM: Final = ("sum_of", "over", "equals")


class RelationYaml(Strict):
    """Body of a relation: two sides, or a sum over a dimension and what it equals."""

    left: Sql | None = None
    right: Sql | None = None
    sum_of: Sql | None = None
    over: str | None = None
    equals: Sql | None = None
    label: str = ""
    grain: str | None = None
    tolerance: Annotated[float | int, Field(ge=0)] = _TOLERANCE

    def to_relation(self, entry: Entry, name: str) -> MetricRelation | None:
        """Parse both sides; None, and a fault, where it has neither form."""
        given = tuple(key for key in (*_SIDES, *_SUM) if getattr(self, key) is not None)
        if given not in (_SIDES, _SUM):
            told = f"this has {', '.join(given)}" if given else "this has none of them"
            entry.report(
                f"A relation has `left` and `right`, or `sum_of`, `over` and `equals`; {told}.",
                "DEF-170",
                key=True,
                about=[(key,) for key in (*_SIDES, *_SUM)],
            )
            return None
        left, right = _SIDES if given == _SIDES else ("sum_of", "equals")
        return MetricRelation(
            name=name,
            left=entry.expression(str(getattr(self, left)), left),
            right=entry.expression(str(getattr(self, right)), right),
            over=self.over,
            label=self.label,
            grain=self.grain,
            tolerance=float(self.tolerance),
            location=entry.where(key=True),
        )


def relation_to_yaml(relation: MetricRelation) -> dict[str, object]:
    """Body of a relation as a person would write it."""
    left, right = render(relation.left), render(relation.right)
    body: dict[str, object] = {"label": relation.label} if relation.label else {}
    if relation.over is None:
        body |= {"left": left, "right": right}
    else:
        body |= {"sum_of": left, "over": relation.over, "equals": right}
    if relation.grain is not None:
        body["grain"] = relation.grain
    return body if relation.tolerance == _TOLERANCE else {**body, "tolerance": relation.tolerance}
