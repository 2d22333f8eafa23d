SELECT
    user_id,
    device_id,
    country,
    date_diff('day', :start, CAST(signed_up_at AS DATE)) AS signup_day
FROM users
WHERE user_id >= :chunk_from AND user_id < :chunk_to
