-- Every sign-up has an install; one install in eight never registers.
SELECT
    q.user_id * 2 + q.extra AS install_id,
    CASE WHEN q.extra = 0 THEN q.user_id * 8 + 5 ELSE q.user_id * 8 + 6 END AS device_id,
    CASE WHEN q.extra = 0 THEN q.user_id END AS user_id,
    q.signed_up_at - to_seconds(CAST(floor(30 - 900 * ln(q.u_wait)) AS BIGINT)) AS installed_at,
    CASE WHEN q.extra = 0 THEN q.signed_up_at END AS registered_at,
    CASE WHEN q.extra = 0 AND q.u_play < lever('first_play', 0.91, q, signed_up_at)
         THEN q.signed_up_at + to_seconds(CAST(floor(25 - 60 * ln(q.u_play)) AS BIGINT)) END AS first_play_at,
    q.country,
    q.platform,
    q.channel,
    CASE q.channel WHEN 'paid_search' THEN round(2.1 * q.cost_level * (0.6 + 0.8 * q.u_cost), 2)
                   WHEN 'paid_social' THEN round(1.5 * q.cost_level * (0.6 + 0.8 * q.u_cost), 2)
                   WHEN 'preinstall' THEN round(0.5 * q.cost_level * (0.8 + 0.4 * q.u_cost), 2)
                   ELSE 0.0 END AS cost,
    CASE WHEN q.extra = 1 AND q.u_play < 0.6
         THEN q.signed_up_at + to_seconds(CAST(floor(-200000 * ln(q.u_wait)) AS BIGINT))
         WHEN q.u_uninstall < 0.55 AND q.last_day + q.gone_after < :days
         THEN CAST(:start AS TIMESTAMP)
              + to_seconds(CAST(floor((q.last_day + q.gone_after + q.u_cost) * 86400) AS BIGINT)) END AS uninstalled_at
FROM (
    SELECT s.*, e.i AS extra, u('wait', s.user_id, e.i) AS u_wait, u('play', s.user_id, e.i) AS u_play
    FROM signups AS s
    JOIN (SELECT i FROM range(2) AS r(i)) AS e ON e.i = 0 OR s.u_propensity < 0.125
) AS q
