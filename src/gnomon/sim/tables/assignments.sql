-- Half and half unless a scenario says otherwise, at the first chance after the experiment starts.
SELECT k.experiment_id, k.user_id, k.variant, k.assigned_at
FROM (
    SELECT
        j.*,
        CASE WHEN u('experiments/variant', j.user_id, j.experiment_id) < lever('treated_share', 0.5, j, assigned_at)
             THEN 'treatment' ELSE 'control' END AS variant
    FROM (
        SELECT s.user_id, s.country, s.platform, s.channel, s.device_tier, s.age_band, e.experiment_id, e.name AS experiment,
               greatest(e.started_at, s.signed_up_at) AS assigned_at
        FROM users AS s
        JOIN trials AS e ON s.signed_up_at < e.ended_at AND (NOT e.takes_new OR s.signed_up_at >= e.started_at)
    ) AS j
) AS k
WHERE u('experiments/kept', k.user_id, k.experiment_id) >= lever('split_loss', 0.0, k, assigned_at)
