"""Rules for what ``gnomon.toml`` says about telling people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from gnomon.define.rules.check import Check

__all__ = ["check_notices"]

_ALL: Final = "*"


def check_notices(check: Check) -> None:
    """Check that windows of maintenance name metrics that exist."""
    for place, window in enumerate(check.model.settings.notices.maintenance):
        for index, name in enumerate(window.metrics):
            if name != _ALL:
                check.metric(name, ("maintenance", str(place), "metrics", index))
