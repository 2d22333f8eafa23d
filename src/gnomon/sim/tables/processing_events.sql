-- Uses of personal data, one in four user-days logged, with whether a valid record of consent stood behind it.
SELECT q.user_id * 1024 + q.day_number AS event_id, q.user_id,
       CAST(q.day AS TIMESTAMP) + to_seconds(CAST(86399 * u('second', q.k) AS BIGINT)) AS happened_at,
       q.purpose, q.purpose IN ('ads', 'personalisation') AS needs_consent,
       q.purpose NOT IN ('ads', 'personalisation') OR u('record', q.k) < lever('valid_record', 0.9965, q) AS has_valid_record,
       q.country, q.platform AS _platform
FROM (
    SELECT a.user_id, a.day_number, a.day, a.k, a.country, a.platform,
           pick(a.u_purpose, 'service', 0.3, 'security', 0.1, 'analytics', 0.2, 'personalisation', 0.25, 'ads', 0.15) AS purpose
    FROM (SELECT b.*, u('purpose', b.k) AS u_purpose FROM active AS b WHERE u('logged', b.k) < 0.25) AS a
) AS q
