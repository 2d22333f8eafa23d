-- question: plays
--   by user.plan
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "j0"."plan" AS k0,
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  LEFT JOIN READ_PARQUET(
    '/project/data/plans.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "j0"
    ON "t"."user_id" = "j0"."user_id"
    AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= "j0"."valid_from"
    AND (
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' < "j0"."valid_to"
      OR "j0"."valid_to" IS NULL
    )
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
  "merged"."k0" AS "user.plan",
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
  CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "plays__n",
  FALSE AS "plays__complete"
FROM merged
ORDER BY
  "user.plan" ASC
