"""A Postgres server for the tests: a cluster of its own in a temporary folder, gone when they end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import sqlalchemy as sa

__all__ = ["Cluster", "find_programs", "start_cluster"]


@dataclass
class Cluster:
    """A running server that answers on a socket in its own folder."""

    folder: Path
    programs: Path
    user: str | None
    numbers: count[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        """Address of a database, for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def new_database(self) -> str:
        """Make an empty database and give its address."""
        name = f"t{next(self.numbers)}"
        engine = sa.create_engine(self.url("postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(sa.text(f"CREATE DATABASE {name}"))
        engine.dispose()
        return self.url(name)

    def stop(self) -> None:
        """End the server and remove its folder."""
        call(self, "pg_ctl", "-D", str(self.folder / "data"), "-m", "immediate", "-w", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


def find_programs() -> Path | None:
    """Find the folder that holds ``initdb``; Debian keeps it off PATH."""
    given = os.environ.get("GNOMON_POSTGRES_BIN")
    if given:
        return Path(given)
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def start_cluster(programs: Path) -> Cluster:
    """Make a cluster and start it; the server refuses to run as root, so root becomes ``postgres``."""
    user = "postgres" if os.getuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="gnomon-pg-"))
    if user:
        shutil.chown(folder, user, user)
    cluster = Cluster(folder=folder, programs=programs, user=user)
    data = str(folder / "data")
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    try:
        call(cluster, "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        call(cluster, "pg_ctl", "-D", data, "-l", str(folder / "log"), "-w", "-o", options, "start")
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return cluster


def call(cluster: Cluster, program: str, *arguments: str) -> None:
    """Run a program of the server as its user; what it says is shown where it fails."""
    as_user = {"user": cluster.user, "group": cluster.user, "extra_groups": []} if cluster.user else {}
    outcome = subprocess.run(
        [str(cluster.programs / program), *arguments],
        cwd=cluster.folder,
        env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE
        if program != "pg_ctl"
        else subprocess.DEVNULL,  # the server would hold a pipe open
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **as_user,
    )
    if outcome.returncode != 0:
        log = cluster.folder / "log"
        said = outcome.stdout or (log.read_text(encoding="utf-8") if log.exists() else "")
        message = f"{program} failed with {outcome.returncode}: {said[-2000:]}"
        raise RuntimeError(message)
