-- Work behind a published video, one upload and one transcoding, and attempts that came to nothing.
SELECT
    q.job_id, q.kind, q.queued_at, q.starts_at AS started_at,
    CASE WHEN q.u_stuck > 0.002 AND q.finishes_at < :end THEN q.finishes_at END AS finished_at,
    q.n < 2 OR q.u_valid < 0.6 AS is_valid, q.n < 2 AND q.u_stuck > 0.002 AS is_good, q.region
FROM (
    SELECT w.*, w.starts_at + to_milliseconds(CAST(CASE w.kind WHEN 'upload' THEN 9000 + w.duration_ms * 0.15 ELSE 6000 + w.duration_ms * 0.4 END
                                                   * exp(0.6 * gauss(w.u_time)) AS BIGINT)) AS finishes_at
    FROM (
        SELECT j.*, j.queued_at + to_milliseconds(CAST(lever('queue_ms', CASE j.kind WHEN 'upload' THEN 150.0 ELSE 2200.0 END, j)
                                                       * exp(0.9 * gauss(j.u_queue)) AS BIGINT)) AS starts_at
        FROM (
            SELECT
                v.video_id * 4 + v.n AS job_id, v.n, CASE WHEN v.n IN (0, 2) THEN 'upload' ELSE 'transcode' END AS kind, v.region, v.duration_ms,
                v.published_at - to_seconds(CASE WHEN v.n IN (0, 2) THEN 180 ELSE 90 END) - to_seconds(CAST(CASE WHEN v.n > 1 THEN 400 ELSE 0 END AS BIGINT))
                    AS queued_at,
                CAST(v.published_at AS DATE) AS day,
                u('time', v.video_id, v.n) AS u_time, u('queue', v.video_id, v.n) AS u_queue,
                u('stuck', v.video_id, v.n) AS u_stuck, u('valid', v.video_id, v.n) AS u_valid
            FROM (
                SELECT x.video_id, x.published_at, x.duration_ms, p.region, CAST(unnest(range(4)) AS INTEGER) AS n
                FROM videos AS x
                JOIN users AS p ON p.user_id = x.creator_id
                WHERE x.video_id >= (90 + :day_from) * :videos_per_day AND x.video_id < (90 + :day_to) * :videos_per_day
            ) AS v
            WHERE v.n < 2 OR u('again', v.video_id, v.n) < lever('job_failure', CASE v.n WHEN 2 THEN 0.035 ELSE 0.012 END, v, published_at)
        ) AS j
    ) AS w
) AS q
