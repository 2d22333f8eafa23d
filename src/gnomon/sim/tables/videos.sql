-- As many on every day from ninety days before the log; the number inside a day is the rank of its popularity.
SELECT
    q.video_id, q.creator_id, q.published_at, q.duration_ms, q.category, q.language, q.content_kind,
    CASE WHEN q.is_episode THEN q.creator_id * 10 + 1 END AS series_id,
    CASE WHEN q.is_episode THEN CAST(row_number() OVER (PARTITION BY q.creator_id, q.is_episode ORDER BY q.video_id) AS INTEGER)
    END AS episode,
    q.u_twin < 0.03 AS is_duplicate,
    q.u_low < lever('low_quality_share', 0.08, q, published_at) AS is_low_quality,
    q.u_low > 0.05 AS is_eligible,
    CASE q.content_kind WHEN 'pgc' THEN round(400 + 5000 * q.u_cost * q.u_cost, 2)
                        WHEN 'ogc' THEN round(1500 + 9000 * q.u_cost * q.u_cost, 2) ELSE 0.0 END AS production_cost
FROM (
    SELECT
        p.video_id,
        p.creator_id,
        p.published_at,
        p.language,
        p.u_low, p.u_cost, p.u_twin,
        p.content_kind,
        p.content_kind = 'pgc' AND p.u_twin > 0.4 AS is_episode,
        CAST(1000 * least(900.0, greatest(4.0,
            CASE p.content_kind WHEN 'ugc' THEN 62.0 WHEN 'pgc' THEN 120.0 ELSE 150.0 END
            * exp(CASE WHEN p.u_duration > 0.5 THEN 0.93 ELSE 1.3 END * gauss(p.u_duration)))) AS INTEGER) AS duration_ms,
        CASE WHEN p.u_category < 0.7 THEN p.main_category ELSE p.other_category END AS category
    FROM (
        SELECT
            v.*,
            c.language,
            pick(v.u_kind, 'ugc', 0.94, 'pgc', 0.045, 'ogc', 0.015) AS content_kind,
            pick(v.u_main, 'comedy', 0.22, 'life', 0.18, 'music', 0.12, 'games', 0.12, 'beauty', 0.09, 'food', 0.09,
                 'sports', 0.07, 'news', 0.05, 'learning', 0.06) AS main_category,
            pick(v.u_other, 'comedy', 0.2, 'life', 0.25, 'music', 0.15, 'games', 0.1, 'beauty', 0.1, 'food', 0.1,
                 'sports', 0.05, 'news', 0.02, 'learning', 0.03) AS other_category
        FROM (
            SELECT
                x.*,
                u('creators/kind', x.creator_id) AS u_kind,
                u('creators/category', x.creator_id) AS u_main
            FROM (
                SELECT
                    w.* EXCLUDE (first_choice),
                    -- who had not signed up yet cannot have published: an older creator did
                    CASE WHEN d.signed_up_at < w.published_at THEN w.first_choice
                         ELSE 3 + 32 * (w.first_choice // 32) END AS creator_id
                FROM (
                    SELECT
                        i AS video_id,
                        CAST(:start AS TIMESTAMP)
                            + to_milliseconds(CAST(floor((i // :videos_per_day - 90 + u('moment', i)) * 86400000) AS BIGINT)) AS published_at,
                        CASE WHEN u_creator < 0.72
                             THEN 3 + 32 * CAST(floor(((:users + 28) // 32) * pow(u_creator / 0.72, 1.8)) AS BIGINT)
                             ELSE 19 + 32 * CAST(floor(greatest(1, (:users + 12) // 32) * pow((u_creator - 0.72) / 0.28, 1.3)) AS BIGINT)
                        END AS first_choice,
                        u('low', i) AS u_low, u('cost', i) AS u_cost, u('twin', i) AS u_twin, u('duration', i) AS u_duration,
                        u('category', i) AS u_category, u('other', i) AS u_other
                    FROM (SELECT i, u('creator', i) AS u_creator FROM range((90 + :days) * :videos_per_day) AS r(i)) AS r
                ) AS w
                LEFT JOIN (SELECT user_id, signed_up_at FROM users WHERE user_id % 16 = 3) AS d ON d.user_id = w.first_choice
            ) AS x
        ) AS v
        LEFT JOIN (SELECT user_id, language FROM users WHERE user_id % 16 = 3) AS c ON c.user_id = v.creator_id
    ) AS p
) AS q
