SELECT
    user_id,
    user_id * 7 + 3 AS device_id,
    CAST(:start AS TIMESTAMP) + to_seconds(CAST(floor((_signup_day + u('second', user_id)) * 86400) AS BIGINT)) AS signed_up_at,
    country
FROM (
    SELECT
        i AS user_id,
        CAST(floor(:days * (1.4 * u('signup', i) - 0.4)) AS INTEGER) AS _signup_day,
        pick(u_country, 'US', 0.5, 'DE', 0.5) AS country
    FROM (SELECT i, u('country', i) AS u_country FROM range(:users) AS r(i)) AS r
) AS p
