"""Put contributions together: order, shares, remainder and movements that cancel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum, isfinite

from gnomon.base.errors import DataError
from gnomon.base.shown_numbers import show_value
from gnomon.records.explanation import Basis, Change, Contribution, Explanation

__all__ = ["Method", "check_finite", "compose_explanation"]

_CALM = 0.2
_LARGE = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """Name of a method and the choices in it."""

    name: str
    assumptions: tuple[str, ...]


def compose_explanation(
    change: Change, parts: Sequence[Contribution], method: Method, *, remarks: Sequence[str] = ()
) -> Explanation:
    """Order contributions by size and give shares: of the net change, or of all movement when that mostly cancels.

    Examples
    --------
    >>> parts = [
    ...     Contribution(name=n, part="amount", amount=a, share=None, before=0.0, after=a)
    ...     for n, a in (("DE", 50.0), ("FR", -45.0))
    ... ]
    >>> change = Change(name="plays", before=100.0, after=105.0)
    >>> found = compose_explanation(change, parts, Method(name="difference", assumptions=()))
    >>> found.basis, [round(c.share, 3) for c in found.contributions]
    ('gross', [0.526, -0.474])
    """
    net = fsum(p.amount for p in parts)
    gross = fsum(abs(p.amount) for p in parts)
    basis: Basis = "gross" if abs(net) < _CALM * gross else "net"
    whole = gross if basis == "gross" else net
    shared = [replace(p, share=p.amount / whole if whole else None) for p in parts]
    remarks = [*remarks, *_tell_offsets(parts, net, gross)]
    return Explanation(
        change=change,
        contributions=tuple(sorted(shared, key=lambda c: -abs(c.amount))),
        remainder=change.amount - net,
        basis=basis,
        method=method.name,
        assumptions=method.assumptions,
        remarks=tuple(remarks),
    )


def check_finite(name: str, values: Sequence[float]) -> None:
    """Refuse values that are missing or infinite.

    Raises
    ------
    DataError
        DAT-323.
    """
    wrong = sum(not isfinite(v) for v in values)
    if wrong:
        raise DataError(
            f"{name}: {wrong} values are missing or infinite. Fill in 0 where nothing was, or mend them.",
            code="DAT-323",
        )


def _tell_offsets(parts: Sequence[Contribution], net: float, gross: float) -> list[str]:
    """Say when movements of both signs are large and most of them cancel."""
    if not gross or abs(net) >= _CALM * gross:
        return []
    large = [p for p in parts if abs(p.amount) >= _LARGE * gross]
    up = max((p for p in large if p.amount > 0), key=lambda p: p.amount, default=None)
    down = min((p for p in large if p.amount < 0), key=lambda p: p.amount, default=None)
    if up is None or down is None:
        return []
    return [
        (
            f"Movements cancel: {up.name} {show_value(up.amount)} and {down.name} {show_value(down.amount)}; "
            f"all movement is {show_value(gross)}, the net change {show_value(net)}. Shares are of all movement."
        )
    ]
