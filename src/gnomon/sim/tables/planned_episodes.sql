-- Published episodes with the day that was promised, and one in nine that never came.
SELECT
    q.series_id,
    q.episode,
    q.creator_id,
    CASE WHEN q.u_late < lever('episode_delay', 0.22, q, published_at)
         THEN q.published_at - to_hours(CAST(6 - 40 * ln(q.u_late / 0.25) AS INTEGER))
         ELSE q.published_at + to_hours(CAST(1 + floor(12 * q.u_late) AS INTEGER)) END AS planned_at,
    CASE WHEN q.u_gone >= 0.11 THEN q.published_at END AS published_at
FROM (
    SELECT v.*, u('late', v.video_id) AS u_late, u('gone', v.video_id) AS u_gone FROM videos AS v WHERE v.series_id IS NOT NULL
) AS q
ORDER BY q.series_id, q.episode
