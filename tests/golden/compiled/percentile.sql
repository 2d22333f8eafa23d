-- question: seconds_median, seconds_p90, seconds_p50_about
-- scan_0: plays — one pass for 3 aggregates (plain)
--     percentile(seconds)
--     percentile(seconds)
--     percentile(seconds)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    COUNT(*) AS n0,
    QUANTILE_CONT(CAST("t"."seconds" AS DOUBLE), 0.5) AS v0,
    QUANTILE_DISC("t"."seconds", 0.9) AS v1,
    APPROX_QUANTILE("t"."seconds", 0.5) AS v2
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
), merged AS (
  SELECT
    "scan_0"."v0" AS scan_0_v0,
    "scan_0"."n0" AS scan_0_n0,
    "scan_0"."v1" AS scan_0_v1,
    "scan_0"."v2" AS scan_0_v2
  FROM scan_0
)
SELECT
  "merged"."scan_0_v0" AS "seconds_median",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "seconds_median__n",
  "merged"."scan_0_v1" AS "seconds_p90",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "seconds_p90__n",
  "merged"."scan_0_v2" AS "seconds_p50_about",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "seconds_p50_about__n",
  FALSE AS "seconds_median__complete",
  FALSE AS "seconds_p90__complete",
  FALSE AS "seconds_p50_about__complete"
FROM merged
