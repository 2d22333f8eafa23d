-- question: plays_per_user, likes_per_user, active_liker_share
--   by period
-- scan_0: plays [per user] — one pass for 3 aggregates (plain)
--     per_entity(*: average of count)
--     per_entity(*: average of count where liked)
--     per_entity(*: share of count where liked)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "entity_rows"."k0",
    AVG("entity_rows"."x0") AS v0,
    COUNT("entity_rows"."x0") AS n0,
    AVG("entity_rows"."x1") AS v1,
    COUNT("entity_rows"."x1") AS n1,
    CAST(COUNT(CASE WHEN "entity_rows"."x1" >= 2 THEN "entity_rows"."x1" END) AS DOUBLE) / NULLIF(CAST(COUNT("entity_rows"."x1") AS DOUBLE), 0) AS v2,
    COUNT("entity_rows"."x1") AS n2
  FROM (
    SELECT
      CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
      "t"."user_id" AS e0,
      COALESCE(COUNT(*), 0) AS x0,
      COALESCE(COUNT(*) FILTER(WHERE
        "t"."liked"), 0) AS x1
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
  ) AS entity_rows
  GROUP BY
    1
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_0_v1") AS scan_0_v1,
    MAX("stacked"."scan_0_n1") AS scan_0_n1,
    MAX("stacked"."scan_0_v2") AS scan_0_v2,
    MAX("stacked"."scan_0_n2") AS scan_0_n2
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0,
      "scan_0"."v1" AS scan_0_v1,
      "scan_0"."n1" AS scan_0_n1,
      "scan_0"."v2" AS scan_0_v2,
      "scan_0"."n2" AS scan_0_n2
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      NULL AS scan_0_v1,
      NULL AS scan_0_n1,
      NULL AS scan_0_v2,
      NULL AS scan_0_n2
    FROM (
      SELECT DISTINCT
        "spine"."s" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
          CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
          INTERVAL '1' MONTH
        ) AS g(moment)
      ) AS spine
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  "merged"."scan_0_v0" AS "plays_per_user",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "plays_per_user__n",
  "merged"."scan_0_v1" AS "likes_per_user",
  CAST(CASE
    WHEN "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "likes_per_user__n",
  "merged"."scan_0_v2" AS "active_liker_share",
  CAST(CASE
    WHEN "merged"."scan_0_n2" > 0
    THEN COALESCE("merged"."scan_0_n2", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-01' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "active_liker_share__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-01' AS DATE)
    ),
    FALSE
  ) AS "plays_per_user__complete",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-01' AS DATE)
    ),
    FALSE
  ) AS "likes_per_user__complete",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-01' AS DATE)
    ),
    FALSE
  ) AS "active_liker_share__complete"
FROM merged
ORDER BY
  "period" ASC
