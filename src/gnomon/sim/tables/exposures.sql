-- Every day on which an assigned user is active during the experiment.
SELECT
    e.experiment_id,
    a.user_id,
    label(CASE WHEN u('experiments/variant', a.user_id, e.experiment_id) < lever('treated_share', 0.5, a)
               THEN 'treatment' ELSE 'control' END, 'control', 'treatment') AS variant,
    greatest(CAST(a.day AS TIMESTAMP), a.signed_up_at)
        + to_milliseconds(CAST(floor(u('moment', a.k, e.experiment_id) * 60000) AS BIGINT)) AS exposed_at,
    a.k AS _k
FROM active AS a
JOIN experiments AS e
    ON CAST(a.day AS TIMESTAMP) >= e.started_at AND CAST(a.day AS TIMESTAMP) < e.ended_at
    AND (e.name <> 'aa_onboarding' OR a.signed_up_at >= e.started_at)
