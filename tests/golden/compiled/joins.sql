-- question: plays
--   by user.region.continent, video.category
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "j1"."continent" AS k0,
    "j2"."category" AS k1,
    COUNT(*) AS n0
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
  LEFT JOIN READ_PARQUET(
    '/project/data/videos.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "j2"
    ON "t"."video_id" = "j2"."video_id"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
  GROUP BY
    1,
    2
), merged AS (
  SELECT
    "scan_0"."k0",
    "scan_0"."k1",
    "scan_0"."n0" AS scan_0_n0
  FROM scan_0
)
SELECT
  "merged"."k0" AS "user.region.continent",
  "merged"."k1" AS "video.category",
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
  CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "plays__n",
  FALSE AS "plays__complete"
FROM merged
ORDER BY
  "user.region.continent" ASC,
  "video.category" ASC
