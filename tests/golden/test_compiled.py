from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ruamel.yaml import YAML

HERE = Path(__file__).parent
COMPILED = HERE / "compiled"
QUESTIONS = YAML(typ="safe", pure=True).load(HERE / "questions.yaml")
NOW = datetime(2024, 6, 1, tzinfo=UTC)


def compiled_text(root, projects, question):
    asked = dict(question)
    project = projects[asked.pop("project", "project")]
    plan = project.plan(**asked, as_of=NOW)
    comment = "\n".join(f"-- {line}".rstrip() for line in plan.splitlines())
    return f"{comment}\n{project.sql(**asked, as_of=NOW)}\n".replace(root.as_posix(), "")


@pytest.mark.parametrize("name", QUESTIONS)
def test_compiled_text_when_nothing_was_meant_to_change_then_is_the_same(request, golden_projects, name):
    text = compiled_text(*golden_projects, QUESTIONS[name])
    path = COMPILED / f"{name}.sql"
    if request.config.getoption("--update-golden"):
        COMPILED.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), "run pytest tests/golden --update-golden and read what it wrote"
    assert text == path.read_text(encoding="utf-8")


def test_compiled_files_when_a_question_is_gone_then_go_too():
    assert {path.stem for path in COMPILED.glob("*.sql")} == set(QUESTIONS)
