-- question: likes_per_thousand, like_free
--   by tab
-- scan_0: plays — one pass for 2 aggregates (plain)
--     count(*) where liked
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "t"."tab" AS k0,
    COUNT(*) FILTER(WHERE
      "t"."liked") AS n0,
    COUNT(*) AS n1
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
  GROUP BY
    1
), merged AS (
  SELECT
    "scan_0"."k0",
    "scan_0"."n0" AS scan_0_n0,
    "scan_0"."n1" AS scan_0_n1
  FROM scan_0
)
SELECT
  "merged"."k0" AS "tab",
  CAST(CAST((
    COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0)
  ) AS DOUBLE) * 1000 AS DOUBLE) / NULLIF(
    CAST((
      COALESCE(CASE WHEN "merged"."scan_0_n1" > 0 THEN "merged"."scan_0_n1" END, 0)
    ) AS DOUBLE),
    0
  ) AS "likes_per_thousand",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
  END AS BIGINT) AS "likes_per_thousand__n",
  CAST((
    (
      COALESCE(CASE WHEN "merged"."scan_0_n1" > 0 THEN "merged"."scan_0_n1" END, 0)
    ) - (
      COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0)
    )
  ) AS DOUBLE) / NULLIF(
    CAST((
      COALESCE(CASE WHEN "merged"."scan_0_n1" > 0 THEN "merged"."scan_0_n1" END, 0)
    ) AS DOUBLE),
    0
  ) AS "like_free",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
  END AS BIGINT) AS "like_free__n",
  FALSE AS "likes_per_thousand__complete",
  FALSE AS "like_free__complete"
FROM merged
ORDER BY
  "tab" ASC
