-- question: plays
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- scan_1: plays [10 days earlier] — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 2 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-03-11 00:00:00' AS TIMESTAMP)
      AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-21 00:00:00' AS TIMESTAMP)
    )
), scan_1 AS (
  SELECT
    COUNT(*) AS n1
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-03-01 00:00:00' AS TIMESTAMP)
      AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-11 00:00:00' AS TIMESTAMP)
    )
), merged AS (
  SELECT
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_n1") AS scan_1_n1
  FROM (
    SELECT
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_n1
    FROM scan_0
    UNION ALL
    SELECT
      NULL AS scan_0_n0,
      "scan_1"."n1" AS scan_1_n1
    FROM scan_1
  ) AS stacked
)
SELECT
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."scan_1_n1" > 0
    THEN 0
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "plays__n",
  COALESCE(CASE WHEN "merged"."scan_1_n1" > 0 THEN "merged"."scan_1_n1" END, 0) AS "plays__previous",
  TRUE AS "plays__complete"
FROM merged
