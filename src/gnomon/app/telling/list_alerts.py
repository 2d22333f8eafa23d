"""The outbox as a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast, get_args

from gnomon.base.errors import UnknownNameError
from gnomon.records.alert import AlertState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gnomon.records.alert import Alert
    from gnomon.store import Store

__all__ = ["list_alerts"]


def list_alerts(store: Store, *, states: Sequence[str] = (), limit: int | None = None) -> tuple[Alert, ...]:
    """List alerts, the newest first.

    Raises
    ------
    UnknownNameError
        If a state is none.
    """
    known = cast("tuple[str, ...]", get_args(AlertState))
    for state in states:
        if state not in known:
            raise UnknownNameError.of("state", state, known)
    return store.alerts(states=cast("Sequence[AlertState]", tuple(states)), limit=limit)
