"""A small shop whose orders fall in one country for some days, and rates whose noise is known."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

FIRST = date(2024, 1, 1)
COUNTRIES = ("DE", "FR", "IT")
SOURCES = """
sources:
  visits:
    file: visits.parquet
    primary_key: [visit_id]
    complete_through: "2024-05-20"
    time: at
    dimensions:
      at: {grain: second, zone: UTC}
      country: {}
      os: {}
      is_bought: {}
metrics:
  visits: {kind: count, source: visits, module: growth, owner: growth team, tier: core, description: All visits.}
  bought: {kind: count, source: visits, filter: is_bought}
  buying: {kind: ratio, numerator: bought, denominator: visits}
  visits_7d: {kind: rolling, metric: visits, window: 7 days}
  visits_mtd: {kind: to_date, metric: visits, since: month}
"""


def write_world(
    folder: Path, *, days: int = 140, fall: tuple[int, int] = (120, 124), seed: int = 4, watch=""
) -> Path:
    """Write a project; in ``fall`` nine of ten visits from Germany are lost."""
    rng = np.random.default_rng(seed)
    rows: dict[str, list[object]] = {"at": [], "country": [], "os": [], "is_bought": []}
    for day in range(days):
        for country, size in zip(COUNTRIES, (400, 250, 150), strict=True):
            mean = size * (1.3 if day % 7 > 4 else 1.0)
            if country == "DE" and fall[0] <= day < fall[1]:
                mean *= 0.1
            count = int(rng.poisson(mean))
            start = datetime.combine(FIRST, datetime.min.time()) + timedelta(days=day)
            rows["at"] += [start + timedelta(seconds=int(s)) for s in np.sort(rng.integers(0, 86_400, count))]
            rows["country"] += [country] * count
            rows["os"] += rng.choice(["ios", "android"], count).tolist()
            rows["is_bought"] += (rng.random(count) < 0.2).tolist()
    table = pa.table({"visit_id": list(range(len(rows["at"]))), **rows})
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, folder / "visits.parquet")
    (folder / "gnomon.toml").write_text(f'name = "shop"\n{watch}')
    (folder / "shop.yml").write_text(SOURCES)
    return folder
