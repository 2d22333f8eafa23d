"""Clean series made from real ones: whole weeks of what a real shop's days miss their usual, drawn again at random."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np

LINES = Path(__file__).parents[2] / "examples" / "retail" / "data" / "lines.parquet"
MEASURES = {
    "lines": "count(*)",
    "orders": 'count(distinct "InvoiceNo")',
    "customers": 'count(distinct "CustomerID")',
    "units": 'sum("Quantity")',
    "revenue": 'sum("Quantity" * "UnitPrice")',
    "products": 'count(distinct "StockCode")',
    "order value": 'sum("Quantity" * "UnitPrice") / count(distinct "InvoiceNo")',
}
DAYS = 6  # the shop closes on Saturdays; its week has six days
FIRST_HOLIDAYS = "2011-01-04"  # the shop was closed until then
LAST = "2011-10-01"  # before the rise to Christmas


def read_days() -> dict[str, np.ndarray]:
    """Values of each measure for every day on which the shop was open."""
    asked = ", ".join(f'{sql} as "{name}"' for name, sql in MEASURES.items())
    found = duckdb.sql(
        f"""select cast("InvoiceDate" as date) as day, {asked} from '{LINES.as_posix()}'
        where "Quantity" > 0 and "UnitPrice" > 0 and "InvoiceDate" >= '{FIRST_HOLIDAYS}'
        and "InvoiceDate" < '{LAST}' group by day order by day"""
    ).fetchnumpy()
    return {name: np.asarray(found[name], float) for name in MEASURES}


def draw_bootstrap(seed: int, *, buckets: int = 420, series: int = 30) -> np.ndarray:
    """Draw series of each measure, with a week of six days."""
    rng = np.random.default_rng(seed)
    drawn = []
    for days in read_days().values():
        logs = np.log(days[: len(days) // DAYS * DAYS]).reshape(-1, DAYS)
        level = np.median(logs, axis=1, keepdims=True)
        padded = np.pad(level[:, 0], 2, mode="edge")
        smooth = np.median(np.lib.stride_tricks.sliding_window_view(padded, 5), axis=1)[:, None]
        profile = np.median(logs - smooth, axis=0)
        weeks = logs - smooth - profile
        for _ in range(series):
            picked = weeks[rng.integers(0, len(weeks), -(-buckets // DAYS))] + profile
            drawn.append(np.exp(np.median(level) + picked).reshape(-1)[:buckets])
    return np.stack(drawn, axis=1)
