-- question: sticky_monthly
--   by tab
-- scan_0: plays [days of each user in a month] — one pass for 2 aggregates (plain)
--     sum(daily_mean)
--     sum(present)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "counted"."k0",
    CAST("counted"."pairs" AS DOUBLE) / NULLIF(
      CAST(CAST(DATE_DIFF(
        'DAY',
        GREATEST("counted"."at", CAST('2024-01-28' AS DATE)),
        LEAST(CAST("counted"."at" + INTERVAL '1' MONTH AS DATE), CAST('2024-04-01' AS DATE))
      ) AS DOUBLE) AS DOUBLE),
      0
    ) AS v0,
    "counted"."present" AS n0,
    "counted"."present" AS v1,
    "counted"."present" AS n1
  FROM (
    SELECT
      "seen"."k0",
      "seen"."at",
      COUNT(*) AS pairs,
      COUNT(DISTINCT "seen"."who") AS present
    FROM (
      SELECT
        "t"."tab" AS k0,
        "t"."user_id" AS who,
        CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS "at",
        CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS day
      FROM READ_PARQUET(
        '/project/data/plays.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "t"
      WHERE
        "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
        AND (
          NOT "t"."user_id" IS NULL
          AND NOT CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) IS NULL
          AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-03-01 00:00:00' AS TIMESTAMP)
          AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-04-01 00:00:00' AS TIMESTAMP)
        )
      GROUP BY
        1,
        2,
        3,
        4
    ) AS seen
    WHERE
      "seen"."at" >= CAST('2024-03-01' AS DATE)
      AND "seen"."at" < CAST('2024-04-01' AS DATE)
    GROUP BY
      1,
      2
  ) AS counted
), merged AS (
  SELECT
    "scan_0"."k0",
    "scan_0"."v0" AS scan_0_v0,
    "scan_0"."n0" AS scan_0_n0,
    "scan_0"."v1" AS scan_0_v1,
    "scan_0"."n1" AS scan_0_n1
  FROM scan_0
)
SELECT
  "merged"."k0" AS "tab",
  CAST("merged"."scan_0_v0" AS DOUBLE) / NULLIF(CAST("merged"."scan_0_v1" AS DOUBLE), 0) AS "sticky_monthly",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
  END AS BIGINT) AS "sticky_monthly__n",
  TRUE AS "sticky_monthly__complete"
FROM merged
ORDER BY
  "tab" ASC
