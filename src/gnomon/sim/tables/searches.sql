SELECT
    q.session_id * 8 + q.n AS search_id,
    q.user_id,
    q.searched_at,
    CASE WHEN q.u_results < lever('empty_search', 0.045, q, searched_at) THEN 0
         ELSE CAST(1 + floor(60 * q.u_results * q.u_results) AS INTEGER) END AS results,
    CASE WHEN q.u_results >= lever('empty_search', 0.045, q, searched_at) AND q.u_click < lever('search_click', 0.58, q, searched_at)
         THEN q.searched_at + to_milliseconds(CAST(floor(900 - 6000 * ln(q.u_click / 0.6)) AS BIGINT)) END AS clicked_at,
    q.country,
    q.platform,
    q.app_version
FROM (
    SELECT
        s.*,
        s.started_at + to_milliseconds(CAST(floor(s.foreground_ms * u('when', s._k, s.n)) AS BIGINT)) AS searched_at,
        u('results', s._k, s.n) AS u_results,
        u('click', s._k, s.n) AS u_click
    FROM (
        SELECT t.*, unnest(range(least(7, geometric(t.u_searches, 0.17)))) AS n
        FROM (SELECT r.*, u('searches', r._k) AS u_searches FROM sessions AS r) AS t
    ) AS s
) AS q
