-- Half and half, at the first chance after the experiment starts; the second takes new users only.
SELECT
    e.experiment_id,
    s.user_id,
    CASE WHEN u('experiments/variant', s.user_id, e.experiment_id) < lever('treated_share', 0.5, s, signed_up_at)
         THEN 'treatment' ELSE 'control' END AS variant,
    greatest(e.started_at, s.signed_up_at) AS assigned_at
FROM users AS s
JOIN experiments AS e ON s.signed_up_at < e.ended_at AND (e.name <> 'aa_onboarding' OR s.signed_up_at >= e.started_at)
