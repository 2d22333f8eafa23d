"""A source: the rows that metrics are counted from, and how they join."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlglot import exp

    from gnomon.base.errors import Location
    from gnomon.base.time import Grain, Window

__all__ = [
    "Dimension",
    "Entity",
    "EntityKind",
    "FileRef",
    "QueryRef",
    "Relation",
    "Source",
    "TableRef",
    "Validity",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRef:
    """A table or view that the engine knows: ``("schema", "table")``."""

    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRef:
    """Parquet, CSV or JSON-lines files: an absolute path or glob."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryRef:
    """A SQL query, parsed; it may read tables of the engine."""

    tree: exp.Expr


Relation = TableRef | FileRef | QueryRef


class EntityKind(Enum):
    """How the values of an entity stand in a source.

    PRIMARY and UNIQUE: one row each. FOREIGN: many rows. NATURAL: one row at any moment,
    told apart by the validity columns of a slowly changing source.
    """

    PRIMARY = "primary"
    UNIQUE = "unique"
    FOREIGN = "foreign"
    NATURAL = "natural"

    @property
    def is_single(self) -> bool:
        """Whether a join onto this side can never multiply rows."""
        return self is not EntityKind.FOREIGN


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing that rows speak of (user, video, order): the key that sources join on.

    Attributes
    ----------
    expr : sqlglot expression
        Over the source's own columns.
    """

    name: str
    kind: EntityKind
    expr: exp.Expr
    label: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """Something that answers can be sliced or filtered by.

    Attributes
    ----------
    expr : sqlglot expression
        Over the source's own columns; numeric buckets are already a CASE here.
    grain : Grain or None
        Finest grain of a time dimension; None for a categorical one.
    zone : str or None
        Time zone of a naive time column; None means that it is already in the reporting zone.
    epoch : str or None
        ``"seconds"``, ``"milliseconds"`` or ``"microseconds"`` when the column counts from 1970 (UTC).
    is_partition : bool
        Whether joins between sources that both carry it must agree on it.
    """

    name: str
    expr: exp.Expr
    grain: Grain | None = None
    zone: str | None = None
    epoch: str | None = None
    is_partition: bool = False
    label: str = ""
    description: str = ""
    location: Location | None = field(default=None, compare=False)

    @property
    def is_time(self) -> bool:
        """Whether it has a grain."""
        return self.grain is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """Columns of a slowly changing source: valid from (inclusive) to (exclusive, null = still)."""

    start: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A relation with a primary key, entities and dimensions.

    Attributes
    ----------
    primary_key : tuple of str
        Columns that tell rows apart; empty when none is declared.
    drops_repeats : bool
        Whether of rows that agree in the primary key one counts; rows without a key all count.
    primary_entity : str or None
        Entity that the rows are about, also when no column holds it.
    default_time : str or None
        Time dimension that metrics use unless they name another.
    validity : Validity or None
        Names of the two time dimensions of a slowly changing source.
    freshness : Window or None
        How late the newest row may be.
    complete_through : sqlglot expression or None
        Moment up to which rows are known to be loaded: a literal, or an aggregate over the
        source's columns; None means the greatest value of the default time.
    """

    name: str
    relation: Relation
    label: str = ""
    description: str = ""
    owner: str = ""
    primary_key: tuple[str, ...] = ()
    drops_repeats: bool = False
    primary_entity: str | None = None
    entities: tuple[Entity, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    default_time: str | None = None
    validity: Validity | None = None
    freshness: Window | None = None
    complete_through: exp.Expr | None = None
    location: Location | None = field(default=None, compare=False)

    def entity(self, name: str) -> Entity | None:
        """Find an entity by name."""
        return next((e for e in self.entities if e.name == name), None)

    def dimension(self, name: str) -> Dimension | None:
        """Find a dimension by name."""
        return next((d for d in self.dimensions if d.name == name), None)

    def time_dimensions(self) -> Iterator[Dimension]:
        """Dimensions that have a grain."""
        return (d for d in self.dimensions if d.is_time)
