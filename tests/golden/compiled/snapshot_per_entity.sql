-- question: balance_own
--   by period, branch
-- scan_0: balances [last ds] — one pass for 1 aggregate (plain)
--     sum(balance)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "picked"."k0",
    "picked"."k1",
    SUM("picked"."x0") AS v0,
    COUNT(*) AS n0
  FROM (
    SELECT
      CAST(DATE_TRUNC('MONTH', "t"."ds") AS DATE) AS k0,
      "t"."branch" AS k1,
      "t"."balance" AS x0,
      "t"."ds" AS point,
      MAX("t"."ds") OVER (PARTITION BY CAST(DATE_TRUNC('MONTH', "t"."ds") AS DATE), "t"."account_id") AS picked_point
    FROM READ_PARQUET(
      '/project/data/balances.parquet',
      hive_partitioning = TRUE,
      union_by_name = TRUE
    ) AS "t"
    WHERE
      "t"."ds" < CAST('2024-06-02' AS DATE)
  ) AS picked
  WHERE
    "picked"."point" = "picked"."picked_point"
  GROUP BY
    1,
    2
), merged AS (
  SELECT
    "stacked"."k0",
    "stacked"."k1",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."k1",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      "grid"."k1",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0
    FROM (
      SELECT
        "periods"."k0",
        "slices"."k1"
      FROM (
        SELECT DISTINCT
          "spine"."s" AS k0
        FROM (
          SELECT
            CAST(g.moment AS DATE) AS s
          FROM GENERATE_SERIES(
            CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-01-30 00:00:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-03-30 00:00:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            INTERVAL '1' MONTH
          ) AS g(moment)
        ) AS spine
      ) AS periods
      CROSS JOIN (
        SELECT DISTINCT
          "scan_0"."k1"
        FROM scan_0
      ) AS slices
    ) AS grid
  ) AS stacked
  GROUP BY
    1,
    2
)
SELECT
  "merged"."k0" AS "period",
  "merged"."k1" AS "branch",
  "merged"."scan_0_v0" AS "balance_own",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-03-01' AS DATE)
    AND COUNT(CASE WHEN "merged"."scan_0_n0" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "balance_own__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-03-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-01' AS DATE)
    ),
    FALSE
  ) AS "balance_own__complete"
FROM merged
ORDER BY
  "period" ASC,
  "branch" ASC
