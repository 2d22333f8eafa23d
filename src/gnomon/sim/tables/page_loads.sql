-- The product on the web: some of the active open a page there as well.
SELECT
    q.day_number * 400000000 + q.user_id * 4 + 1 AS load_id,
    q.user_id,
    CAST(q.day AS TIMESTAMP) + to_milliseconds(CAST(floor(q.u_moment * 86400000) AS BIGINT)) AS loaded_at,
    q.device_class,
    CAST(lever('lcp_ms', CASE q.device_class WHEN 'phone' THEN 1950.0 ELSE 1450.0 END * q.slow, q)
        * exp(0.45 * gauss(q.u_paint)) AS INTEGER) AS lcp_ms,
    CAST(lever('inp_ms', CASE q.device_class WHEN 'phone' THEN 140.0 ELSE 75.0 END * q.slow, q)
        * exp(0.6 * gauss(q.u_input)) AS INTEGER) AS inp_ms,
    round(least(1.5, 0.035 * exp(1.0 * gauss(q.u_shift))), 4) AS cls,
    q.country
FROM (
    SELECT
        a.*,
        pick(a.u_class, 'phone', 0.78, 'desktop', 0.22) AS device_class,
        CASE WHEN a.country IN ('ID', 'VN', 'EG', 'BR') THEN 1.4 ELSE 1.0 END AS slow
    FROM (
        SELECT b.*, u('class', b.k) AS u_class, u('moment', b.k) AS u_moment, u('paint', b.k) AS u_paint,
               u('input', b.k) AS u_input, u('shift', b.k) AS u_shift
        FROM active AS b
        WHERE u('opens', b.k) < lever('web_share', 0.22, b)
    ) AS a
) AS q
