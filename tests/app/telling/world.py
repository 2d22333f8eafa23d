"""A project with channels, a store, and a server that takes messages."""

from __future__ import annotations

import json
import random
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from gnomon.define.load import load_model
from gnomon.store import open_store

SETTINGS = """name = "shop"
timezone = "Europe/Berlin"
[channels.team]
url = "env:TEAM_URL"
severity = "low"
escalate_to = "oncall"
escalate_after = "4 hours"
[channels.oncall]
url = "env:ONCALL_URL"
severity = "critical"
"""


def make_model(folder, more=""):
    (folder / "gnomon.toml").write_text(SETTINGS + more, encoding="utf-8")
    metrics = (
        "sources: {log: {file: log.csv}}\n"
        "metrics:\n"
        "  dau: {kind: count, source: log, label: Daily active users}\n"
        "  plays: {kind: count, source: log, label: Plays}\n"
    )
    (folder / "metrics.yml").write_text(metrics, encoding="utf-8")
    return load_model(folder)


def make_store(folder):
    return open_store(f"sqlite:///{folder}/state.db")


def save(store, incidents, alerts=()):
    fence = store.take_lease("run", holder="test", seconds=60)
    store.commit_watch(run="test", verdicts=(), incidents=incidents, alerts=alerts, fence=fence)
    store.drop_lease("run", fence=fence)


def dice(seed=1):
    """Chance that is the same in every run."""
    return random.Random(seed)  # noqa: S311 - waiting times, no secrets


class Server:
    """Keeps every message it takes; answers as it is told to."""

    def __init__(self):
        self.status, self.wait, self.got = 200, 0.0, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                time.sleep(outer.wait)
                if outer.status == 200:
                    outer.got.append(json.loads(body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"json://127.0.0.1:{self.http.server_port}/told?cto=1&rto=1"

    @property
    def titles(self):
        return [each["title"] for each in self.got]


@contextmanager
def serve():
    server = Server()
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        server.http.server_close()
        thread.join()
