"""JSON Schema of project files, for editors that complete and check while one types."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field, TypeAdapter, create_model
from pydantic.json_schema import GenerateJsonSchema

from gnomon.define.kinds import KindYaml
from gnomon.define.project_spec import CaseYaml, DriverYaml, GoalYaml, ProjectToml, QuestionYaml
from gnomon.define.source_spec import SourceYaml
from gnomon.define.spec import Strict

__all__ = ["settings_schema", "yaml_schema"]

_DIALECT = GenerateJsonSchema.schema_dialect
_NAME = r"^[a-z](?:_?[a-z0-9])*_?$"


def yaml_schema() -> dict[str, Any]:
    """Schema of the YAML files.

    Examples
    --------
    >>> sorted(yaml_schema()["properties"])
    ['cases', 'drivers', 'goals', 'metrics', 'questions', 'sources']
    """
    metric = Annotated[KindYaml, Field(discriminator="kind")]
    file: type[BaseModel] = create_model(
        "ProjectFile",
        __base__=Strict,
        __doc__="A file of definitions.",
        sources=(dict[str, SourceYaml] | None, None),
        metrics=(dict[str, metric] | None, None),  # pyright: ignore[reportInvalidTypeForm]
        goals=(dict[str, GoalYaml] | None, None),
        drivers=(list[DriverYaml] | None, None),
        questions=(dict[str, QuestionYaml] | None, None),
        cases=(list[CaseYaml] | None, None),
    )
    schema = _schema(file, "A file of definitions of a Gnomon project")
    for section in ("sources", "metrics", "goals", "questions"):
        for part in schema["properties"][section]["anyOf"]:
            if part.get("type") == "object":
                part["propertyNames"] = {"pattern": _NAME, "maxLength": 120}
    return schema


def settings_schema() -> dict[str, Any]:
    """Schema of ``gnomon.toml``.

    Examples
    --------
    >>> settings_schema()["required"]
    ['name']
    """
    return _schema(ProjectToml, "gnomon.toml of a Gnomon project")


def _schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    return {"$schema": _DIALECT, **TypeAdapter(model).json_schema(mode="validation"), "title": title}
