-- question: plays
--   by video
-- scan_0: plays — one pass for 1 aggregate (plain)
--     count(*) where NOT tab IS NULL and METRIC(revenue, "user") > 10
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "t"."video_id" AS k0,
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/project/data/plays.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  LEFT JOIN (
    SELECT
      "inner_answer"."user" AS key,
      "inner_answer"."revenue" AS value
    FROM (
      WITH scan_0 AS (
        SELECT
          "t"."user_id" AS k0,
          COUNT(*) AS n0,
          SUM("t"."amount") AS v0
        FROM READ_PARQUET(
          '/project/data/orders.parquet',
          hive_partitioning = TRUE,
          union_by_name = TRUE
        ) AS "t"
        GROUP BY
          1
      ), merged AS (
        SELECT
          "scan_0"."k0",
          "scan_0"."v0" AS scan_0_v0,
          "scan_0"."n0" AS scan_0_n0
        FROM scan_0
      )
      SELECT
        "merged"."k0" AS "user",
        COALESCE("merged"."scan_0_v0", 0) AS "revenue",
        CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "revenue__n",
        TRUE AS "revenue__complete"
      FROM merged
    ) AS inner_answer
  ) AS m0
    ON "t"."user_id" = "m0"."key"
  WHERE
    "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      NOT "t"."tab" IS NULL AND "m0"."value" > 10
    )
  GROUP BY
    1
), merged AS (
  SELECT
    "scan_0"."k0",
    "scan_0"."n0" AS scan_0_n0
  FROM scan_0
)
SELECT
  "answered"."video",
  "answered"."plays",
  "answered"."plays__n",
  "answered"."plays__complete"
FROM (
  SELECT
    "merged"."k0" AS "video",
    COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_n0" END, 0) AS "plays",
    CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "plays__n",
    FALSE AS "plays__complete"
  FROM merged
) AS answered
WHERE
  "answered"."plays" >= 8
ORDER BY
  "plays" DESC
LIMIT 3
