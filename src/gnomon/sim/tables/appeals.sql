-- Appeals against restrictions; open where the decision falls after the log.
SELECT
    m.action_id AS appeal_id, m.action_id,
    CASE WHEN m.is_copyright THEN 'copyright' WHEN m.restriction = 'suspension' THEN 'ban'
         WHEN m.restriction = 'age_limit' THEN 'age' ELSE 'content' END AS kind,
    m._appealed_at AS appealed_at,
    CASE WHEN m._decided_at < :end THEN m._decided_at END AS decided_at,
    CASE WHEN m._decided_at < :end THEN CASE WHEN m._is_reversed THEN 'reversed' ELSE 'upheld' END END AS outcome,
    m.country
FROM moderation_actions AS m
WHERE m._appealed_at IS NOT NULL
