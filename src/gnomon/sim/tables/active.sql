-- Users on the days on which they open the app; everybody does on the day of sign-up.
SELECT
    q.user_id, q.device_id, q.country, q.utc_offset, q.language, q.age_band, q.platform, q.device_tier, q.device_model,
    q.channel, q.signed_up_at, q.signup_day, q.quality, q.is_robot, q.is_automated, q.is_spam, q.is_creator, q.seed,
    q.day, q.day_number, q.is_weekend, q.is_holiday,
    version_name(CAST(greatest(0, 13 + floor((q.day_number - q.upgrade_delay - 5) / 14)) AS INTEGER)) AS app_version,
    mix('active', q.seed, q.day_number) AS k
FROM (
    SELECT p.*, d.day, d.day_number, d.is_weekend, d.is_holiday, d.day_factor,
           u('active', p.seed, d.day_number) AS u_active
    FROM people AS p
    JOIN country_days AS d ON d.country = p.country AND d.day_number >= p.signup_day
    WHERE d.day_number >= :day_from AND d.day_number < :day_to
) AS q
WHERE q.day_number = q.signup_day
    OR q.u_active < lever('activity',
        CASE WHEN q.day_number <= q.last_day THEN least(0.985, q.propensity * q.day_factor) ELSE 0.004 END, q)
ORDER BY q.day_number, q.user_id
