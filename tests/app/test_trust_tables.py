"""Levels of compliance, privacy, security and machinery in a small world, held to what is public or promised."""

from __future__ import annotations

import duckdb
import pytest

from gnomon.app.simulate import simulate
from gnomon.sim import World
from gnomon.sim.tables.plant import PLANT_TABLES
from gnomon.sim.tables.trust import TRUST_TABLES

WORLD = World(users=3_000, days=42, seed=5)
END = "TIMESTAMP '2026-02-12'"

# Each number, with the range that holds it. Sources: YouTube's violative view rate (0.12 to 0.20 %); TikTok's
# enforcement report (98 % proactive, above 80 % automated, above 90 % within a day); Meta's estimate of fake accounts
# (4 to 5 % of the active); a month (GDPR) and 45 days (CCPA) to answer a request.
LEVELS = {
    "SELECT sum(weight * is_violating::INTEGER) / sum(weight) FROM review_labels": (0.0002, 0.006),
    "SELECT sum(weight) / (SELECT count(*) FROM views) FROM review_labels": (0.8, 1.25),
    "SELECT sum(weight * is_fake::INTEGER) / sum(weight) FROM account_labels": (0.01, 0.14),
    "SELECT avg(is_proactive::INTEGER) FROM moderation_actions": (0.92, 0.99),
    "SELECT avg(is_automated::INTEGER) FROM moderation_actions": (0.74, 0.9),
    "SELECT avg((acted_at < posted_at + INTERVAL 1 DAY)::INTEGER) FROM moderation_actions": (0.93, 1),
    "SELECT avg((views_before = 0)::INTEGER) FROM moderation_actions WHERE target_kind = 'video'": (
        0.75,
        0.98,
    ),
    "SELECT avg((reason_sent_at IS NOT NULL)::INTEGER) FROM moderation_actions": (0.96, 1),
    "SELECT avg((outcome = 'reversed')::INTEGER) FROM appeals": (0.1, 0.5),
    "SELECT avg(is_wrong::INTEGER) FROM decision_audits": (0.01, 0.15),
    "SELECT median(epoch(closed_at) - epoch(reported_at)) / 3600 FROM reports": (0.2, 12),
    "SELECT avg((decision = 'kept')::INTEGER) FROM reports": (0.5, 0.85),
    "SELECT avg((answer = 'granted')::INTEGER) FROM consents WHERE country = 'DE'": (0.3, 0.75),
    "SELECT avg(has_valid_record::INTEGER) FROM processing_events WHERE needs_consent": (0.985, 1),
    "SELECT avg((closed_at <= due_at)::INTEGER) FROM privacy_requests WHERE closed_at IS NOT NULL": (0.85, 1),
    "SELECT avg(is_passed::INTEGER) FROM age_checks WHERE is_minor": (0, 0.35),
    "SELECT avg(is_success::INTEGER) FROM logins WHERE NOT is_attack": (0.84, 0.95),
    "SELECT avg(is_success::INTEGER) FROM logins WHERE is_attack": (0, 0.02),
    "SELECT avg(is_attack::INTEGER) FROM logins": (0.05, 0.3),
    "SELECT avg(is_blocked::INTEGER) FROM registrations": (0.15, 0.4),
    "SELECT avg(is_spam::INTEGER) FROM spam_views WHERE surface = 'comment'": (0.004, 0.025),
    "SELECT sum(good) / sum(valid) FROM service_minutes": (0.995, 0.9999),
    "SELECT sum(fast) / sum(valid) FROM service_minutes": (0.96, 0.99),
    "SELECT sum(segments_ok) / sum(segments) FROM cdn_minutes": (0.998, 0.9999),
    "SELECT sum(bytes_edge) / sum(bytes) FROM cdn_minutes": (0.92, 0.97),
    "SELECT avg((published_at <= due_at)::INTEGER) FROM data_intervals": (0.97, 1),
    "SELECT sum(events_received) / sum(events_sent) FROM data_intervals": (0.995, 1),
    "SELECT avg(is_failed::INTEGER) FROM deploys": (0.01, 0.15),
    "SELECT avg(is_good::INTEGER) FROM jobs": (0.94, 0.995),
}

