"""Where a semantic model or time spine finds its rows."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from gnomon.define.interop.dbt.notes import Body, Ledger

__all__ = ["Relations"]

_REF = re.compile(
    r"""^(?:\{\{)?\s*(ref|source)\(\s*((?:['"][^'"]+['"]\s*,?\s*)+?)(?:,?\s*v(?:ersion)?\s*=\s*['"]?(\w+)['"]?\s*)?\)\s*(?:\}\})?$"""
)
_QUOTED = re.compile(r"""['"]([^'"]+)['"]""")


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """Finds the table behind a name.

    Attributes
    ----------
    tables : mapping of str to str
        What the caller says: dbt model, ``schema.table`` or semantic model to the engine's table.
    built : mapping of str to tuple of str
        What dbt's manifest says of each semantic model.
    """

    ledger: Ledger
    tables: Mapping[str, str] = field(default_factory=dict[str, str])
    built: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, "tuple[str, ...]"])

    def of_model(self, body: Body, name: str) -> tuple[str, ...] | None:
        """Find the table of a semantic model; None if it says nothing of one."""
        relation = body.part("node_relation")
        model = body.text("model")
        if relation.holds("alias") or relation.holds("relation_name"):
            return self.of_node(relation, name)
        if not model:
            return None
        return self.of_reference(model, name)

    def of_node(self, relation: Body, name: str) -> tuple[str, ...] | None:
        """Find the table of a ``node_relation``."""
        written = relation.text("relation_name").replace('"', "").replace("`", "")
        alias = relation.text("alias")
        parts = tuple(
            p for p in (relation.text("database"), relation.text("schema_name", "schema"), alias) if p
        )
        relation.finish()
        return self._told(name, alias) or self._plain(parts if alias else tuple(written.split(".")), relation)

    def of_reference(self, model: str, name: str) -> tuple[str, ...]:
        """Find the table of ``ref('x')``, ``source('a', 'x')`` or a plain name."""
        match = _REF.match(model.strip())
        if match is None:
            table = model.strip()
            return self._told(name, table) or self.built.get(name) or tuple(table.split("."))
        names = _QUOTED.findall(match[2])
        table = f"{names[-1]}_v{match[3]}" if match[3] else names[-1]
        parts = tuple(names) if match[1] == "source" else (table,)
        return self._told(name, table, names[-1], ".".join(names)) or self.built.get(name) or parts

    def of_location(self, body: Body) -> tuple[str, ...]:
        """Find the table of an older time spine: ``location`` holds its dotted name."""
        location = body.text("location")
        return self._told(location, location.split(".")[-1]) or self._plain(tuple(location.split(".")), body)

    def _told(self, *names: str) -> tuple[str, ...] | None:
        return next((tuple(self.tables[name].split(".")) for name in names if name in self.tables), None)

    def _plain(self, parts: tuple[str, ...], body: Body) -> tuple[str, ...]:
        known = tuple(part for part in parts if not part.startswith("$"))
        for part in parts:
            if part.startswith("$"):
                self.ledger.change(
                    "table",
                    ".".join(parts),
                    f"no value was given for {part}; the table is written as {'.'.join(known)}",
                    body.location,
                )
        return known
