"""Faults put at random into the example projects: each is told with file, line and code, and nothing else is."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from gnomon.base.errors import ProjectErrors
from gnomon.define.load import load_model
from tests.define.fault_kinds import KINDS
from tests.define.injector import Project

EXAMPLES = Path(__file__).parents[2] / "examples"
NAMES = ("ecommerce", "game", "kuairand", "retail")
_RUNS = 16
_BATCHES = 10


@pytest.fixture(scope="module")
def projects() -> dict[str, Project]:
    return {name: Project.of(_texts(EXAMPLES / name)) for name in NAMES}


def _texts(root: Path) -> dict[str, str]:
    files = [root / "gnomon.toml", *sorted(root.rglob("*.yml"))]
    return {file.relative_to(root).as_posix(): file.read_text(encoding="utf-8") for file in files}


def _fresh(project: Project) -> Project:
    return Project(texts=dict(project.texts), parts=project.parts)


def _told(root: Path, texts: dict[str, str]) -> list[tuple[str, int, str]]:
    for name, text in texts.items():
        (root / name).parent.mkdir(exist_ok=True, parents=True)
        (root / name).write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(ProjectErrors) as caught:
        load_model(root)
    assert all(error.where.column > 0 for error in caught.value.errors)
    return sorted((error.where.file, error.where.line, error.code) for error in caught.value.errors)


def _check(root: Path, project: Project, injected: list[str]) -> None:
    texts, expected = project.result()
    told, wanted = Counter(_told(root, texts)), Counter(expected)
    assert (wanted - told, told - wanted) == (Counter(), Counter()), "\n".join(injected)


def test_catalogue_when_counted_then_it_is_long():
    assert len(KINDS) > 120


@pytest.mark.parametrize("seed", range(_RUNS))
def test_project_when_random_faults_are_put_in_then_all_are_told_and_no_other(tmp_path, projects, seed):
    rng = Random(seed)  # noqa: S311 - chance that can be repeated, no secret
    project = _fresh(projects[NAMES[seed % len(NAMES)]])
    names = rng.sample(sorted(KINDS), k=rng.choice((1, 2, 5, 10, 25, 60)))
    injected = [name for name in names if KINDS[name](project, rng)]
    if injected:
        _check(tmp_path, project, injected)


def test_kinds_when_put_in_by_turns_then_each_is_told_at_least_once(tmp_path, projects):
    rng = Random(2026)  # noqa: S311 - chance that can be repeated, no secret
    left = sorted(KINDS)
    for batch in range(_BATCHES):
        project = _fresh(projects[NAMES[batch % len(NAMES)]])
        rng.shuffle(left)
        done = [name for name in left[:60] if KINDS[name](project, rng)]
        _check(tmp_path / str(batch), project, done)
        left = [name for name in left if name not in done]
        if not left:
            break
    assert not left
