-- Restrictions of videos (those that violate, and others that a rule limits), and of comments, accounts and messages.
SELECT
    q.action_id, q.video_id, q.creator_id, q.target_kind, q.posted_at, q.acted_at,
    CASE WHEN q.target_kind <> 'video' THEN 0
         ELSE CAST(floor(q.hours * 9 * pow(1 - (q.video_id % :videos_per_day) / :videos_per_day, 3)) AS INTEGER) END AS views_before,
    q.is_proactive, q.is_automated, q.restriction, q.policy,
    CASE WHEN q.u_ground < 0.035 THEN 'law' ELSE 'terms' END AS ground,
    CASE WHEN q.u_reason < lever('reason_share', 0.985, q) AND q.reason_at < :end THEN q.reason_at END AS reason_sent_at,
    q.language, q.country, q.policy = 'intellectual_property' AS is_copyright,
    (q.is_reversed AND q.appealed_at IS NOT NULL AND q.decided_at < :end) OR q.u_slip < 0.004 AS is_restored,
    q.u_slip < 0.004 AND NOT (q.is_reversed AND q.appealed_at IS NOT NULL AND q.decided_at < :end) AS restored_without_appeal,
    q.appealed_at AS _appealed_at, q.decided_at AS _decided_at, q.is_reversed AS _is_reversed, q.day AS _day
FROM (
    SELECT
        d.*,
        d.acted_at + to_seconds(CAST(30 + 500 * d.u_slip AS BIGINT)) AS reason_at,
        CASE WHEN d.u_appeal < lever('appeal_rate', CASE d.target_kind WHEN 'video' THEN 0.09 WHEN 'account' THEN 0.14 ELSE 0.015 END, d)
             THEN d.acted_at + to_seconds(CAST(3600 * lognormal(d.u_delay, 2.2, 1.1) AS BIGINT)) END AS appealed_at,
        d.acted_at + to_seconds(CAST(3600 * (lognormal(d.u_delay, 2.2, 1.1)
            + lever('appeal_hours', 30.0, d) * exp(0.9 * gauss(d.u_decision))) AS BIGINT)) AS decided_at,
        d.u_reversed < lever('reversal_rate', CASE WHEN d.is_automated THEN 0.31 ELSE 0.2 END, d) AS is_reversed
    FROM (
        SELECT
            t.*,
            t.posted_at + to_seconds(CAST(3600 * t.hours AS BIGINT)) AS acted_at
        FROM (
            SELECT
                k.*,
                CASE WHEN k.is_automated THEN lever('automation_hours', 0.02, k) * exp(1.2 * gauss(k.u_hours))
                     ELSE lever('review_hours', CASE WHEN isodow(k.day) IN (6, 7) THEN 7.5 ELSE 5.0 END, k) * exp(1.1 * gauss(k.u_hours))
                END AS hours
            FROM (
                SELECT
                    m.*,
                    m.u_proactive < CASE WHEN m.target_kind = 'message' THEN 0.82 ELSE 0.965 END AS is_proactive,
                    m.u_proactive < lever('automation_share', CASE WHEN m.target_kind = 'account' THEN 0.55 ELSE 0.84 END, m) AS is_automated,
                    CASE m.target_kind WHEN 'account' THEN 'suspension' WHEN 'video' THEN
                        CASE WHEN m.is_violating THEN 'removal' ELSE
                        pick(m.u_restriction, 'removal', 0.24, 'demotion', 0.38, 'age_limit', 0.25, 'monetisation', 0.13) END
                        ELSE 'removal' END AS restriction,
                    pick(m.u_policy, 'nudity', 0.24, 'harassment', 0.19, 'dangerous_acts', 0.16, 'scams', 0.15, 'violence', 0.11,
                         'minors', 0.07, 'intellectual_property', 0.08) AS policy
                FROM (
                    SELECT
                        c.action_id, c.video_id, c.creator_id, c.target_kind, c.posted_at, c.is_violating,
                        CAST(c.posted_at AS DATE) AS day, p.country, p.language,
                        u('restriction', c.action_id) AS u_restriction, u('policy', c.action_id) AS u_policy,
                        u('proactive', c.action_id) AS u_proactive, u('hours', c.action_id) AS u_hours,
                        u('ground', c.action_id) AS u_ground, u('reason', c.action_id) AS u_reason, u('slip', c.action_id) AS u_slip,
                        u('appeal', c.action_id) AS u_appeal, u('delay', c.action_id) AS u_delay,
                        u('decision', c.action_id) AS u_decision, u('reversed', c.action_id) AS u_reversed
                    FROM (
                        SELECT v.video_id * 4 + 1 AS action_id, v.video_id, v.creator_id, 'video' AS target_kind,
                               v.published_at AS posted_at, v.is_violating
                        FROM (
                            SELECT x.video_id, x.creator_id, x.published_at,
                                   u('videos/violation', x.video_id) AS u_violation, u('limited', x.video_id) AS u_limited,
                                   u('videos/violation', x.video_id)
                                       < 0.0105 * pow((x.video_id % :videos_per_day) / :videos_per_day, 2) AS is_violating
                            FROM videos AS x
                            WHERE x.video_id >= (90 + CASE WHEN :day_from = 0 THEN -14 ELSE :day_from END) * :videos_per_day
                              AND x.video_id < (90 + :day_to) * :videos_per_day
                        ) AS v
                        WHERE v.is_violating AND v.u_limited < 0.93 OR v.u_limited < 0.03
                        UNION ALL
                        SELECT e.action_id, CASE WHEN e.target_kind = 'comment' THEN e.video_id END AS video_id, e.author_id AS creator_id,
                               e.target_kind, e.posted_at, TRUE AS is_violating
                        FROM (
                            SELECT
                                n.i * 4 + 2 AS action_id,
                                (90 + n.day_number) * :videos_per_day + CAST(floor(:videos_per_day * u('where', n.i)) AS BIGINT) AS video_id,
                                CAST(floor(:users * u('author', n.i)) AS BIGINT) AS author_id,
                                pick(n.u_kind, 'comment', 0.8, 'account', 0.12, 'message', 0.08) AS target_kind,
                                CAST(:start AS TIMESTAMP) + to_days(CAST(n.day_number AS INTEGER))
                                    + to_seconds(CAST(86399 * u('second', n.i) AS BIGINT)) AS posted_at,
                                n.u_kept, n.day_number
                            FROM (
                                SELECT r.i, r.i // greatest(16, :users // 100) AS day_number, u('kind', r.i) AS u_kind, u('kept', r.i) AS u_kept
                                FROM range(:day_from * greatest(16, :users // 100), :day_to * greatest(16, :users // 100)) AS r(i)
                            ) AS n
                        ) AS e
                        WHERE e.u_kept < CASE WHEN isodow(CAST(e.posted_at AS DATE)) IN (6, 7) THEN 1.0 ELSE 0.86 END
                    ) AS c
                    JOIN users AS p ON p.user_id = c.creator_id AND p.signed_up_at < c.posted_at
                ) AS m
            ) AS k
        ) AS t
    ) AS d
) AS q
