SELECT
    q.day_number * 100000000 + q.user_id AS survey_id,
    q.user_id,
    q.kind,
    q.asked_at,
    CASE WHEN q.u_answers < 0.17 THEN q.asked_at + to_seconds(CAST(floor(5 - 40 * ln(q.u_answers / 0.18)) AS BIGINT)) END AS answered_at,
    CASE WHEN q.u_answers < 0.17 THEN CAST(CASE q.kind
        WHEN 'csat' THEN least(5, greatest(1, round(lever('satisfaction', 4.05, q) + 0.25 * q.quality + 0.95 * gauss(q.u_score))))
        ELSE least(10, greatest(0, round(lever('recommendation', 7.6, q) + 0.5 * q.quality + 2.3 * gauss(q.u_score)))) END AS INTEGER)
    END AS score,
    q.country,
    q.platform
FROM (
    SELECT b.*, pick(b.u_kind, 'csat', 0.6, 'nps', 0.4) AS kind,
           CAST(b.day AS TIMESTAMP) + to_milliseconds(CAST(floor(86399000 * b.u_moment) AS BIGINT)) AS asked_at
    FROM (
        SELECT a.*, u('kind', a.k) AS u_kind, u('moment', a.k) AS u_moment, u('answers', a.k) AS u_answers, u('score', a.k) AS u_score
        FROM active AS a
        WHERE NOT a.is_robot AND u('asked', a.k) < 0.012
    ) AS b
) AS q
