-- Attempts to register: one that succeeds for every user, and those that were blocked.
SELECT
    q.attempt_id, q.attempted_at, q.n > 0 AS is_blocked, CASE WHEN q.n = 0 THEN q.user_id END AS user_id,
    CASE WHEN q.n = 0 AND q.is_fake AND q.found_at < :end THEN q.found_at END AS found_fake_at, q.country, q.platform
FROM (
    SELECT a.user_id * 32 + a.n AS attempt_id, a.n, a.user_id, a.country, a.platform, a.is_fake,
           a.signed_up_at - to_seconds(CAST(5 + 600 * a.n * u('gap', a.user_id, a.n) AS BIGINT)) AS attempted_at,
           a.signed_up_at + to_seconds(CAST(86400 * lognormal(a.u_found, 1.3, 1.1) AS BIGINT)) AS found_at
    FROM (
        SELECT f.*, u('found', f.user_id) AS u_found, CAST(unnest(range(1 + least(31, poisson(f.u_blocked, f.mean_blocked)))) AS INTEGER) AS n
        FROM (
            SELECT p.user_id, p.country, p.platform, p.signed_up_at, u('blocked', p.user_id) AS u_blocked,
                   lever('blocked_registrations', 0.35, p, signed_up_at) AS mean_blocked,
                   p.is_robot OR p.is_spam OR u('users/fake', p.user_id) < lever('fake_share', 0.026, p, signed_up_at) AS is_fake
            FROM people AS p
            WHERE p.signup_day >= :day_from AND p.signup_day < :day_to
        ) AS f
    ) AS a
) AS q
