-- question: orders
--   by period
-- scan_0: orders — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' - (
      "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' - DATE_TRUNC('HOUR', "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin')
    ) AS k0,
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/project/data/orders.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' >= CAST('2024-02-01 00:00:00' AS TIMESTAMP)
      AND "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' < CAST('2024-02-02 00:00:00' AS TIMESTAMP)
    )
  GROUP BY
    1
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_n0") AS scan_0_n0
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."n0" AS scan_0_n0
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_n0
    FROM (
      SELECT DISTINCT
        "spine"."s" AS k0
      FROM (
        SELECT
          g.moment AS s
        FROM GENERATE_SERIES(
          DATE_TRUNC(
            'HOUR',
            CAST(CAST('2024-01-28 19:30:00' AS TIMESTAMP) AS TIMESTAMP) AT TIME ZONE 'Europe/Berlin'
          ),
          DATE_TRUNC(
            'HOUR',
            CAST(CAST('2024-03-31 23:59:59.999999' AS TIMESTAMP) AS TIMESTAMP) AT TIME ZONE 'Europe/Berlin'
          ),
          INTERVAL '1' HOUR
        ) AS g(moment)
      ) AS spine
      WHERE
        "spine"."s" >= CAST('2024-02-01 00:00:00' AS TIMESTAMP)
        AND "spine"."s" < CAST('2024-02-02 00:00:00' AS TIMESTAMP)
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
      WHEN "merged"."k0" BETWEEN CAST('2024-01-28 19:00:00' AS TIMESTAMP) AND CAST('2024-03-31 23:00:00' AS TIMESTAMP)
      THEN 0
    END
  ) AS "orders",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-28 19:00:00' AS TIMESTAMP) AND CAST('2024-03-31 23:00:00' AS TIMESTAMP)
    THEN 0
  END AS BIGINT) AS "orders__n",
  COALESCE((
    "merged"."k0" < CAST('2024-04-01 00:00:00' AS TIMESTAMP)
  ), FALSE) AS "orders__complete"
FROM merged
ORDER BY
  "period" ASC
