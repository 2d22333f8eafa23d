-- What is drawn of a user before anything happens; read by users and people, so it is never kept.
SELECT
    p.*,
    CAST(:start AS TIMESTAMP) + to_seconds(CAST(floor((p.signup_day + p.u_second) * 86400) AS BIGINT)) AS signed_up_at,
    greatest(p.signup_day, -1)
        + CAST(floor(least(100000.0,
            (p.lifetime_scale + CASE WHEN p.signup_day < 0 THEN -p.signup_day ELSE 0 END)
            * (pow(p.u_lifetime, -1 / 0.62) - 1))) AS INTEGER) AS last_day,
    label(concat(CASE WHEN p.platform = 'ios' THEN 'phone-i-' ELSE 'phone-a-' END, p.device_tier, '-',
                 CAST(1 + floor(4 * p.u_model * p.u_model) AS INTEGER)),
          'phone-i-low-1', 'phone-i-low-2', 'phone-i-low-3', 'phone-i-low-4', 'phone-i-mid-1', 'phone-i-mid-2', 'phone-i-mid-3', 'phone-i-mid-4', 'phone-i-high-1', 'phone-i-high-2', 'phone-i-high-3', 'phone-i-high-4', 
          'phone-a-low-1', 'phone-a-low-2', 'phone-a-low-3', 'phone-a-low-4', 'phone-a-mid-1', 'phone-a-mid-2', 'phone-a-mid-3', 'phone-a-mid-4', 'phone-a-high-1', 'phone-a-high-2', 'phone-a-high-3', 'phone-a-high-4') AS device_model,
    1 + CAST(floor(12 * p.u_model) AS INTEGER) AS gone_after
FROM (
    SELECT
        r.*,
        c.region,
        c.language,
        c.timezone,
        c.utc_offset,
        c.cost_level,
        CASE WHEN r.user_id % 32 = 3 THEN -95 - CAST(floor(55 * r.u_signup) AS INTEGER)
             ELSE CAST(floor(
                ln(1 + r.u_signup * (exp(r.growth_factor * c.daily_growth * (:days + 150)) - 1))
                / (r.growth_factor * c.daily_growth) - 150) AS INTEGER) END AS signup_day,
        1.25 * exp(1.1 * r.quality) * lever('lifetime',
            CASE r.channel WHEN 'organic' THEN 1.15 WHEN 'referral' THEN 1.35 WHEN 'paid_search' THEN 0.95
                           WHEN 'paid_social' THEN 0.75 ELSE 0.6 END, r) AS lifetime_scale
    FROM (
        SELECT
            s.*,
            gauss(s.u_quality) AS quality,
            pick(s.u_country, 'US', 0.19, 'BR', 0.14, 'MX', 0.08, 'DE', 0.08, 'FR', 0.06, 'GB', 0.06, 'ES', 0.04,
                 'ID', 0.12, 'VN', 0.06, 'TH', 0.05, 'SA', 0.04, 'EG', 0.03, 'CN', 0.05) AS country,
            pick(s.u_channel, 'organic', 0.44, 'paid_search', 0.13, 'paid_social', 0.23, 'referral', 0.10,
                 'preinstall', 0.10) AS channel,
            CASE WHEN s.u_channel < 0.44 THEN 1.0 WHEN s.u_channel < 0.57 THEN 0.8 WHEN s.u_channel < 0.80 THEN 1.3
                 WHEN s.u_channel < 0.90 THEN 1.6 ELSE 0.5 END AS growth_factor,
            pick(s.u_age, '13-15', 0.06, '16-17', 0.08, '18-24', 0.31, '25-34', 0.28, '35-49', 0.18, '50+', 0.09) AS age_band,
            label(CASE WHEN s.u_platform < CASE WHEN s.u_country < 0.19 THEN 0.55 WHEN s.u_country < 0.41 THEN 0.18
                                          WHEN s.u_country < 0.65 THEN 0.38 ELSE 0.20 END
                 THEN 'ios' ELSE 'android' END, 'ios', 'android') AS platform,
            pick(s.u_tier, 'low', 0.34, 'mid', 0.44, 'high', 0.22) AS device_tier
        FROM (
            SELECT
                i AS user_id,
                u('users/quality', i) AS u_quality,
                u('users/country', i) AS u_country,
                u('users/channel', i) AS u_channel,
                u('users/age', i) AS u_age,
                u('users/platform', i) AS u_platform,
                u('users/tier', i) AS u_tier,
                u('users/model', i) AS u_model,
                u('users/signup', i) AS u_signup,
                u('users/second', i) AS u_second,
                u('users/lifetime', i) AS u_lifetime,
                u('users/language', i) AS u_language,
                u('users/cost', i) AS u_cost,
                u('users/bot', i) AS u_bot,
                u('users/spam', i) AS u_spam,
                u('users/uninstall', i) AS u_uninstall,
                u('users/factor', i) AS u_factor,
                u('users/sloth', i) AS u_sloth,
                u('users/propensity', i) AS u_propensity
            FROM range(:chunk_from, :chunk_to) AS r(i)
        ) AS s
    ) AS r
    JOIN countries AS c ON c.country = r.country
) AS p
