"""What goes wrong with the product's own state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gnomon.base.errors import QuestionError, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

__all__ = ["AmbiguousIdError", "LeaseHeldError", "StaleFenceError", "StoreConflictError"]


class LeaseHeldError(StoreError):
    """Another copy holds the lease.

    Attributes
    ----------
    holder : str
        Who.
    until : datetime
        When it ends by itself.
    """

    code = "STO-505"

    def __init__(self, name: str, *, holder: str, until: datetime) -> None:
        self.holder, self.until = holder, until
        super().__init__(
            f"Another copy holds the lease {name!r}: {holder}, until {until:%Y-%m-%d %H:%M:%S} UTC. "
            f"Wait until it ends; a copy that was killed loses the lease then.",
            code="STO-505",
        )


class StaleFenceError(StoreError):
    """Another copy took over; what this one wanted to save is refused."""

    code = "STO-506"

    def __init__(self, name: str, *, fence: int, current: int) -> None:
        super().__init__(
            f"The lease {name!r} was lost: this copy holds number {fence}, the store is at {current}. "
            f"Nothing was saved by it; the other copy goes on.",
            code="STO-506",
        )


class StoreConflictError(StoreError):
    """An incident changed after it was read."""

    code = "STO-507"

    def __init__(self, incident: str) -> None:
        super().__init__(
            f"Incident {incident} was changed by somebody else meanwhile. Read it again and repeat the change.",
            code="STO-507",
        )


class AmbiguousIdError(QuestionError):
    """The beginning of an id belongs to several incidents."""

    code = "STO-509"

    def __init__(self, prefix: str, found: Sequence[str]) -> None:
        super().__init__(
            f"{prefix!r} begins the ids of several incidents: {', '.join(found)}. Write more of it.",
            code="STO-509",
        )
