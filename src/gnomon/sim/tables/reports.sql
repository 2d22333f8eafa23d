-- Reports that people send from a play: of its video, a comment below it, its creator, or a message.
SELECT
    q.report_id, q.reporter_id, q.target_kind, q.target_id, q.category, q.is_notice, q.is_trusted_flagger,
    q.category IN ('illegal_speech', 'minors', 'scams', 'violence') AS is_safety,
    q.reported_at,
    CASE WHEN q.closes_at < :end THEN q.closes_at END AS closed_at,
    CASE WHEN q.closes_at < :end THEN q.verdict END AS decision,
    CASE WHEN q.closes_at < :end AND q.verdict <> 'kept'
         THEN CASE WHEN q.is_notice AND q.u_ground < 0.22 THEN 'law' ELSE 'terms' END END AS ground,
    q.is_automated, q.country, q.platform AS _platform
FROM (
    SELECT
        s.*,
        s.reported_at + to_seconds(CAST(3600 * CASE WHEN s.is_automated THEN 0.05 + 0.3 * s.u_hours
            ELSE lever('report_hours', CASE WHEN isodow(s.day) IN (6, 7) THEN 13.0 ELSE 8.0 END, s)
                 * exp(1.25 * gauss(s.u_hours)) END AS BIGINT)) AS closes_at,
        CASE WHEN s.u_verdict < CASE WHEN s.is_violating THEN 0.82 ELSE 0.17 END THEN 'removed'
             WHEN s.u_verdict < CASE WHEN s.is_violating THEN 0.93 ELSE 0.26 END THEN 'restricted' ELSE 'kept' END AS verdict
    FROM (
        SELECT
            r.*,
            CASE r.target_kind WHEN 'video' THEN r.video_id WHEN 'account' THEN r.creator_id
                 WHEN 'comment' THEN r.video_id * 1024 + r.k % 1024 ELSE r.reporter_id * 1024 + r.k % 1024 END AS target_id,
            r.country IN ('DE', 'FR', 'ES') AND r.u_notice < 0.09 AS is_notice,
            r.country IN ('DE', 'FR', 'ES') AND r.u_notice < 0.004 AS is_trusted_flagger,
            r.u_automated < 0.38 AS is_automated
        FROM (
            SELECT
                v.view_id AS report_id, v.user_id AS reporter_id, v.video_id, v.creator_id, v.country, v.platform, v.k, v.day,
                v.is_violating,
                v.started_at + to_seconds(CAST(20 + 200 * u('moment', v.k) AS BIGINT)) AS reported_at,
                pick(v.u_kind, 'video', 0.62, 'comment', 0.2, 'account', 0.12, 'message', 0.06) AS target_kind,
                pick(v.u_category, 'other', 0.34, 'scams', 0.19, 'violence', 0.14, 'illegal_speech', 0.12,
                     'intellectual_property', 0.11, 'minors', 0.10) AS category,
                u('notice', v.k) AS u_notice,
                u('automated', v.k) AS u_automated,
                u('hours', v.k) AS u_hours,
                u('verdict', v.k) AS u_verdict,
                u('ground', v.k) AS u_ground
            FROM (
                SELECT w.*, u('kind', w.k) AS u_kind, u('category', w.k) AS u_category
                FROM (
                    SELECT x.view_id, x.user_id, x.video_id, x.creator_id, x.country, x.platform, x.started_at, x._k AS k, x._day AS day,
                           u('report', x._k) AS u_report,
                           u('videos/violation', x.video_id) < 0.0105 * pow((x.video_id % :videos_per_day) / :videos_per_day, 2) AS is_violating
                    FROM views AS x
                    WHERE NOT x.is_automated
                ) AS w
                WHERE w.u_report < lever('report_rate', CASE WHEN w.is_violating THEN 0.02 ELSE 0.0006 END, w)
            ) AS v
        ) AS r
    ) AS s
) AS q
