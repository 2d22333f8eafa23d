SELECT
    v.video_id,
    v.creator_id,
    v.published_at,
    CAST(geometric(v.u_comments, 0.5 + 3.0 * v.fame) AS INTEGER) AS comments_24h,
    CAST(geometric(v.u_likes, 2.0 + 14.0 * v.fame) AS INTEGER) AS likes_24h
FROM (
    SELECT c.video_id, w.creator_id, w.first_published_at AS published_at,
           pow(1 - (c.video_id % :videos_per_day) / CAST(:videos_per_day AS DOUBLE), 6) AS fame,
           u('comments', c.video_id) AS u_comments, u('likes', c.video_id) AS u_likes
    FROM creators AS w
    JOIN catalog AS c ON c.creator_id = w.creator_id AND c.published_at = w.first_published_at
    WHERE w.first_published_at >= CAST(:start AS TIMESTAMP)
) AS v
ORDER BY v.video_id
