-- Sessions before anything is played in them.
SELECT
    v.*,
    CAST(v.day AS TIMESTAMP) + to_milliseconds(CAST(
        CASE WHEN v.day_number = v.signup_day
             THEN CASE WHEN v.n = 0 THEN v.signup_ms + 20000 + 40000 * v.u_second
                       ELSE v.signup_ms + 120000 + (86280000 - least(86280000, v.signup_ms + 120000)) * v.u_second END
             ELSE ((v.hour_local * 3600000 + v.u_second * 3600000 - v.utc_offset * 3600000) + 172800000) % 86400000 END
        AS BIGINT)) AS started_at,
    CAST(least(200, geometric(v.u_views, v.mean_views)) AS INTEGER) AS views
FROM (
    SELECT
        s.* EXCLUDE (u_sessions, sessions),
        s.day_number * 3200000000 + s.user_id * 32 + s.n AS session_id,
        u('second', s.k) AS u_second,
        pick(s.u_hour, 0, 0.036, 1, 0.023, 2, 0.015, 3, 0.009, 4, 0.008, 5, 0.010, 6, 0.018, 7, 0.027, 8, 0.034, 9, 0.040,
             10, 0.046, 11, 0.051, 12, 0.058, 13, 0.055, 14, 0.051, 15, 0.052, 16, 0.055, 17, 0.058, 18, 0.057, 19, 0.058,
             20, 0.061, 21, 0.064, 22, 0.062, 23, 0.052) AS hour_local,
        epoch_ms(s.signed_up_at) - epoch_ms(CAST(s.day AS TIMESTAMP)) AS signup_ms,
        u('views', s.k) AS u_views,
        CASE WHEN s.is_robot THEN 40.0 ELSE
            lever('views_per_session', 6.2 * lognormal(s.u_mood, -0.12, 0.5), s)
            * exp(0.12 * s.quality) END AS mean_views,
        pick(s.u_entry, 'icon', 0.78, 'push', 0.16, 'link', 0.06) AS entry
    FROM (
        SELECT t.* EXCLUDE (k), mix('visit', t.k, t.n) AS k, u('mood', t.k, t.n) AS u_mood,
               u('hour', t.k, t.n) AS u_hour, u('entry', t.k, t.n) AS u_entry
        FROM (
            SELECT q.*, unnest(range(q.sessions)) AS n
            FROM (
                SELECT a.*, 1 + least(31, geometric(a.u_sessions,
                    CASE WHEN a.is_robot THEN 5.0 ELSE lever('sessions_per_day', 1.35, a) * exp(0.3 * a.quality) END
                )) AS sessions
                FROM (SELECT b.*, u('sessions', b.k) AS u_sessions FROM active AS b) AS a
            ) AS q
        ) AS t
    ) AS s
) AS v
