-- Pairs near by in the numbering of users; a friendship starts when the younger account has settled in.
SELECT
    q.user_a,
    q.user_b,
    q.became_mutual_at,
    CASE WHEN q.u_end < 0.06 AND epoch_ms(q.became_mutual_at) + CAST(3000000000 * q.u_end / 0.06 AS BIGINT)
              < epoch_ms(CAST(:end AS TIMESTAMP))
         THEN q.became_mutual_at + to_milliseconds(CAST(3000000000 * q.u_end / 0.06 AS BIGINT)) END AS ended_at
FROM (
    SELECT
        a.user_id AS user_a,
        b.user_id AS user_b,
        greatest(a.signed_up_at, b.signed_up_at)
            + to_milliseconds(CAST(floor(-1000000000 * ln(u('settle', a.user_id, a.step))) AS BIGINT)) AS became_mutual_at,
        u('end', a.user_id, a.step) AS u_end
    FROM (
        SELECT p.user_id, p.signed_up_at, unnest(range(1, 7)) AS step FROM users AS p
    ) AS a
    JOIN users AS b ON b.user_id = a.user_id + a.step * a.step
    WHERE u('tie', a.user_id, a.step) < 0.3
) AS q
WHERE q.became_mutual_at < CAST(:end AS TIMESTAMP)
