-- One start of the app a session.
SELECT
    q.session_id,
    q.user_id,
    q.device_id,
    q.started_at AS happened_at,
    q.start_kind,
    CAST(lever('start_ms_unit', lever('start_ms',
        CASE q.start_kind WHEN 'cold' THEN 1350.0 WHEN 'warm' THEN 560.0 ELSE 190.0 END
        * CASE q._device_tier WHEN 'low' THEN 1.75 WHEN 'mid' THEN 1.0 ELSE 0.62 END, q, started_at)
        * exp(0.38 * gauss(q.u_start)), q, started_at) AS INTEGER) AS start_ms,
    CASE WHEN q.u_crash < lever('crash_share',
        0.0022 * CASE q._device_tier WHEN 'low' THEN 2.0 WHEN 'mid' THEN 1.0 ELSE 0.5 END, q, started_at)
         THEN 1 ELSE 0 END AS crashes,
    CASE WHEN q.platform = 'android' AND 1 - q.u_crash < lever('anr_share',
        0.0014 * CASE q._device_tier WHEN 'low' THEN 2.2 WHEN 'mid' THEN 1.0 ELSE 0.4 END, q, started_at)
         THEN 1 ELSE 0 END AS anrs,
    CAST(q.foreground_ms * 3 // 50 AS INTEGER) AS frames,
    CAST(floor(q.foreground_ms * 0.06 * q.jank) AS INTEGER) AS slow_frames,
    CAST(floor(q.foreground_ms * 0.06 * q.jank * 0.035) AS INTEGER) AS frozen_frames,
    q.country,
    q.platform,
    q.app_version,
    q._device_model AS device_model,
    q._device_tier AS device_tier
FROM (
    SELECT
        s.*,
        pick(s.u_kind, 'cold', 0.46, 'warm', 0.30, 'hot', 0.24) AS start_kind,
        least(0.6, lever('slow_frame_share',
            0.022 * CASE s._device_tier WHEN 'low' THEN 2.4 WHEN 'mid' THEN 1.0 ELSE 0.45 END, s, started_at)
            * (0.4 + 1.2 * s.u_jank)) AS jank
    FROM (
        SELECT t.*, u('kind', t._k) AS u_kind, u('start', t._k) AS u_start, u('crash', t._k) AS u_crash,
               u('jank', t._k) AS u_jank
        FROM sessions AS t
    ) AS s
) AS q
