"""The question log: written where a store is, never in the way of an answer."""

from __future__ import annotations

import pytest

from gnomon.app.project import load
from gnomon.base.errors import GnomonError
from gnomon.store import open_store
from tests.app.daily_world import BAD, make_world


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path / "world", through=BAD)


def read_log(root):
    with open_store(f"sqlite:///{root}/.gnomon/state.db") as store:
        return store.questions()


def ask(root):
    with load(root) as project:
        project.ask("plays", by="country")
        with pytest.raises(GnomonError):
            project.ask("plays", by="planet")


def test_questions_when_there_is_no_store_then_none_is_made(world):
    ask(world)
    assert not (world / ".gnomon").exists()


def test_questions_when_there_is_a_store_then_each_is_a_line(world):
    assert read_log(world) == ()
    ask(world)
    failed, answered = read_log(world)
    assert (answered.metrics, answered.by, answered.rows, answered.error) == (("plays",), ("country",), 2, "")
    assert (failed.by, failed.rows, failed.error) == (("planet",), None, "ASK-201")
    assert (answered.face, bool(answered.by_whom), answered.seconds > 0) == ("python", True, True)


def test_question_when_asked_again_then_has_the_same_hash_until_its_definition_changes(world):
    read_log(world)
    ask(world)
    ask(world)
    text = (world / "metrics.yml").read_text(encoding="utf-8")
    (world / "metrics.yml").write_text(
        text.replace("label: Plays,", "label: Plays, filter: country = 'DE',"), encoding="utf-8"
    )
    ask(world)
    assert len({line.question for line in read_log(world) if line.by == ("country",)}) == 2


def test_log_when_it_cannot_be_written_then_answers_come_and_a_warning_says_so(world, caplog):
    (world / ".gnomon").mkdir()
    (world / ".gnomon" / "state.db").write_text(
        "no database, but long enough to be one" * 50, encoding="utf-8"
    )
    ask(world)
    assert "The question log was not written" in caplog.text
