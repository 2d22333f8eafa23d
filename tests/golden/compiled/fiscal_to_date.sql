-- question: plays_ftd
--   by period
-- scan_0: plays [fiscal_week to date, last of period] — one pass for 1 aggregate (framed)
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "spine"."k0" AS k0,
    SUM("seen"."n0") AS v0,
    CAST(SUM("seen"."n0") AS BIGINT) AS n0
  FROM (
    SELECT
      dated.*,
      "c0"."fiscal_week" AS since
    FROM (
      SELECT
        "days"."s",
        "days"."s" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(CAST(CAST('2024-01-28 16:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          CAST(CAST(CAST(CAST('2024-04-01 05:59:59.999999' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          INTERVAL '1' DAY
        ) AS g(moment)
      ) AS days
      WHERE
        "days"."s" >= CAST('2024-02-05' AS DATE)
        AND "days"."s" < CAST('2024-02-10' AS DATE)
    ) AS dated
    LEFT JOIN READ_PARQUET(
      '/sunday/data/fiscal_days.parquet',
      hive_partitioning = TRUE,
      union_by_name = TRUE
    ) AS "c0"
      ON "c0"."ds" = "dated"."s"
  ) AS spine
  JOIN (
    SELECT
      dated.*,
      "c0"."fiscal_week" AS since
    FROM (
      SELECT
        CAST("t"."played_at" AT TIME ZONE 'America/New_York' AS DATE) AS d,
        COUNT(*) AS n0
      FROM READ_PARQUET(
        '/sunday/data/plays.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "t"
      WHERE
        "t"."played_at" AT TIME ZONE 'America/New_York' < CAST('2024-05-31 20:00:00' AS TIMESTAMP)
        AND "t"."played_at" AT TIME ZONE 'America/New_York' < CAST('2024-02-10 00:00:00' AS TIMESTAMP)
      GROUP BY
        1
    ) AS dated
    LEFT JOIN READ_PARQUET(
      '/sunday/data/fiscal_days.parquet',
      hive_partitioning = TRUE,
      union_by_name = TRUE
    ) AS "c0"
      ON "c0"."ds" = "dated"."d"
  ) AS seen
    ON "seen"."d" <= "spine"."s" AND "spine"."since" = "seen"."since"
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
          CAST(CAST(CAST(CAST('2024-01-28 16:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          CAST(CAST(CAST(CAST('2024-04-01 05:59:59.999999' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          INTERVAL '1' DAY
        ) AS g(moment)
      ) AS spine
      WHERE
        "spine"."s" >= CAST('2024-02-05' AS DATE)
        AND "spine"."s" < CAST('2024-02-10' AS DATE)
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  COALESCE(
    CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END,
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-28' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "plays_ftd",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-28' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "plays_ftd__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-31' AS DATE)
    ),
    FALSE
  ) AS "plays_ftd__complete"
FROM merged
ORDER BY
  "period" ASC
