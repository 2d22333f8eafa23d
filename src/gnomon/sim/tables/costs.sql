-- What a day costs, in dollars.
SELECT q.day, q.item, round(lever('cost', q.mean_cost, q) * exp(0.06 * gauss(q.u_cost)), 2) AS amount
FROM (
    SELECT CAST(:start + CAST(d.i AS INTEGER) AS DATE) AS day, t.item,
           (40 + :users * t.price) * (1 + 0.0015 * d.i)
               * CASE WHEN isodow(CAST(:start + CAST(d.i AS INTEGER) AS DATE)) IN (6, 7) THEN 1 + t.weekly ELSE 1.0 END AS mean_cost,
           u('cost', d.i, t.number) AS u_cost
    FROM range(:days) AS d(i)
    CROSS JOIN (VALUES (1, 'compute', 0.0021, 0.05), (2, 'storage', 0.0009, 0.0), (3, 'egress', 0.0034, 0.08), (4, 'content', 0.0026, -0.3))
        AS t(number, item, price, weekly)
) AS q
ORDER BY q.day, q.item
