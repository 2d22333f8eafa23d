-- To a few people near by in the numbering of users, who stand for friends; spammers write to anybody. A first message
-- opens a thread (odd number), which those of the two later on that day go on with; all others belong to what the two have
-- always had going (even number), which was opened before the world began.
SELECT
    q.message_id,
    coalesce(2 * last_value(CASE WHEN q.is_first THEN q.message_id END IGNORE NULLS) OVER (
        PARTITION BY q.pair_id, q.day_number ORDER BY q.sent_at, q.message_id ROWS UNBOUNDED PRECEDING
    ) + 1, 2 * q.pair_id) AS thread_id,
    q.sender_id,
    q.recipient_id,
    q.sent_at,
    q.is_first,
    q.u_follower < CASE WHEN q.is_spam THEN 0.05 ELSE 0.78 END AS is_by_follower,
    CASE WHEN q.u_reply < lever('reply', CASE WHEN q.is_spam THEN 0.02 WHEN q.is_first THEN 0.42 ELSE 0.6 END, q, sent_at)
         THEN q.sent_at + to_milliseconds(CAST(floor(5000 * exp(2.2 * gauss(q.u_wait) + 4)) AS BIGINT)) END AS replied_at,
    r.age_band AS recipient_age_band,
    q.is_spam,
    q.country,
    q.platform,
    q.app_version AS _app_version
FROM (
    SELECT
        d.*,
        d.day_number * 6400000000 + d.sender_id * 64 + d.n AS message_id,
        least(d.sender_id, d.recipient_id) * 100000000 + greatest(d.sender_id, d.recipient_id) AS pair_id
    FROM (
        SELECT
            m.*,
            CAST(m.day AS TIMESTAMP) + to_milliseconds(CAST(floor(86399000 * u('moment', m.k, m.n)) AS BIGINT)) AS sent_at,
            :chunk_from + (m.sender_id - :chunk_from + CASE
                WHEN m.is_spam THEN 1 + CAST(floor((:chunk_to - :chunk_from - 2) * m.u_who) AS BIGINT)
                ELSE 1 + CAST(floor(12 * m.u_who * m.u_who) AS BIGINT) END) % (:chunk_to - :chunk_from) AS recipient_id,
            m.u_first < CASE WHEN m.is_spam THEN 0.95 ELSE 0.12 END AS is_first,
            u('follower', m.k, m.n) AS u_follower,
            u('reply', m.k, m.n) AS u_reply,
            u('wait', m.k, m.n) AS u_wait
        FROM (
            SELECT c.*, u('who', c.k, c.n) AS u_who, u('first', c.k, c.n) AS u_first
            FROM (
                SELECT b.user_id AS sender_id, b.is_spam, b.country, b.platform, b.app_version, b.day, b.day_number, b.k,
                       unnest(range(least(63, geometric(b.u_messages,
                           CASE WHEN b.is_spam THEN lever('spam_messages', 6.0, b) ELSE 0.34 * exp(0.35 * b.quality) END)))) AS n
                FROM (SELECT a.*, u('messages', a.k) AS u_messages FROM active AS a) AS b
            ) AS c
        ) AS m
    ) AS d
) AS q
JOIN people AS r ON r.user_id = q.recipient_id
