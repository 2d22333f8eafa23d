"""Key numbers of a world, by which the truth says what an injection did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from sqlglot import exp, parse_one

__all__ = ["MEASURES", "Measured"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A number of one table, a day.

    Attributes
    ----------
    table : str
        Empty for numbers of whatever table a change names.
    time : str
        Column that says the day; empty for the table's own time.
    text : str
        An aggregate in DuckDB's dialect.
    """

    table: str
    time: str
    text: str

    @property
    def tree(self) -> exp.Expr:
        """The aggregate."""
        return parse_one(self.text, dialect="duckdb")


def _m(table: str, time: str, text: str) -> Measured:
    return Measured(table=table, time=time, text=text)


_HOURS: Final = "avg(epoch({until}) - epoch({since})) / 3600"


def _hours(table: str, since: str, until: str) -> Measured:
    return _m(table, since, _HOURS.format(since=since, until=until))


MEASURES: Final[Mapping[str, Measured]] = MappingProxyType(
    {
        "rows": _m("", "", "count(*)"),
        "rows_landed": _m("", "day", "count(*)"),
        "active_users": _m("sessions", "started_at", "count(DISTINCT user_id)"),
        "sessions_per_user": _m(
            "sessions", "started_at", "count(DISTINCT session_id) / count(DISTINCT user_id)"
        ),
        "plays_per_session": _m("views", "started_at", "count(*) / count(DISTINCT session_id)"),
        "bot_users": _m("users", "signed_up_at", "count_if(is_bot)"),
        "spam_users": _m("users", "signed_up_at", "count_if(is_spam)"),
        "first_play_share": _m(
            "installs", "registered_at", "avg(CAST(first_play_at IS NOT NULL AS INTEGER))"
        ),
        "treated_share": _m("assignments", "assigned_at", "avg(CAST(variant = 'treatment' AS INTEGER))"),
        "assigned_users": _m("assignments", "assigned_at", "count(*)"),
        "satisfaction": _m("surveys", "asked_at", "avg(score) FILTER (WHERE kind = 'csat')"),
        "recommendation_score": _m("surveys", "asked_at", "avg(score) FILTER (WHERE kind = 'nps')"),
        "notifications": _m("notifications", "sent_at", "count(*)"),
        "delivered_share": _m("notifications", "sent_at", "avg(CAST(delivered_at IS NOT NULL AS INTEGER))"),
        "opened_share": _m("notifications", "sent_at", "avg(CAST(opened_at IS NOT NULL AS INTEGER))"),
        "start_ms": _m("app_performance", "happened_at", "avg(start_ms)"),
        "crash_share": _m("app_performance", "happened_at", "avg(crashes)"),
        "anr_share": _m("app_performance", "happened_at", "avg(anrs)"),
        "slow_frame_share": _m("app_performance", "happened_at", "sum(slow_frames) / sum(frames)"),
        "page_loads": _m("page_loads", "loaded_at", "count(*)"),
        "lcp_ms": _m("page_loads", "loaded_at", "avg(lcp_ms)"),
        "inp_ms": _m("page_loads", "loaded_at", "avg(inp_ms)"),
        "failed_share": _m("views", "started_at", "avg(CAST(outcome = 'failed' AS INTEGER))"),
        "startup_ms": _m("views", "started_at", "avg(startup_ms)"),
        "stalled_share": _m("views", "started_at", "avg(CAST(stall_ms > 0 AS INTEGER))"),
        "quick_skip_share": _m("views", "started_at", "avg(CAST(watch_ms < 3000 AS INTEGER))"),
        "completed_share": _m("views", "started_at", "avg(CAST(watch_ms >= duration_ms AS INTEGER))"),
        "watch_ms_per_play": _m("views", "started_at", "avg(watch_ms)"),
        "watch_ms": _m("views", "started_at", "sum(watch_ms)"),
        "plays": _m("views", "started_at", "count(*)"),
        "sessions": _m("sessions", "started_at", "count(DISTINCT session_id)"),
        "video_age_hours": _m("views", "started_at", "avg(video_age_hours)"),
        "played_videos": _m("views", "started_at", "count(DISTINCT video_id)"),
        "low_quality_share": _m("videos", "published_at", "avg(CAST(is_low_quality AS INTEGER))"),
        "empty_search_share": _m("searches", "searched_at", "avg(CAST(results = 0 AS INTEGER))"),
        "search_click_share": _m("searches", "searched_at", "avg(CAST(clicked_at IS NOT NULL AS INTEGER))"),
        "ads": _m("ads", "shown_at", "count(*)"),
        "ad_click_share": _m("ads", "shown_at", "avg(CAST(is_clicked AS INTEGER))"),
        "revenue": _m("ads", "shown_at", "sum(revenue)"),
        "social_actions": _m("social_actions", "acted_at", "count(*)"),
        "shares": _m("shares", "shared_at", "count(*)"),
        "share_activation": _m("shares", "shared_at", "sum(opened_active) / sum(opens)"),
        "messages": _m("messages", "sent_at", "count(*)"),
        "reply_share": _m("messages", "sent_at", "avg(CAST(replied_at IS NOT NULL AS INTEGER))"),
        "failed_creation_share": _m("creations", "opened_at", "avg(CAST(failure IS NOT NULL AS INTEGER))"),
        "creation_review_ms": _m("creations", "opened_at", "avg(review_ms)"),
        "playable_ms": _m("creations", "opened_at", "avg(epoch_ms(playable_at) - epoch_ms(published_at))"),
        "late_episode_share": _m(
            "planned_episodes", "planned_at", "avg(CAST(published_at > planned_at AS INTEGER))"
        ),
        "reports": _m("reports", "reported_at", "count(*)"),
        "report_hours": _hours("reports", "reported_at", "closed_at"),
        "violating_share": _m(
            "review_labels", "sampled_at", "sum(weight * CAST(is_violating AS INTEGER)) / sum(weight)"
        ),
        "action_hours": _hours("moderation_actions", "posted_at", "acted_at"),
        "automated_action_share": _m("moderation_actions", "posted_at", "avg(CAST(is_automated AS INTEGER))"),
        "reason_share": _m(
            "moderation_actions", "posted_at", "avg(CAST(reason_sent_at IS NOT NULL AS INTEGER))"
        ),
        "appeals": _m("appeals", "appealed_at", "count(*)"),
        "appeal_hours": _hours("appeals", "appealed_at", "decided_at"),
        "reversed_share": _m("appeals", "appealed_at", "avg(CAST(outcome = 'reversed' AS INTEGER))"),
        "wrong_decision_share": _m("decision_audits", "audited_at", "avg(CAST(is_wrong AS INTEGER))"),
        "account_action_hours": _hours("account_actions", "found_at", "removed_at"),
        "order_hours": _hours("authority_orders", "received_at", "effected_at"),
        "granted_share": _m("consents", "shown_at", "avg(CAST(answer = 'granted' AS INTEGER))"),
        "valid_record_share": _m(
            "processing_events", "happened_at", "avg(CAST(has_valid_record AS INTEGER))"
        ),
        "age_check_share": _m("age_checks", "required_at", "avg(CAST(checked_at IS NOT NULL AS INTEGER))"),
        "minor_pass_share": _m(
            "age_checks", "required_at", "avg(CAST(is_passed AS INTEGER)) FILTER (WHERE is_minor)"
        ),
        "privacy_requests": _m("privacy_requests", "received_at", "count(*)"),
        "privacy_days": _m(
            "privacy_requests", "received_at", "avg(epoch(closed_at) - epoch(received_at)) / 86400"
        ),
        "erasure_days": _m(
            "deletions", "requested_at", "avg(epoch(erased_at) - epoch(requested_at)) / 86400"
        ),
        "residue_share": _m("deletions", "requested_at", "avg(CAST(residual_rows > 0 AS INTEGER))"),
        "attack_logins": _m("logins", "attempted_at", "count_if(is_attack)"),
        "challenged_share": _m("logins", "attempted_at", "avg(CAST(challenge <> 'none' AS INTEGER))"),
        "challenge_passed_share": _m(
            "logins", "attempted_at", "avg(CAST(challenge_outcome = 'passed' AS INTEGER))"
        ),
        "login_success_share": _m("logins", "attempted_at", "avg(CAST(is_success AS INTEGER))"),
        "takeovers": _m("takeovers", "compromised_at", "count(*)"),
        "restore_days": _m(
            "takeovers", "compromised_at", "avg(epoch(restored_at) - epoch(found_at)) / 86400"
        ),
        "found_fakes": _m("registrations", "attempted_at", "count(found_fake_at)"),
        "blocked_registrations": _m("registrations", "attempted_at", "count_if(is_blocked)"),
        "spam_seen_share": _m("spam_views", "seen_at", "avg(CAST(is_spam AS INTEGER))"),
        "service_requests": _m("service_minutes", "minute", "sum(valid)"),
        "service_bad_share": _m("service_minutes", "minute", "1 - sum(good) / sum(valid)"),
        "service_slow_share": _m("service_minutes", "minute", "1 - sum(fast) / sum(valid)"),
        "request_ms": _m("request_samples", "requested_at", "avg(duration_ms)"),
        "cdn_segments": _m("cdn_minutes", "minute", "sum(segments)"),
        "cdn_bad_share": _m("cdn_minutes", "minute", "1 - sum(segments_ok) / sum(segments)"),
        "edge_share": _m("cdn_minutes", "minute", "sum(bytes_edge) / sum(bytes)"),
        "queue_ms": _m("jobs", "queued_at", "avg(epoch_ms(started_at) - epoch_ms(queued_at))"),
        "failed_jobs": _m("jobs", "queued_at", "count_if(NOT is_good)"),
        "received_share": _m("data_intervals", "interval_start", "sum(events_received) / sum(events_sent)"),
        "interval_minutes": _m(
            "data_intervals", "interval_start", "avg(epoch(published_at) - epoch(interval_start)) / 60"
        ),
        "lead_hours": _hours("deploys", "committed_at", "deployed_at"),
        "failed_deploys": _m("deploys", "deployed_at", "count_if(is_failed)"),
        "cost": _m("costs", "day", "sum(amount)"),
    }
)
