-- Deletions, asked for by a request or in the app; a sample is searched for rows that stayed behind.
SELECT
    q.deletion_id, q.user_id, q.requested_at,
    CASE WHEN q.erases_at < :end THEN q.erases_at END AS erased_at,
    q.is_sampled AND q.erases_at < :end AS is_sampled,
    CASE WHEN q.is_sampled AND q.erases_at < :end THEN
        CASE WHEN q.u_rows < lever('residue_share', 0.03, q, requested_at) THEN 1 + CAST(floor(40 * q.u_many * q.u_many) AS INTEGER) ELSE 0 END
    END AS residual_rows
FROM (
    SELECT
        d.*,
        d.requested_at + to_seconds(CAST(86400 * lever('erasure_days', 17.0, d, requested_at) * exp(0.3 * gauss(d.u_days)) AS BIGINT)) AS erases_at,
        u('sampled', d.user_id) < 0.25 AS is_sampled, u('rows', d.user_id) AS u_rows, u('many', d.user_id) AS u_many
    FROM (
        SELECT r.request_id AS deletion_id, r.user_id, r.received_at AS requested_at, u('days', r.user_id) AS u_days
        FROM privacy_requests AS r
        WHERE r.kind = 'delete'
        UNION ALL
        SELECT p.user_id * 2 AS deletion_id, p.user_id, p.uninstalled_at AS requested_at, u('days', p.user_id) AS u_days
        FROM users AS p
        WHERE p.uninstalled_at >= :start AND p.uninstalled_at < :end AND u('in_app', p.user_id) < 0.07
          AND p.user_id NOT IN (SELECT x.user_id FROM privacy_requests AS x)
    ) AS d
) AS q
ORDER BY q.deletion_id
