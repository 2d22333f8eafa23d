-- Everybody upgrades to each release after a delay of their own, so versions of a user follow each other.
SELECT
    v.user_id,
    version_name(CAST(v.n AS INTEGER)) AS app_version,
    CASE WHEN v.n = v.first_n THEN v.signed_up_at
         ELSE CAST(:start AS TIMESTAMP) + to_seconds(CAST(floor(((v.n - 13) * 14 + 5 + v.upgrade_delay) * 86400) AS BIGINT))
    END AS valid_from,
    CASE WHEN v.n < v.last_n
         THEN CAST(:start AS TIMESTAMP)
              + to_seconds(CAST(floor(((v.n - 12) * 14 + 5 + v.upgrade_delay) * 86400) AS BIGINT)) END AS valid_to
FROM (
    SELECT q.*, unnest(range(q.first_n, q.last_n + 1)) AS n
    FROM (
        SELECT
            p.*,
            CAST(greatest(0, 13 + floor((p.signup_day + p.u_second - p.upgrade_delay - 5) / 14)) AS INTEGER) AS first_n,
            CAST(greatest(0, 13 + floor((least(p.last_day + 1, :days) - p.upgrade_delay - 5) / 14)) AS INTEGER) AS last_n
        FROM (
            SELECT s.*,
                   CASE WHEN s.platform = 'ios' THEN 1 ELSE 0 END + 5 * s.u_model
                       + least(90.0, lognormal(s.u_sloth, 0.9, 1.15)) AS upgrade_delay
            FROM signups AS s
        ) AS p
    ) AS q
) AS v
