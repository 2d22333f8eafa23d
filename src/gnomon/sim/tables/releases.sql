-- A release every fourteen days; Android a day before iOS; five days until everybody is offered it.
SELECT
    concat('9.', r.n, '.0') AS app_version,
    p.platform,
    CAST(:start AS TIMESTAMP) + to_days(CAST((r.n - 13) * 14 + 5 + p.shift AS INTEGER)) + to_hours(9) AS released_at,
    CAST(:start AS TIMESTAMP) + to_days(CAST((r.n - 13) * 14 + 10 + p.shift AS INTEGER)) + to_hours(9) AS full_rollout_at
FROM range(13 + CAST(ceil((:days - 5) / 14.0) AS INTEGER)) AS r(n)
CROSS JOIN (VALUES ('ios', 1), ('android', 0)) AS p(platform, shift)
WHERE r.n >= 0
ORDER BY r.n, p.platform
