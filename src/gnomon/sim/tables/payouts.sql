-- Monthly, in the month after.
SELECT
    q.creator_id * 1000 + q.n AS payout_id,
    q.creator_id,
    q.month,
    CAST(q.month AS TIMESTAMP) + to_days(CAST(42 + floor(6 * q.u_day) AS INTEGER)) AS paid_at,
    round(CASE q.content_kind WHEN 'ugc' THEN 9.0 WHEN 'pgc' THEN 160.0 ELSE 400.0 END * exp(1.3 * gauss(q.u_amount)), 2) AS amount
FROM (
    SELECT c.creator_id, c.content_kind, m.n,
           CAST(date_trunc('month', :start) + to_months(CAST(m.n AS INTEGER)) AS DATE) AS month,
           u('day', c.creator_id, m.n) AS u_day, u('amount', c.creator_id, m.n) AS u_amount
    FROM creators AS c
    CROSS JOIN range(1 + :days // 28) AS m(n)
    WHERE c.is_monetised AND c.first_published_at < date_trunc('month', :start) + to_months(CAST(m.n + 1 AS INTEGER))
) AS q
WHERE CAST(q.month AS TIMESTAMP) + to_days(CAST(42 + floor(6 * q.u_day) AS INTEGER)) < CAST(:end AS TIMESTAMP)
