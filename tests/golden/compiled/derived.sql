-- question: week_growth
--   by period
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- scan_1: plays [7 days back] — one pass for 1 aggregate (lookup)
--     count(*)
-- meet: 2 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS k0,
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-03-01 00:00:00' AS TIMESTAMP)
      AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-08 00:00:00' AS TIMESTAMP)
    )
  GROUP BY
    1
), scan_1 AS (
  SELECT
    "spine"."s" AS k0,
    "seen"."n1"
  FROM (
    SELECT
      CAST(g.moment AS DATE) AS s
    FROM GENERATE_SERIES(
      CAST(CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
      CAST(CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
      INTERVAL '1' DAY
    ) AS g(moment)
  ) AS spine
  JOIN (
    SELECT
      CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS p,
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
  ) AS seen
    ON CAST("spine"."s" - INTERVAL '7' DAY AS DATE) = "seen"."p"
  WHERE
    "spine"."s" >= CAST('2024-03-01' AS DATE)
    AND "spine"."s" < CAST('2024-03-08' AS DATE)
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_n1") AS scan_1_n1
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_n1
    FROM scan_0
    UNION ALL
    SELECT
      "scan_1"."k0",
      NULL AS scan_0_n0,
      "scan_1"."n1" AS scan_1_n1
    FROM scan_1
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_n0,
      NULL AS scan_1_n1
    FROM (
      SELECT DISTINCT
        "spine"."s" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          CAST(CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          INTERVAL '1' DAY
        ) AS g(moment)
      ) AS spine
      WHERE
        "spine"."s" >= CAST('2024-03-01' AS DATE)
        AND "spine"."s" < CAST('2024-03-08' AS DATE)
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  CAST((
    (
      COALESCE(
        CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END,
        CASE
          WHEN "merged"."k0" BETWEEN CAST('2024-01-28' AS DATE) AND CAST('2024-04-01' AS DATE)
          THEN 0
        END
      )
    ) - (
      COALESCE(
        CASE WHEN "merged"."scan_1_n1" > 0 THEN "merged"."scan_1_n1" END,
        CASE
          WHEN "merged"."k0" BETWEEN CAST('2024-02-04' AS DATE) AND CAST('2024-04-01' AS DATE)
          THEN 0
        END
      )
    )
  ) AS DOUBLE) / NULLIF(
    CAST((
      COALESCE(
        CASE WHEN "merged"."scan_1_n1" > 0 THEN "merged"."scan_1_n1" END,
        CASE
          WHEN "merged"."k0" BETWEEN CAST('2024-02-04' AS DATE) AND CAST('2024-04-01' AS DATE)
          THEN 0
        END
      )
    ) AS DOUBLE),
    0
  ) AS "week_growth",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_1_n1" > 0
    THEN LEAST(COALESCE("merged"."scan_0_n0", 0), COALESCE("merged"."scan_1_n1", 0))
    WHEN "merged"."k0" BETWEEN CAST('2024-01-28' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "week_growth__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-04' AS DATE)
    ),
    FALSE
  ) AS "week_growth__complete"
FROM merged
ORDER BY
  "period" ASC
