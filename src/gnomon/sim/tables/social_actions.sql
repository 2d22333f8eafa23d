-- At most one action a play, likelier after a long watch; and blocks and reports of people who wrote unasked.
SELECT
    q.view_id * 4 + q.source AS action_id,
    q.user_id,
    q.action,
    CASE WHEN q.source = 0 AND q.action NOT IN ('follow', 'unfollow', 'block') THEN q.video_id END AS video_id,
    CASE WHEN q.source = 1 OR q.action IN ('follow', 'unfollow', 'block') THEN q.target_id END AS target_user_id,
    q.acted_at,
    q.source = 1 AND q.u_state < 0.7 AS is_contact_unwanted,
    CASE WHEN q.action = 'comment'
         THEN pick(q.u_state, 'visible', 0.955, 'hidden', 0.02, 'reported', 0.013, 'removed', 0.012) END AS comment_state,
    q.country,
    q.platform,
    q.app_version
FROM (
    SELECT
        v.view_id, 0 AS source, v.user_id, v.video_id, v.creator_id AS target_id, v.country, v.platform, v.app_version,
        v.started_at + to_milliseconds(CAST(least(v._watch_ms, 60000) * 0.8 AS BIGINT)) AS acted_at,
        pick(v.u_kind, 'like', 0.745, 'comment', 0.09, 'share', 0.042, 'save', 0.045, 'follow', 0.046, 'unfollow', 0.004,
             'not_interested', 0.02, 'hide', 0.003, 'block', 0.001, 'report', 0.004) AS action,
        v.u_state
    FROM (
        SELECT w.view_id, w.user_id, w.video_id, w.creator_id, w.started_at, w._watch_ms, w.country, w.platform, w.app_version,
               u('kind', w._k) AS u_kind, u('state', w._k) AS u_state
        FROM views AS w
        WHERE w.outcome = 'played' AND u('acts', w._k) < lever('reaction', CASE WHEN w._watch_ms > 12000 THEN 0.048 ELSE 0.0095 END
            * exp(0.25 * w._quality), w, started_at)
    ) AS v
    UNION ALL
    SELECT
        m.message_id, 1 AS source, m.recipient_id, NULL, m.sender_id, m.country, m.platform, m._app_version,
        m.sent_at + to_milliseconds(CAST(floor(60000 - 1800000 * ln(m.u_kind)) AS BIGINT)),
        pick(m.u_kind, 'like', 0.0, 'comment', 0.0, 'share', 0.0, 'save', 0.0, 'follow', 0.0, 'unfollow', 0.0,
             'not_interested', 0.0, 'hide', 0.0, 'block', 0.7, 'report', 0.3),
        m.u_state
    FROM (
        SELECT n.message_id, n.sender_id, n.recipient_id, n.country, n.platform, n._app_version, n.sent_at,
               u('kind', n.message_id, n.message_id >> 32) AS u_kind, u('state', n.message_id, n.message_id >> 32) AS u_state
        FROM messages AS n
        WHERE n.is_first AND u('acts', n.message_id, n.message_id >> 32) < CASE WHEN n.is_spam THEN 0.12 ELSE 0.006 END
    ) AS m
) AS q
