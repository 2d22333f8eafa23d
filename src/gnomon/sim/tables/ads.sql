-- One in about eleven plays is followed by an ad.
SELECT
    q.view_id AS ad_id,
    q.user_id,
    q.session_id,
    q.started_at + to_milliseconds(CAST(q._watch_ms + 200 AS BIGINT)) AS shown_at,
    q.u_click < lever('ad_click', 0.011, q, started_at) AS is_clicked,
    round(lever('revenue_unit', lever('ad_price',
        CASE WHEN q.country = 'US' THEN 0.0090 WHEN q.country IN ('DE', 'FR', 'GB', 'ES') THEN 0.0058
             WHEN q.country IN ('SA', 'CN') THEN 0.0034 ELSE 0.0014 END, q, started_at) * (0.5 + q.u_price)
        + CASE WHEN q.u_click < lever('ad_click', 0.011, q, started_at) THEN 0.05 ELSE 0 END, q, started_at), 5) AS revenue,
    q.country,
    q.platform
FROM (
    SELECT v.view_id, v.user_id, v.session_id, v.started_at, v._watch_ms, v.country, v.platform, v.app_version,
           u('click', v._k) AS u_click, u('price', v._k) AS u_price
    FROM views AS v
    WHERE u('shown', v._k) < lever('ad_load', 0.085, v, started_at)
) AS q
