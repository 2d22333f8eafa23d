"""Tables of people, visits, plays and what people do with them."""

from __future__ import annotations

from typing import Final

from gnomon.sim.table import Table

__all__ = ["PRODUCT_TABLES"]

PRODUCT_TABLES: Final[tuple[Table, ...]] = (
    # steps between tables
    Table(
        name="people", scope="chunk", doc="Users of a range, narrow, with what drives them.", is_stored=False
    ),
    Table(name="active", scope="chunk_daily", doc="A user on a day with activity.", is_stored=False),
    # growth
    Table(name="users", scope="static", doc="Somebody who signed up.", key=("user_id",)),
    Table(
        name="sessions",
        scope="chunk_daily",
        doc="A visit.",
        key=("session_id",),
        time="started_at",
        is_client=True,
        has_received=True,
    ),
)
