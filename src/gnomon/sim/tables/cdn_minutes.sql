-- Segments of video that the network for content delivered, minute by minute, and how much the edge held.
SELECT q.minute, q.region, q.segments, q.segments - least(q.segments, CAST(poisson(q.u_bad, q.mean_bad) AS BIGINT)) AS segments_ok,
       q.bytes, CAST(floor(q.bytes * least(1.0, lever('edge_share', 0.93 + 0.03 * q.u_edge, q))) AS BIGINT) AS bytes_edge, q.number AS _number
FROM (
    SELECT s.*, greatest(0.0, s.segments * (1 - lever('cdn_good', 0.9992, s))) AS mean_bad, CAST(s.segments * (620000 + 90000 * s.u_size) AS BIGINT) AS bytes
    FROM (
        SELECT b.*, CAST(greatest(0, round(lever('cdn_load', b.mean_load, b) * exp(0.07 * gauss(b.u_load)))) AS BIGINT) AS segments
        FROM (
            SELECT
                t.i AS number, t.minute, CAST(t.minute AS DATE) AS day, r.region,
                r.share * (60 + :users / 8.0) * (1 + 0.55 * cos(6.283185307 * ((t.i % 1440) / 60.0 + r.utc_offset - 20.5) / 24))
                    * CASE WHEN isodow(t.minute) IN (6, 7) THEN 1.08 ELSE 1.0 END AS mean_load,
                u('load', t.i, r.number) AS u_load, u('bad', t.i, r.number) AS u_bad, u('edge', t.i, r.number) AS u_edge,
                u('size', t.i, r.number) AS u_size
            FROM (SELECT i, CAST(:start AS TIMESTAMP) + to_minutes(i) AS minute FROM range(:day_from * 1440, :day_to * 1440) AS a(i)) AS t
            CROSS JOIN (VALUES (1, 'EU', 0.24, 1), (2, 'US', 0.19, -5), (3, 'LATAM', 0.22, -3), (4, 'SEA', 0.28, 7), (5, 'MENA', 0.07, 3))
                AS r(number, region, share, utc_offset)
        ) AS b
    ) AS s
) AS q
