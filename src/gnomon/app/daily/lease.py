"""Hold the lease of the loop while it works, and know when it was lost."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gnomon.base.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Generator

    from gnomon.store import Store

__all__ = ["LEASE_SECONDS", "Held", "hold_lease", "name_holder"]

LEASE_SECONDS: Final = 120.0
_BEATS: Final = 4  # renewals in the time of a lease


@dataclass(slots=True, kw_only=True)
class Held:
    """A lease that is held.

    Attributes
    ----------
    holder : str
    fence : int
        Number that every write under it shows.
    lost : StoreError or None
        Why it could not be renewed; the next write says so too.
    """

    holder: str
    fence: int
    lost: StoreError | None = field(default=None)


@contextmanager
def hold_lease(store: Store, name: str, *, seconds: float = LEASE_SECONDS) -> Generator[Held]:
    """Take the lease, renew it from a thread of its own, and give it back in the end, whatever happens.

    A process that is killed gives nothing back: its lease ends by itself after ``seconds``.

    Raises
    ------
    LeaseHeldError
        If another copy is at work.
    """
    holder = name_holder()
    held = Held(holder=holder, fence=store.take_lease(name, holder=holder, seconds=seconds))
    is_over = threading.Event()
    beat = threading.Thread(
        target=_renew, args=(store, name, held, seconds, is_over), name="lease", daemon=True
    )
    beat.start()
    try:
        yield held
    finally:
        is_over.set()
        beat.join()
        store.drop_lease(name, fence=held.fence)


def name_holder() -> str:
    """Name this process for others: machine, process and a random part."""
    return f"{socket.gethostname()}, process {os.getpid()}, {secrets.token_hex(3)}"


def _renew(store: Store, name: str, held: Held, seconds: float, is_over: threading.Event) -> None:
    while not is_over.wait(seconds / _BEATS):
        try:
            store.renew_lease(name, fence=held.fence, seconds=seconds)
        except StoreError as error:  # the store away for a moment, or the lease lost: the next write tells
            held.lost = error
        else:
            held.lost = None
