-- What plays need of a video.
SELECT video_id, creator_id, published_at, duration_ms,
    label(category, 'comedy', 'life', 'music', 'games', 'beauty', 'food', 'sports', 'news', 'learning') AS category,
    label(content_kind, 'ugc', 'pgc', 'ogc') AS content_kind,
    1 + pow(duration_ms / 90000.0, 1.3) AS length_factor
FROM videos
