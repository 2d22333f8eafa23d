"""Tables: made once, the same as the code says, by one process at a time."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from gnomon.base.errors import InputError, StoreError
from gnomon.store import connect, hide_password, open_store, revision_of
from gnomon.store.tables import METADATA
from tests.store.samples import make_alert

OPEN = """
import sys
from gnomon.store import open_store
sys.stdin.readline()
open_store(sys.argv[1]).close()
"""


def test_tables_when_migrated_then_are_those_of_the_code(url):
    open_store(url).close()
    engine = connect(url)
    with engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(
            connection, opts={"version_table": "gnomon_version", "compare_type": True}
        )
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_store_when_opened_again_then_keeps_what_it_held(url):
    with open_store(url) as store:
        store.add_alerts([make_alert()])
    with open_store(url) as store:
        assert store.alerts() == (make_alert(),)


def test_store_when_several_processes_open_it_first_then_one_makes_the_tables(url):
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", OPEN, url], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [process.communicate("\n")[1] for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said
    engine = connect(url)
    assert re.fullmatch(r"\d{4}", revision_of(engine) or "")
    engine.dispose()


def test_store_when_a_newer_version_wrote_it_then_is_refused(url):
    open_store(url).close()
    engine = connect(url)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE gnomon_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match=r"revision 9999.*Update Gnomon.*STO-504"):
        open_store(url)


@pytest.mark.parametrize(
    "address", ["state.db", "mysql://db/state", "sqlite://", "sqlite:///:memory:", "", "a b"]
)
def test_address_when_of_no_store_then_says_which_are(address):
    with pytest.raises(InputError, match=r"postgresql\+psycopg://.*STO-501"):
        open_store(address)


def test_address_when_nothing_answers_then_says_so_without_the_password(tmp_path):
    with pytest.raises(StoreError, match="STO-503") as caught:
        open_store(f"postgresql://ada:secret@/state?host={tmp_path}")
    assert "secret" not in str(caught.value)
    assert hide_password("postgresql://ada:secret@db/state") == "postgresql://ada:***@db/state"


def test_folder_when_it_cannot_be_made_then_says_so(tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match=r"file.*STO-503"):
        open_store(f"sqlite:///{tmp_path}/file/below/state.db")


def test_file_when_it_is_no_database_then_says_so(tmp_path):
    (tmp_path / "state.db").write_text(
        "not a database, but long enough to be looked at" * 50, encoding="utf-8"
    )
    with pytest.raises(StoreError, match=r"not a database.*STO-50"):
        open_store(f"sqlite:///{tmp_path}/state.db")


def test_driver_when_missing_then_names_the_extra(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match=r"gnomon-metrics\[postgres\].*STO-502"):
        open_store("postgresql+psycopg://db/state")


def test_sqlite_when_opened_then_a_reader_does_not_wait_for_a_writer(tmp_path):
    url = f"sqlite:///{tmp_path}/state.db"
    with open_store(url) as store:
        store.add_alerts([make_alert()])
        other = connect(url)
        with other.connect().execution_options(is_write=True) as writer, writer.begin():
            writer.execute(sa.text("UPDATE gnomon_alert SET title = 'half done'"))
            assert store.alerts()[0].title == "dau fell"
        other.dispose()
