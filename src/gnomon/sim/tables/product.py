"""Tables of people, visits, plays and what people do with them."""

from __future__ import annotations

from typing import Final

from gnomon.sim.table import Table

__all__ = ["PRODUCT_TABLES"]

_STEPS: Final[tuple[Table, ...]] = (
    Table(name="countries", scope="static", doc="A country of the product.", is_stored=False),
    Table(name="country_days", scope="static", doc="A country on a day.", is_stored=False),
    Table(name="catalog", scope="static", doc="What plays need of a video.", is_stored=False),
    Table(
        name="people",
        scope="chunk",
        doc="Users of a range with what drives them.",
        is_stored=False,
        inline=("signups",),
    ),
    Table(name="active", scope="chunk_daily", doc="A user on a day with activity.", is_stored=False),
    Table(name="visits", scope="chunk_daily", doc="A session before its plays.", is_stored=False),
    Table(name="plays", scope="chunk_daily", doc="A play attempt before its moment.", is_stored=False),
    Table(name="stays", scope="chunk_daily", doc="How long a session with plays takes.", is_stored=False),
)

_GROWTH: Final[tuple[Table, ...]] = (
    Table(
        name="holidays", scope="static", doc="A day unlike its weekday in a country.", key=("country", "day")
    ),
    Table(name="releases", scope="static", doc="A version of the app.", key=("app_version", "platform")),
    Table(name="users", scope="static", doc="Somebody who signed up.", key=("user_id",), inline=("signups",)),
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

_CONTENT: Final[tuple[Table, ...]] = (
    Table(name="videos", scope="static", doc="A published video.", key=("video_id",)),
    Table(
        name="views",
        scope="chunk_daily",
        doc="A play attempt.",
        key=("view_id",),
        time="started_at",
        is_client=True,
        has_received=True,
    ),
)

PRODUCT_TABLES: Final = (*_STEPS, *_GROWTH, *_CONTENT)
