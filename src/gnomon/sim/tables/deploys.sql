-- Deployments of the services, on working days mostly.
SELECT q.deploy_id, q.service, q.deployed_at - to_seconds(CAST(3600 * lever('lead_hours', 14.0, q) * exp(0.9 * gauss(q.u_lead)) AS BIGINT)) AS committed_at,
       q.deployed_at, q.is_failed,
       CASE WHEN q.is_failed AND q.deployed_at + to_seconds(CAST(60 * 38 * exp(0.8 * gauss(q.u_restored)) AS BIGINT)) < :end
            THEN q.deployed_at + to_seconds(CAST(60 * 38 * exp(0.8 * gauss(q.u_restored)) AS BIGINT)) END AS restored_at,
       q.u_rework < 0.045 AS is_rework
FROM (
    SELECT d.*, d.u_failed < lever('deploy_failure', 0.06, d) AS is_failed
    FROM (
        SELECT r.i AS deploy_id, s.service, r.day, u('lead', r.i) AS u_lead, u('restored', r.i) AS u_restored, u('rework', r.i) AS u_rework,
               u('failed', r.i) AS u_failed,
               CAST(r.day AS TIMESTAMP) + to_seconds(CAST(8 * 3600 + 10 * 3600 * u('second', r.i) AS BIGINT)) AS deployed_at
        FROM (SELECT i, CAST(:start + CAST(i // 9 AS INTEGER) AS DATE) AS day FROM range(:days * 9) AS n(i)) AS r
        JOIN (VALUES (0, 'feed'), (1, 'login'), (2, 'upload')) AS s(number, service) ON s.number = r.i % 3
        WHERE u('happens', r.i) < CASE WHEN isodow(r.day) IN (6, 7) THEN 0.04 ELSE 0.5 END
    ) AS d
) AS q
ORDER BY q.deploy_id
