SELECT
    day_number * 3200000000 + user_id * 32 + n AS session_id,
    user_id,
    device_id,
    CAST(day AS TIMESTAMP) + to_seconds(CAST(u('second', user_id, day_number, n) * 86400 AS BIGINT)) AS started_at,
    country,
    day AS _day
FROM (
    SELECT q.*, unnest(range(1 + least(31, geometric(u_sessions, lever('sessions_per_day', 1.5, q))))) AS n
    FROM (SELECT a.*, u('sessions', user_id, day_number) AS u_sessions FROM active AS a) AS q
) AS s
