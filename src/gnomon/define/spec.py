"""What a user may write: strict models of YAML bodies, shared by all kinds of metric."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from gnomon.define.metric import MetricInput, Reference

if TYPE_CHECKING:
    from gnomon.define.entry import Entry

__all__ = [
    "EMPTY_WORDS",
    "EmptyYaml",
    "Input",
    "InputYaml",
    "ManyText",
    "MetricYaml",
    "Metrics",
    "Number",
    "ReferenceYaml",
    "Sql",
    "Strict",
]


class Strict(BaseModel):
    """Base of all YAML models: unknown keys are refused and nothing is converted."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, allow_inf_nan=False)


def _as_sql(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return repr(value) if isinstance(value, (int, float)) else value


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _as_input(value: object) -> object:
    return {"metric": value} if isinstance(value, str) else value


Number = int | float
Sql = Annotated[str, BeforeValidator(_as_sql, json_schema_input_type=str | int | float | bool)]
ManyText = Annotated[list[str], BeforeValidator(_as_list, json_schema_input_type=str | list[str])]


class InputYaml(Strict):
    """A metric inside another, with its own filter and shift in time."""

    metric: str
    filter: Sql | None = None
    offset: str | None = None
    to_start_of: str | None = None

    def to_input(self, entry: Entry, alias: str) -> MetricInput:
        """Parse filter and offset."""
        if self.offset is not None and self.to_start_of is not None:
            entry.report("Use `offset` or `to_start_of`, not both.", "DEF-154", "to_start_of", key=True)
        return MetricInput(
            metric=self.metric,
            alias=alias,
            filter=entry.optional(self.filter, "filter"),
            offset=entry.window(self.offset, "offset"),
            to_start_of=self.to_start_of,
        )


Input = Annotated[InputYaml, BeforeValidator(_as_input, json_schema_input_type=str | InputYaml)]
Metrics = Annotated[dict[str, Input], Field(default_factory=dict)]


EMPTY_WORDS = {
    "zero": {"shown": True, "value": 0, "every_slice": True},
    "unknown": {"shown": True, "value": None, "every_slice": True},
    "absent": {"shown": False, "value": None, "every_slice": True},
}


def _as_empty(value: object) -> object:
    if isinstance(value, str):
        if value not in EMPTY_WORDS:
            raise ValueError("use zero, unknown, absent or {shown: true, value: 0}")
        return EMPTY_WORDS[value]
    return value


class EmptyYaml(Strict):
    """Long form of what an empty period means."""

    shown: bool = True
    value: Number | None = None
    every_slice: bool = True


class ReferenceYaml(Strict):
    """A public source that defines a metric."""

    text: Annotated[str, Field(min_length=1)]
    url: str = ""
    checked: str | None = None

    def to_reference(self, entry: Entry) -> Reference:
        """Read the day, and see that the address is one."""
        if self.url and not self.url.startswith(("https://", "http://")):
            entry.report(f"{self.url!r} is no address. Begin it with https://.", "DEF-112", "url")
        return Reference(text=self.text, url=self.url, checked=entry.day(self.checked, "checked"))


class MetricYaml(Strict):
    """Keys that every metric may have, whatever its kind."""

    label: str = ""
    description: str = ""
    filter: Sql | None = None
    unit: str = ""
    format: str = ""
    direction: Literal["up", "down", "neither"] = "neither"
    module: (
        Literal[
            "experience",
            "growth",
            "content",
            "creation",
            "social",
            "pgc",
            "infrastructure",
            "compliance",
            "security",
        ]
        | None
    ) = None
    goal: str | None = None
    tier: Literal["core", "standard", "draft"] = "draft"
    owner: str = ""
    guardrail: bool = False
    dimensions: ManyText | None = None
    empty: Annotated[
        EmptyYaml | None,
        BeforeValidator(
            _as_empty,
            json_schema_input_type=Literal["zero", "unknown", "absent"] | EmptyYaml,
        ),
    ] = None
    grain: str | None = None
    valid_since: str | None = None
    deprecated_by: str | None = None
    freshness: str | None = None
    tags: ManyText = Field(default_factory=list)
    reference: ReferenceYaml | None = None
    paired_with: ManyText = Field(default_factory=list)
    plausible: Annotated[list[Number | None], Field(min_length=2, max_length=2)] | None = None
    sensitivity: Literal["public", "internal", "personal", "sensitive"] | None = None
