-- Accounts found to break a rule, and what was done.
SELECT
    q.user_id * 4 + 1 AS action_id, q.user_id, q.kind, q.found_at, q.u_reported < 0.18 AS is_reported,
    CASE WHEN q.u_removed < 0.975 AND q.removes_at < :end THEN q.removes_at END AS removed_at,
    CASE WHEN q.is_appealed THEN q.removes_at + to_days(1) END AS appealed_at,
    CASE WHEN q.is_appealed AND q.removes_at + to_days(4) < :end
         THEN CASE WHEN q.u_reported < 0.16 THEN 'reversed' ELSE 'upheld' END END AS appeal_outcome,
    q.country, q.platform AS _platform
FROM (
    SELECT a.*,
           a.found_at + to_seconds(CAST(3600 * lever('account_action_hours', 5.0, a) * exp(1.1 * gauss(a.u_hours)) AS BIGINT)) AS removes_at,
           u('appeal', a.user_id) < 0.06 AND u('removed', a.user_id) < 0.975
               AND a.found_at + to_seconds(CAST(3600 * lever('account_action_hours', 5.0, a) * exp(1.1 * gauss(a.u_hours)) AS BIGINT))
                   + to_days(1) < :end AS is_appealed,
           u('removed', a.user_id) AS u_removed
    FROM (
        SELECT f.*,
               CAST(:start + CAST(f.found_day AS INTEGER) AS DATE) AS day,
               greatest(CAST(:start AS TIMESTAMP) + to_days(CAST(f.found_day AS INTEGER))
                   + to_seconds(CAST(86399 * f.u_found AS BIGINT)), f.signed_up_at + to_seconds(600)) AS found_at,
               u('hours', f.user_id) AS u_hours, u('reported', f.user_id) AS u_reported
        FROM (
            SELECT k.*, greatest(k.signup_day, 0) + CAST(floor(60 * k.u_day * k.u_day) AS INTEGER) AS found_day
            FROM (
                SELECT p.user_id, p.country, p.platform, p.signup_day, p.signed_up_at, u('day', p.user_id) AS u_day, u('found', p.user_id) AS u_found,
                       CASE WHEN p.is_spam AND u('caught', p.user_id) < 0.85 THEN 'spam'
                            WHEN (p.is_robot OR u('users/fake', p.user_id) < lever('fake_share', 0.026, p, signed_up_at))
                                 AND u('caught', p.user_id) < 0.65 THEN 'fake'
                            WHEN p.age_band = '13-15' AND u('young', p.user_id) < 0.06 THEN 'under_age'
                            WHEN u('ban', p.user_id) < 0.0025 THEN 'ban' END AS kind
                FROM people AS p
            ) AS k
            WHERE k.kind IS NOT NULL
        ) AS f
        WHERE f.found_day >= :day_from AND f.found_day < :day_to
    ) AS a
) AS q
