"""Read oracle cases: a question beside the plain SQL that a person wrote for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ruamel.yaml import YAML

from gnomon.records import Comparison
from tests.oracles.tables import HERE

_KEYS = {"name", "project", "question", "sql", "details", "ends", "is_ordered", "code", "says"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case.

    Attributes
    ----------
    sql : str
        Its columns in order: period, slices, then for each metric its value; with ``details`` also its n, whether
        it is complete, and the values compared with; with ``ends`` the ends of its interval. Names do not
        matter. Empty if the question must be refused.
    code, says : str
        Code of the refusal, and a piece of its text.
    """

    name: str
    question: dict[str, Any]
    project: str = "project"
    sql: str = ""
    details: bool = False
    ends: bool = False
    is_ordered: bool = False
    code: str = ""
    says: str = ""
    views: dict[str, str] = field(default_factory=dict)

    def arguments(self) -> dict[str, Any]:
        """Arguments of ``Project.ask``."""
        asked = dict(self.question)
        if "as_of" in asked:
            asked["as_of"] = datetime.fromisoformat(asked["as_of"])
        if isinstance(asked.get("compare"), dict):
            asked["compare"] = Comparison(name="window", **asked["compare"])
        return asked


def read_cases(folder=HERE / "cases"):
    """Read every file of the folder; a file has ``views`` that its SQL may use, and ``cases``."""
    found: list[Case] = []
    for path in sorted(folder.glob("*.yaml")):
        data = YAML(typ="safe", pure=True).load(path)
        for body in data["cases"]:
            assert set(body) <= _KEYS, body
            found.append(
                Case(**{**body, "name": f"{path.stem}: {body['name']}"}, views=data.get("views", {}))
            )
    return found
