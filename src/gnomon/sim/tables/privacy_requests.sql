-- Requests of people about their data; a month to answer in Europe, 45 days in California, 21 days for opting out there.
SELECT
    q.request_id, q.user_id, q.kind, q.regime, q.received_at, q.due_at,
    CASE WHEN q.closes_at < :end THEN q.closes_at END AS closed_at,
    CASE WHEN q.closes_at < :end THEN q.verdict END AS outcome,
    CASE WHEN q.closes_at < :end AND q.verdict = 'denied'
         THEN pick(q.u_reason, 'not_verified', 0.55, 'excepted', 0.3, 'other', 0.15) END AS denial_reason,
    q.country
FROM (
    SELECT
        k.*,
        k.received_at + to_days(CASE WHEN k.regime = 'gdpr' THEN 30 WHEN k.kind IN ('opt_out', 'limit') THEN 21 ELSE 45 END) AS due_at,
        k.received_at + to_seconds(CAST(86400 * lever('privacy_days',
            CASE WHEN k.kind IN ('opt_out', 'limit') THEN 2.5 ELSE 9.0 END, k, received_at) * exp(0.75 * gauss(k.u_days)) AS BIGINT)) AS closes_at,
        pick(k.u_verdict, 'complied', 0.89, 'partly', 0.05, 'denied', 0.06) AS verdict
    FROM (
        SELECT
            u.user_id * 2 + 1 AS request_id, u.user_id, u.country,
            CASE WHEN u.country = 'US' THEN 'ccpa' ELSE 'gdpr' END AS regime,
            CASE WHEN u.uninstalled_at IS NOT NULL THEN CASE WHEN u.u_kind < 0.8 THEN 'delete' ELSE 'know' END
                 WHEN u.country = 'US' THEN pick(u.u_kind, 'opt_out', 0.5, 'know', 0.3, 'limit', 0.1, 'correct', 0.1)
                 ELSE pick(u.u_kind, 'know', 0.75, 'correct', 0.25) END AS kind,
            greatest(CAST(:start AS TIMESTAMP), u.signed_up_at, coalesce(u.uninstalled_at, u.signed_up_at)) + to_seconds(CAST(
                (epoch(CAST(:end AS TIMESTAMP)) - epoch(greatest(CAST(:start AS TIMESTAMP), u.signed_up_at,
                    coalesce(u.uninstalled_at, u.signed_up_at)))) * u('moment', u.user_id) AS BIGINT)) AS received_at,
            u('days', u.user_id) AS u_days, u('verdict', u.user_id) AS u_verdict, u('reason', u.user_id) AS u_reason
        FROM (SELECT x.*, u('kind', x.user_id) AS u_kind, u('asks', x.user_id) AS u_asks FROM users AS x) AS u
        WHERE u.u_asks < lever('privacy_request_share', CASE WHEN u.uninstalled_at IS NULL THEN 0.02 ELSE 0.07 END, u, signed_up_at)
          AND u.country IN ('US', 'DE', 'FR', 'ES', 'GB')
          AND (u.uninstalled_at IS NULL OR u.uninstalled_at < :end)
    ) AS k
) AS q
ORDER BY q.request_id
