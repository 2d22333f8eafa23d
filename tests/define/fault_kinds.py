"""Kinds of fault that a generator puts into good projects."""

from __future__ import annotations

from tests.define.injector import ask, file_of, item_of, misspell, new, no_utf8, section_as, set_key, settings

__all__ = ["KINDS"]

_ROWS = ("count", "sum", "average", "min", "max", "distinct", "percentile")
_EXPRESSIONS = {
    "unclosed": ("'a + (b'", "DEF-130"),
    "empty": ("''", "DEF-130"),
    "alias": ("a as b", "DEF-131"),
    "subquery": ("(select 1) = 1", "DEF-131"),
    "window": ("row_number() over () = 1", "DEF-131"),
    "aggregate": ("sum(a) > 1", "DEF-132"),
    "file": ("read_csv('x') = 1", "DEF-133"),
    "chance": ("random() > 0.5", "DEF-133"),
    "clock": ("now() > a", "DEF-133"),
    "unknown function": ("lenght(a) > 1", "DEF-135"),
}
_METRIC = {
    "kind misspelt": set_key("metrics", "kind", "cuont", "DEF-115", kinds=("count",)),
    "source unknown": set_key("metrics", "source", "nosuch", "DEF-141", kinds=_ROWS, only=True),
    "source a number": set_key("metrics", "source", "3", "DEF-112", kinds=_ROWS, only=True),
    "label a number": set_key("metrics", "label", "3", "DEF-112"),
    "description a list": set_key("metrics", "description", "[a]", "DEF-112"),
    "format": set_key("metrics", "format", "zz%%", "DEF-190"),
    "direction": set_key("metrics", "direction", "sideways", "DEF-112"),
    "module": set_key("metrics", "module", "nonsense", "DEF-112"),
    "goal unknown": set_key("metrics", "goal", "nosuch", "DEF-148"),
    "tier": set_key("metrics", "tier", "gold", "DEF-112"),
    "guardrail": set_key("metrics", "guardrail", "maybe", "DEF-112"),
    "owner": set_key("metrics", "owner", "3", "DEF-112"),
    "filter name unknown": set_key("metrics", "filter", "nosuch_name = 1", "DEF-144", kinds=_ROWS),
    "time unknown": set_key("metrics", "time", "nosuch", "DEF-142", kinds=_ROWS),
    "entity unknown": set_key("metrics", "entity", "nosuch", "DEF-143", kinds=("distinct",), only=True),
    "numerator unknown": set_key("metrics", "numerator", "nosuch", "DEF-140", kinds=("ratio",), only=True),
    "moved metric unknown": set_key("metrics", "metric", "nosuch", "DEF-140", kinds=("rolling",), only=True),
    "window no window": set_key(
        "metrics", "window", "soon", "DEF-116", kinds=("rolling", "funnel"), only=True
    ),
    "dimension unknown": item_of("metrics", "dimensions", "nosuch_name", "DEF-144"),
    "dimension a number": item_of("metrics", "dimensions", "3", "DEF-112"),
    "pair unknown": set_key("metrics", "paired_with", "[nosuch]", "DEF-140"),
    "key unknown": set_key("metrics", "zzz", "1", "DEF-110", at_key=True),
    "key misspelt: label": misspell("metrics", "label"),
    "key misspelt: source": misspell("metrics", "source"),
    "key misspelt: direction": misspell("metrics", "direction"),
    "key misspelt: dimensions": misspell("metrics", "dimensions"),
    "valid since": set_key("metrics", "valid_since", "soon", "DEF-116"),
    "freshness": set_key("metrics", "freshness", "3", "DEF-112"),
    "freshness no window": set_key("metrics", "freshness", "soon", "DEF-116"),
    "successor unknown": set_key("metrics", "deprecated_by", "nosuch", "DEF-140"),
    "tags": set_key("metrics", "tags", "{}", "DEF-112"),
    "plausible turned": set_key("metrics", "plausible", "[3, 1]", "DEF-112"),
    "plausible short": set_key("metrics", "plausible", "[1]", "DEF-112"),
    "sensitivity": set_key("metrics", "sensitivity", "hot", "DEF-112"),
    "reference": set_key("metrics", "reference", "{text: x, url: ftp}", "DEF-112", lacking="reference"),
    "grain unknown": set_key("metrics", "grain", "dya", "DEF-147", kinds=_ROWS),
    "empty": set_key("metrics", "empty", "none", "DEF-112"),
    "anchor": set_key("metrics", "owner", "&a someone", "DEF-106", kinds=_ROWS),
    "tag": set_key("metrics", "owner", "!x someone", "DEF-106", kinds=_ROWS),
    **{
        f"filter: {name}": set_key("metrics", "filter", text, code, kinds=_ROWS)
        for name, (text, code) in _EXPRESSIONS.items()
    },
    **{
        f"expr: {name}": set_key("metrics", "expr", text, code, kinds=("sum", "average"), only=True)
        for name, (text, code) in _EXPRESSIONS.items()
    },
}
_NEW_METRIC = {
    "name": new("metrics", "  Bad-@: {kind: count, source: %}\n", (0, "DEF-113")),
    "no source": new("metrics", "  m@: {kind: count}\n", (0, "DEF-111")),
    "no body": new("metrics", "  m@: 3\n", (0, "DEF-111")),
    "no kind": new("metrics", "  m@: {source: %}\n", (0, "DEF-111")),
    "key twice": new("metrics", "  m@:\n    kind: count\n    source: %\n    kind: sum\n", (3, "DEF-108")),
    "name twice": new(
        "metrics",
        "  m@: {kind: count, source: nosuch}\n  m@: {kind: sum, source: %, label: 3, expr: 1}\n",
        (0, "DEF-141"), (1, "DEF-108"), (1, "DEF-112"),
    ),
    "circle": new("metrics", "  m@: {kind: ratio, numerator: m@, denominator: m@}\n", (0, "DEF-150")),
    "two shifts": new(
        "metrics",
        "  n@: {kind: count, source: %}\n  m@:\n    kind: derived\n    expr: a\n    inputs:\n"
        "      a: {metric: n@, offset: 1 day, to_start_of: month}\n",
        (5, "DEF-154"),
    ),
    "input unknown": new("metrics", "  m@: {kind: derived, expr: nosuch * 2}\n", (0, "DEF-140")),
    "moves over a ratio": new(
        "metrics",
        "  n@: {kind: count, source: %}\n  q@: {kind: derived, expr: n@ * 2}\n  m@: {kind: conversion, base: q@,"
        " conversion: n@, entity: nosuch}\n",
        (2, "DEF-157"), (2, "DEF-143"),
    ),
    "bracket": new("metrics", "  m@: {kind: [}\n", (0, "DEF-105")),
    "quote": new("metrics", "  m@:\n    label: 'never closed\n    kind: count\n", (0, "DEF-105")),
    "tab": new("metrics", "  m@:\n\tkind: count\n", (1, "DEF-105")),
    "case of the kind": new("metrics", "  m@: {kind: Count, source: %}\n", (0, "DEF-115")),
    "deep": new("metrics", f"  m@: {'[' * 40 + ']' * 40}\n", (0, "DEF-107")),
    "long number": new("metrics", f"  m@: {{kind: count, source: %, label: {'9' * 500}}}\n", (0, "DEF-112")),
}  # fmt: skip
_SOURCE = {
    "file and table": set_key(
        "sources", "table", "t", "DEF-117", having="file", lacking="table", at_key=True
    ),
    "primary entity": set_key("sources", "owner", "3", "DEF-112"),
    "time unknown": set_key("sources", "time", "nosuch", "DEF-142"),
    "freshness": set_key("sources", "freshness", "1 dayz", "DEF-147", only=True),
    "complete through": set_key("sources", "complete_through", "max(", "DEF-130"),
    "grain": set_key("sources", "grain", "dayy", "DEF-147", below="dimensions", only=True),
    "zone": set_key("sources", "zone", "Asia/Shangai", "DEF-121", below="dimensions", having="grain"),
    "zone without grain": set_key(
        "sources", "zone", "UTC", "DEF-112", below="dimensions", lacking="grain", at_key=True
    ),
    "epoch": set_key("sources", "epoch", "years", "DEF-112", below="dimensions", having="grain"),
    "partition": set_key("sources", "partition", "3", "DEF-112", below="dimensions"),
    "buckets falling": set_key(
        "sources", "buckets", "[3, 1]", "DEF-118", below="dimensions", lacking="grain"
    ),
    "bucket a text": set_key("sources", "buckets", "{}", "DEF-112", below="dimensions", lacking="grain"),
    "key": set_key("sources", "zzz", "1", "DEF-110", below="dimensions", at_key=True),
    "misspelt dimensions": misspell("sources", "dimensions"),
    "misspelt entities": misspell("sources", "entities"),
    "misspelt label": misspell("sources", "label", below="dimensions"),
    **{
        f"expr: {name}": set_key("sources", "expr", text, code, below="dimensions", only=True)
        for name, (text, code) in _EXPRESSIONS.items()
    },
    "none of file, table, sql": new("sources", "  s@: {label: x}\n", (0, "DEF-117")),
    "kind of entity": new("sources", "  s@: {table: t, entities: {user: {kind: primry}}}\n", (0, "DEF-112")),
    "natural": new("sources", "  s@: {table: t, entities: {e@: {kind: natural}}}\n", (0, "DEF-119")),
    "entities as a list": new("sources", "  s@:\n    table: t\n    entities: [e@]\n", (2, "DEF-112")),
    "dimensions as a list": new(
        "sources",
        "  s@:\n    table: t\n    dimensions:\n      - {name: d@, expr: a +}\n",
        (3, "DEF-112"),
        (3, "DEF-130"),
    ),
    "name of a dimension": new("sources", "  s@: {table: t, dimensions: {Bad: {}}}\n", (0, "DEF-113")),
    "four parts": new("sources", "  s@: {table: a.b.c.d}\n", (0, "DEF-117")),
    "query": new("sources", "  s@: {sql: delete from t}\n", (0, "DEF-131")),
    "file in a query": new("sources", "  s@: {sql: select * from 'a.parquet'}\n", (0, "DEF-133")),
}
_REST = {
    "north star": set_key("goals", "north_star", "nosuch", "DEF-140"),
    "targets": set_key("goals", "targets", "3", "DEF-112", lacking="targets"),
    "target no day": set_key("goals", "targets", "[{by: soon, value: 1}]", "DEF-116", lacking="targets"),
    "goal": misspell("goals", "north_star"),
    "driver": set_key("drivers", "driver", "nosuch", "DEF-140"),
    "driven": set_key("drivers", "metric", "nosuch", "DEF-140"),
    "effect": set_key("drivers", "effect", "sideways", "DEF-112"),
    "driver key": misspell("drivers", "effect"),
    "case metric": ask("metrics", "[nosuch]", "DEF-140"),
    "case by": ask("by", "[nosuch_name]", "DEF-144"),
    "case grain": ask("grain", "dya", "DEF-147"),
    "case start": ask("start", "soon", "DEF-116"),
    "case compare": ask("compare", "yesterday", "DEF-162"),
    "case where": ask("where", "nosuch_name = 1", "DEF-144"),
    "case where no SQL": ask("where", "a +", "DEF-130"),
    "case where function": ask("where", "lenght(a) = 1", "DEF-135"),
    "case order": ask("order_by", "[nosuch_name]", "DEF-160"),
    "case limit": ask("limit", "0", "DEF-112"),
    "case key": ask("zzz", "1", "DEF-110"),
    "case sql": set_key("cases", "sql", "delete from t", "DEF-131"),
    "case tolerance": set_key("cases", "tolerance", "-1", "DEF-112"),
    "case no question": new("cases", "  - {name: c@, sql: select 1}\n", (0, "DEF-111")),
    "case no mapping": new("cases", "  - 3\n", (0, "DEF-112")),
    "case name": new(
        "cases",
        "  - {name: c@, question: {metrics: nosuch}, sql: select 1}\n"
        "  - {name: c@, question: {metrics: []}, sql: selec 1}\n",
        (0, "DEF-140"), (1, "DEF-114"), (1, "DEF-160"), (1, "DEF-130"),
    ),
    "engine": settings("engine", '"mysql://x"', "DEF-122"),
    "memory": settings("memory", '"lots"', "DEF-112"),
    "timeout": settings("timeout_seconds", "-1", "DEF-112"),
    "threads": settings("threads", "true", "DEF-112"),
    "zone": settings("timezone", '"Europe/Berlni"', "DEF-121"),
    "week": settings("week_start", '"moonday"', "DEF-112"),
    "settings key": settings("memry", "1", "DEF-110"),
    "settings no TOML": settings("label", '"open', "DEF-109"),
    "byte": no_utf8(),
    "section unknown": file_of("x1.yml", "# x\nzzzzzz: {a: 1}\n", (1, "DEF-110")),
    "section misspelt": file_of(
        "x2.yml", "metrcs:\n  mm: {kind: count, source: nosuch}\n", (0, "DEF-110"), (1, "DEF-141")
    ),
    "no mapping": file_of("x3.yml", "- a list\n", (0, "DEF-112")),
    "no YAML": file_of("x4.yml", "zz: [", (0, "DEF-105")),
    "two documents": file_of("x5.yml", "goals: {}\n---\ngoals: {}\n", (1, "DEF-106")),
    "bomb": file_of("x6.yml", "goals:\n  x: &x {label: l}\n  y: *x\n", (1, "DEF-106")),
    "questions": file_of("x7.yml", "questions:\n  q: {metrics: nosuch, grain: dya}\n", (1, "DEF-140"), (1, "DEF-147")),
    "relation": file_of("x8.yml", "relations:\n  r: {left: nosuch, right: 1}\n", (1, "DEF-140")),
    "relation half": file_of("x9.yml", "relations:\n  rr: {left: nosuch}\n", (1, "DEF-170")),
    "metrics as a list": section_as("metrics", listed=True),
    "cases as a mapping": section_as("cases", listed=False),
}  # fmt: skip
KINDS = {
    **{f"metric: {name}": kind for name, kind in _METRIC.items()},
    **{f"new metric: {name}": kind for name, kind in _NEW_METRIC.items()},
    **{f"source: {name}": kind for name, kind in _SOURCE.items()},
    **{f"rest: {name}": kind for name, kind in _REST.items()},
}
