-- question: seconds_gini, seconds_top
--   by tab
-- scan_0: plays [per user] — one pass for 2 aggregates (plain)
--     per_entity(seconds: gini of sum)
--     per_entity(seconds: top_share of sum)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "entity_rows"."k0",
    CAST((
      (
        CAST(COUNT("entity_rows"."x0") AS DOUBLE) + 1
      ) * SUM(CAST("entity_rows"."x0" AS DOUBLE)) - 2 * SUM("entity_rows"."rx0" * CAST("entity_rows"."x0" AS DOUBLE))
    ) AS DOUBLE) / NULLIF(
      CAST(CAST(COUNT("entity_rows"."x0") AS DOUBLE) * SUM(CAST("entity_rows"."x0" AS DOUBLE)) AS DOUBLE),
      0
    ) AS v0,
    COUNT("entity_rows"."x0") AS n0,
    CAST(SUM(
      CASE
        WHEN (
          "entity_rows"."rx0" - 1
        ) * 10 < "entity_rows"."ox0" * 3
        THEN CAST("entity_rows"."x0" AS DOUBLE)
      END
    ) AS DOUBLE) / NULLIF(CAST(SUM(CAST("entity_rows"."x0" AS DOUBLE)) AS DOUBLE), 0) AS v1,
    COUNT("entity_rows"."x0") AS n1
  FROM (
    SELECT
      each_row.*,
      ROW_NUMBER() OVER (PARTITION BY "each_row"."k0" ORDER BY "each_row"."x0" DESC) AS rx0,
      COUNT("each_row"."x0") OVER (PARTITION BY "each_row"."k0") AS ox0
    FROM (
      SELECT
        "t"."tab" AS k0,
        "t"."user_id" AS e0,
        COALESCE(SUM("t"."seconds"), 0) AS x0
      FROM READ_PARQUET(
        '/project/data/plays.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "t"
      WHERE
        "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
        AND NOT "t"."user_id" IS NULL
      GROUP BY
        1,
        2
    ) AS each_row
  ) AS entity_rows
  GROUP BY
    1
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
  "merged"."scan_0_v0" AS "seconds_gini",
  CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "seconds_gini__n",
  "merged"."scan_0_v1" AS "seconds_top",
  CAST(CASE WHEN "merged"."scan_0_n1" > 0 THEN COALESCE("merged"."scan_0_n1", 0) END AS BIGINT) AS "seconds_top__n",
  FALSE AS "seconds_gini__complete",
  FALSE AS "seconds_top__complete"
FROM merged
ORDER BY
  "tab" ASC
