-- question: watch_7d
--   by period, tab
-- scan_0: plays [last 7 days, last of period] — one pass for 1 aggregate (framed)
--     sum(seconds)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "spine"."k0" AS k0,
    "seen"."k1" AS k1,
    SUM("seen"."v0") AS v0,
    CAST(SUM("seen"."n0") AS BIGINT) AS n0
  FROM (
    SELECT
      "marked"."s",
      "marked"."k0"
    FROM (
      SELECT
        "all_days"."s",
        "all_days"."k0",
        MAX("all_days"."s") OVER (PARTITION BY "all_days"."k0") AS edge
      FROM (
        SELECT
          "days"."s",
          CAST(DATE_TRUNC('WEEK', "days"."s") AS DATE) AS k0
        FROM (
          SELECT
            CAST(g.moment AS DATE) AS s
          FROM GENERATE_SERIES(
            CAST(CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
            CAST(CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
            INTERVAL '1' DAY
          ) AS g(moment)
        ) AS days
      ) AS all_days
    ) AS marked
    WHERE
      "marked"."s" = "marked"."edge"
  ) AS spine
  JOIN (
    SELECT
      CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS d,
      "t"."tab" AS k1,
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
      1,
      2
  ) AS seen
    ON "seen"."d" <= "spine"."s"
    AND "seen"."d" > CAST("spine"."s" - INTERVAL '7' DAY AS DATE)
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
            CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            INTERVAL '1' WEEK
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
  "merged"."k1" AS "tab",
  COALESCE(
    "merged"."scan_0_v0",
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "watch_7d",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
    AND COUNT(CASE WHEN "merged"."scan_0_n0" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "watch_7d__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "watch_7d__complete"
FROM merged
ORDER BY
  "period" ASC,
  "tab" ASC
