"""What a user may write about a source."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, cast

from pydantic import BeforeValidator, Field

from gnomon.base.errors import InputError
from gnomon.base.time import check_zone
from gnomon.define.buckets import Bucket, bucket_case
from gnomon.define.expressions import Allowed, parse_expression
from gnomon.define.source import (
    Dimension,
    Entity,
    EntityKind,
    FileRef,
    QueryRef,
    Relation,
    Source,
    TableRef,
    Validity,
)
from gnomon.define.spec import ManyText, Number, Sql, Strict

if TYPE_CHECKING:
    from sqlglot import exp

    from gnomon.define.document import Path as Keys
    from gnomon.define.entry import Entry

_MAX_PARTS = 3  # database, schema, table

__all__ = [
    "BucketYaml",
    "DimensionYaml",
    "EntityYaml",
    "RelationYaml",
    "SourceYaml",
    "ValidityYaml",
    "read_zone",
]


class EntityYaml(Strict):
    """Body of an entity."""

    kind: Literal["primary", "unique", "foreign", "natural"] = "foreign"
    expr: Sql | None = None
    label: str = ""
    description: str = ""

    def to_entity(self, entry: Entry, name: str) -> Entity:
        """Parse the expression; without one the column has the entity's name."""
        expr = entry.expression(self.expr if self.expr is not None else f'"{name}"', "expr")
        kind = EntityKind(self.kind)
        return Entity(name=name, kind=kind, expr=expr, label=self.label, description=self.description)


class BucketYaml(Strict):
    """A numeric bucket with a label of its own; the last one has no upper end."""

    below: Number | None = None
    label: str | None = None


def _as_bucket(value: object) -> object:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return {"below": value}
    if isinstance(value, (dict, BucketYaml)):
        return cast("object", value)
    raise ValueError("A bucket is a number, its upper end, or a mapping as in {below: 18, label: minor}")


BucketItem = Annotated[BucketYaml, BeforeValidator(_as_bucket, json_schema_input_type=Number | BucketYaml)]


class DimensionYaml(Strict):
    """Body of a dimension."""

    expr: Sql | None = None
    grain: str | None = None
    zone: str | None = None
    epoch: Literal["seconds", "milliseconds", "microseconds"] | None = None
    partition: bool = False
    buckets: list[BucketItem] | None = None
    label: str = ""
    description: str = ""

    def to_dimension(self, entry: Entry, name: str) -> Dimension:
        """Parse the expression and put buckets around it."""
        expr = entry.expression(self.expr if self.expr is not None else f'"{name}"', "expr")
        grain = entry.grain(self.grain, "grain")
        for key in ("zone", "epoch"):
            if getattr(self, key) is not None and self.grain is None:
                message = f"`{key}` belongs to a time dimension; give it a `grain`."
                entry.report(message, "DEF-112", key, key=True, about=[("grain",)])
        return Dimension(
            name=name,
            expr=self._bucketed(expr, entry),
            grain=grain,
            zone=read_zone(self.zone, entry, "zone"),
            epoch=self.epoch,
            is_partition=self.partition,
            label=self.label,
            description=self.description,
            location=entry.where(key=True),
        )

    def _bucketed(self, expr: exp.Expr, entry: Entry) -> exp.Expr:
        if self.buckets is None:
            return expr
        if self.grain is not None:
            message = "A time dimension has no buckets; use its grain."
            entry.report(message, "DEF-112", "buckets", key=True, about=[("grain",)])
        if any(not entry.is_sound("buckets", index, "below") for index in range(len(self.buckets))):
            return expr
        buckets = [Bucket(below=b.below, label=b.label) for b in self.buckets]
        try:
            return bucket_case(expr, buckets)
        except InputError as error:
            entry.report(error.message, "DEF-118", "buckets")
            return expr


class ValidityYaml(Strict):
    """Time dimensions of a slowly changing source."""

    start: str
    end: str


