"""Run one job on a free session, with a time limit and a way to stop it from outside."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

from gnomon.engine.errors import EngineClosedError, QueryCancelledError, TimeLimitError

__all__ = ["QueryRunner"]

S = TypeVar("S")
T = TypeVar("T")

_LOOK_SECONDS = 0.1  # how often the waiting thread looks up; signals reach it no later than that
_RETRY_SECONDS = 0.02  # a stop that comes before the query has begun is lost, so it is repeated
_GRACE_SECONDS = 2.0  # how long to wait for a stopped query before letting its session go


@dataclass(slots=True, eq=False)
class _Ticket(Generic[S]):
    """One query on its way: which session it holds, and whether somebody wants it stopped."""

    stop_session: Callable[[S], None]
    session: S | None = None
    is_stopped: bool = False
    lock: Lock = field(default_factory=Lock)

    def stop(self) -> None:
        """Stop the query if it runs; never the next one on the same session."""
        with self.lock:
            self.is_stopped = True
            if self.session is not None:
                self.stop_session(self.session)

    def take(self, session: S) -> None:
        with self.lock:
            if self.is_stopped:
                raise QueryCancelledError("The query was cancelled before it began.")
            self.session = session

    def release(self) -> None:
        with self.lock:
            self.session = None


class QueryRunner(Generic[S]):
    """Hands jobs to worker threads, one session each.

    The calling thread only waits, so Ctrl-C reaches it at once and the session stays usable.

    Parameters
    ----------
    sessions : sequence
        Connections prepared beforehand; as many jobs run at once.
    stop_session : callable
        Interrupts what runs on a session; called from other threads.
    timeout_seconds : float or None
        Wall time for a job, its time in the queue included.
    """

    def __init__(
        self, sessions: Sequence[S], *, stop_session: Callable[[S], None], timeout_seconds: float | None
    ) -> None:
        self._free: SimpleQueue[S] = SimpleQueue()
        for session in sessions:
            self._free.put(session)
        self._stop_session = stop_session
        self._timeout_seconds = timeout_seconds
        self._workers = ThreadPoolExecutor(max_workers=len(sessions), thread_name_prefix="gnomon-query")
        self._active: set[_Ticket[S]] = set()
        self._lock = Lock()
        self._is_closed = False

    def run(self, job: Callable[[S], T]) -> T:
        """Run `job` on a free session and return what it returns.

        Raises
        ------
        TimeLimitError
            If it takes longer than the limit.
        QueryCancelledError
            If :meth:`stop_all` was called.
        """
        ticket = _Ticket(self._stop_session)
        with self._lock:
            if self._is_closed:
                raise EngineClosedError("This engine is closed. Open it again to ask more.")
            self._active.add(ticket)
            future = self._workers.submit(self._work, job, ticket)
        try:
            return self._await(future, ticket)
        except TimeLimitError:
            raise
        except BaseException:  # Ctrl-C above all: leave no query behind
            _stop(future, ticket)
            raise
        finally:
            with self._lock:
                self._active.discard(ticket)

    def stop_all(self) -> None:
        """Stop every job that runs or waits."""
        with self._lock:
            active = tuple(self._active)
        for ticket in active:
            ticket.stop()

    def close(self) -> None:
        """Stop every job, then end the workers."""
        with self._lock:
            self._is_closed = True
        self.stop_all()
        self._workers.shutdown(wait=True, cancel_futures=False)

    def _work(self, job: Callable[[S], T], ticket: _Ticket[S]) -> T:
        session = self._free.get()
        try:
            ticket.take(session)
            return job(session)
        finally:
            ticket.release()
            self._free.put(session)

    def _await(self, future: Future[T], ticket: _Ticket[S]) -> T:
        limit = self._timeout_seconds
        deadline = None if limit is None else time.monotonic() + limit
        while not future.done():
            left = _LOOK_SECONDS if deadline is None else min(_LOOK_SECONDS, deadline - time.monotonic())
            if left <= 0:
                return self._end_late(future, ticket)
            wait([future], timeout=left)
            if ticket.is_stopped:
                ticket.stop()
        return future.result()

    def _end_late(self, future: Future[T], ticket: _Ticket[S]) -> T:
        """Stop a job at its limit; an answer that came in that very moment still counts."""
        _stop(future, ticket)
        if future.done() and future.exception() is None:
            return future.result()
        raise TimeLimitError(
            f"The query took longer than {self._timeout_seconds:g} s and was stopped. Ask for a shorter time "
            "span or fewer dimensions, or raise `timeout_seconds` in gnomon.toml."
        )


def _stop(future: Future[T], ticket: _Ticket[S]) -> None:
    """Ask until the job has ended, or the grace is over."""
    give_up = time.monotonic() + _GRACE_SECONDS
    while not future.done() and time.monotonic() < give_up:
        ticket.stop()
        wait([future], timeout=_RETRY_SECONDS)
