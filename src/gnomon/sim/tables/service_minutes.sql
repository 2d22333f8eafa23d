-- Requests of three services in five regions, minute by minute: valid, good and fast ones.
SELECT q.minute, q.service, q.region, q.valid, q.valid - q.bad AS good, q.valid - q.bad - least(q.valid - q.bad, q.slow) AS fast, q.target_ms,
       q.number AS _number
FROM (
    SELECT m.*, least(m.valid, CAST(poisson(m.u_bad, m.mean_bad) AS BIGINT)) AS bad, CAST(poisson(m.u_slow, m.mean_slow) AS BIGINT) AS slow
    FROM (
        SELECT v.*, greatest(0.0, v.valid * (1 - lever('service_good', v.good_share, v))) AS mean_bad,
               greatest(0.0, v.valid * (1 - lever('service_fast', v.fast_share, v))) AS mean_slow
        FROM (
            SELECT s.*, CAST(greatest(0, round(lever('service_load', s.mean_load, s) * exp(0.08 * gauss(s.u_load)))) AS BIGINT) AS valid
            FROM (
                SELECT
                    t.number, t.minute, CAST(t.minute AS DATE) AS day, n.service, n.good_share, n.fast_share, n.target_ms, r.region,
                    n.volume * r.share * (20 + :users / 40.0)
                        * (1 + 0.55 * cos(6.283185307 * ((t.i % 1440) / 60.0 + r.utc_offset - 20.5) / 24))
                        * CASE WHEN isodow(t.minute) IN (6, 7) THEN 1.08 ELSE 1.0 END AS mean_load,
                    u('load', t.i, n.number, r.number) AS u_load, u('bad', t.i, n.number, r.number) AS u_bad,
                    u('slow', t.i, n.number, r.number) AS u_slow
                FROM (SELECT i, i AS number, CAST(:start AS TIMESTAMP) + to_minutes(i) AS minute FROM range(:day_from * 1440, :day_to * 1440) AS a(i)) AS t
                CROSS JOIN (VALUES (1, 'feed', 6.0, 0.9995, 0.985, 300), (2, 'login', 0.3, 0.9988, 0.98, 500), (3, 'upload', 0.4, 0.997, 0.96, 2000))
                    AS n(number, service, volume, good_share, fast_share, target_ms)
                CROSS JOIN (VALUES (1, 'EU', 0.24, 1), (2, 'US', 0.19, -5), (3, 'LATAM', 0.22, -3), (4, 'SEA', 0.28, 7), (5, 'MENA', 0.07, 3))
                    AS r(number, region, share, utc_offset)
            ) AS s
        ) AS v
    ) AS m
) AS q
