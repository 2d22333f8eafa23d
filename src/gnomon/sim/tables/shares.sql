-- Links sent out of the app.
SELECT
    q.view_id AS share_id,
    q.user_id,
    q.started_at + to_milliseconds(CAST(q._watch_ms + 1500 AS BIGINT)) AS shared_at,
    q.opens,
    CAST(least(q.opens, floor(q.opens * lever('share_activation', 0.3, q, started_at) * (0.3 + 1.4 * q.u_active))) AS INTEGER)
        AS opened_active,
    q.country
FROM (
    SELECT s.*, CAST(least(40, geometric(s.u_opens, 1.3)) AS INTEGER) AS opens
    FROM (
        SELECT v.view_id, v.user_id, v.started_at, v._watch_ms, v.country, v.platform, v.app_version,
               u('opens', v._k) AS u_opens, u('active', v._k) AS u_active
        FROM views AS v
        WHERE v.outcome = 'played' AND u('shares', v._k) < lever('share', 0.0030 * exp(0.2 * v._quality), v, started_at)
    ) AS s
) AS q
