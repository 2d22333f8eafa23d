-- Accounts that people reviewed on a day on which they were active: two strata, with what a row stands for.
SELECT
    q.user_id * 1024 + q.day_number AS label_id, q.user_id,
    CAST(q.day AS TIMESTAMP) + to_seconds(CAST(30000 + 40000 * q.u_sample * 50 AS BIGINT)) AS sampled_at,
    CASE WHEN q.is_suspect THEN 'suspect' ELSE 'other' END AS stratum,
    CASE WHEN q.is_suspect THEN 50.0 ELSE 500.0 END AS weight,
    q.is_fake, q.country AS _country, q.platform AS _platform
FROM (
    SELECT f.*, f.u_suspect < CASE WHEN f.is_fake THEN 0.7 ELSE 0.03 END AS is_suspect
    FROM (
        SELECT a.user_id, a.day_number, a.day, a.country, a.platform,
               u('suspect', a.user_id) AS u_suspect,
               u('sample', a.user_id, a.day_number) AS u_sample,
               a.is_robot OR a.is_spam OR u('users/fake', a.user_id) < lever('fake_share', 0.026, a, signed_up_at) AS is_fake
        FROM active AS a
    ) AS f
) AS q
WHERE q.u_sample < CASE WHEN q.is_suspect THEN 0.02 ELSE 0.002 END
