-- question: plays, revenue, visits
--   by user.nick
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- scan_1: orders — one pass for 1 aggregate (plain)
--     sum(amount)
-- scan_2: visits — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 3 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    "j0"."nick" AS k0,
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
), scan_1 AS (
  SELECT
    "j0"."nick" AS k0,
    COUNT(*) AS n1,
    SUM("t"."amount") AS v1
  FROM READ_PARQUET(
    '/project/data/orders.parquet',
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
    "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
  GROUP BY
    1
), scan_2 AS (
  SELECT
    "j0"."nick" AS k0,
    COUNT(*) AS n2
  FROM READ_PARQUET(
    '/project/data/visits.parquet',
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
    "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
  GROUP BY
    1
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_v1") AS scan_1_v1,
    MAX("stacked"."scan_1_n1") AS scan_1_n1,
    MAX("stacked"."scan_2_n2") AS scan_2_n2
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_v1,
      NULL AS scan_1_n1,
      NULL AS scan_2_n2
    FROM scan_0
    UNION ALL
    SELECT
      "scan_1"."k0",
      NULL AS scan_0_n0,
      "scan_1"."v1" AS scan_1_v1,
      "scan_1"."n1" AS scan_1_n1,
      NULL AS scan_2_n2
    FROM scan_1
    UNION ALL
    SELECT
      "scan_2"."k0",
      NULL AS scan_0_n0,
      NULL AS scan_1_v1,
      NULL AS scan_1_n1,
      "scan_2"."n2" AS scan_2_n2
    FROM scan_2
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "user.nick",
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
  CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "plays__n",
  COALESCE("merged"."scan_1_v1", 0) AS "revenue",
  CAST(CASE WHEN "merged"."scan_1_n1" > 0 THEN COALESCE("merged"."scan_1_n1", 0) END AS BIGINT) AS "revenue__n",
  COALESCE(CASE WHEN "merged"."scan_2_n2" > 0 THEN "merged"."scan_2_n2" END, 0) AS "visits",
  CAST(CASE WHEN "merged"."scan_2_n2" > 0 THEN COALESCE("merged"."scan_2_n2", 0) END AS BIGINT) AS "visits__n",
  FALSE AS "plays__complete",
  TRUE AS "revenue__complete",
  FALSE AS "visits__complete"
FROM merged
ORDER BY
  "user.nick" ASC
