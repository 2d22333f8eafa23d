-- Orders of authorities of the European Union to act against content.
SELECT q.order_id, q.country, q.category, q.received_at, CASE WHEN q.effects_at < :end THEN q.effects_at END AS effected_at
FROM (
    SELECT o.*, o.received_at + to_seconds(CAST(3600 * lever('order_hours', 20.0, o, received_at) * exp(0.9 * gauss(o.u_hours)) AS BIGINT)) AS effects_at
    FROM (
        SELECT i AS order_id, pick(r.u_country, 'DE', 0.45, 'FR', 0.33, 'ES', 0.22) AS country,
               pick(r.u_category, 'illegal_speech', 0.5, 'scams', 0.2, 'minors', 0.12, 'violence', 0.18) AS category,
               CAST(:start AS TIMESTAMP) + to_seconds(CAST(86400 * :days * u('moment', r.i) AS BIGINT)) AS received_at, u('hours', r.i) AS u_hours
        FROM (SELECT i, u('country', i) AS u_country, u('category', i) AS u_category
              FROM range(greatest(20, CAST(:users AS BIGINT) * :days // 300000)) AS n(i)) AS r
    ) AS o
) AS q
ORDER BY q.order_id
