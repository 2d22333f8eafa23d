-- Play attempts: when each happened follows from how long the plays of its session take, one after another. Draws are those of
-- "plays" and "plays/play"; watch time is a mixture of quick skips, browsing, completions and loops.
WITH plays AS MATERIALIZED (
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
            p.session_id, p.user_id, p.k, p.day, p.day_number, p.signup_day, p.session_started_at, p.position, p.feed, p.is_repeat, p.views,
            p.country, p.platform, p.app_version, p.age_band, p.device_tier, p.is_automated, p.quality,
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
                p.stamina * CASE p.feed WHEN 'following' THEN 1.15 WHEN 'profile' THEN 1.3 ELSE 1.0 END / c.length_factor, p) AS completion
        FROM (
            SELECT
                s.*,
                pick(s.u_feed, 'for_you', 0.76, 'following', 0.11, 'search', 0.07, 'profile', 0.06) AS feed,
                CAST(greatest(-90, floor(s.day_number + s.day_part - exp(s.u_age * lever('video_age', 4.5, s)))) + 90 AS BIGINT)
                    * :videos_per_day
                    + CAST(floor(:videos_per_day * pow(s.u_rank, lever('popularity', 2.35, s))) AS BIGINT) AS wanted_id,
                u('plays/end', s.k) AS u_end, u('plays/length', s.k) AS u_length,
                u('plays/network', s.k) AS u_network, u('plays/stall', s.k) AS u_stall
            FROM (
                SELECT
                    r.* EXCLUDE (video_key),
                    mix('plays/play', r.visit_key, r.position) AS k,
                    u('plays/rank', r.visit_key, r.video_key) AS u_rank,
                    u('plays/age', r.visit_key, r.video_key) AS u_age,
                    u('plays/feed', r.visit_key, r.position // 8) AS u_feed
                FROM (
                    SELECT o.*, o.u_again < 0.025 AND o.position > 0 AS is_repeat,
                           o.position - CASE WHEN o.u_again < 0.025 THEN 1 ELSE 0 END AS video_key
                    FROM (
                        SELECT n.*, u('plays/again', n.visit_key, n.position) AS u_again
                        FROM (SELECT v.*, CAST(unnest(range(v.views)) AS INTEGER) AS position FROM (
                            SELECT
                                x.session_id, x.user_id, x.k AS visit_key, x.day, x.day_number, x.signup_day,
                                x.started_at AS session_started_at, x.country, x.platform, x.app_version, x.age_band, x.device_tier,
                                x.is_automated, x.quality, x.views,
                                epoch_ms(x.started_at) % 86400000 / 86400000.0 AS day_part,
                                CASE x.device_tier WHEN 'low' THEN 1.6 WHEN 'mid' THEN 1.0 ELSE 0.7 END
                                    * CASE WHEN x.country IN ('ID', 'VN', 'EG', 'BR') THEN 1.4 ELSE 1.0 END AS slow,
                                0.305 * exp(0.06 * x.quality) AS stamina
                            FROM visits AS x
                            WHERE x.views > 0
                        ) AS v) AS n
                    ) AS o
                ) AS r
            ) AS s
        ) AS p
        JOIN catalog AS c ON c.video_id = p.wanted_id
    ) AS w
), stays AS MATERIALIZED (
    SELECT session_id, CAST(sum(watch_ms + stall_ms + 400) AS BIGINT) AS foreground_ms FROM plays GROUP BY session_id
)
SELECT
    q.view_id, q.session_id, q.user_id, q.video_id, q.creator_id, q.started_at, q.feed, q.position, q.recommender,
    CAST(lever('watch_ms_unit', q.watch_ms, q) AS INTEGER) AS watch_ms,
    q.duration_ms, q.startup_ms, q.stall_ms, q.outcome, q.is_repeat,
    CAST(greatest(0, date_diff('hour', q.published_at, q.started_at)) AS INTEGER) AS video_age_hours,
    q.category, q.content_kind, q.country, q.platform, q.app_version, q.is_automated,
    q.k AS _k, q.quality AS _quality, q.day AS _day, q.watch_ms AS _watch_ms, q.foreground_ms AS _foreground_ms
FROM (
    SELECT
        p.*,
        t.foreground_ms,
        p.session_id * 256 + p.position AS view_id,
        p.session_started_at + to_milliseconds(CAST(t.foreground_ms * p.position // p.views + 400 AS BIGINT)) AS started_at
    FROM plays AS p
    JOIN stays AS t ON t.session_id = p.session_id
) AS q
