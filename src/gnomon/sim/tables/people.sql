-- Users of a range with what drives them.
SELECT
    q.user_id,
    q.user_id * 8 + 5 AS device_id,
    q.country,
    q.utc_offset,
    q.language,
    q.age_band,
    q.platform,
    q.device_tier,
    q.channel,
    q.device_model,
    q.signed_up_at,
    q.signup_day,
    q.last_day,
    q.quality,
    q.is_robot,
    q.is_robot AND q.u_sloth < 0.7 AS is_automated,
    q.u_spam < lever('spam_share', 0.006, q, signed_up_at) AS is_spam,
    q.user_id % 16 = 3 AS is_creator,
    CASE WHEN q.platform = 'ios' THEN 1 ELSE 0 END + 5 * q.u_model + least(90.0, lognormal(q.u_sloth, 0.9, 1.15)) AS upgrade_delay,
    CASE WHEN q.is_robot THEN 0.93 ELSE
        1 / (1 + exp(-(0.05 + CASE WHEN q.signup_day < 0 THEN 0.25 ELSE 0 END
                       + 0.9 * q.quality + 1.1 * gauss(q.u_propensity)))) END AS propensity,
    mix('person', q.user_id) AS seed
FROM (SELECT s.*, s.u_bot < lever('bot_share', 0.004, s, signed_up_at) AS is_robot FROM signups AS s) AS q
