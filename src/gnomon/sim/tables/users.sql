-- Some signed up in the five months before the log and are still alive when it begins; the others
-- sign up during it, ever more a day, at a rate of their country and channel.
SELECT
    q.user_id,
    q.user_id * 8 + 5 AS device_id,
    q.signed_up_at,
    q.country,
    q.region,
    CASE WHEN q.u_language < 0.06 THEN 'en' ELSE q.language END AS language,
    q.timezone,
    q.age_band,
    q.platform,
    q.device_model,
    q.device_tier,
    q.channel,
    CASE q.channel
        WHEN 'paid_search' THEN round(2.4 * q.cost_level * (0.6 + 0.8 * q.u_cost), 2)
        WHEN 'paid_social' THEN round(1.7 * q.cost_level * (0.6 + 0.8 * q.u_cost), 2)
        WHEN 'preinstall' THEN round(0.6 * q.cost_level * (0.8 + 0.4 * q.u_cost), 2)
        WHEN 'referral' THEN round(0.4 * q.cost_level, 2)
        ELSE 0.0 END AS acquisition_cost,
    q.user_id % 16 = 3 AS is_creator,
    q.u_bot < 0.8 * lever('bot_share', 0.004, q, signed_up_at) AS is_bot,
    q.u_spam < lever('spam_share', 0.006, q, signed_up_at) AS is_spam,
    CASE WHEN q.u_uninstall < 0.55 AND q.last_day + q.gone_after < :days
         THEN CAST(:start AS TIMESTAMP) + to_seconds(CAST(floor((q.last_day + q.gone_after + q.u_cost) * 86400) AS BIGINT))
    END AS uninstalled_at,
    CASE WHEN q.u_factor < 0.11 AND q.signup_day + 900 * q.u_factor < :days
         THEN q.signed_up_at + to_seconds(CAST(floor((0.01 + 900 * q.u_factor) * 86400) AS BIGINT))
    END AS second_factor_since
FROM signups AS q
