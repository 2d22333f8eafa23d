"""Names of the levers, each with what it changes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["LEVERS"]

LEVERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # delivery, of every table that clients send
        "late_share": "share of rows that land one to three days after their own day",
        "twice_share": "share of rows that are delivered twice",
        "lost_share": "share of rows that never arrive",
        "watch_ms_unit": "number that stands in the log for a play's watch time; what happened stays",
        "start_ms_unit": "number that stands in the log for the time of a start of the app",
        "revenue_unit": "number that stands in the log for an ad's revenue",
        "landing_delay": "hours that every row lands later",
        # people; the first three see the columns of a sign-up and its moment, not a day
        "lifetime": "how long users of a channel stay before they lapse (scale of a power law); no time",
        "bot_share": "share of sign-ups that are automated",
        "spam_share": "share of sign-ups that send spam",
        "day_factor": "how lively a country is on a day",
        "activity": "chance that a user opens the app on a day",
        "sessions_per_day": "mean sessions of an active user after the first",
        "views_per_session": "mean plays of a session",
        # plays
        "play_failure": "share of play attempts that fail",
        "startup_ms": "median time to the first frame",
        "stall_share": "share of plays that stall",
        "quick_skip": "share of unfinished plays that end within a few seconds",
        "completion": "chance that a play reaches its end, before what its length does",
        "watch": "median milliseconds of an unfinished, unskipped play",
        "video_age": "logarithm of the oldest age in days that feeds show",
        "popularity": "how uneven the plays of a day's videos are",
        "low_quality_share": "share of videos of low quality",
        # experience
        "start_ms": "median time of a start of the app",
        "crash_share": "share of sessions that crash",
        "anr_share": "share of Android sessions in which the app does not answer",
        "slow_frame_share": "share of frames drawn late",
        "web_share": "share of active users who open a page on the web",
        "lcp_ms": "median largest contentful paint",
        "inp_ms": "median interaction to next paint",
        "first_play": "share of sign-ups that play something; no day",
        # what people do
        "empty_search": "share of searches without results",
        "search_click": "share of searches with results that are followed by a click",
        "notifications": "share of days on which a user is notified; country and day only",
        "notification_delivery": "share of notifications that arrive",
        "notification_open": "share of notifications that are opened",
        "ad_load": "share of plays followed by an ad",
        "ad_click": "share of ads clicked",
        "ad_price": "revenue of an ad shown, in dollars",
        "reaction": "share of plays with a social action",
        "share": "share of plays sent out of the app",
        "share_activation": "share of openers who become active",
        "spam_messages": "mean messages of a spammer on an active day",
        "reply": "share of messages that get a reply",
        # creation
        "upload_failure": "share of unfinished attempts to publish that fail by a fault",
        "review_ms": "typical time that the review of a new video takes",
        "playable_ms": "typical time from publication to the first possible play",
        "episode_delay": "share of episodes that come later than promised",
        # opinions and experiments
        "satisfaction": "mean of the one-to-five score before rounding",
        "recommendation": "mean of the zero-to-ten score before rounding",
        "split_loss": "share of assigned users whose assignment is lost",
        "treated_share": "share of assigned users in the treatment; slices of users only",
        # compliance
        "report_rate": "chance that somebody reports a play, what is around it, or who made it",
        "report_hours": "median hours until a report is closed by a person",
        "violating_views": "share of reviewed plays that violate, by the rank of their video",
        "review_hours": "median hours until a person restricts what was found",
        "automation_hours": "median hours until a machine restricts what was found",
        "automation_share": "share of restrictions that no person decides",
        "reason_share": "share of restrictions whose reasons are sent",
        "appeal_rate": "share of restrictions that are appealed",
        "appeal_hours": "median hours from an appeal to its decision",
        "reversal_rate": "share of appeals that are won",
        "decision_error": "share of restrictions that a second reviewer finds wrong",
        "account_action_hours": "median hours from finding an account to removing it",
        "order_hours": "median hours from an authority's order to its effect; by the moment of the order",
        # privacy
        "consent_rate": "share of answered questions of consent that are granted",
        "valid_record": "share of uses that need consent and have a valid record of it",
        "age_check_share": "share of new users who answer the check of age; by the moment of sign-up",
        "minor_pass": "share of minors who pass the check of age; by the moment of sign-up",
        "privacy_request_share": "share of users who ask about their data; by the moment of sign-up",
        "privacy_days": "median days until such a request is closed; by the moment of the request",
        "erasure_days": "median days until data are erased; by the moment of the request",
        "residue_share": "share of deletions that leave rows behind; by the moment of the request",
        # security
        "attack_rate": "chance that an active account is attacked on a day",
        "challenge_rate": "share of log-ins that are challenged",
        "challenge_pass": "share of challenged people who pass",
        "login_success": "share of people's log-ins with a valid pair of name and password",
        "takeover_share": "share of accounts that are taken; by the moment of it",
        "restore_days": "median days from finding a taken account to giving it back; by the moment of it",
        "fake_share": "share of sign-ups that are fake without being automated; by the moment of sign-up",
        "blocked_registrations": "mean blocked attempts for each sign-up; by the moment of sign-up",
        "spam_seen": "share of seen comments, messages and videos that are spam",
        # infrastructure
        "service_load": "mean requests of a service in a minute",
        "service_good": "share of requests that succeed",
        "service_fast": "share of requests inside the service's target of time",
        "request_ms": "median milliseconds of a sampled request",
        "cdn_load": "mean segments in a minute",
        "cdn_good": "share of segments that are delivered",
        "edge_share": "share of bytes that the edge holds",
        "queue_ms": "median milliseconds that a job waits",
        "job_failure": "share of published videos with an earlier attempt that failed",
        "interval_received": "share of sent events that reach the warehouse; by the hour of the log",
        "interval_minutes": "median minutes until an hour of a log is ready; by the hour of the log",
        "lead_hours": "median hours from commit to deployment",
        "deploy_failure": "share of deployments that fail",
        "cost": "dollars of a day",
    }
)
