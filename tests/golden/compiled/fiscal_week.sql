-- question: plays
--   by period
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "c0"."fiscal_week" AS k0,
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/sunday/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  LEFT JOIN READ_PARQUET(
    '/sunday/data/fiscal_days.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "c0"
    ON "c0"."ds" = CAST("t"."played_at" AT TIME ZONE 'America/New_York' AS DATE)
  WHERE
    "t"."played_at" AT TIME ZONE 'America/New_York' < CAST('2024-05-31 20:00:00' AS TIMESTAMP)
  GROUP BY
    1
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_n0") AS scan_0_n0
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."n0" AS scan_0_n0
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_n0
    FROM (
      SELECT DISTINCT
        "c0"."fiscal_week" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(CAST(CAST('2024-01-28 16:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          CAST(CAST(CAST(CAST('2024-04-01 05:59:59.999999' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          INTERVAL '1' DAY
        ) AS g(moment)
      ) AS spine
      LEFT JOIN READ_PARQUET(
        '/sunday/data/fiscal_days.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "c0"
        ON "c0"."ds" = "spine"."s"
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "plays__n",
  COALESCE(
    "merged"."k0" IN (
      SELECT
        "cal"."fiscal_week"
      FROM READ_PARQUET(
        '/sunday/data/fiscal_days.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "cal"
      WHERE
        NOT "cal"."fiscal_week" IS NULL
      GROUP BY
        "cal"."fiscal_week"
      HAVING
        MAX(CAST("cal"."ds" AS DATE)) < CAST('2024-04-01' AS DATE)
        AND MIN(CAST("cal"."ds" AS DATE)) >= CAST('2024-01-28' AS DATE)
    ),
    FALSE
  ) AS "plays__complete"
FROM merged
ORDER BY
  "period" ASC
