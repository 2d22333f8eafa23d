-- question: visit_to_order
--   by channel
-- scan_0: visits [converting to orders by user within 7 days] — one pass for 1 aggregate (plain)
--     count(*)
-- scan_1: visits [7 days over] — one pass for 1 aggregate (plain)
--     count(*)
-- meet: 2 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    "matched"."k0",
    COUNT(*) AS v0,
    COUNT(*) AS n0
  FROM (
    SELECT
      "b"."k0",
      "b"."is_asked",
      ROW_NUMBER() OVER (PARTITION BY "c"."id" ORDER BY "b"."happened" DESC, "b"."k0") AS place
    FROM (
      SELECT
        "t"."channel" AS k0,
        "t"."user_id" AS who,
        "t"."visited_at" AT TIME ZONE 'Europe/Berlin' AS happened,
        "t"."visited_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-01-28 00:00:00' AS TIMESTAMP)
        AND "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-24 23:59:59.000001' AS TIMESTAMP) AS is_asked
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
      AND "b"."happened" <= "c"."happened"
      AND "b"."happened" > "c"."happened" - INTERVAL '7' DAY
  ) AS matched
  WHERE
    "matched"."place" = 1 AND "matched"."is_asked"
  GROUP BY
    1
), scan_1 AS (
  SELECT
    "t"."channel" AS k0,
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
      AND "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-03-24 23:59:59.000001' AS TIMESTAMP)
    )
  GROUP BY
    1
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_n1") AS scan_1_n1
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_n1
    FROM scan_0
    UNION ALL
    SELECT
      "scan_1"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      "scan_1"."n1" AS scan_1_n1
    FROM scan_1
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "channel",
  CAST(COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END, 0) AS DOUBLE) / NULLIF(
    CAST(COALESCE(CASE WHEN "merged"."scan_1_n1" > 0 THEN "merged"."scan_1_n1" END, 0) AS DOUBLE),
    0
  ) AS "visit_to_order",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_1_n1" > 0
    THEN COALESCE("merged"."scan_1_n1", 0)
  END AS BIGINT) AS "visit_to_order__n",
  FALSE AS "visit_to_order__complete"
FROM merged
ORDER BY
  "channel" ASC
