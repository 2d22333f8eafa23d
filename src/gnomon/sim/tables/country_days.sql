-- How lively a country is on a day: week, year and feasts; make-up working days are no weekend.
SELECT
    label(q.country, 'US', 'BR', 'MX', 'DE', 'FR', 'GB', 'ES', 'ID', 'VN', 'TH', 'SA', 'EG', 'CN') AS country,
    q.day_number,
    q.day,
    q.is_weekend AND NOT coalesce(q.kind = 'workday', FALSE) AS is_weekend,
    coalesce(q.kind = 'holiday', FALSE) AS is_holiday,
    lever('day_factor',
        CASE WHEN q.is_weekend AND NOT coalesce(q.kind = 'workday', FALSE) THEN 1.09 ELSE 0.98 END
        * CASE WHEN coalesce(q.kind = 'holiday', FALSE) THEN 1.15 ELSE 1.0 END
        * (1 + 0.035 * cos(6.283185307 * (dayofyear(q.day) - 12) / 365.25)), q) AS day_factor
FROM (
    SELECT
        c.country,
        d.i AS day_number,
        CAST(:start + CAST(d.i AS INTEGER) AS DATE) AS day,
        CASE WHEN c.weekend_ends = 'saturday'
             THEN isodow(CAST(:start + CAST(d.i AS INTEGER) AS DATE)) IN (5, 6)
             ELSE isodow(CAST(:start + CAST(d.i AS INTEGER) AS DATE)) IN (6, 7) END AS is_weekend,
        h.kind
    FROM countries AS c
    CROSS JOIN range(:days) AS d(i)
    LEFT JOIN (SELECT country, day, min(kind) AS kind FROM holidays GROUP BY country, day) AS h
        ON h.country = c.country AND h.day = CAST(:start + CAST(d.i AS INTEGER) AS DATE)
) AS q