# Rows that may not be: each counts what contradicts the world.
NEVER = {
    "a video is acted on that is no video": "SELECT count(*) FROM moderation_actions ANTI JOIN videos USING (video_id) "
    "WHERE video_id IS NOT NULL",
    "somebody acts before posting": "SELECT count(*) FROM moderation_actions WHERE acted_at < posted_at",
    "an author posts before signing up": "SELECT count(*) FROM moderation_actions JOIN users ON user_id = creator_id "
    "WHERE posted_at < signed_up_at",
    "a label of a play that is none": "SELECT count(*) FROM review_labels ANTI JOIN views USING (view_id) "
    f"WHERE sampled_at < {END} - INTERVAL 4 DAY",
    "one video is both": "SELECT count(*) FROM (SELECT 1 FROM review_labels GROUP BY video_id "
    "HAVING count(DISTINCT is_violating) > 1)",
    "a login of nobody": "SELECT count(*) FROM logins ANTI JOIN users USING (user_id)",
    "a login before sign-up": "SELECT count(*) FROM logins JOIN users USING (user_id) "
    "WHERE attempted_at < signed_up_at",
    "a second factor before it is set": "SELECT count(*) FROM logins JOIN users USING (user_id) "
    "WHERE has_second_factor AND (second_factor_since IS NULL OR second_factor_since > attempted_at)",
    "a request before sign-up": "SELECT count(*) FROM privacy_requests JOIN users USING (user_id) "
    "WHERE received_at < signed_up_at",
    "an appeal of nothing": "SELECT count(*) FROM appeals ANTI JOIN moderation_actions USING (action_id) "
    f"WHERE appealed_at < {END}",
    "a win that restores nothing": "SELECT count(*) FROM appeals JOIN moderation_actions USING (action_id) "
    "WHERE outcome = 'reversed' AND NOT is_restored",
    "more good than valid": "SELECT count(*) FROM service_minutes "
    "WHERE NOT (fast <= good AND good <= valid AND fast >= 0)",
    "more at the edge than there is": "SELECT count(*) FROM cdn_minutes "
    "WHERE bytes_edge > bytes OR segments_ok > segments",
    "a user who registers twice": "SELECT count(*) FROM (SELECT 1 FROM registrations WHERE user_id IS NOT NULL "
    "GROUP BY user_id HAVING count(*) > 1)",
    "something known before it happens": "SELECT (SELECT count(*) FROM reports WHERE closed_at < reported_at) "
    "+ (SELECT count(*) FROM takeovers WHERE found_at < compromised_at OR restored_at < found_at) "
    "+ (SELECT count(*) FROM deletions WHERE erased_at < requested_at) "
    "+ (SELECT count(*) FROM jobs WHERE started_at < queued_at OR finished_at < started_at) "
    "+ (SELECT count(*) FROM account_actions WHERE removed_at < found_at OR appealed_at < removed_at)",
    "something known after the end": f"SELECT (SELECT count(*) FROM reports WHERE closed_at >= {END}) "
    f"+ (SELECT count(*) FROM privacy_requests WHERE closed_at >= {END}) "
    f"+ (SELECT count(*) FROM appeals WHERE decided_at >= {END}) "
    f"+ (SELECT count(*) FROM registrations WHERE found_fake_at >= {END})",
}
OPEN = {
    "reports": "closed_at",
    "privacy_requests": "closed_at",
    "deletions": "erased_at",
    "data_intervals": "published_at",
}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    folder = tmp_path_factory.mktemp("trust") / "world"
    own = [table.name for table in (*TRUST_TABLES, *PLANT_TABLES)]
    simulate(folder, WORLD, tables=[*own, "videos", "users", "views"])
    connection = duckdb.connect()
    for path in folder.iterdir():
        if path.name != "manifest.json":
            files = path if path.suffix else f"{path}/*/*.parquet"
            name = path.name.removesuffix(".parquet")
            connection.execute(f"CREATE TABLE {name} AS FROM read_parquet('{files}')")
    yield connection
    connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("sql", LEVELS)
def test_level_when_measured_then_is_in_its_range(sql, world):
    low, high = LEVELS[sql]
    (value,) = world.execute(sql).fetchone()
    assert low <= value <= high, value


@pytest.mark.slow
@pytest.mark.parametrize("what", NEVER)
def test_row_when_it_contradicts_the_world_then_is_not_there(what, world):
    assert world.execute(NEVER[what]).fetchone() == (0,)


@pytest.mark.slow
@pytest.mark.parametrize("table", OPEN)
def test_cases_when_the_world_ends_then_some_are_open(table, world):
    rows, still_open = world.execute(
        f"SELECT count(*), count_if({OPEN[table]} IS NULL) FROM {table}"
    ).fetchone()
    assert 0 < still_open < rows


WEEK_END = "SELECT {0} FILTER (isodow({1}) >= 6) / {0} FILTER (isodow({1}) < 6) FROM {2}"
BY_HOUR = "SELECT sum(valid) AS v FROM service_minutes WHERE region = 'EU' GROUP BY hour(minute)"
SHAPES = {
    WEEK_END.format("count(*)", "deployed_at", "deploys"): (0, 0.2),
    WEEK_END.format("avg(valid)", "minute", "service_minutes"): (1.03, 1.13),
    f"SELECT max(v) / min(v) FROM ({BY_HOUR})": (2, 5),
}


@pytest.mark.slow
@pytest.mark.parametrize("sql", SHAPES)
def test_week_and_day_when_measured_then_have_their_shape(sql, world):
    low, high = SHAPES[sql]
    assert low <= world.execute(sql).fetchone()[0] <= high
