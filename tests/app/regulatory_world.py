"""Half a year of moderation and a year of privacy requests, few enough to count by hand."""

from __future__ import annotations

from pathlib import Path

import duckdb

from gnomon.app.init_pack import init_packs

__all__ = ["start_project"]

# Orders: DE 2 (2 h, 10 h), FR 1 (open), US is no Member State.
# Notices in the Union: 4 (scams 2, minors 1, no word 1),
# of trusted flaggers 1; a report that is no notice; one of the US.
# Measures in the Union: 6, of one's own accord 5 (law 2, terms 3), by machines 4.
# Complaints: 4: content upheld and reversed, ban open, copyright reversed.
TABLES = {
    "authority_orders": """
        select * from (values
          (1, 'DE', 'scams', timestamp '2026-01-10 09:00', timestamp '2026-01-10 11:00'),
          (2, 'DE', 'illegal_speech', '2026-03-10 09:00', '2026-03-10 19:00'),
          (3, 'FR', 'scams', '2026-06-29 09:00', null),
          (4, 'US', 'scams', '2026-07-02 09:00', '2026-07-02 10:00'))
        t(order_id, country, category, received_at, effected_at)""",
    "reports": """
        select *, 9 as reporter_id, 'video' as target_kind, 1 as target_id, false as is_safety,
          cast(reported_at as date) as day from (values
          (1, 'scams', true, true, timestamp '2026-01-05 10:00', timestamp '2026-01-05 12:00', 'removed',
            'law', true, 'DE'),
          (2, 'scams', true, false, '2026-02-05 10:00', '2026-02-05 16:00', 'kept', null, false, 'FR'),
          (3, 'minors', true, false, '2026-04-05 10:00', '2026-04-06 10:00', 'restricted', 'terms', false,
            'IT'),
          (4, null, true, false, '2026-06-29 10:00', null, null, null, false, 'IT'),
          (5, 'scams', false, false, '2026-03-05 10:00', '2026-03-05 11:00', 'removed', 'terms', false, 'DE'),
          (6, 'scams', true, false, '2026-03-06 10:00', '2026-03-06 11:00', 'removed', 'law', false, 'US'),
          (7, 'scams', true, false, '2026-07-03 10:00', '2026-07-03 11:00', 'removed', 'law', false, 'DE'))
        t(report_id, category, is_notice, is_trusted_flagger, reported_at, closed_at, decision, ground,
          is_automated, country)""",
    "moderation_actions": """
        select
          *, 1 as creator_id, 'video' as target_kind, acted_at - interval 1 hour as posted_at,
            0 as views_before, acted_at as reason_sent_at,
          false as is_copyright, false as is_restored, false as restored_without_appeal,
            cast(acted_at as date) as day
        from (values
          (1, 1, timestamp '2026-01-07 10:00', true, true, 'removal', 'scams', 'law', 'de', 'DE'),
          (2, 1, '2026-02-07 10:00', true, false, 'suspension', 'violence', 'law', 'fr', 'FR'),
          (3, 1, '2026-03-07 10:00', true, true, 'demotion', 'nudity', 'terms', 'de', 'DE'),
          (4, 1, '2026-04-07 10:00', true, true, 'age_limit', 'violence', 'terms', 'it', 'IT'),
          (5, 1, '2026-05-07 10:00', true, true, 'monetisation', 'nudity', 'terms', 'de', 'AT'),
          (6, 1, '2026-06-07 10:00', false, false, 'removal', 'scams', 'terms', 'de', 'DE'),
          (7, 1, '2026-06-08 10:00', true, true, 'removal', 'scams', 'law', 'en', 'US'),
          (8, 1, '2026-07-08 10:00', true, true, 'removal', 'scams', 'law', 'de', 'DE'))
        t(action_id, video_id, acted_at, is_proactive, is_automated, restriction, policy, ground, language,
          country)""",
    "appeals": """
        select *, 1 as action_id, cast(appealed_at as date) as day from (values
          (1, 'content', timestamp '2026-01-10 10:00', timestamp '2026-01-11 10:00', 'upheld', 'DE'),
          (2, 'content', '2026-02-10 10:00', '2026-02-13 10:00', 'reversed', 'FR'),
          (3, 'ban', '2026-06-29 10:00', null, null, 'DE'),
          (4, 'copyright', '2026-03-10 10:00', '2026-03-15 10:00', 'reversed', 'DE'),
          (5, 'content', '2026-07-09 10:00', '2026-07-09 12:00', 'upheld', 'DE'))
        t(appeal_id, kind, appealed_at, decided_at, outcome, country)""",
    "decision_audits": """
        select *, 'removal' as restriction, 1 as action_id, predicted <> actual as is_wrong,
          cast(audited_at as date) as day from (values
          (1, timestamp '2026-02-01 10:00', 'de', true, true, true), (2, '2026-02-02 10:00', 'de', true,
            true, false),
          (3, '2026-02-03 10:00', 'fr', true, false, true), (4, '2026-02-04 10:00', 'de', true, true, true),
          (5, '2026-02-05 10:00', 'de', false, true, false), (6, '2026-07-05 10:00', 'de', false, true, false))
        t(audit_id, audited_at, language, is_automated, predicted, actual)""",
    "sessions": """
        select
          m * 10 + u as session_id, u as user_id, u as device_id,
            timestamp '2026-01-15 10:00' + to_months(m::int) as started_at, null::timestamp as ended_at,
          1000 as foreground_ms, 'icon' as entry, ['DE', 'DE', 'FR', 'US'][u] as country,
            'ios' as platform, '9.1.0' as app_version, false as is_automated,
          started_at as received_at, cast(started_at as date) as day
        from range(7) a(m), range(1, 5) b(u) where u <> 2 or m < 3""",
    "privacy_requests": """
        select q as request_id, 1 as user_id, kind, law as regime, received as received_at,
          received + interval 45 day as due_at, closed as closed_at,
          outcome, null::varchar as denial_reason, 'US' as country
        from (values
          (1, 'delete', 'ccpa', timestamp '2025-01-10 10:00', timestamp '2025-01-12 10:00', 'complied'),
          (2, 'delete', 'ccpa', '2025-02-10 10:00', '2025-02-14 10:00', 'partly'),
          (3, 'delete', 'ccpa', '2025-03-10 10:00', '2025-03-19 10:00', 'denied'),
          (4, 'know', 'ccpa', '2025-12-20 10:00', null, null),
          (5, 'delete', 'gdpr', '2025-05-10 10:00', '2025-05-11 10:00', 'complied'),
          (6, 'delete', 'ccpa', '2026-01-03 10:00', '2026-01-04 10:00', 'complied'))
        t(q, kind, law, received, closed, outcome)""",
}
PARTED = ("reports", "moderation_actions", "appeals", "decision_audits", "sessions")


def start_project(folder: Path, **changes: str) -> Path:
    """Write the tables, one or more of them by another query,
    and a project of the compliance pack over them."""
    world = folder / "world"
    world.mkdir()
    with duckdb.connect() as connection:
        for name, query in {**TABLES, **changes}.items():
            is_parted = name in PARTED
            target = world / name if is_parted else world / f"{name}.parquet"
            options = "format parquet, partition_by (day)" if is_parted else "format parquet"
            connection.execute(f"copy ({query}) to '{target.as_posix()}' ({options})")
    return init_packs(folder / "project", ["compliance"], data=world).folder
