-- question: revenue_per_viewer
--   by period
-- scan_0: orders — one pass for 1 aggregate (plain)
--     sum(amount)
-- scan_1: plays — one pass for 1 aggregate (plain)
--     distinct(user_id)
-- meet: 2 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    CAST(DATE_TRUNC(
      'MONTH',
      CAST("t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' AS DATE)
    ) AS DATE) AS k0,
    COUNT(*) AS n0,
    SUM("t"."amount") AS v0
  FROM READ_PARQUET(
    '/project/data/orders.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
  GROUP BY
    1
), scan_1 AS (
  SELECT
    CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
    COUNT(*) AS n1,
    COUNT(DISTINCT "t"."user_id") AS v1
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
    "stacked"."k0",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_v1") AS scan_1_v1,
    MAX("stacked"."scan_1_n1") AS scan_1_n1
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_v1,
      NULL AS scan_1_n1
    FROM scan_0
    UNION ALL
    SELECT
      "scan_1"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      "scan_1"."v1" AS scan_1_v1,
      "scan_1"."n1" AS scan_1_n1
    FROM scan_1
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      NULL AS scan_1_v1,
      NULL AS scan_1_n1
    FROM (
      SELECT
        each_part.*
      FROM (
        SELECT DISTINCT
          "spine"."s" AS k0
        FROM (
          SELECT
            CAST(g.moment AS DATE) AS s
          FROM GENERATE_SERIES(
            CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-01-28 19:30:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            CAST(CAST(DATE_TRUNC(
              'MONTH',
              CAST(CAST(CAST('2024-03-31 23:59:59.999999' AS TIMESTAMP) AS TIMESTAMP) AS DATE)
            ) AS DATE) AS TIMESTAMP),
            INTERVAL '1' MONTH
          ) AS g(moment)
        ) AS spine
        UNION
        SELECT DISTINCT
          "spine"."s" AS k0
        FROM (
          SELECT
            CAST(g.moment AS DATE) AS s
          FROM GENERATE_SERIES(
            CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            INTERVAL '1' MONTH
          ) AS g(moment)
        ) AS spine
      ) AS each_part
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  CAST(COALESCE(
    "merged"."scan_0_v0",
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-03-01' AS DATE)
      THEN 0
    END
  ) AS DOUBLE) / NULLIF(
    CAST(COALESCE(
      CASE WHEN "merged"."scan_1_n1" > 0 THEN "merged"."scan_1_v1" END,
      CASE
        WHEN "merged"."k0" BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-04-01' AS DATE)
        THEN 0
      END
    ) AS DOUBLE),
    0
  ) AS "revenue_per_viewer",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_1_n1" > 0
    THEN COALESCE("merged"."scan_1_v1", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "revenue_per_viewer__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-01' AS DATE)
    ),
    FALSE
  ) AS "revenue_per_viewer__complete"
FROM merged
ORDER BY
  "period" ASC
