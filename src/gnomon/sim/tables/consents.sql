-- Questions of consent: to everybody at sign-up, to older users once a year.
SELECT
    q.consent_id, q.user_id, q.purpose, q.shown_at,
    CASE WHEN q.u_answer < 0.94 AND q.answers_at < :end THEN q.answers_at END AS answered_at,
    CASE WHEN q.u_answer < 0.94 AND q.answers_at < :end
         THEN CASE WHEN q.u_grant < lever('consent_rate', CASE q.purpose WHEN 'analytics' THEN 0.72 WHEN 'personalisation' THEN 0.66 ELSE 0.47 END
                   * CASE WHEN q.country IN ('DE', 'FR', 'ES', 'GB') THEN 0.8 ELSE 1.1 END, q) AND NOT q.is_gpc
              THEN 'granted' ELSE 'refused' END END AS answer,
    q.country, q.is_gpc, q.is_gpc AND q.u_honoured < 0.985 AS is_gpc_honoured, q.platform AS _platform
FROM (
    SELECT
        a.user_id * 4 + a.n AS consent_id, a.user_id, a.country, a.platform, a.day, a.shown_at,
        CASE a.n WHEN 0 THEN 'analytics' WHEN 1 THEN 'personalisation' ELSE 'ads' END AS purpose,
        a.country = 'US' AND a.u_gpc < 0.05 AS is_gpc,
        a.shown_at + to_milliseconds(CAST(900 + 20000 * u('patience', a.user_id, a.n) AS BIGINT)) AS answers_at,
        u('answer', a.user_id) AS u_answer, u('grant', a.user_id, a.n) AS u_grant, u('honoured', a.user_id) AS u_honoured
    FROM (
        SELECT
            d.user_id, d.country, d.platform, d.u_gpc, CAST(:start + CAST(d.asked_day AS INTEGER) AS DATE) AS day,
            CASE WHEN d.signup_day >= 0 THEN d.signed_up_at + to_seconds(4)
                 ELSE CAST(:start AS TIMESTAMP) + to_days(CAST(d.asked_day AS INTEGER)) + to_seconds(CAST(20000 + 66000 * d.u_gpc AS BIGINT))
            END AS shown_at,
            CAST(unnest(range(3)) AS INTEGER) AS n
        FROM (
            SELECT p.*, u('gpc', p.user_id) AS u_gpc,
                   CASE WHEN p.signup_day >= 0 THEN p.signup_day ELSE CAST(floor(365 * u('asked', p.user_id)) AS INTEGER) END AS asked_day
            FROM people AS p
        ) AS d
        WHERE d.asked_day >= :day_from AND d.asked_day < :day_to AND (d.signup_day >= 0 OR d.asked_day <= d.last_day)
    ) AS a
) AS q
