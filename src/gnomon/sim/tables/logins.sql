-- Log-ins: people who were logged out, and automation that tries stolen pairs of name and password.
SELECT
    q.login_id, q.user_id, q.attempted_at,
    q.is_valid_pair AND q.passes AS is_success,
    q.is_attack, q.is_valid_pair, q.challenge,
    CASE WHEN q.challenge <> 'none' THEN CASE WHEN q.passes THEN 'passed' WHEN q.u_leave < CASE WHEN q.is_attack THEN 0.25 ELSE 0.6 END
         THEN 'abandoned' ELSE 'failed' END END AS challenge_outcome,
    q.has_second_factor, q.country, q.platform, q.app_version
FROM (
    SELECT
        c.*,
        c.challenge = 'none' OR c.u_pass < CASE WHEN c.is_attack THEN CASE WHEN c.challenge = 'captcha' THEN 0.12 ELSE 0.01 END
                                           ELSE lever('challenge_pass', 0.9, c) END AS passes
    FROM (
        SELECT
            a.*,
            u('leave', a.login_id, a.login_id >> 32) AS u_leave, u('pass', a.login_id, a.login_id >> 32) AS u_pass,
            CASE WHEN a.has_second_factor AND a.is_valid_pair THEN 'code'
                 WHEN a.u_challenge < lever('challenge_rate', CASE WHEN a.is_attack THEN 0.72 ELSE 0.06 END, a) THEN 'captcha' ELSE 'none' END AS challenge
        FROM (
            SELECT
                f.*,
                f.u_factor < 0.11 AND f.signed_up_at + to_seconds(CAST(floor((0.01 + 900 * f.u_factor) * 86400) AS BIGINT)) <= f.attempted_at
                    AS has_second_factor,
                u('challenge', f.login_id, f.login_id >> 32) AS u_challenge,
                u('valid', f.login_id, f.login_id >> 32) < CASE WHEN f.is_attack THEN 0.012 ELSE lever('login_success', 0.91, f) END AS is_valid_pair
            FROM (
                SELECT
                    v.session_id * 16 AS login_id, v.user_id, v.day, v.country, v.platform, v.app_version, v.signed_up_at,
                    v.started_at + to_seconds(2) AS attempted_at, FALSE AS is_attack, u('users/factor', v.user_id) AS u_factor
                FROM (SELECT w.* FROM visits AS w WHERE u('logged_out', w.k) < 0.045) AS v
                UNION ALL
                SELECT
                    (t.day_number * 3200000000 + t.user_id * 32) * 16 + 1 + t.n AS login_id, t.user_id, t.day, t.country, t.platform,
                    t.app_version, t.signed_up_at,
                    CAST(t.day AS TIMESTAMP) + to_seconds(CAST(floor(86000 * t.u_second) + 7 * t.n AS BIGINT)) AS attempted_at,
                    TRUE AS is_attack, u('users/factor', t.user_id) AS u_factor
                FROM (
                    SELECT s.*, u('attack_second', s.k) AS u_second, CAST(unnest(range(1 + least(7, geometric(s.u_tries, 1.5)))) AS INTEGER) AS n
                    FROM (SELECT b.*, u('tries', b.k) AS u_tries FROM active AS b WHERE u('attacked', b.k) < lever('attack_rate', 0.008, b)) AS s
                ) AS t
                WHERE t.signup_day < t.day_number
            ) AS f
        ) AS a
    ) AS c
) AS q
