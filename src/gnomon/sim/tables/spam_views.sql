-- One in a hundred plays: was what was seen in or around it spam?
SELECT q.view_id, q.user_id, q.started_at AS seen_at, q.surface,
       u('spam', q.k) < lever('spam_seen', CASE q.surface WHEN 'message' THEN 0.021 WHEN 'comment' THEN 0.012 ELSE 0.003 END, q) AS is_spam,
       q.country, q.platform AS _platform
FROM (
    SELECT w.*, pick(w.u_surface, 'video', 0.45, 'comment', 0.42, 'message', 0.13) AS surface
    FROM (
        SELECT v.view_id, v.user_id, v.started_at, v.country, v.platform, v._k AS k, v._day AS day,
               u('surface', v._k) AS u_surface, u('sample', v._k) AS u_sample
        FROM views AS v
    ) AS w
    WHERE w.u_sample < 0.01
) AS q
