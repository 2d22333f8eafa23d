-- One request of each service and region every five minutes, with its time.
SELECT q.sample_id, q.requested_at, q.service, q.region,
       CAST(lever('request_ms', q.median_ms, q) * exp(0.7 * gauss(q.u_time)) AS INTEGER) AS duration_ms,
       q.u_good < lever('service_good', q.good_share, q) AS is_good
FROM (
    SELECT
        (t.i * 4 + n.number) * 8 + r.number AS sample_id, n.service, r.region, n.median_ms, n.good_share,
        t.moment + to_milliseconds(CAST(299999 * u('moment', t.i, n.number, r.number) AS BIGINT)) AS requested_at,
        CAST(t.moment AS DATE) AS day,
        u('time', t.i, n.number, r.number) AS u_time, u('good', t.i, n.number, r.number) AS u_good
    FROM (SELECT i, CAST(:start AS TIMESTAMP) + to_minutes(5 * i) AS moment FROM range(:day_from * 288, :day_to * 288) AS a(i)) AS t
    CROSS JOIN (VALUES (1, 'feed', 85.0, 0.9995), (2, 'login', 140.0, 0.9988), (3, 'upload', 620.0, 0.997)) AS n(number, service, median_ms, good_share)
    CROSS JOIN (VALUES (1, 'EU'), (2, 'US'), (3, 'LATAM'), (4, 'SEA'), (5, 'MENA')) AS r(number, region)
) AS q
