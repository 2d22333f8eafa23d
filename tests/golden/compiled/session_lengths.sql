-- question: sitting_length, sitting_rows, sittings_per_user
--   by tab
-- scan_0: plays [sessions by user, 7 days apart] — one pass for 3 aggregates (plain)
--     sessions(*: average of length)
--     sessions(*: percentile of rows)
--     sessions(*: per_entity)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "sessions"."k0",
    AVG(CAST((
      "sessions"."last" - "sessions"."happened"
    ) AS DOUBLE) / 1000000) FILTER(WHERE
      "sessions"."last" <= 1711343400000000) AS v0,
    COUNT(*) FILTER(WHERE
      "sessions"."last" <= 1711343400000000) AS n0,
    COUNT(*) FILTER(WHERE
      NOT (
        "sessions"."last" <= 1711343400000000
      )) AS o0,
    QUANTILE_CONT(CAST("sessions"."row_count" AS DOUBLE), 0.5) FILTER(WHERE
      "sessions"."last" <= 1711343400000000) AS v1,
    COUNT(*) FILTER(WHERE
      "sessions"."last" <= 1711343400000000) AS n1,
    COUNT(*) FILTER(WHERE
      NOT (
        "sessions"."last" <= 1711343400000000
      )) AS o1,
    CAST(COUNT(*) AS DOUBLE) / NULLIF(CAST(COUNT(DISTINCT "sessions"."who") AS DOUBLE), 0) AS v2,
    COUNT(DISTINCT "sessions"."who") AS n2
  FROM (
    SELECT
      numbered.*,
      MAX("numbered"."happened") OVER (PARTITION BY "numbered"."who", "numbered"."session") AS last,
      COUNT(*) OVER (PARTITION BY "numbered"."who", "numbered"."session") AS row_count
    FROM (
      SELECT
        begun.*,
        SUM(CAST("begun"."begins" AS BIGINT)) OVER (
          PARTITION BY "begun"."who"
          ORDER BY "begun"."place" NULLS FIRST
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
        ) AS session
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
              "t"."tab" AS k0,
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
              COALESCE(TRUE, FALSE) AS is_asked
            FROM READ_PARQUET(
              '/project/data/plays.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "t"
            WHERE
              "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
              AND (
                NOT "t"."user_id" IS NULL AND NOT EPOCH_US("t"."played_at") IS NULL
              )
          ) AS row_of
        ) AS marked
      ) AS begun
    ) AS numbered
  ) AS sessions
  WHERE
    "sessions"."begins" AND "sessions"."is_asked"
  GROUP BY
    1
), merged AS (
  SELECT
    "scan_0"."k0",
    "scan_0"."v0" AS scan_0_v0,
    "scan_0"."n0" AS scan_0_n0,
    "scan_0"."v1" AS scan_0_v1,
    "scan_0"."n1" AS scan_0_n1,
    "scan_0"."v2" AS scan_0_v2,
    "scan_0"."n2" AS scan_0_n2,
    "scan_0"."o0" AS scan_0_o0,
    "scan_0"."o1" AS scan_0_o1
  FROM scan_0
)
SELECT
  "merged"."k0" AS "tab",
  "merged"."scan_0_v0" AS "sitting_length",
  CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "sitting_length__n",
  "merged"."scan_0_v1" AS "sitting_rows",
  CAST(CASE WHEN "merged"."scan_0_n1" > 0 THEN COALESCE("merged"."scan_0_n1", 0) END AS BIGINT) AS "sitting_rows__n",
  "merged"."scan_0_v2" AS "sittings_per_user",
  CAST(CASE WHEN "merged"."scan_0_n2" > 0 THEN COALESCE("merged"."scan_0_n2", 0) END AS BIGINT) AS "sittings_per_user__n",
  FALSE AND COALESCE("merged"."scan_0_o0", 0) = 0 AS "sitting_length__complete",
  FALSE AND COALESCE("merged"."scan_0_o1", 0) = 0 AS "sitting_rows__complete",
  FALSE AS "sittings_per_user__complete"
FROM merged
ORDER BY
  "tab" ASC
