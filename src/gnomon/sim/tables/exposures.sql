-- Every day on which an assigned user is active during the experiment.
SELECT
    k.experiment_id,
    k.user_id,
    label(k.variant, 'control', 'treatment') AS variant,
    greatest(CAST(k.day AS TIMESTAMP), k.signed_up_at)
        + to_milliseconds(CAST(floor(u('moment', k.k, k.experiment_id) * 60000) AS BIGINT)) AS exposed_at,
    k.k AS _k
FROM (
    SELECT
        j.*,
        CASE WHEN u('experiments/variant', j.user_id, j.experiment_id) < lever('treated_share', 0.5, j)
             THEN 'treatment' ELSE 'control' END AS variant
    FROM (
        SELECT a.user_id, a.country, a.platform, a.channel, a.device_tier, a.age_band, a.day, a.k, a.signed_up_at,
               e.experiment_id, e.name AS experiment
        FROM active AS a
        JOIN trials AS e
            ON CAST(a.day AS TIMESTAMP) >= e.started_at AND CAST(a.day AS TIMESTAMP) < e.ended_at
            AND (NOT e.takes_new OR a.signed_up_at >= e.started_at)
    ) AS j
) AS k
WHERE u('experiments/kept', k.user_id, k.experiment_id) >= lever('split_loss', 0.0, k)
