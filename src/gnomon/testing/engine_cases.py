"""Golden rows: queries whose answers are known by hand, for each operation that must be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import reduce
from typing import Final

from sqlglot import exp, parse_one

__all__ = ["GOLDEN_CASES", "GoldenCase", "digits", "query_over"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldenCase:
    """One query and the rows that it must return, in order.

    Attributes
    ----------
    ability : str
        Field of :class:`gnomon.engine.Capabilities` that the case proves; empty when every engine must pass.
    tree : sqlglot expression
        The engine renders it in its own dialect.
    timezone : str
        Zone of the session.
    """

    name: str
    tree: exp.Query
    rows: tuple[tuple[object, ...], ...]
    ability: str = ""
    timezone: str = "UTC"
    params: Mapping[str, object] = field(default_factory=dict[str, object])


def query_over(sql: str, **relations: exp.Query) -> exp.Query:
    """Parse a query of our own and put a relation in the place of each table that it names.

    Examples
    --------
    >>> query_over("SELECT x FROM one", one=exp.select("1 AS x")).sql()
    'SELECT x FROM (SELECT 1 AS x) AS one'
    """
    tree = parse_one(sql, into=exp.Select)
    for table in tuple(tree.find_all(exp.Table)):
        table.replace(relations[table.name].subquery(table.alias_or_name))
    return tree


def digits(power: int) -> exp.Select:
    """Return the integers `x` from 0 below 10 to the `power`, in words that every engine knows.

    Examples
    --------
    >>> digits(1).sql()
    'SELECT d0.d * 1 AS x FROM (VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)) AS d0(d)'
    """
    ten = [(digit,) for digit in range(10)]
    terms = [exp.column("d", table=f"d{i}") * 10**i for i in range(power)]
    tree = exp.select(exp.alias_(reduce(lambda left, right: left + right, terms), "x"))
    tables = [exp.values(ten, alias=f"d{i}", columns=["d"]) for i in range(power)]
    return reduce(lambda made, table: made.join(table, join_type="cross"), tables[1:], tree.from_(tables[0]))


def _hours(first: datetime) -> exp.Select:
    """Return 72 moments `t`, an hour apart."""
    stamps = [(str(first + timedelta(hours=hour)),) for hour in range(72)]
    return exp.select("CAST(s AS TIMESTAMPTZ) AS t").from_(exp.values(stamps, alias="h", columns=["s"]))


def _table(columns: str, *rows: tuple[object, ...]) -> exp.Select:
    return exp.select("*").from_(exp.values(list(rows), alias="v", columns=columns.split()))


_LEFT: Final = _table("k x", ("a", 1), (None, 2), ("c", 3))
_RIGHT: Final = _table("k y", ("a", 10), (None, 20), ("b", 30))
_SALES: Final = _table("country user_id amount", ("cn", 1, 10), ("cn", 2, 5), (None, 1, 7))
_HOURS_BY_DAY: Final = (
    "SELECT CAST(DATE_TRUNC('DAY', t AT TIME ZONE 'Europe/Berlin') AS DATE) AS day, COUNT(*) AS n "
    "FROM hours GROUP BY 1 ORDER BY 1"
)

GOLDEN_CASES: Final[tuple[GoldenCase, ...]] = (
    GoldenCase(
        name="distinct_count_of_few_skips_null",
        ability="distinct_count",
        tree=query_over("SELECT COUNT(DISTINCT v) AS n FROM (VALUES (1), (1), (2), (NULL)) AS t(v)"),
        rows=((2,),),
    ),
    GoldenCase(
        name="distinct_count_of_many_is_exact",
        ability="distinct_count",
        tree=query_over(
            "SELECT COUNT(DISTINCT x) AS n, COUNT(DISTINCT x % 77777) AS m FROM numbers", numbers=digits(5)
        ),
        rows=((100_000, 77_777),),
    ),
    GoldenCase(
        name="percentile_continuous_interpolates",
        ability="percentile_continuous",
        tree=query_over(
            "SELECT PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY v) AS p "
            "FROM (VALUES (1.0), (2.0), (3.0), (10.0), (NULL)) AS t(v)"
        ),
        rows=((2.5,),),
    ),
    GoldenCase(
        name="percentile_continuous_of_many_is_exact",
        ability="percentile_continuous",
        tree=query_over(
            "SELECT PERCENTILE_CONT(0.95) WITHIN GROUP (ORDER BY CAST(x AS DOUBLE)) AS p FROM numbers",
            numbers=digits(4),
        ),
        rows=((9499.05,),),
    ),
    GoldenCase(
        name="percentile_discrete_is_a_value_of_the_data",
        ability="percentile_discrete",
        tree=query_over(
            "SELECT PERCENTILE_DISC(0.5) WITHIN GROUP (ORDER BY v) AS p "
            "FROM (VALUES (1), (2), (3), (10)) AS t(v)"
        ),
        rows=((2,),),
    ),
    GoldenCase(
        name="full_outer_join_meets_null_keys",
        ability="full_outer_join",
        tree=query_over(
            "SELECT COALESCE(l.k, r.k) AS k, l.x, r.y FROM l FULL OUTER JOIN r "
            "ON l.k IS NOT DISTINCT FROM r.k ORDER BY x NULLS LAST",
            l=_LEFT,
            r=_RIGHT,
        ),
        rows=(("a", 1, 10), (None, 2, 20), ("c", 3, None), ("b", None, 30)),
    ),
    GoldenCase(
        name="left_join_keeps_null_for_no_match",
        tree=query_over("SELECT l.k, r.y FROM l LEFT JOIN r ON l.k = r.k ORDER BY l.x", l=_LEFT, r=_RIGHT),
        rows=(("a", 10), (None, None), ("c", None)),
    ),
    GoldenCase(
        name="filter_clause_drops_null_conditions",
        ability="filter_clause",
        tree=query_over(
            "SELECT COUNT(*) FILTER (WHERE v > 1) AS n, SUM(v) FILTER (WHERE v > 9) AS s "
            "FROM (VALUES (1), (2), (NULL), (3)) AS t(v)"
        ),
        rows=((2, None),),
    ),
    GoldenCase(
        name="grouping_sets_tell_a_null_value_from_a_total",
        ability="grouping_sets",
        tree=query_over(
            "SELECT country, GROUPING(country) AS g, SUM(amount) AS a, COUNT(DISTINCT user_id) AS u "
            "FROM sales "
            "GROUP BY GROUPING SETS ((country), ()) ORDER BY g, a",
            sales=_SALES,
        ),
        rows=((None, 0, 7, 1), ("cn", 0, 15, 2), (None, 1, 22, 2)),
    ),
    GoldenCase(
        name="nulls_first_and_last_are_obeyed",
        ability="nulls_first",
        tree=query_over(
            "SELECT v, ROW_NUMBER() OVER (ORDER BY v DESC NULLS LAST) AS last "
            "FROM (VALUES (1), (NULL), (2)) AS t(v) ORDER BY v NULLS FIRST"
        ),
        rows=((None, 3), (1, 2), (2, 1)),
    ),
    GoldenCase(
        name="asof_join_takes_the_row_before",
        ability="asof_join",
        tree=query_over(
            "SELECT l.t, r.p FROM (VALUES (1), (5), (9)) AS l(t) "
            "ASOF LEFT JOIN (VALUES (2, 'x'), (6, 'y')) AS r(t, p) ON l.t >= r.t ORDER BY l.t"
        ),
        rows=((1, None), (5, "x"), (9, "y")),
    ),
    GoldenCase(
        name="division_by_null_or_zero_is_null",
        tree=query_over(
            "SELECT CAST(7 AS DOUBLE) / NULLIF(2, 0) AS a, CAST(7 AS DOUBLE) / NULLIF(0, 0) AS b, "
            "CAST(7 AS DOUBLE) / CAST(NULL AS DOUBLE) AS c"
        ),
        rows=((3.5, None, None),),
    ),
    GoldenCase(
        name="aggregates_of_no_rows_are_null_and_zero",
        tree=query_over(
            "SELECT SUM(v) AS s, COUNT(v) AS n, MAX(v) AS m FROM (VALUES (1)) AS t(v) WHERE v > 1"
        ),
        rows=((None, 0, None),),
    ),
    GoldenCase(
        name="days_of_23_hours_are_counted_whole",
        ability="time_zones",
        tree=query_over(_HOURS_BY_DAY, hours=_hours(datetime(2024, 3, 30, tzinfo=UTC))),
        rows=(
            (date(2024, 3, 30), 23),  # its first hour, 23:00 UTC of the day before, is not in the data
            (date(2024, 3, 31), 23),  # the clock skips 02:00-03:00
            (date(2024, 4, 1), 24),
            (date(2024, 4, 2), 2),
        ),
    ),
    GoldenCase(
        name="days_of_25_hours_are_counted_whole",
        ability="time_zones",
        tree=query_over(_HOURS_BY_DAY, hours=_hours(datetime(2024, 10, 26, tzinfo=UTC))),
        rows=(
            (date(2024, 10, 26), 22),
            (date(2024, 10, 27), 25),
            (date(2024, 10, 28), 24),
            (date(2024, 10, 29), 1),
        ),
    ),
    GoldenCase(
        name="the_zone_of_the_session_decides_the_day",
        ability="time_zones",
        timezone="Asia/Shanghai",
        tree=query_over(
            "SELECT CAST(t AS DATE) AS day, CAST(DATE_TRUNC('DAY', t) AS DATE) AS cut "
            "FROM (VALUES (CAST('2024-01-31 15:59:59+00' AS TIMESTAMPTZ)), "
            "(CAST('2024-01-31 16:00:00+00' AS TIMESTAMPTZ))) AS h(t) ORDER BY t"
        ),
        rows=((date(2024, 1, 31), date(2024, 1, 31)), (date(2024, 2, 1), date(2024, 2, 1))),
    ),
    GoldenCase(
        name="weeks_begin_on_monday",
        tree=query_over(
            "SELECT CAST(DATE_TRUNC('WEEK', CAST(d AS DATE)) AS DATE) AS w "
            "FROM (VALUES ('2024-12-29'), ('2024-12-30'), ('2025-01-05')) AS t(d) ORDER BY d"
        ),
        rows=((date(2024, 12, 23),), (date(2024, 12, 30),), (date(2024, 12, 30),)),
    ),
    GoldenCase(
        name="integers_beyond_53_bits_keep_every_digit",
        tree=query_over(
            "SELECT SUM(v) AS s, MAX(v) AS m FROM (VALUES (CAST(9007199254740993 AS BIGINT)), "
            "(CAST(9223372036854775807 AS BIGINT)), (CAST(9223372036854775807 AS BIGINT))) AS t(v)"
        ),
        rows=((18455751272964292607, 9223372036854775807),),
    ),
    GoldenCase(
        name="decimals_add_up_to_the_last_digit",
        tree=query_over(
            "SELECT SUM(v) AS s, SUM(w) AS t FROM (VALUES "
            "(CAST('0.10' AS DECIMAL(18, 2)), CAST('123456789012345678.123456789' AS DECIMAL(27, 9))), "
            "(CAST('0.20' AS DECIMAL(18, 2)), CAST('0.000000001' AS DECIMAL(27, 9)))) AS t(v, w)"
        ),
        rows=((Decimal("0.30"), Decimal("123456789012345678.123456790")),),
    ),
    GoldenCase(
        name="text_of_any_script_survives",
        tree=query_over(
            "SELECT v AS \"播放 '量'\", LENGTH(v) AS n "
            "FROM (VALUES ('视频'), ('e\u0301\u200f'), ('🎬'), ('it''s; --')) "
            "AS t(v) ORDER BY n, v"
        ),
        rows=(("🎬", 1), ("视频", 2), ("e\u0301\u200f", 3), ("it's; --", 8)),
    ),
    GoldenCase(
        name="values_are_bound_and_never_read_as_sql",
        tree=query_over("SELECT :word AS w, :number + 1 AS n, CAST(:day AS DATE) AS d"),
        params={"word": "'; DROP TABLE t; -- \u89c6\u9891", "number": 2**53, "day": date(2024, 2, 29)},
        rows=(("'; DROP TABLE t; -- \u89c6\u9891", 2**53 + 1, date(2024, 2, 29)),),
    ),
)
