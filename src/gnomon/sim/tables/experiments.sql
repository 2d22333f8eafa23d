-- Two comparisons of a thing with itself: every difference between their arms is chance.
SELECT
    e.experiment_id,
    e.name,
    'user' AS unit,
    CAST(:start AS TIMESTAMP) + to_days(CAST(floor(:days * e.first_part) AS INTEGER)) AS started_at,
    CAST(:start AS TIMESTAMP) + to_days(CAST(ceil(:days * e.last_part) AS INTEGER)) AS ended_at
FROM (VALUES (1, 'aa_ranking', 0.3, 0.6), (2, 'aa_onboarding', 0.0, 1.0)) AS e(experiment_id, name, first_part, last_part)
