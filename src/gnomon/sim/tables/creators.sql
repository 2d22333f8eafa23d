-- Who published anything, up to the end of the log.
SELECT
    q.creator_id,
    q.content_kind,
    q.first_published_at,
    CASE WHEN q.content_kind <> 'ugc' THEN q.first_published_at - to_days(CAST(3 + floor(25 * q.u_onboard) AS INTEGER)) END
        AS onboarded_at,
    CASE WHEN q.content_kind <> 'ugc' OR q.u_certified < 0.02
         THEN q.first_published_at + to_days(CAST(2 + floor(40 * q.u_onboard) AS INTEGER)) END AS certified_at,
    q.category,
    q.country,
    q.content_kind <> 'ugc' OR (q.videos >= 5 AND q.u_paid < 0.6) AS is_monetised
FROM (
    SELECT v.*, c.country, u('onboard', v.creator_id) AS u_onboard, u('certified', v.creator_id) AS u_certified,
           u('paid', v.creator_id) AS u_paid
    FROM (
        SELECT creator_id, min(content_kind) AS content_kind, min(published_at) AS first_published_at,
               mode(category ORDER BY video_id) AS category, count(*) AS videos
        FROM videos
        GROUP BY creator_id
    ) AS v
    JOIN (SELECT user_id, country FROM users WHERE user_id % 16 = 3) AS c ON c.user_id = v.creator_id
) AS q
ORDER BY q.creator_id
