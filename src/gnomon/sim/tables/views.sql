-- Plays follow each other evenly over the time that a session takes.
SELECT
    q.view_id, q.session_id, q.user_id, q.video_id, q.creator_id, q.started_at, q.feed, q.position, q.recommender,
    CAST(lever('watch_ms_unit', q.watch_ms, q) AS INTEGER) AS watch_ms,
    q.duration_ms, q.startup_ms, q.stall_ms, q.outcome, q.is_repeat,
    CAST(greatest(0, date_diff('hour', q.published_at, q.started_at)) AS INTEGER) AS video_age_hours,
    q.category, q.content_kind, q.country, q.platform, q.app_version, q.is_automated,
    q.k AS _k, q.seed AS _seed, q.quality AS _quality, q.age_band AS _age_band, q.day AS _day, q.is_spam AS _is_spam,
    q.watch_ms AS _watch_ms
FROM (
    SELECT
        p.*,
        p.session_id * 256 + p.position AS view_id,
        p.session_started_at + to_milliseconds(CAST(t.foreground_ms * p.position // p.views + 400 AS BIGINT)) AS started_at
    FROM plays AS p
    JOIN stays AS t ON t.session_id = p.session_id
) AS q
