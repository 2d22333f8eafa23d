"""What a scenario may do with a lever: the columns that slice it, its time, its range, what it moves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

__all__ = ["DELIVERY", "NOTES", "LeverNote"]

Range = Literal["share", "positive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeverNote:
    """How one lever can be used.

    Attributes
    ----------
    dims : mapping of str to str
        Dimensions that slice it, each with its column in the relation of the lever.
    measures : tuple of str
        Names of :data:`gnomon.sim.measures.MEASURES` that show what it does.
    range : str
        ``share`` is between 0 and 1, ``positive`` is not below 0.
    has_time : bool
        Whether it can be pulled for a time.
    has_user : bool
        Whether it knows the user, so that an experiment or a behaviour can move it.
    has_tenure : bool
        Whether it knows the day of sign-up.
    quality : str
        Column that says how keen a user is; empty where it is not known.
    """

    dims: Mapping[str, str]
    measures: tuple[str, ...] = ()
    range: Range = "positive"
    has_time: bool = True
    has_user: bool = False
    has_tenure: bool = False
    quality: str = ""


def _dims(names: str, **columns: str) -> Mapping[str, str]:
    return MappingProxyType({name: name for name in names.split()} | columns)


_PLACE: Final = _dims("country platform")
_CLIENT: Final = _dims("country platform app_version")
_PERSON: Final = _dims("country platform channel device_tier age_band")
_ACTIVE: Final = _dims("country platform app_version channel device_tier age_band")
_FEED: Final = _dims("country platform app_version device_tier age_band feed")
_VISIT: Final = _dims("country platform app_version device_tier age_band")
_PLAY: Final = _dims("country platform app_version device_tier age_band feed category content_kind")
_START: Final = _dims("country platform app_version", device_tier="_device_tier")
_NONE: Final = _dims("")
_SERVICE: Final = _dims("service region")
_CASE: Final = _dims("country language target_kind")

DELIVERY: Final[Mapping[str, LeverNote]] = MappingProxyType(
    {
        "late_share": LeverNote(dims=_CLIENT, measures=("rows_landed",), range="share"),
        "twice_share": LeverNote(dims=_CLIENT, measures=("rows",), range="share"),
        "lost_share": LeverNote(dims=_CLIENT, measures=("rows",), range="share"),
        "landing_delay": LeverNote(dims=_CLIENT, measures=("rows_landed",)),
    }
)


def _of_play(measure: str, *, is_share: bool = False, dims: Mapping[str, str] = _PLAY) -> LeverNote:
    return LeverNote(
        dims=dims,
        measures=(measure,),
        range="share" if is_share else "positive",
        has_user=True,
        has_tenure=True,
        quality="quality",
    )


def _of_active(measure: str, dims: Mapping[str, str] = _ACTIVE, *, is_share: bool = False) -> LeverNote:
    return LeverNote(
        dims=dims,
        measures=(measure,),
        range="share" if is_share else "positive",
        has_user=True,
        has_tenure=True,
        quality="quality",
    )


def _of_view(measure: str, *, is_share: bool = True) -> LeverNote:
    return LeverNote(
        dims=_CLIENT,
        measures=(measure,),
        range="share" if is_share else "positive",
        has_user=True,
        quality="_quality",
    )


def _share(measure: str, dims: Mapping[str, str], *, has_user: bool = False) -> LeverNote:
    return LeverNote(dims=dims, measures=(measure,), range="share", has_user=has_user)


def _amount(measure: str, dims: Mapping[str, str], *, has_user: bool = False) -> LeverNote:
    return LeverNote(dims=dims, measures=(measure,), has_user=has_user)


_GROWTH: Final = {
    "lifetime": LeverNote(
        dims=_PERSON, measures=("active_users",), has_time=False, has_user=True, quality="quality"
    ),
    "bot_share": _share("bot_users", _PERSON, has_user=True),
    "spam_share": _share("spam_users", _PERSON, has_user=True),
    "day_factor": _amount("active_users", _dims("country")),
    "activity": _of_active("active_users", _PERSON, is_share=True),
    "sessions_per_day": _of_active("sessions_per_user"),
    "views_per_session": _of_active("plays_per_session"),
    "first_play": _share("first_play_share", _dims("country platform channel"), has_user=True),
    "treated_share": _share(
        "treated_share", _dims("country platform channel device_tier age_band experiment")
    ),
    "split_loss": _share(
        "assigned_users", _dims("country platform channel device_tier age_band experiment variant")
    ),
    "satisfaction": _of_active("satisfaction"),
    "recommendation": _of_active("recommendation_score"),
    "notifications": _share("notifications", _dims("country")),
    "notification_delivery": _share("delivered_share", _PLACE, has_user=True),
    "notification_open": _share("opened_share", _PLACE, has_user=True),
}
_EXPERIENCE: Final = {
    "start_ms": _amount("start_ms", _START, has_user=True),
    "start_ms_unit": _amount("start_ms", _START, has_user=True),
    "crash_share": _share("crash_share", _START, has_user=True),
    "anr_share": _share("anr_share", _START, has_user=True),
    "slow_frame_share": _share("slow_frame_share", _START, has_user=True),
    "web_share": _of_active("page_loads", is_share=True),
    "lcp_ms": _of_active("lcp_ms"),
    "inp_ms": _of_active("inp_ms"),
}
_CONTENT: Final = {
    "play_failure": _of_play("failed_share", is_share=True, dims=_FEED),
    "startup_ms": _of_play("startup_ms"),
    "stall_share": _of_play("stalled_share", is_share=True),
    "quick_skip": _of_play("quick_skip_share", is_share=True),
    "completion": _of_play("completed_share", is_share=True, dims=_FEED),
    "watch": _of_play("watch_ms_per_play"),
    "video_age": _of_play("video_age_hours", dims=_VISIT),
    "popularity": _of_play("played_videos", dims=_VISIT),
    "watch_ms_unit": _of_play("watch_ms_per_play"),
    "low_quality_share": _share("low_quality_share", _dims("content_kind language")),
    "empty_search": _share("empty_search_share", _CLIENT, has_user=True),
    "search_click": _share("search_click_share", _CLIENT, has_user=True),
    "ad_load": _of_view("ads"),
    "ad_click": _share("ad_click_share", _PLACE, has_user=True),
    "ad_price": _amount("revenue", _PLACE, has_user=True),
    "revenue_unit": _amount("revenue", _PLACE, has_user=True),
    "reaction": _of_view("social_actions"),
    "share": _of_view("shares"),
    "share_activation": _share("share_activation", _dims("country"), has_user=True),
    "spam_messages": _amount("messages", _PLACE),
    "reply": _share("reply_share", _PLACE),
    "upload_failure": _of_active("failed_creation_share", is_share=True),
    "review_ms": _amount("creation_review_ms", _NONE),
    "playable_ms": _amount("playable_ms", _CLIENT, has_user=True),
    "episode_delay": _share("late_episode_share", _NONE),
}
_COMPLIANCE: Final = {
    "report_rate": _share("reports", _PLACE),
    "report_hours": _amount("report_hours", _PLACE),
    "violating_views": _share("violating_share", _PLACE),
    "review_hours": _amount("action_hours", _CASE),
    "automation_hours": _amount("action_hours", _CASE),
    "automation_share": _share("automated_action_share", _CASE),
    "reason_share": _share("reason_share", _CASE),
    "appeal_rate": _share("appeals", _CASE),
    "appeal_hours": _amount("appeal_hours", _CASE),
    "reversal_rate": _share("reversed_share", _CASE),
    "decision_error": _share("wrong_decision_share", _dims("country language restriction")),
    "account_action_hours": _amount("account_action_hours", _dims("country platform kind")),
    "order_hours": _amount("order_hours", _dims("country category")),
    "consent_rate": _share("granted_share", _dims("country platform purpose"), has_user=True),
    "valid_record": _share("valid_record_share", _dims("country platform purpose")),
    "age_check_share": _share("age_check_share", _PERSON, has_user=True),
    "minor_pass": _share("minor_pass_share", _PERSON),
    "privacy_request_share": _share("privacy_requests", _dims("country platform channel")),
    "privacy_days": _amount("privacy_days", _dims("country kind regime")),
    "erasure_days": _amount("erasure_days", _NONE),
    "residue_share": _share("residue_share", _NONE),
}
_SECURITY: Final = {
    "attack_rate": _share("attack_logins", _ACTIVE),
    "challenge_rate": _share("challenged_share", _CLIENT, has_user=True),
    "challenge_pass": _share("challenge_passed_share", _CLIENT, has_user=True),
    "login_success": _share("login_success_share", _CLIENT, has_user=True),
    "takeover_share": _share("takeovers", _PLACE),
    "restore_days": _amount("restore_days", _NONE),
    "fake_share": _share("found_fakes", _PLACE),
    "blocked_registrations": _amount("blocked_registrations", _PERSON),
    "spam_seen": _share("spam_seen_share", _dims("country platform surface")),
}
_PLANT: Final = {
    "service_load": _amount("service_requests", _SERVICE),
    "service_good": _share("service_bad_share", _SERVICE),
    "service_fast": _share("service_slow_share", _SERVICE),
    "request_ms": _amount("request_ms", _SERVICE),
    "cdn_load": _amount("cdn_segments", _dims("region")),
    "cdn_good": _share("cdn_bad_share", _dims("region")),
    "edge_share": _share("edge_share", _dims("region")),
    "queue_ms": _amount("queue_ms", _dims("region kind")),
    "job_failure": _share("failed_jobs", _dims("region")),
    "interval_received": _share("received_share", _dims("table_name")),
    "interval_minutes": _amount("interval_minutes", _dims("table_name")),
    "lead_hours": _amount("lead_hours", _dims("service")),
    "deploy_failure": _share("failed_deploys", _dims("service")),
    "cost": _amount("cost", _dims("item")),
}

NOTES: Final[Mapping[str, LeverNote]] = MappingProxyType(
    {**DELIVERY, **_GROWTH, **_EXPERIENCE, **_CONTENT, **_COMPLIANCE, **_SECURITY, **_PLANT}
)
