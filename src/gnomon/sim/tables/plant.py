"""Tables of the machinery: services, network for content, jobs, the warehouse's feeds, deployments, costs."""

from __future__ import annotations

from typing import Final

from gnomon.sim.table import Table

__all__ = ["PLANT_TABLES"]

PLANT_TABLES: Final[tuple[Table, ...]] = (
    Table(
        name="service_minutes",
        scope="daily",
        doc="A minute of a service in a region.",
        key=("minute", "service", "region"),
        time="minute",
        number="_number",
    ),
    Table(
        name="request_samples",
        scope="daily",
        doc="A sampled request.",
        key=("sample_id",),
        time="requested_at",
    ),
    Table(
        name="cdn_minutes",
        scope="daily",
        doc="A minute of the network for content in a region.",
        key=("minute", "region"),
        time="minute",
        number="_number",
    ),
    Table(name="jobs", scope="daily", doc="An upload or a transcoding.", key=("job_id",), time="queued_at"),
    Table(
        name="data_intervals",
        scope="static",
        doc="An hour of a log on its way into the warehouse.",
        key=("table_name", "interval_start"),
    ),
    Table(name="deploys", scope="static", doc="A deployment of a service.", key=("deploy_id",)),
    Table(name="costs", scope="static", doc="What a day costs.", key=("day", "item")),
)