class RelationYaml(Strict):
    """Where rows come from: exactly one of a file, a table and a query."""

    file: str | None = None
    table: str | None = None
    sql: str | None = None

    def to_relation(self, entry: Entry, root: Path) -> Relation:
        """Choose the one that is given."""
        given = [key for key in ("file", "table", "sql") if getattr(self, key) is not None]
        if len(given) != 1:
            said = f"{' and '.join(f'`{key}`' for key in given)} are" if given else "none of them is"
            message = (
                f"Say where the rows come from with exactly one of `file`, `table` and `sql`; {said} given."
            )
            about: list[Keys] = [("file",), ("table",), ("sql",)]
            entry.report(message, "DEF-117", *given[1:2], key=True, about=about)
            return TableRef(parts=("unknown",))
        if self.sql is not None:
            return QueryRef(tree=entry.query(self.sql, "sql"))
        if self.table is not None:
            return self._table(self.table, entry)
        return FileRef(path=_file_path(self.file or "", entry, root))

    def _table(self, text: str, entry: Entry) -> TableRef:
        parts = tuple(part.strip().strip('"') for part in text.split("."))
        if not all(parts) or len(parts) > _MAX_PARTS:
            entry.report(
                f"{text!r} is no table. Write table, schema.table or database.schema.table.",
                "DEF-117",
                "table",
            )
        return TableRef(parts=parts)


def _file_path(text: str, entry: Entry, root: Path) -> str:
    if "://" in text or not text.strip():
        entry.report(f"{text!r} is no file of this machine. Write a path or a glob.", "DEF-117", "file")
    return (root / text).as_posix()


def _as_entity(value: object) -> object:
    if value is None:
        return {}
    return {"kind": "foreign", "expr": value} if isinstance(value, str) else value


class SourceYaml(RelationYaml):
    """Body of a source."""

    label: str = ""
    description: str = ""
    owner: str = ""
    primary_key: ManyText = Field(default_factory=list)
    repeats: Literal["count", "drop"] = "count"
    primary_entity: str | None = None
    entities: dict[
        str,
        Annotated[
            EntityYaml,
            BeforeValidator(_as_entity, json_schema_input_type=str | EntityYaml | None),
        ],
    ] = Field(default_factory=dict)
    time: str | None = None
    dimensions: dict[
        str,
        Annotated[
            DimensionYaml,
            BeforeValidator(lambda v: {} if v is None else v, json_schema_input_type=DimensionYaml | None),
        ],
    ] = Field(default_factory=dict)
    validity: ValidityYaml | None = None
    freshness: str | None = None
    complete_through: Sql | None = None

    def to_source(self, entry: Entry, name: str, root: Path) -> Source:
        """Parse every expression."""
        entities = (body.to_entity(entry.below("entities", key), key) for key, body in self.entities.items())
        dimensions = (
            body.to_dimension(entry.below("dimensions", key), key) for key, body in self.dimensions.items()
        )
        if self.repeats == "drop" and not self.primary_key:
            message = "Repeated rows are told by the primary key; give the source its `primary_key`."
            entry.report(message, "DEF-112", "repeats", key=True, about=[("primary_key",)])
        validity = Validity(start=self.validity.start, end=self.validity.end) if self.validity else None
        return Source(
            name=name,
            relation=self.to_relation(entry, root),
            label=self.label,
            description=self.description,
            owner=self.owner,
            primary_key=tuple(self.primary_key),
            drops_repeats=self.repeats == "drop",
            primary_entity=self.primary_entity,
            entities=tuple(entities),
            dimensions=tuple(dimensions),
            default_time=self.time,
            validity=validity,
            freshness=entry.window(self.freshness, "freshness"),
            complete_through=self._complete_through(entry),
            location=entry.where(key=True),
        )

    def _complete_through(self, entry: Entry) -> exp.Expr | None:
        if self.complete_through is None:
            return None
        text = self.complete_through
        if text[:4].isdigit():  # a date or timestamp stands without quotes of its own
            sql_type = "DATE" if len(text) == len("2022-05-09") else "TIMESTAMP"
            text = f"CAST('{text.replace(chr(39), '')}' AS {sql_type})"
            return parse_expression(text)
        return entry.expression(text, "complete_through", allowed=Allowed.AGGREGATES)


def read_zone(name: str | None, entry: Entry, *keys: str) -> str | None:
    """Check a time zone that may be left out."""
    if name is None:
        return None
    try:
        return check_zone(name)
    except InputError as error:
        entry.report(error.message, "DEF-121", *keys)
        return None
