-- Accounts that somebody took; a case is known once it is found.
SELECT q.case_id, q.user_id, q.compromised_at, q.found_at, CASE WHEN q.restores_at < :end THEN q.restores_at END AS restored_at, q.entry, q.loss
FROM (
    SELECT k.user_id AS case_id, k.user_id, k.compromised_at, k.entry,
           k.compromised_at + to_seconds(CAST(86400 * lognormal(k.u_found, 1.0, 1.0) AS BIGINT)) AS found_at,
           k.compromised_at + to_seconds(CAST(86400 * (lognormal(k.u_found, 1.0, 1.0)
               + lever('restore_days', 1.6, k, compromised_at) * exp(0.8 * gauss(k.u_restored))) AS BIGINT)) AS restores_at,
           CASE WHEN k.u_loss < 0.2 THEN round(5 + 400 * k.u_loss * k.u_loss * 25, 2) ELSE 0.0 END AS loss
    FROM (
        SELECT p.user_id, p.compromised_at, u('found', p.user_id) AS u_found, u('restored', p.user_id) AS u_restored, u('loss', p.user_id) AS u_loss,
               pick(p.u_entry, 'stuffing', 0.62, 'phishing', 0.33, 'sim_swap', 0.05) AS entry
        FROM (
            SELECT x.user_id, x.country, x.platform, u('entry', x.user_id) AS u_entry, u('taken', x.user_id) AS u_taken,
                   x.second_factor_since IS NOT NULL AS is_guarded,
                   greatest(CAST(:start AS TIMESTAMP), x.signed_up_at) + to_seconds(CAST((epoch(CAST(:end AS TIMESTAMP))
                       - epoch(greatest(CAST(:start AS TIMESTAMP), x.signed_up_at))) * u('moment', x.user_id) AS BIGINT)) AS compromised_at
            FROM users AS x
        ) AS p
        WHERE p.u_taken < lever('takeover_share', CASE WHEN p.is_guarded THEN 0.0003 ELSE 0.003 END, p, compromised_at)
    ) AS k
) AS q
WHERE q.found_at < :end
ORDER BY q.case_id
