-- Play attempts before they have a moment; watch time is a mixture of quick skips, browsing, completions and loops.
SELECT
    w.* EXCLUDE (u_end, u_ratio, u_skip, u_length, u_network, u_stall, u_start, z_length, completion),
    CASE WHEN w.outcome <> 'played' THEN 0
         WHEN w.u_end < w.completion THEN CAST(w.duration_ms *
              CASE WHEN w.u_ratio < 0.2 THEN 0.97 + 0.15 * w.u_ratio
                   WHEN w.u_ratio < 0.75 THEN 1 + 0.496 * (w.u_ratio - 0.2) * (w.u_ratio - 0.2)
                   ELSE least(8.0, 1.15 - 0.75 * ln((1 - w.u_ratio) * 4)) END AS INTEGER)
         WHEN w.u_skip < lever('quick_skip', 0.46 - 0.03 * w.quality, w)
         THEN CAST(1650 * exp(0.5 * w.z_length) AS INTEGER)
         ELSE CAST(least(0.94 * w.duration_ms, lever('watch', 12800.0, w) * exp(1.4 * w.z_length)) AS INTEGER) END AS watch_ms,
    CASE WHEN w.outcome = 'played'
         THEN CAST(lever('startup_ms', 210.0 * w.slow, w) * exp(0.55 * gauss(w.u_start)) AS INTEGER) END AS startup_ms,
    CASE WHEN w.outcome = 'played' AND w.u_stall < lever('stall_share', 0.035 * w.slow, w)
         THEN CAST(250 - 900 * ln(w.u_stall / (0.035 * w.slow)) AS INTEGER) ELSE 0 END AS stall_ms
FROM (
    SELECT
        p.session_id, p.user_id, p.seed, p.k, p.day, p.day_number, p.signup_day, p.session_started_at, p.position, p.feed,
        p.is_repeat, p.views, p.country, p.platform, p.app_version, p.age_band, p.device_tier, p.is_automated, p.is_robot, p.is_spam, p.quality,
        label(CASE WHEN p.feed <> 'for_you' THEN 'none' WHEN part(p.u_network, 1021.0) < 0.06 THEN 'explore' ELSE 'main' END,
              'main', 'explore', 'none') AS recommender,
        c.video_id, c.creator_id, c.duration_ms, c.category, c.content_kind, c.published_at,
        label(CASE WHEN p.u_network < lever('play_failure', 0.006 * p.slow, p) THEN 'failed'
             WHEN p.u_network > 1 - CASE p.feed WHEN 'search' THEN 0.09 WHEN 'profile' THEN 0.06 ELSE 0.012 END THEN 'left'
             ELSE 'played' END, 'played', 'failed', 'left') AS outcome,
        p.slow, p.u_end, part(p.u_end, 65537.0) AS u_ratio, part(p.u_end, 1021.0) AS u_skip, p.u_length, p.u_network, p.u_stall,
        part(p.u_stall, 1021.0) AS u_start,
        gauss(p.u_length) AS z_length,
        lever('completion',
            0.305 * exp(0.06 * p.quality) * CASE p.feed WHEN 'following' THEN 1.15 WHEN 'profile' THEN 1.3 ELSE 1.0 END
            / (1 + pow(c.duration_ms / 90000.0, 1.3)), p) AS completion
    FROM (
        SELECT
            s.*,
            pick(s.u_feed, 'for_you', 0.76, 'following', 0.11, 'search', 0.07, 'profile', 0.06) AS feed,
            CAST(greatest(-90, floor(s.day_number + s.day_part - exp(s.u_age * lever('video_age', 4.5, s)))) + 90 AS BIGINT)
                * :videos_per_day
                + CAST(floor(:videos_per_day * pow(s.u_rank, lever('popularity', 2.35, s))) AS BIGINT) AS wanted_id,
            u('end', s.k) AS u_end, u('length', s.k) AS u_length,
            u('network', s.k) AS u_network, u('stall', s.k) AS u_stall
        FROM (
            SELECT
                r.* EXCLUDE (video_key),
                mix('play', r.visit_key, r.position) AS k,
                u('rank', r.visit_key, r.video_key) AS u_rank,
                u('age', r.visit_key, r.video_key) AS u_age,
                u('feed', r.visit_key, r.position // 8) AS u_feed
            FROM (
                SELECT o.*, o.u_again < 0.025 AND o.position > 0 AS is_repeat,
                       o.position - CASE WHEN o.u_again < 0.025 THEN 1 ELSE 0 END AS video_key
                FROM (
                    SELECT n.*, u('again', n.visit_key, n.position) AS u_again
                    FROM (
                        SELECT
                            v.session_id, v.user_id, v.seed, v.k AS visit_key, v.day, v.day_number, v.signup_day,
                            v.started_at AS session_started_at, v.country, v.platform, v.app_version, v.age_band, v.device_tier,
                            v.is_automated, v.is_robot, v.is_spam, v.quality, v.views,
                            epoch_ms(v.started_at) % 86400000 / 86400000.0 AS day_part,
                            CASE v.device_tier WHEN 'low' THEN 1.6 WHEN 'mid' THEN 1.0 ELSE 0.7 END
                                * CASE WHEN v.country IN ('ID', 'VN', 'EG', 'BR') THEN 1.4 ELSE 1.0 END AS slow,
                            CAST(unnest(range(v.views)) AS INTEGER) AS position
                        FROM visits AS v
                    ) AS n
                ) AS o
            ) AS r
        ) AS s
    ) AS p
    JOIN catalog AS c ON c.video_id = p.wanted_id
) AS w
