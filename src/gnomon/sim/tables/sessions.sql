SELECT
    q.session_id, q.user_id, q.device_id, q.started_at,
    q.started_at + to_milliseconds(CAST(q.foreground_ms + 500 AS BIGINT)) AS ended_at,
    q.foreground_ms, q.entry, q.country, q.platform, q.app_version, q.is_automated,
    q.k AS _k, q.device_model AS _device_model, q.device_tier AS _device_tier
FROM (
    SELECT v.*, CAST(1500 + 4000 * u('idle', v.k) + coalesce(t.foreground_ms, 0) AS INTEGER) AS foreground_ms
    FROM visits AS v
    LEFT JOIN (SELECT session_id, _foreground_ms AS foreground_ms FROM views WHERE position = 0) AS t ON t.session_id = v.session_id
) AS q
