-- Published videos of the days, as attempts that came through, and the attempts that stopped on their way.
SELECT
    q.creation_id,
    q.user_id,
    q.opened_at,
    CASE WHEN q.reached >= 1 THEN q.opened_at + to_seconds(CAST(q.edit_s * 0.4 AS BIGINT)) END AS edited_at,
    CASE WHEN q.reached >= 2 THEN q.opened_at + to_seconds(CAST(q.edit_s AS BIGINT)) END AS posted_at,
    CASE WHEN q.reached >= 3 THEN q.opened_at + to_seconds(CAST(q.edit_s + q.upload_s AS BIGINT)) END AS uploaded_at,
    CASE WHEN q.reached >= 4 THEN q.published_at END AS published_at,
    CASE WHEN q.reached >= 4 THEN q.published_at + to_milliseconds(CAST(lever('playable_ms', 9000.0, q) * (0.4 - ln(q.u_playable)) AS BIGINT)) END
        AS playable_at,
    q.failure,
    CASE WHEN q.reached >= 3 THEN q.review_ms END AS review_ms,
    q.video_id,
    q.is_public,
    q.country,
    q.platform,
    q.app_version
FROM (
    SELECT
        v.video_id * 2 + 1 AS creation_id,
        v.creator_id AS user_id,
        v.published_at - to_milliseconds(CAST(1000 * (v.edit_s + v.upload_s) + v.review_ms AS BIGINT)) AS opened_at,
        v.published_at,
        4 AS reached,
        v.edit_s, v.upload_s,
        CAST(v.review_ms AS INTEGER) AS review_ms,
        NULL AS failure,
        v.video_id,
        u('public', v.video_id) < 0.93 AS is_public,
        v.u_playable,
        v.country, v.platform,
        version_name(CAST(greatest(0, 13 + floor((date_diff('day', :start, CAST(v.published_at AS DATE)) - v.upgrade_delay - 5) / 14)) AS INTEGER))
            AS app_version,
        CAST(v.published_at AS DATE) AS day
    FROM (
        SELECT x.*, lever('review_ms', 21000.0, x, published_at) * (0.2 - ln(x.u_review)) AS review_ms
        FROM (
            SELECT w.*, p.country, p.language, p.platform, p.upgrade_delay,
                   20 - 240 * ln(u('edit', w.video_id)) AS edit_s,
                   2 - 14 * ln(u('upload', w.video_id)) AS upload_s,
                   u('review', w.video_id) AS u_review,
                   u('playable', w.video_id) AS u_playable
            FROM catalog AS w
            JOIN people AS p ON p.user_id = w.creator_id
            WHERE w.published_at >= CAST(:start AS TIMESTAMP) + to_days(CAST(:day_from AS INTEGER))
                AND w.published_at < CAST(:start AS TIMESTAMP) + to_days(CAST(:day_to AS INTEGER))
        ) AS x
    ) AS v
    UNION ALL
    SELECT
        (b.day_number * 100000000 + b.user_id) * 2,
        b.user_id,
        CAST(b.day AS TIMESTAMP) + to_milliseconds(CAST(floor(86000000 * b.u_moment) AS BIGINT)),
        NULL,
        CASE WHEN b.failure IS NOT NULL THEN CASE b.failure WHEN 'network' THEN 2 WHEN 'storage' THEN 2 ELSE 3 END
             WHEN b.u_stop < 0.66 THEN 0 ELSE 1 END,
        20 - 200 * ln(b.u_edit), 2 - 25 * ln(b.u_stop),
        CASE WHEN b.failure = 'rejected' THEN CAST(15000 - 40000 * ln(b.u_edit) AS INTEGER) ELSE 4000 END,
        b.failure,
        NULL,
        b.u_edit < 0.93,
        b.u_stop,
        b.country, b.platform, b.app_version, b.day
    FROM (
        SELECT c.*,
               CASE WHEN c.u_fail < lever('upload_failure', 0.10, c) THEN
                   pick(c.u_reason, 'network', 0.45, 'transcode', 0.2, 'rejected', 0.27, 'storage', 0.08) END AS failure
        FROM (
            SELECT a.*, u('moment', a.k) AS u_moment, u('stop', a.k) AS u_stop, u('edit', a.k) AS u_edit, u('fail', a.k) AS u_fail,
                   u('reason', a.k) AS u_reason
            FROM active AS a
            WHERE NOT a.is_robot AND u('tries', a.k) < CASE WHEN a.is_creator THEN 0.12 ELSE 0.02 END
        ) AS c
    ) AS b
) AS q
