-- question: plays
--   by period
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*)
-- scan_1: plays [1 week earlier] — one pass for 1 aggregate (plain)
--     count(*)
-- scan_2: plays [4 weeks earlier] — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 3 scans stacked, one row a key
-- note: The window was widened to whole periods: from 2024-02-26 up to, not including, 2024-04-08.
WITH scan_0 AS (
  SELECT
    CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-02-26 00:00:00' AS TIMESTAMP)
      AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-04-08 00:00:00' AS TIMESTAMP)
    )
  GROUP BY
    1
), scan_1 AS (
  SELECT
    CAST("earlier"."p" + INTERVAL '1' WEEK AS DATE) AS k0,
    "earlier"."n1"
  FROM (
    SELECT
      CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS p,
      COUNT(*) AS n1
    FROM READ_PARQUET(
      '/project/data/plays.parquet',
      hive_partitioning = TRUE,
      union_by_name = TRUE
    ) AS "t"
    WHERE
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
      AND (
        "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-02-19 00:00:00' AS TIMESTAMP)
        AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-25 07:10:00' AS TIMESTAMP)
      )
    GROUP BY
      1
  ) AS earlier
  WHERE
    CAST("earlier"."p" + INTERVAL '1' WEEK AS DATE) <= CAST('2024-04-01 07:10:00' AS TIMESTAMP)
), scan_2 AS (
  SELECT
    CAST("earlier"."p" + INTERVAL '4' WEEK AS DATE) AS k0,
    "earlier"."n2"
  FROM (
    SELECT
      CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS p,
      COUNT(*) AS n2
    FROM READ_PARQUET(
      '/project/data/plays.parquet',
      hive_partitioning = TRUE,
      union_by_name = TRUE
    ) AS "t"
    WHERE
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
      AND (
        "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-01-29 00:00:00' AS TIMESTAMP)
        AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-04 07:10:00' AS TIMESTAMP)
      )
    GROUP BY
      1
  ) AS earlier
  WHERE
    CAST("earlier"."p" + INTERVAL '4' WEEK AS DATE) <= CAST('2024-04-01 07:10:00' AS TIMESTAMP)
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_n1") AS scan_1_n1,
    MAX("stacked"."scan_2_n2") AS scan_2_n2
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_n1,
      NULL AS scan_2_n2
    FROM scan_0
    UNION ALL
    SELECT
      "scan_1"."k0",
      NULL AS scan_0_n0,
      "scan_1"."n1" AS scan_1_n1,
      NULL AS scan_2_n2
    FROM scan_1
    UNION ALL
    SELECT
      "scan_2"."k0",
      NULL AS scan_0_n0,
      NULL AS scan_1_n1,
      "scan_2"."n2" AS scan_2_n2
    FROM scan_2
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_n0,
      NULL AS scan_1_n1,
      NULL AS scan_2_n2
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
      WHERE
        "spine"."s" >= CAST('2024-02-26' AS DATE)
        AND "spine"."s" < CAST('2024-04-08' AS DATE)
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  COALESCE(
    CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END,
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "plays",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."scan_1_n1" > 0 OR "merged"."scan_2_n2" > 0
    THEN 0
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "plays__n",
  COALESCE(
    CASE WHEN "merged"."scan_1_n1" > 0 THEN "merged"."scan_1_n1" END,
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "plays__previous",
  COALESCE(
    CASE WHEN "merged"."scan_2_n2" > 0 THEN "merged"."scan_2_n2" END,
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-02-19' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "plays__last_4_weeks",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "plays__complete"
FROM merged
ORDER BY
  "period" ASC
