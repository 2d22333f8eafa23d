-- question: plays, feed_plays, eu_plays, watch, like_rate, viewers
-- scan_0: plays — one pass for 5 aggregates (plain)
--     count(*)
--     count(*) where tab = 'feed'
--     count(*) where "user".region.continent = 'EU'
--     sum(seconds)
--     count(*) where liked
-- scan_1: plays — one pass for 1 aggregate (plain)
--     distinct(user_id)
-- meet: 2 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    COUNT(*) AS n0,
    COUNT(*) FILTER(WHERE
      "t"."tab" = 'feed') AS n1,
    COUNT(*) FILTER(WHERE
      "j1"."continent" = 'EU') AS n2,
    SUM("t"."seconds") AS v3,
    COUNT(*) FILTER(WHERE
      "t"."liked") AS n4
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  LEFT JOIN READ_PARQUET(
    '/project/data/users.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "j0"
    ON "t"."user_id" = "j0"."user_id"
  LEFT JOIN READ_PARQUET(
    '/project/data/regions.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "j1"
    ON "j0"."region_id" = "j1"."region_id"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
), scan_1 AS (
  SELECT
    COUNT(*) AS n5,
    COUNT(DISTINCT "t"."user_id") AS v5
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
), merged AS (
  SELECT
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_0_n1") AS scan_0_n1,
    MAX("stacked"."scan_0_n2") AS scan_0_n2,
    MAX("stacked"."scan_0_v3") AS scan_0_v3,
    MAX("stacked"."scan_0_n4") AS scan_0_n4,
    MAX("stacked"."scan_1_v5") AS scan_1_v5,
    MAX("stacked"."scan_1_n5") AS scan_1_n5
  FROM (
    SELECT
      "scan_0"."n0" AS scan_0_n0,
      "scan_0"."n1" AS scan_0_n1,
      "scan_0"."n2" AS scan_0_n2,
      "scan_0"."v3" AS scan_0_v3,
      "scan_0"."n4" AS scan_0_n4,
      NULL AS scan_1_v5,
      NULL AS scan_1_n5
    FROM scan_0
    UNION ALL
    SELECT
      NULL AS scan_0_n0,
      NULL AS scan_0_n1,
      NULL AS scan_0_n2,
      NULL AS scan_0_v3,
      NULL AS scan_0_n4,
      "scan_1"."v5" AS scan_1_v5,
      "scan_1"."n5" AS scan_1_n5
    FROM scan_1
  ) AS stacked
)
SELECT
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "plays__n",
  COALESCE(CASE WHEN "merged"."scan_0_n1" > 0 THEN "merged"."scan_0_n1" END, 0) AS "feed_plays",
  CAST(CASE
    WHEN "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "feed_plays__n",
  COALESCE(CASE WHEN "merged"."scan_0_n2" > 0 THEN "merged"."scan_0_n2" END, 0) AS "eu_plays",
  CAST(CASE
    WHEN "merged"."scan_0_n2" > 0
    THEN COALESCE("merged"."scan_0_n2", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "eu_plays__n",
  COALESCE("merged"."scan_0_v3", 0) AS "watch",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "watch__n",
  CAST(COALESCE(CASE WHEN "merged"."scan_0_n4" > 0 THEN "merged"."scan_0_n4" END, 0) AS DOUBLE) / NULLIF(
    CAST(COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS DOUBLE),
    0
  ) AS "like_rate",
  CAST(CASE
    WHEN "merged"."scan_0_n4" > 0 OR "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "like_rate__n",
  COALESCE("merged"."scan_1_v5", 0) AS "viewers",
  CAST(CASE
    WHEN "merged"."scan_1_n5" > 0
    THEN COALESCE("merged"."scan_1_v5", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "viewers__n",
  FALSE AS "plays__complete",
  FALSE AS "feed_plays__complete",
  FALSE AS "eu_plays__complete",
  FALSE AS "watch__complete",
  FALSE AS "like_rate__complete",
  FALSE AS "viewers__complete"
FROM merged
