-- Sent to users who are active now and then, on half of their days.
SELECT
    q.day_number * 200000000 + q.user_id AS notification_id,
    q.user_id,
    q.kind,
    q.sent_at,
    CASE WHEN q.u_delivered < lever('notification_delivery', 0.93, q, sent_at)
         THEN q.sent_at + to_milliseconds(CAST(floor(300 - 1500 * ln(q.u_delivered)) AS BIGINT)) END AS delivered_at,
    CASE WHEN q.u_delivered < lever('notification_delivery', 0.93, q, sent_at)
              AND q.u_opened < lever('notification_open',
                  CASE q.kind WHEN 'message' THEN 0.24 WHEN 'social' THEN 0.09 ELSE 0.035 END * exp(0.3 * q.quality), q, sent_at)
         THEN q.sent_at + to_milliseconds(CAST(floor(4000 - 1500000 * ln(1 - u('wait', q.k))) AS BIGINT)) END AS opened_at,
    q.country,
    q.platform
FROM (
    SELECT
        n.*,
        pick(n.u_kind, 'recommendation', 0.52, 'social', 0.30, 'message', 0.12, 'live', 0.06) AS kind,
        CAST(n.day AS TIMESTAMP) + to_milliseconds(
            CAST(floor((9 + 12 * u('moment', n.k) - n.utc_offset + 24) * 3600000) AS BIGINT) % 86400000) AS sent_at,
        u('delivered', n.k) AS u_delivered,
        u('opened', n.k) AS u_opened
    FROM (
        SELECT p.user_id, p.country, p.platform, p.utc_offset, p.quality, d.day, d.day_number,
               mix('notice', p.seed, d.day_number) AS k, u('kind', p.seed, d.day_number) AS u_kind
        FROM people AS p
        JOIN country_days AS d ON d.country = p.country AND d.day_number > p.signup_day AND d.day_number <= p.last_day + 10
        WHERE d.day_number >= :day_from AND d.day_number < :day_to
            AND NOT p.is_robot AND u('sent', p.seed, d.day_number) < lever('notifications', 0.55, d)
    ) AS n
) AS q
