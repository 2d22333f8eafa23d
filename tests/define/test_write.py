from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from gnomon.base.time import Grain, Window
from gnomon.define.buckets import Bucket, bucket_case
from gnomon.define.expressions import parse_expression, parse_query
from gnomon.define.kinds import (
    Average,
    Conversion,
    Count,
    Derived,
    Distinct,
    Percentile,
    PerEntity,
    Prevalence,
    Rate,
    Ratio,
    Rolling,
    Sessions,
    Snapshot,
    Sum,
    TimeTo,
    ToDate,
    WithinDeadline,
)
from gnomon.define.load import load_model
from gnomon.define.metric import (
    Direction,
    Empty,
    Metric,
    MetricInput,
    Module,
    Plausible,
    Reference,
    Sensitivity,
    Tier,
)
from gnomon.define.project import Calendar, Driver, Goal, Model, OracleCase, SavedQuestion, Settings, Target
from gnomon.define.source import (
    Dimension,
    Entity,
    EntityKind,
    FileRef,
    QueryRef,
    Source,
    TableRef,
    Validity,
)
from gnomon.define.write import metric_to_yaml, to_text, write_project

TEXTS = st.text(max_size=30).filter(lambda text: all(not "\ud800" <= sign <= "\udfff" for sign in text))
WINDOWS = st.builds(
    Window, count=st.integers(1, 90), grain=st.sampled_from(["day", "week", "month", "fiscal"])
)
ROWS = st.sampled_from(
    ["ms", "ms / 3.6e6", "case when tab = 1 then ms end", "coalesce(ms, 0)", "tab || '::' || ms"]
)
FILTERS = st.none() | st.sampled_from(
    [
        "tab = 1",
        "user.country in ('NL', 'it''s')",
        "country is null or not tab = 2",
        "metric(hours, user) > 2.5",
    ]
).map(parse_expression)
EXPRS = ROWS.map(parse_expression)
TIMES = st.sampled_from([None, "at"])
TERM = st.builds(MetricInput, metric=st.just("hours"), alias=st.just("metric"), filter=FILTERS)
SHIFTED = st.builds(
    MetricInput, metric=st.just("hours"), alias=st.just("before"), filter=FILTERS, offset=WINDOWS
) | st.builds(MetricInput, metric=st.just("hours"), alias=st.just("before"), to_start_of=st.just("month"))


def make_input(alias):
    return st.builds(MetricInput, metric=st.just("hours"), alias=st.just(alias), filter=FILTERS)


