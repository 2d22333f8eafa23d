-- question: watch
--   by period
-- scan_0: plays — one pass for 1 aggregate (plain)
--     sum(seconds)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
    COUNT(*) AS n0,
    SUM("t"."seconds") AS v0
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
    MAX("stacked"."scan_0_n0") AS scan_0_n0
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0
    FROM (
      SELECT DISTINCT
        "spine"."s" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
          CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
          INTERVAL '1' WEEK
        ) AS g(moment)
      ) AS spine
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  COALESCE(
    "merged"."scan_0_v0",
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "watch",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "watch__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "watch__complete"
FROM merged
ORDER BY
  "period" ASC
