-- Plays that people reviewed: a sample of two strata, risky by the classifier or not, with what a row stands for.
SELECT
    q.view_id AS label_id, q.view_id, q.video_id, q.started_at AS sampled_at,
    CASE WHEN q.is_risky THEN 'risky' ELSE 'other' END AS stratum,
    CASE WHEN q.is_risky THEN 40.0 ELSE 400.0 END AS weight,
    q.is_violating,
    CASE WHEN q.is_violating THEN pick(q.u_policy, 'nudity', 0.28, 'harassment', 0.2, 'dangerous_acts', 0.18, 'scams', 0.14,
        'violence', 0.12, 'minors', 0.08) END AS policy,
    q.country, q.platform AS _platform
FROM (
    SELECT w.*, w.u_risky < CASE WHEN w.is_violating THEN 0.9 ELSE 0.03 END AS is_risky
    FROM (
        SELECT
            x.*,
            u('risky', x.video_id) AS u_risky,
            u('policy', x.video_id) AS u_policy,
            x.u_violation < lever('violating_views', 0.0105 * pow((x.video_id % :videos_per_day) / :videos_per_day, 2), x) AS is_violating
        FROM (
            SELECT v.view_id, v.video_id, v.started_at, v.country, v.platform, v._day AS day,
                   u('videos/violation', v.video_id) AS u_violation, u('sample', v._k) AS u_sample
            FROM views AS v
        ) AS x
        WHERE x.u_sample < 0.025
    ) AS w
) AS q
WHERE q.u_sample < CASE WHEN q.is_risky THEN 0.025 ELSE 0.0025 END
