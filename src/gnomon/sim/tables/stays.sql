-- How long each session with plays takes.
SELECT session_id, CAST(sum(watch_ms + stall_ms + 400) AS BIGINT) AS foreground_ms FROM plays GROUP BY session_id
