"""Stopping jobs: by Ctrl-C, by a limit, by hand; and what is left after."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest
from sqlglot import parse_one

from gnomon.engine.errors import EngineClosedError, QueryCancelledError, TimeLimitError
from gnomon.engine.runner import QueryRunner

ENDLESS = parse_one(
    "select count(*) as n from range(1000000) as a(x), range(1000000) as b(y) where x + y < 0",
    dialect="duckdb",
)


class Session:
    """Sleeps until it is stopped; keeps count of stops that hit it while it was idle."""

    def __init__(self):
        self.stopped = threading.Event()
        self.is_busy = False
        self.idle_stops = 0

    def work(self, seconds):
        self.stopped.clear()
        self.is_busy = True
        try:
            if self.stopped.wait(seconds):
                raise QueryCancelledError("stopped")
            return "done"
        finally:
            self.is_busy = False

    def stop(self):
        if not self.is_busy:
            self.idle_stops += 1
        self.stopped.set()


@pytest.fixture
def runner():
    made = QueryRunner([Session(), Session()], stop_session=Session.stop, timeout_seconds=0.2)
    yield made
    made.close()


def test_job_when_quick_then_returns_its_value(runner):
    assert runner.run(lambda session: session.work(0.01)) == "done"


def test_job_when_it_raises_then_error_passes_and_session_returns(runner):
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            runner.run(lambda _: 1 / 0)
    assert runner.run(lambda session: session.work(0)) == "done"


def test_job_when_late_then_time_limit_names_the_setting(runner):
    with pytest.raises(TimeLimitError, match=r"0\.2 s.*timeout_seconds"):
        runner.run(lambda session: session.work(5))


def test_job_when_it_ignores_the_stop_then_caller_is_freed_all_the_same(runner):
    start = time.monotonic()
    with pytest.raises(TimeLimitError):
        runner.run(lambda _: time.sleep(3))
    assert time.monotonic() - start < 2.7


def test_job_when_it_ends_as_it_is_stopped_then_its_answer_counts(runner):
    assert runner.run(lambda _: (time.sleep(0.25), "in time")[1]) == "in time"


def test_waiting_job_when_all_is_stopped_then_never_begins():
    runner = QueryRunner([Session()], stop_session=Session.stop, timeout_seconds=None)
    begun = []
    errors = []

    def ask(name):
        try:
            runner.run(lambda session: (begun.append(name), session.work(5)))
        except QueryCancelledError as error:
            errors.append((name, error))

    threads = [threading.Thread(target=ask, args=(name,)) for name in ("first", "second")]
    threads[0].start()
    while not begun:
        time.sleep(0.005)
    threads[1].start()
    time.sleep(0.05)
    runner.stop_all()
    for thread in threads:
        thread.join(timeout=3)
    assert begun == ["first"]
    assert sorted(name for name, _ in errors) == ["first", "second"]
    runner.close()


def test_runner_when_closed_then_refuses_work(runner):
    runner.close()
    with pytest.raises(EngineClosedError):
        runner.run(lambda session: session.work(0))


def test_ctrl_c_when_a_query_runs_then_it_stops_at_once_and_the_engine_answers(engine):
    timer = threading.Timer(0.4, os.kill, (os.getpid(), signal.SIGINT))
    start = time.monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        engine.execute(ENDLESS)
    assert time.monotonic() - start < 0.4 + 1
    assert engine.execute(parse_one("select 1 as x")).table.to_pylist() == [{"x": 1}]


def test_close_when_a_query_runs_then_it_is_cancelled(engine):
    errors = []

    def ask():
        try:
            engine.execute(ENDLESS)
        except QueryCancelledError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.3)
    start = time.monotonic()
    engine.close()
    thread.join(timeout=3)
    assert len(errors) == 1
    assert time.monotonic() - start < 2


def test_interrupt_when_nothing_runs_then_next_query_is_not_hit(engine):
    for _ in range(20):
        engine.interrupt()
        assert engine.execute(parse_one("select 1 as x")).table.num_rows == 1


def test_many_threads_when_more_than_sessions_then_all_are_served(engine):
    tree = parse_one("select $k as k, count(*) as n from range(20000) as t(x)", dialect="duckdb")
    found = {}
    threads = [
        threading.Thread(
            target=lambda k=k: found.update({k: engine.execute(tree, {"k": k}).table.to_pylist()[0]})
        )
        for k in range(30)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert found == {k: {"k": k, "n": 20_000} for k in range(30)}
