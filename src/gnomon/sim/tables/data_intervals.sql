-- Hours of the logs on their way into the warehouse: what was sent, what came, and when it was ready.
SELECT
    q.table_name, q.interval_start, q.due_at,
    CASE WHEN q.publishes_at < :end THEN q.publishes_at END AS published_at,
    q.events_sent,
    CAST(round(q.events_sent * least(1.0, lever('interval_received', 0.9992 + 0.0008 * q.u_lost, q, interval_start))) AS BIGINT) AS events_received,
    q.u_restated < 0.008 AS is_restated
FROM (
    SELECT
        h.*,
        h.interval_start + to_hours(4) AS due_at,
        h.interval_start + to_minutes(60 + CAST(lever('interval_minutes', 55.0, h, interval_start) * exp(0.45 * gauss(h.u_time)) AS BIGINT)) AS publishes_at,
        CAST(round(h.volume * :users * (1 + 0.35 * cos(6.283185307 * (h.i % 24 - 15) / 24))
            * CASE WHEN isodow(h.interval_start) IN (6, 7) THEN 1.08 ELSE 1.0 END * exp(0.05 * gauss(h.u_sent))) AS BIGINT) AS events_sent
    FROM (
        SELECT t.name AS table_name, t.volume, a.i, CAST(:start AS TIMESTAMP) + to_hours(a.i) AS interval_start,
               u('time', a.i, t.number) AS u_time, u('sent', a.i, t.number) AS u_sent, u('lost', a.i, t.number) AS u_lost,
               u('restated', a.i, t.number) AS u_restated
        FROM range(:days * 24) AS a(i)
        CROSS JOIN (VALUES (1, 'sessions', 0.045), (2, 'views', 0.32), (3, 'social_actions', 0.03), (4, 'ads', 0.04), (5, 'logins', 0.003),
                           (6, 'app_performance', 0.045)) AS t(number, name, volume)
    ) AS h
) AS q
ORDER BY q.table_name, q.interval_start
