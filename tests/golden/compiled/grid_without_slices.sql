-- question: watch_sparse
--   by period, tab
-- scan_0: plays — one pass for 1 aggregate (plain)
--     sum(seconds)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS k0,
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
    AND (
      "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-02-08 00:00:00' AS TIMESTAMP)
      AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-02-16 00:00:00' AS TIMESTAMP)
    )
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
        NULL AS k1
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
          "spine"."s" >= CAST('2024-02-08' AS DATE)
          AND "spine"."s" < CAST('2024-02-16' AS DATE)
      ) AS periods
      WHERE
        NOT EXISTS(
          SELECT
            1
          FROM scan_0
          WHERE
            "scan_0"."k0" IS NOT DISTINCT FROM "periods"."k0" AND "scan_0"."n0" > 0
        )
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
      WHEN "merged"."k0" BETWEEN CAST('2024-01-28' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "watch_sparse",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-28' AS DATE) AND CAST('2024-04-01' AS DATE)
    AND "merged"."k1" IS NULL
    AND COUNT(CASE WHEN "merged"."scan_0_n0" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k0") = 0
    THEN 0
  END AS BIGINT) AS "watch_sparse__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-28' AS DATE)
    ),
    FALSE
  ) AS "watch_sparse__complete"
FROM merged
ORDER BY
  "period" ASC,
  "tab" ASC
