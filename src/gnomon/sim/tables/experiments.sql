SELECT t.experiment_id, t.name, 'user' AS unit, t.started_at, t.ended_at FROM trials AS t
