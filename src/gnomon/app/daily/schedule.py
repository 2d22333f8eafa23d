"""Run something by the clock: every day at a time, or by a cron expression, in the reporting zone."""

from __future__ import annotations

import re
import signal
from contextlib import contextmanager
from datetime import datetime
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from gnomon.base.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["DEFAULT_AT", "next_time", "run_by_clock"]

DEFAULT_AT: Final = "07:30"
_TIME: Final = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\Z")


def next_time(*, zone: str, cron: str | None = None, at: str | None = None, now: datetime) -> datetime | None:
    """Say when the clock strikes next; None where a cron expression never does.

    Parameters
    ----------
    zone : str
        IANA zone of the expression.
    cron : str, optional
        Five fields: minute, hour, day, month, weekday.
    at : str, optional
        Time of day, ``07:30``; the default without an expression.

    Raises
    ------
    InputError
        If either cannot be read, both are given, or APScheduler is not installed.
    """
    found = _trigger(zone, cron, at).get_next_fire_time(None, now)
    return found if isinstance(found, datetime) else None


def run_by_clock(
    job: Callable[[], None], *, zone: str, cron: str | None = None, at: str | None = None
) -> None:
    """Call a function whenever the clock strikes, until the process is interrupted; from the main thread.

    A call that is still on when the clock strikes again is not doubled, and several strikes that were missed,
    for example while the machine slept, are made up for by one call.

    Raises
    ------
    InputError
        If the time cannot be read, or APScheduler is not installed.
    """
    trigger = _trigger(zone, cron, at)
    from apscheduler.schedulers.blocking import BlockingScheduler  # pyright: ignore[reportMissingTypeStubs] # it has none

    scheduler: Any = BlockingScheduler(timezone=ZoneInfo(zone))
    scheduler.add_job(job, trigger, max_instances=1, coalesce=True, misfire_grace_time=None)
    with _stopped_by_signal(lambda: scheduler.shutdown(wait=False)):
        scheduler.start()


@contextmanager
def _stopped_by_signal(stop: Callable[[], None]) -> Generator[None]:
    """Stop on Ctrl-C and on SIGTERM: the scheduler swallows an interruption that comes while it starts a job.

    A handler runs in the middle of whatever the main thread does, perhaps while it holds a lock of the scheduler
    that stopping needs. So the handler only leaves word, in a queue that may be used there, and a thread stops.
    """
    word: SimpleQueue[Callable[[], object]] = SimpleQueue()

    def wait() -> None:
        word.get()()

    waiting = Thread(target=wait, name="gnomon-stop", daemon=True)
    waiting.start()
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handle(number: int, frame: object) -> None:
        del number, frame
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second Ctrl-C ends the process at once
        word.put(stop)

    try:
        for number in former:
            signal.signal(number, handle)
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)
        word.put(object)  # nothing to stop
        waiting.join()


def _trigger(zone: str, cron: str | None, at: str | None) -> Any:  # noqa: ANN401 - the library has no types
    try:
        from apscheduler.triggers.cron import CronTrigger  # pyright: ignore[reportMissingTypeStubs] # it has none
    except ModuleNotFoundError as error:
        raise InputError(
            "Running by the clock needs APScheduler. Install gnomon-metrics[watch].", code="INP-041"
        ) from error
    if cron is not None and at is not None:
        raise InputError("Give either a cron expression or a time of day.", code="INP-042")
    maker: Any = CronTrigger
    if cron is None:
        hour, minute = _read_time(at or DEFAULT_AT)
        return maker(hour=hour, minute=minute, timezone=ZoneInfo(zone))
    try:
        return maker.from_crontab(cron, timezone=ZoneInfo(zone))
    except ValueError as error:
        raise _unreadable(cron, str(error)) from error


def _read_time(text: str) -> tuple[int, int]:
    found = _TIME.match(text)
    if found is None:
        raise _unreadable(text, "a time of day has hours from 0 to 23 and minutes from 00 to 59")
    return int(found[1]), int(found[2])


def _unreadable(text: str, why: str) -> InputError:
    return InputError(
        f"{text!r} cannot be read: {why}. Write a time such as 07:30, or five fields such as '30 7 * * *'.",
        code="INP-043",
    )
