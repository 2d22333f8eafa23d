-- question: load
--   by period
-- scan_0: pings — one pass for 1 aggregate (plain)
--     sum(load)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    CAST(MAKE_TIMESTAMP(CAST((
      "t"."at_ms"
    ) * 1000 AS BIGINT)) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' AS DATE) AS k0,
    COUNT(*) AS n0,
    SUM("t"."load") AS v0
  FROM READ_PARQUET(
    '/project/data/pings.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    MAKE_TIMESTAMP(CAST((
      "t"."at_ms"
    ) * 1000 AS BIGINT)) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      MAKE_TIMESTAMP(CAST((
        "t"."at_ms"
      ) * 1000 AS BIGINT)) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' >= CAST('2024-10-26 00:00:00' AS TIMESTAMP)
      AND MAKE_TIMESTAMP(CAST((
        "t"."at_ms"
      ) * 1000 AS BIGINT)) AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' < CAST('2024-10-29 00:00:00' AS TIMESTAMP)
    )
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
          CAST(CAST(CAST(CAST('2023-10-29 02:30:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          CAST(CAST(CAST(CAST('2024-06-01 01:59:59.999999' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          INTERVAL '1' DAY
        ) AS g(moment)
      ) AS spine
      WHERE
        "spine"."s" >= CAST('2024-10-26' AS DATE)
        AND "spine"."s" < CAST('2024-10-29' AS DATE)
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
      WHEN "merged"."k0" BETWEEN CAST('2023-10-29' AS DATE) AND CAST('2024-06-01' AS DATE)
      THEN 0
    END
  ) AS "load",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2023-10-29' AS DATE) AND CAST('2024-06-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "load__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-06-01' AS DATE)
      AND "merged"."k0" >= CAST('2023-10-29' AS DATE)
    ),
    FALSE
  ) AS "load__complete"
FROM merged
ORDER BY
  "period" ASC
