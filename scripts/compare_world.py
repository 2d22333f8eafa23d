"""Hold the shapes of a simulated world against a real log of short videos, as a table and a picture.

Usage: ``scripts/compare_world.py WORLD [--real EVENTS] [--write]``. WORLD is a folder of ``gnomon sim``; EVENTS is the
Parquet file of KuaiRand-Pure's standard log (``examples/kuairand`` says where it comes from). Without it the figures in
`REAL` stand for it. ``--write`` refreshes docs/world.md and docs/images/world.png.

The real figures are facts about KuaiRand-Pure (Gao et al., CIKM 2022, doi 10.1145/3511808.3557624), 25 April to
8 May 2022.
"""

from __future__ import annotations

import argparse
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

__all__ = ["REAL", "WATCH_AT", "Shapes", "measure_real", "measure_world"]

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "world.md"
PICTURE = ROOT / "docs" / "images" / "world.png"
TABLE = re.compile(r"(?<=<!-- shapes -->\n).*?(?=<!-- end of shapes -->)", re.DOTALL)
WATCH_AT = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
TOP = (0.01, 0.05, 0.2)
WINDOW_DAYS = 14
MEAN_PLAYS = 9.08


@dataclass(frozen=True, slots=True, kw_only=True)
class Shapes:
    """What is compared.

    Attributes
    ----------
    watch : tuple of float
        Seconds of plays that started, at the quantiles `WATCH_AT`.
    looped : float
        Share of these plays that are longer than their video.
    top : tuple of float
        Share of plays of the most played 1, 5 and 20 % of the videos watched.
    active_days : tuple of float
        Share of users by how many of 14 days they are seen on.
    plays_per_user_day : float
        Mean, after thinning to 9.08 plays a user.
    hours : tuple of float
        Share of plays by the hour of the day where the user is.
    """

    watch: tuple[float, ...]
    looped: float
    top: tuple[float, ...]
    active_days: tuple[float, ...]
    plays_per_user_day: float
    hours: tuple[float, ...]


REAL = Shapes(
    watch=(1.23, 2.03, 6.13, 25.66, 67.99, 216.69),
    looped=0.1541,
    top=(0.1726, 0.4351, 0.7678),
    active_days=(
        0.1194, 0.135, 0.139, 0.1328, 0.1167, 0.102, 0.0795, 0.0608, 0.0437, 0.0312, 0.0207, 0.0117, 0.0057, 0.0019,
    ),
    plays_per_user_day=1.884,
    hours=(
        0.0365, 0.0228, 0.0148, 0.0093, 0.0078, 0.0098, 0.0178, 0.0267, 0.0339, 0.0402, 0.046, 0.0516,
        0.0587, 0.0559, 0.0509, 0.0525, 0.0559, 0.0601, 0.0561, 0.0546, 0.0562, 0.0604, 0.0638, 0.0578,
    ),
)  # fmt: skip


def _shapes(connection: duckdb.DuckDBPyConnection, sampled: str) -> Shapes:
    """Measure the relation ``plays`` (user_id, video_id, ms, duration_ms, moment), and days in ``sampled``."""

    def one(sql: str) -> tuple[float, ...]:
        return connection.execute(sql).fetchone() or ()

    watch = one(
        f"SELECT {', '.join(f'quantile_cont(ms / 1000.0, {q})' for q in WATCH_AT)} FROM plays WHERE ms > 0"
    )
    looped = one("SELECT avg(CAST(ms > duration_ms AS INTEGER)) FROM plays WHERE ms > 0")[0]
    shares = ", ".join(f"sum(n) FILTER (WHERE r <= m * {share}) / sum(n)" for share in TOP)
    top = one(
        f"""SELECT {shares} FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS r,
            count(*) OVER () AS m FROM plays GROUP BY video_id) AS v"""
    )
    days = dict(
        connection.execute(
            f"""SELECT n, count(*) / sum(count(*)) OVER ()
                FROM (SELECT user_id, count(DISTINCT CAST(moment AS DATE)) AS n FROM {sampled} GROUP BY user_id) AS d
                GROUP BY n"""
        ).fetchall()
    )
    per_day = one(f"SELECT count(*) / count(DISTINCT (user_id, CAST(moment AS DATE))) FROM {sampled}")[0]
    hours = dict(
        connection.execute(
            "SELECT hour(moment), count(*) / sum(count(*)) OVER () FROM plays GROUP BY ALL"
        ).fetchall()
    )
    return Shapes(
        watch=tuple(round(w, 2) for w in watch),
        looped=round(looped, 4),
        top=tuple(round(t, 4) for t in top),
        active_days=tuple(round(days.get(n, 0.0), 4) for n in range(1, WINDOW_DAYS + 1)),
        plays_per_user_day=round(per_day, 3),
        hours=tuple(round(hours.get(h, 0.0), 4) for h in range(24)),
    )


def measure_real(events: Path) -> Shapes:
    """Measure the real log."""
    with duckdb.connect() as connection:
        connection.read_parquet(str(events)).create_view("events")
        connection.execute(
            """CREATE VIEW plays AS SELECT user_id, video_id, play_time_ms AS ms, duration_ms, event_time AS moment
               FROM events WHERE duration_ms > 0"""
        )
        return _shapes(connection, "plays")


