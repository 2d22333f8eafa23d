"""JSON Schema of project files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field
from pydantic.json_schema import GenerateJsonSchema

from gnomon.define.event_spec import EventYaml
from gnomon.define.kinds import KindYaml
from gnomon.define.project_spec import CaseYaml, DriverYaml, GoalYaml, ProjectToml, QuestionYaml
from gnomon.define.relation_spec import RelationYaml
from gnomon.define.source_spec import SourceYaml
from gnomon.define.spec import Strict

__all__ = ["FileYaml", "settings_schema", "yaml_schema"]

_NAME = r"^[a-z](?:_?[a-z0-9])*_?$"


class FileYaml(Strict):
    """A file of definitions."""

    sources: dict[str, SourceYaml] | None = None
    metrics: dict[str, Annotated[KindYaml, Field(discriminator="kind")]] | None = None
    goals: dict[str, GoalYaml] | None = None
    drivers: list[DriverYaml] | None = None
    relations: dict[str, RelationYaml] | None = None
    questions: dict[str, QuestionYaml] | None = None
    events: list[EventYaml] | None = None
    cases: list[CaseYaml] | None = None


def yaml_schema() -> dict[str, Any]:
    """Describe the YAML files.

    Examples
    --------
    >>> sorted(yaml_schema()["properties"])
    ['cases', 'drivers', 'events', 'goals', 'metrics', 'questions', 'relations', 'sources']
    """
    schema = _schema(FileYaml, "A file of definitions of a Gnomon project")
    for section in ("sources", "metrics", "goals", "relations", "questions"):
        for part in schema["properties"][section]["anyOf"]:
            if part.get("type") == "object":
                part["propertyNames"] = {"pattern": _NAME, "maxLength": 120}
    return schema


def settings_schema() -> dict[str, Any]:
    """Describe ``gnomon.toml``.

    Examples
    --------
    >>> settings_schema()["required"]
    ['name']
    """
    return _schema(ProjectToml, "gnomon.toml of a Gnomon project")


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    dialect = GenerateJsonSchema.schema_dialect
    return {"$schema": dialect, **model.model_json_schema(mode="validation"), "title": title}