SPECS = st.one_of(
    st.builds(Count, source=st.just("plays"), expr=st.none() | EXPRS, time=TIMES),
    st.builds(Sum, source=st.just("plays"), expr=EXPRS, time=TIMES),
    st.builds(Average, source=st.just("plays"), expr=EXPRS, time=TIMES),
    st.builds(Distinct, source=st.just("plays"), entity=st.just("user")),
    st.builds(
        Percentile,
        source=st.just("plays"),
        expr=EXPRS,
        p=st.floats(0.01, 0.99),
        method=st.sampled_from(["continuous", "discrete", "approximate"]),
    ),
    st.builds(
        Snapshot,
        source=st.just("plays"),
        expr=EXPRS,
        over=st.just("at"),
        pick=st.sampled_from(["last", "first"]),
        per=st.sampled_from([(), ("user",)]),
        agg=st.sampled_from(["sum", "max"]),
    ),
    st.builds(Ratio, numerator=make_input("numerator"), denominator=make_input("denominator")),
    st.builds(
        Rate,
        numerator=make_input("numerator"),
        denominator=make_input("denominator"),
        per=st.sampled_from([1, 1000, 0.5]),
        is_complement=st.booleans(),
    ),
    st.builds(
        PerEntity,
        source=st.just("plays"),
        expr=EXPRS,
        time=TIMES,
        entities=st.sampled_from([("user",), ("user", "video")]),
        agg=st.sampled_from(["count", "sum"]),
        where=st.none() | st.just(parse_expression("tab = 1")),
        summarize=st.just("share"),
        at_least=st.integers(1, 9) | st.floats(0.5, 2),
        at_most=st.none() | st.just(300),
    ),
    st.builds(
        Sessions,
        source=st.just("plays"),
        time=TIMES,
        entity=st.just("user"),
        gap=st.builds(Window, count=st.integers(1, 90), grain=st.sampled_from(["minute", "hour", "day"])),
        measure=st.just("length"),
        summarize=st.sampled_from(["average", "sum", "percentile"]),
    ),
    st.builds(
        WithinDeadline,
        source=st.just("plays"),
        time=st.just("at"),
        opened=st.just("at"),
        closed=st.just("at"),
        deadline=st.sampled_from([None, Window(count=1, grain="month")]),
    ),
    st.builds(
        TimeTo,
        source=st.just("plays"),
        time=st.just("at"),
        to=st.just("at"),
        p=st.floats(0.01, 0.99),
        measured_in=st.sampled_from(["seconds", "days"]),
    ),
    st.builds(
        Prevalence,
        source=st.just("plays"),
        expr=st.just(parse_expression("ms > 3")),
        time=TIMES,
        weight=st.none() | EXPRS,
        stratum=st.none() | EXPRS,
        confidence=st.floats(0.5, 0.99),
    ),
    st.builds(
        Derived,
        expr=st.just(parse_expression("(hours - before) / nullif(before, 0)")),
        terms=st.tuples(SHIFTED, st.just(MetricInput(metric="hours", alias="hours"))),
    ),
    st.builds(
        Rolling,
        term=TERM,
        window=st.none() | WINDOWS,
        over_period=st.sampled_from(["last", "first", "average"]),
    ),
    st.builds(ToDate, term=TERM, since=st.sampled_from(["month", "fiscal"])),
    st.builds(
        Conversion,
        base=make_input("base"),
        conversion=make_input("conversion"),
        entity=st.just("user"),
        window=st.none() | WINDOWS,
        calculate=st.sampled_from(["rate", "count"]),
        constant=st.sampled_from([(), (("tab", "tab"),), (("tab", "user"),)]),
    ),
)
METRICS = st.builds(
    Metric,
    name=st.just("probe"),
    spec=SPECS,
    label=TEXTS,
    description=TEXTS,
    filter=FILTERS,
    unit=TEXTS,
    format=st.sampled_from(["", ",.0f", ".1%", "$,.2~f", "+.3s"]),
    direction=st.sampled_from(Direction),
    module=st.none() | st.sampled_from(Module),
    tier=st.sampled_from(Tier),
    owner=TEXTS,
    is_guardrail=st.booleans(),
    dimensions=st.sampled_from([None, (), ("tab", "user.country")]),
    empty=st.builds(Empty, is_shown=st.booleans(), value=st.none() | st.integers(-3, 3)),
    grain=st.sampled_from([None, "month"]),
    valid_since=st.none() | st.dates(),
    deprecated_by=st.sampled_from([None, "hours"]),
    freshness=st.none() | WINDOWS,
    tags=st.lists(TEXTS, max_size=2).map(tuple),
    reference=st.none()
    | st.builds(
        Reference,
        text=TEXTS.filter(bool),
        url=st.sampled_from(["", "https://example.org/a?b=c#d"]),
        checked=st.none() | st.dates(),
    ),
    paired_with=st.sampled_from([(), ("hours",)]),
    plausible=st.none()
    | st.builds(Plausible, low=st.integers(-3, 0), high=st.none() | st.floats(0, 1e9))
    | st.builds(Plausible, high=st.just(0.5)),
    sensitivity=st.none() | st.sampled_from(Sensitivity),
)
PLAYS = Source(
    name="plays",
    relation=QueryRef(tree=parse_query("select *, 1 as one from raw.plays where x > 1")),
    label="Plays: all of them # not some",
    primary_key=("play_id", "part"),
    primary_entity="play",
    entities=(
        Entity(name="user", kind=EntityKind.FOREIGN, expr=parse_expression("user_id")),
        Entity(name="video", kind=EntityKind.FOREIGN, expr=parse_expression("video"), label="Video"),
    ),
    dimensions=(
        Dimension(name="at", expr=parse_expression("ts"), grain=Grain.DAY, zone="Asia/Shanghai"),
        Dimension(name="epoch", expr=parse_expression("epoch"), grain=Grain.SECOND, epoch="milliseconds"),
        Dimension(name="tab", expr=parse_expression("tab"), label="Feed"),
        Dimension(
            name="length",
            expr=bucket_case(parse_expression("ms / 1000"), [Bucket(below=3), Bucket(below=9.5)]),
        ),
        Dimension(
            name="size",
            expr=bucket_case(parse_expression("ms"), [Bucket(below=0, label="a"), Bucket(label="b")]),
        ),
        Dimension(name="part", expr=parse_expression("part"), grain=Grain.DAY, is_partition=True),
    ),
    default_time="at",
    freshness=Window(count=1, grain="day"),
    complete_through=parse_expression("cast('2022-05-09' as date)"),
)
USERS = Source(
    name="users",
    relation=TableRef(parts=("main", "users")),
    entities=(Entity(name="user", kind=EntityKind.NATURAL, expr=parse_expression("user")),),
    dimensions=(
        Dimension(name="country", expr=parse_expression("country")),
        Dimension(name="since", expr=parse_expression("since"), grain=Grain.DAY),
        Dimension(name="till", expr=parse_expression("till"), grain=Grain.DAY),
    ),
    validity=Validity(start="since", end="till"),
)
HOURS = Metric(
    name="hours",
    spec=Sum(source="plays", expr=parse_expression("ms")),
    empty=Empty(value=0),
)