def measure_world(folder: Path) -> Shapes:
    """Measure the last fourteen whole days of a world: people, no bots, in their local time.

    The real log keeps the plays of few videos and users who were there before it, so days are counted for users who
    signed up before the window, over a sample of plays that is as thin as the real one.
    """
    with duckdb.connect() as connection:
        connection.execute(
            f"""CREATE TABLE plays AS
                SELECT v.user_id, v.video_id, v.watch_ms AS ms, v.duration_ms,
                       hash(v.view_id) / 18446744073709551616.0 AS u,
                       timezone(w.timezone, timezone('UTC', v.started_at)) AS moment, w.signed_up_at, b.first
                FROM '{folder}/views/*/*.parquet' AS v
                JOIN '{folder}/users.parquet' AS w USING (user_id)
                CROSS JOIN (SELECT max(CAST(started_at AS DATE)) - {WINDOW_DAYS} AS first
                            FROM '{folder}/sessions/*/*.parquet') AS b
                WHERE NOT v.is_automated AND NOT w.is_bot
                    AND CAST(timezone(w.timezone, timezone('UTC', v.started_at)) AS DATE) BETWEEN b.first
                        AND b.first + {WINDOW_DAYS - 1}"""
        )
        connection.execute("CREATE TABLE old AS SELECT * FROM plays WHERE signed_up_at < first")
        low, high = 0.0, 1.0
        for _ in range(14):
            middle = (low + high) / 2
            (mean,) = connection.execute(
                "SELECT count(*) / count(DISTINCT user_id) FROM old WHERE u < ?", [middle]
            ).fetchone() or (0,)
            low, high = (middle, high) if mean < MEAN_PLAYS else (low, middle)
        connection.execute(f"CREATE VIEW sampled AS SELECT * FROM old WHERE u < {low}")
        return _shapes(connection, "sampled")


def tabulate(real: Shapes, made: Shapes) -> str:
    """Write the table of the page."""
    rows = [
        *(
            (f"watch time of plays that started, {q:.0%} quantile (s)", f"{a:.2f}", f"{b:.2f}")
            for q, a, b in zip(WATCH_AT, real.watch, made.watch, strict=True)
        ),
        ("of these, longer than the video", f"{real.looped:.1%}", f"{made.looped:.1%}"),
        *(
            (f"plays of the most played {t:.0%} of videos", f"{a:.1%}", f"{b:.1%}")
            for t, a, b in zip(TOP, real.top, made.top, strict=True)
        ),
        *(
            (
                f"users seen on {n} of 14 days",
                f"{real.active_days[n - 1]:.1%}",
                f"{made.active_days[n - 1]:.1%}",
            )
            for n in (1, 2, 4, 7, 10)
        ),
        (
            "plays of a user on a day (thinned)",
            f"{real.plays_per_user_day:.2f}",
            f"{made.plays_per_user_day:.2f}",
        ),
        *(
            (f"plays between {h}:00 and {h + 1}:00", f"{real.hours[h]:.1%}", f"{made.hours[h]:.1%}")
            for h in (4, 12, 18, 22)
        ),
    ]
    lines = "".join(f"| {what} | {a} | {b} |\n" for what, a, b in rows)
    return f"| shape | real | simulated |\n| --- | ---: | ---: |\n{lines}"


def draw(real: Shapes, made: Shapes, path: Path) -> None:
    """Draw watch time, active days and hours, the real log beside the world."""
    import altair as alt

    panels = (
        ("Watch time of a play (s)", [f"{q:.0%}" for q in WATCH_AT], real.watch, made.watch, "log"),
        (
            "Users by days seen, of 14",
            list(range(1, WINDOW_DAYS + 1)),
            real.active_days,
            made.active_days,
            "linear",
        ),
        ("Plays by hour of the day", list(range(24)), real.hours, made.hours, "linear"),
    )
    charts: list[alt.Chart] = []
    for title, places, first, second, scale in panels:
        rows = [
            {"place": place, "value": value, "log": name}
            for name, values in (("real", first), ("simulated", second))
            for place, value in zip(places, values, strict=True)
        ]
        chart = alt.Chart(alt.Data(values=rows), title=title, width=240, height=170).mark_line(point=True)
        charts.append(
            chart.encode(
                x=alt.X("place:O", title=None, sort=None, axis=alt.Axis(labelAngle=0, labelOverlap=True)),
                y=alt.Y("value:Q", title=None, scale=alt.Scale(type=scale)),
                color=alt.Color("log:N", title=None, scale=alt.Scale(range=["#1f5fa8", "#d9822b"])),
                strokeDash=alt.StrokeDash("log:N", title=None),
            )
        )
    alt.hconcat(*charts).save(str(path), scale_factor=2)


def main() -> None:
    """Measure, compare, print or write."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("world", type=Path)
    parser.add_argument("--real", type=Path)
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    real = REAL if chosen.real is None else measure_real(chosen.real)
    made = measure_world(chosen.world)
    table = tabulate(real, made)
    print(table)
    if chosen.write:
        text = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(TABLE.sub(lambda _: table, text), encoding="utf-8")
        draw(real, made, PICTURE)


if __name__ == "__main__":
    main()
