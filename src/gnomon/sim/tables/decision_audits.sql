-- Decisions that a second reviewer judged again.
SELECT
    q.action_id AS audit_id, q.action_id,
    q.acted_at + to_seconds(CAST(3600 * (20 + 90 * q.u_audit) AS BIGINT)) AS audited_at,
    q.language, q.restriction, q.is_automated, q.is_wrong,
    q.is_automated OR q.u_flag < 0.7 AS predicted,
    NOT q.is_wrong AS actual, q.country AS _country
FROM (
    SELECT a.*, a.u_wrong < lever('decision_error', CASE WHEN a.is_automated THEN 0.055 ELSE 0.03 END
        * CASE WHEN a.language IN ('vi', 'th', 'ar') THEN 1.7 ELSE 1.0 END, a) AS is_wrong
    FROM (
        SELECT m.action_id, m.acted_at, m.language, m.country, m.restriction, m.is_automated, m._day AS day,
               u('audit', m.action_id) AS u_audit, u('wrong', m.action_id) AS u_wrong, u('flag', m.action_id) AS u_flag
        FROM moderation_actions AS m
    ) AS a
    WHERE a.u_audit < 0.12
) AS q
