"""Tables of people, visits, plays and what people do with them."""

from __future__ import annotations

from typing import Final

from gnomon.sim.table import Table

__all__ = ["PRODUCT_TABLES"]

_STEPS: Final[tuple[Table, ...]] = (
    Table(name="trials", scope="static", doc="An experiment and whom it takes.", is_stored=False),
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
)

_GROWTH: Final[tuple[Table, ...]] = (
    Table(
        name="holidays",
        scope="static",
        doc="A day unlike its weekday in a country.",
        key=(
            "country",
            "day",
        ),
    ),
    Table(
        name="releases",
        scope="static",
        doc="A version of the app.",
        key=(
            "app_version",
            "platform",
        ),
    ),
    Table(name="users", scope="static", doc="Somebody who signed up.", key=("user_id",), inline=("signups",)),
    Table(
        name="user_versions",
        scope="static",
        doc="A version that a user has, from one moment to another.",
        key=(
            "user_id",
            "valid_from",
        ),
        inline=("signups",),
    ),
    Table(
        name="installs",
        scope="static",
        doc="The app put on a device.",
        key=("install_id",),
        inline=("signups",),
    ),
    Table(
        name="sessions",
        scope="chunk_daily",
        doc="A visit.",
        key=("session_id",),
        time="started_at",
        is_client=True,
        has_received=True,
    ),
    Table(
        name="notifications",
        scope="chunk_daily",
        doc="A message to a user's device.",
        key=("notification_id",),
        time="sent_at",
    ),
    Table(
        name="surveys",
        scope="chunk_daily",
        doc="A question to a user about the product.",
        key=("survey_id",),
        time="asked_at",
    ),
    Table(name="experiments", scope="static", doc="A comparison of variants.", key=("experiment_id",)),
    Table(
        name="assignments",
        scope="static",
        doc="The variant of a user.",
        key=(
            "experiment_id",
            "user_id",
        ),
    ),
    Table(
        name="exposures",
        scope="chunk_daily",
        doc="A user who met a variant on a day.",
        key=("_k",),
        time="exposed_at",
    ),
)

_EXPERIENCE: Final[tuple[Table, ...]] = (
    Table(
        name="app_performance",
        scope="chunk_daily",
        doc="A start of the app and how it went.",
        key=("session_id",),
        time="happened_at",
        is_client=True,
    ),
    Table(
        name="page_loads",
        scope="chunk_daily",
        doc="A page opened on the web.",
        key=("load_id",),
        time="loaded_at",
        is_client=True,
    ),
)

_CONTENT: Final[tuple[Table, ...]] = (
    Table(name="videos", scope="static", doc="A published video.", key=("video_id",)),
    Table(name="creators", scope="static", doc="Somebody who published.", key=("creator_id",)),
    Table(
        name="first_posts", scope="static", doc="The first video of a creator in the log.", key=("video_id",)
    ),
    Table(name="payouts", scope="static", doc="Money sent to a creator for a month.", key=("payout_id",)),
    Table(
        name="planned_episodes",
        scope="static",
        doc="An episode and the day that was promised.",
        key=(
            "series_id",
            "episode",
        ),
    ),
    Table(
        name="views",
        scope="chunk_daily",
        doc="A play attempt.",
        key=("view_id",),
        time="started_at",
        is_client=True,
        has_received=True,
    ),
    Table(
        name="searches",
        scope="chunk_daily",
        doc="A search.",
        key=("search_id",),
        time="searched_at",
        is_client=True,
    ),
    Table(
        name="ads",
        scope="chunk_daily",
        doc="An ad that was shown.",
        key=("ad_id",),
        time="shown_at",
        is_client=True,
    ),
    Table(
        name="creations",
        scope="chunk_daily",
        doc="An attempt to publish a video.",
        key=("creation_id",),
        time="opened_at",
        is_client=True,
    ),
)

_SOCIAL: Final[tuple[Table, ...]] = (
    Table(
        name="social_actions",
        scope="chunk_daily",
        doc="What somebody did to a video or a person.",
        key=("action_id",),
        time="acted_at",
        is_client=True,
    ),
    Table(
        name="messages",
        scope="chunk_daily",
        doc="A message from one user to another.",
        key=("message_id",),
        time="sent_at",
    ),
    Table(
        name="shares",
        scope="chunk_daily",
        doc="A link sent out of the app.",
        key=("share_id",),
        time="shared_at",
        is_client=True,
    ),
    Table(
        name="friendships",
        scope="static",
        doc="Two users who follow each other.",
        key=(
            "user_a",
            "user_b",
        ),
    ),
)

PRODUCT_TABLES: Final = (*_STEPS, *_GROWTH, *_EXPERIENCE, *_CONTENT, *_SOCIAL)
