SELECT q.user_id, q.device_id, q.country, q.day, q.day_number
FROM (
    SELECT p.*, d.i AS day_number, CAST(:start + CAST(d.i AS INTEGER) AS DATE) AS day, u('active', p.user_id, d.i) AS u_active
    FROM range(:day_from, :day_to) AS d(i)
    CROSS JOIN people AS p
    WHERE p.signup_day <= d.i
) AS q
WHERE u_active < lever('activity', 0.3, q)
