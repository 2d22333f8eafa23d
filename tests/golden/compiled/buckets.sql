-- question: plays
--   by user.age_band
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    CASE
      WHEN NOT "j0"."user_id" IS NULL
      THEN CASE
        WHEN "j0"."age" < 18
        THEN '< 18'
        WHEN "j0"."age" < 35
        THEN '18 – 35'
        WHEN "j0"."age" < 65
        THEN 'working'
        WHEN "j0"."age" >= 65
        THEN 'retired'
      END
    END AS k0,
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
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
  GROUP BY
    1
), merged AS (
  SELECT
    "scan_0"."k0",
    "scan_0"."n0" AS scan_0_n0
  FROM scan_0
)
SELECT
  "merged"."k0" AS "user.age_band",
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
  CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "plays__n",
  FALSE AS "plays__complete"
FROM merged
ORDER BY
  "user.age_band" ASC