def make_model(root, **parts):
    files = Source(name="files", relation=FileRef(path=(root / "data" / "*.parquet").as_posix()))
    fiscal = Calendar(
        name="retail",
        relation=TableRef(parts=("cal",)),
        column="ds",
        grains=MappingProxyType({"fiscal": "fiscal_start"}),
    )
    sources = {"plays": PLAYS, "users": USERS, "files": files}
    return Model(
        root=root,
        settings=Settings(name='a "quoted" name', timezone="Asia/Shanghai", week_start=7, memory_limit="1GB"),
        sources=sources,
        calendars={"retail": fiscal},
        **{"metrics": {"hours": HOURS}, **parts},
    )


def as_plain(model):
    kept = ("sources", "metrics", "goals", "calendars", "saved")
    return replace(model, **{key: dict(getattr(model, key)) for key in kept})


@settings(
    max_examples=60,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(metric=METRICS)
def test_write_when_read_again_then_the_same_metric(tmp_path, metric):
    if isinstance(metric.spec, Derived):  # what an expression implies comes after what is written
        assert metric.spec.terms[1].alias == "hours"
    text = to_text({"metrics": {"hours": metric_to_yaml(HOURS), "probe": metric_to_yaml(metric)}})
    folder = tmp_path / "again"
    write_project(make_model(folder), folder)
    (folder / "metrics.yml").write_text(text, encoding="utf-8")
    assert load_model(folder).metrics["probe"] == metric


def test_write_when_a_whole_project_is_read_again_then_the_same_model(tmp_path):
    root = tmp_path.resolve() / "project"
    model = make_model(
        root,
        goals={
            "g": Goal(
                name="g", label="G", north_star="hours", targets=(Target(by=date(2022, 6, 30), value=1.5),)
            )
        },
        drivers=(Driver(metric="hours", driver="hours2", effect="down", why="because: it is"),),
        metrics={"hours": HOURS, "hours2": replace(HOURS, name="hours2")},
        saved={
            "q": SavedQuestion(
                name="q",
                metrics=("hours",),
                by=("user.country",),
                where="tab = 1",
                order_by=("-hours",),
                limit=3,
            )
        },
        cases=(
            OracleCase(
                name="c",
                question=MappingProxyType({"metrics": ["hours"], "grain": "day", "start": "2022-04-01"}),
                sql="select day, sum(ms)\nfrom plays\ngroup by 1\n",
                tolerance=1e-6,
            ),
        ),
    )
    written = write_project(model, root)
    again = load_model(root)
    assert as_plain(again) == as_plain(model)
    assert {path.relative_to(root).as_posix() for path in written} >= {"gnomon.toml", "sources/plays.yml"}


def test_to_text_when_small_and_plain_then_short_forms():
    body = {"dimensions": {"day": {"grain": "day"}, "tab": {}}, "expr": "a\nb", "label": "2022"}
    assert to_text({"sources": {"plays": body}}) == (
        "sources:\n"
        "  plays:\n"
        "    dimensions:\n"
        "      day: {grain: day}\n"
        "      tab: {}\n"
        "    expr: |-\n"
        "      a\n"
        "      b\n"
        '    label: "2022"\n'
    )


@pytest.mark.parametrize(
    "text", ["", " a", "a\n", "\n", "a \nb", "\ta", "# a", "- a", "é\u2028", "\x07", "a: b", "~", "0x1"]
)
def test_to_text_when_odd_text_then_it_survives(text):
    from gnomon.define.parse import parse_document

    assert parse_document(to_text({"a": {"b": text}}), "f").data == {"a": {"b": text}}
