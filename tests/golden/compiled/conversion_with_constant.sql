-- question: same_session_orders
-- scan_0: visits [converting to orders by user within 30 days] — one pass for 1 aggregate (plain)
--     count(*)
-- scan_1: visits [30 days over] — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 2 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    COUNT(*) AS v0,
    COUNT(*) AS n0
  FROM (
    SELECT
      "b"."is_asked",
      ROW_NUMBER() OVER (PARTITION BY "c"."id" ORDER BY "b"."happened" DESC) AS place
    FROM (
      SELECT
        "t"."session_id" AS p0,
        "t"."user_id" AS who,
        "t"."visited_at" AT TIME ZONE 'Europe/Berlin' AS happened,
        "t"."visited_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-01-28 00:00:00' AS TIMESTAMP)
        AND "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-01 23:59:59.000001' AS TIMESTAMP) AS is_asked
      FROM READ_PARQUET(
        '/project/data/visits.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "t"
      WHERE
        "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    ) AS b
    JOIN (
      SELECT
        "t"."session_id" AS p0,
        "t"."user_id" AS who,
        "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' AS happened,
        ROW_NUMBER() OVER () AS id
      FROM READ_PARQUET(
        '/project/data/orders.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "t"
      WHERE
        "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    ) AS c
      ON "b"."who" = "c"."who"
      AND "b"."p0" = "c"."p0"
      AND "b"."happened" <= "c"."happened"
      AND "b"."happened" > "c"."happened" - INTERVAL '30' DAY
  ) AS matched
  WHERE
    "matched"."place" = 1 AND "matched"."is_asked"
), scan_1 AS (
  SELECT
    COUNT(*) AS n1
  FROM READ_PARQUET(
    '/project/data/visits.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      "t"."visited_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-01-28 00:00:00' AS TIMESTAMP)
      AND "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-01 23:59:59.000001' AS TIMESTAMP)
    )
), merged AS (
  SELECT
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_n1") AS scan_1_n1
  FROM (
    SELECT
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_n1
    FROM scan_0
    UNION ALL
    SELECT
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      "scan_1"."n1" AS scan_1_n1
    FROM scan_1
  ) AS stacked
)
SELECT
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END, 0) AS "same_session_orders",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_1_n1" > 0
    THEN COALESCE("merged"."scan_1_n1", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "same_session_orders__n",
  FALSE AS "same_session_orders__complete"
FROM merged
