"""Tasks on the tables of a maker, done in order on a thread of their own while the next tables are made."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import TYPE_CHECKING, Final, Self

from gnomon.engine.duckdb_maker import DuckDBMaker

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

__all__ = ["WriteBehind"]

_PATIENCE: Final = 0.1  # seconds between two calls to stop what runs


class WriteBehind:
    """One task after another, each about one table.

    Making a table of few rows keeps one core busy, and so does writing it: the two go on side by side.

    Parameters
    ----------
    maker : DuckDBMaker
        Whose tables the tasks are about.
    is_parallel : bool
        Whether there is a second core; else a task is done when it is added.
    """

    def __init__(self, maker: DuckDBMaker, *, is_parallel: bool) -> None:
        self._maker = maker.fork() if is_parallel else maker
        self._pool = ThreadPoolExecutor(max_workers=1) if is_parallel else None
        self._open: dict[str, list[Future[None]]] = {}

    def add(self, name: str, task: Callable[[DuckDBMaker], None]) -> None:
        """Add a task about a table; what went wrong in an earlier one is raised here."""
        for known in [name for name in self._open if not self.has(name)]:
            self.finish(known)
        if self._pool is None:
            task(self._maker)
        else:
            self._open.setdefault(name, []).append(self._pool.submit(task, self._maker))

    def has(self, name: str) -> bool:
        """Whether a task about a table is still to be done."""
        return not all(future.done() for future in self._open.get(name, ()))

    def finish(self, name: str) -> None:
        """Wait for the tasks about a table."""
        for future in self._open.pop(name, ()):
            future.result()

    def finish_all(self) -> None:
        """Wait for every task."""
        for name in list(self._open):
            self.finish(name)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop what still runs; after :meth:`finish_all` nothing does."""
        if self._pool is None:
            return
        self._pool.shutdown(wait=False, cancel_futures=True)
        left = [f for futures in self._open.values() for f in futures if not f.cancelled()]
        while wait(left, timeout=_PATIENCE).not_done:
            self._maker.interrupt()
        self._maker.close()
