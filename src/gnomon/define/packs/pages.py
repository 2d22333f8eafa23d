"""Documentation pages of the packs and of the canonical schema, written from the packs themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from gnomon.define.buckets import read_buckets
from gnomon.define.expressions import render
from gnomon.define.kinds.terms import write_window
from gnomon.define.packs.needs import find_needs
from gnomon.define.packs.read import PACKS, read_packs
from gnomon.define.source import EntityKind, FileRef

if TYPE_CHECKING:
    from gnomon.define.metric import Metric
    from gnomon.define.project import Model
    from gnomon.define.source import Dimension, Entity, Source

__all__ = ["PAGE_MARK", "packs_table", "schema_page"]

PAGE_MARK = "<!-- Written from gnomon.define.packs; a test compares both. -->\n"
_SCHEMA_HEAD = f"""# Canonical schema

The [packs](packs.md) speak of these tables. A project that starts with `gnomon init --pack` has those that it needs in
`sources.yml`, where each may be a file, a table or a query over tables of your own.

Times are in UTC; a project says in which zone its days begin. Tables in folders are events: each part lies below the
day on which it landed, which may be later than the event's own day. A table has one row a key: where deliveries
repeat, keep one row a key when you load them, or say `repeats: drop` of the source (see
[Packs](packs.md#rows-delivered-twice)).

{PAGE_MARK}"""


def packs_table() -> str:
    """Write all metrics as one table a pack, in Markdown."""
    model = read_packs()
    found = [
        (pack, [m for m in model.metrics.values() if m.module and m.module.value == pack]) for pack in PACKS
    ]
    return "".join(_pack(model, pack, metrics) for pack, metrics in found if metrics)


def schema_page() -> str:
    """Write the page of all tables, in Markdown."""
    model = read_packs()
    parts: dict[str, list[Source]] = {pack: [] for pack in PACKS}
    for source in model.sources.values():
        parts[Path(source.location.file).stem if source.location else PACKS[0]].append(source)
    return _SCHEMA_HEAD + "".join(
        f"\n## {_title(pack)}\n" + "".join(_table(source, model.root) for source in sources)
        for pack, sources in parts.items()
    )


def _pack(model: Model, pack: str, metrics: list[Metric]) -> str:
    lines = [
        f"\n### {_title(pack)}\n",
        "| metric | what it says | kind | good | guardrail | owner | fresh within | source |",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        *(_row(model, metric) for metric in metrics),
    ]
    return "\n".join(lines) + "\n"


def _title(pack: str) -> str:
    return pack.capitalize() if len(pack) > len("pgc") else pack.upper()


def _row(model: Model, metric: Metric) -> str:
    pairs = ", ".join(f"`{name}`" for name in metric.paired_with)
    cells = (
        f"`{metric.name}`",
        f"**{metric.title}.** {metric.description}" + (f" Read it beside {pairs}." if pairs else ""),
        f"`{metric.kind}`",
        {"up": "up", "down": "down", "neither": "both"}[metric.direction.value],
        "yes" if metric.is_guardrail else "",
        metric.owner,
        _fresh(model, metric),
        _reference(metric),
    )
    return f"| {' | '.join(_cell(cell) for cell in cells)} |"


def _reference(metric: Metric) -> str:
    reference = metric.reference
    if reference is None:
        return ""
    return f"[{reference.text}]({reference.url})" if reference.url else reference.text


def _fresh(model: Model, metric: Metric) -> str:
    """Freshness of a metric, else the longest of its sources."""
    if metric.freshness is not None:
        return write_window(metric.freshness)
    windows = [model.sources[name].freshness for name in sorted(find_needs(model, metric.name).sources)]
    return max((write_window(w) for w in windows if w is not None), default="")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _table(source: Source, root: Path) -> str:
    path = (
        Path(source.relation.path).relative_to(root).as_posix()
        if isinstance(source.relation, FileRef)
        else ""
    )
    key = f" Key: {', '.join(f'`{name}`' for name in source.primary_key)}." if source.primary_key else ""
    lines = [
        f"\n### {source.name}\n",
        f"{source.description}{key} File: `{path}`.\n",
        "| column | meaning | role |",
        "| --- | --- | --- |",
        *(f"| `{d.name}` | {_cell(d.label)} | {', '.join(_roles(source, d))} |" for d in source.dimensions),
        *(f"| `{e.expr.name}` | {_cell(e.name)} | {_key_role(e.kind)} |" for e in _bare_entities(source)),
    ]
    return "\n".join(lines) + "\n"


def _roles(source: Source, dimension: Dimension) -> Iterator[str]:
    if read_buckets(dimension.expr):
        yield "buckets"
    elif dimension.expr.name != dimension.name:
        yield f"column `{dimension.expr.name}`" if dimension.expr.name else f"`{render(dimension.expr)}`"
    for entity in source.entities:
        if entity.expr == dimension.expr:
            yield f"{_key_role(entity.kind)} of {entity.name}"
    if dimension.grain is not None:
        yield "time" if dimension.zone else "day"
    if dimension.name == source.default_time:
        yield "dates the row"


def _bare_entities(source: Source) -> Iterator[Entity]:
    """Entities whose column is no dimension."""
    named = [d.expr for d in source.dimensions]
    return (e for e in source.entities if e.expr not in named)


def _key_role(kind: EntityKind) -> str:
    return "key, one row each" if kind is EntityKind.PRIMARY else "key"
