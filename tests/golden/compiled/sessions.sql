-- question: sittings
--   by period
-- scan_0: plays [sessions by user, 7 days apart] — one pass for 1 aggregate (plain)
--     sessions(*: count)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "sessions"."k0",
    COUNT(*) AS v0,
    COUNT(*) AS n0
  FROM (
    SELECT
      marked.*,
      COALESCE("marked"."happened" - "marked"."before" >= 604800000000, TRUE) AS begins
    FROM (
      SELECT
        row_of.*,
        LAG("row_of"."happened") OVER (
          PARTITION BY "row_of"."who"
          ORDER BY "row_of"."happened" NULLS FIRST, "row_of"."tie0" NULLS FIRST, "row_of"."tie1" NULLS FIRST, "row_of"."tie2" NULLS FIRST, "row_of"."tie3" NULLS FIRST, "row_of"."tie4" NULLS FIRST, "row_of"."k0" NULLS FIRST, "row_of"."is_asked" NULLS FIRST
        ) AS before,
        ROW_NUMBER() OVER (
          PARTITION BY "row_of"."who"
          ORDER BY "row_of"."happened" NULLS FIRST, "row_of"."tie0" NULLS FIRST, "row_of"."tie1" NULLS FIRST, "row_of"."tie2" NULLS FIRST, "row_of"."tie3" NULLS FIRST, "row_of"."tie4" NULLS FIRST, "row_of"."k0" NULLS FIRST, "row_of"."is_asked" NULLS FIRST
        ) AS place
      FROM (
        SELECT
          CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
          "t"."user_id" AS who,
          EPOCH_US("t"."played_at") AS happened,
          "t"."user_id" AS tie0,
          "t"."video_id" AS tie1,
          "t"."tab" AS tie2,
          "t"."liked" AS tie3,
          CASE
            WHEN "t"."seconds" < 3
            THEN '< 3'
            WHEN "t"."seconds" < 100
            THEN '3 – 100'
            WHEN "t"."seconds" < 250
            THEN '100 – 250'
            WHEN "t"."seconds" >= 250
            THEN '≥ 250'
          END AS tie4,
          COALESCE(
            "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-02-05 00:00:00' AS TIMESTAMP)
            AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-02-12 00:00:00' AS TIMESTAMP),
            FALSE
          ) AS is_asked
        FROM READ_PARQUET(
          '/project/data/plays.parquet',
          hive_partitioning = TRUE,
          union_by_name = TRUE
        ) AS "t"
        WHERE
          "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
          AND (
            "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-01-28 00:00:00' AS TIMESTAMP)
            AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-02-12 00:00:00' AS TIMESTAMP)
            AND NOT "t"."user_id" IS NULL
            AND NOT EPOCH_US("t"."played_at") IS NULL
          )
      ) AS row_of
    ) AS marked
  ) AS sessions
  WHERE
    "sessions"."begins" AND "sessions"."is_asked"
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
      WHERE
        "spine"."s" >= CAST('2024-02-05' AS DATE)
        AND "spine"."s" < CAST('2024-02-12' AS DATE)
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  "merged"."scan_0_v0" AS "sittings",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "sittings__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "sittings__complete"
FROM merged
ORDER BY
  "period" ASC
