-- Two comparisons of a thing with itself: every difference between their arms is chance. Then those of a scenario.
SELECT
    e.experiment_id,
    e.name,
    CAST(:start AS TIMESTAMP) + to_days(CAST(floor(:days * e.first_part) AS INTEGER)) AS started_at,
    CAST(:start AS TIMESTAMP) + to_days(CAST(ceil(:days * e.last_part) AS INTEGER)) AS ended_at,
    e.takes_new
FROM (VALUES (1, 'aa_ranking', 0.3, 0.6, FALSE), (2, 'aa_onboarding', 0.0, 1.0, TRUE))
    AS e(experiment_id, name, first_part, last_part, takes_new)
UNION ALL
SELECT g.experiment_id, g.name, g.started_at, g.ended_at, g.takes_new FROM given_trials AS g WHERE g.experiment_id > 0
