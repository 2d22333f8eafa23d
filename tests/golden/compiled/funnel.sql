-- question: visit_to_paid, visit_to_paid_orders, ordered_to_paid_hours
--   by channel
-- scan_0: visits [funnel visited > ordered > paid again by user within 10 days, ordered] — one pass for 4 aggregates (plain)
--     count(reached_3)
--     count(began_1)
--     percentile(CAST(took_2_3 AS DOUBLE) / 3600000000)
--     count(began_3)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "each_one"."k0",
    COUNT("each_one"."reached_3") AS v0,
    COUNT(*) AS n0,
    COUNT("each_one"."began_1") AS v1,
    COUNT("each_one"."began_1") AS n1,
    QUANTILE_CONT(CAST(CAST("each_one"."took_2_3" AS DOUBLE) / 3600000000 AS DOUBLE), 0.5) AS v2,
    COUNT(CAST("each_one"."took_2_3" AS DOUBLE) / 3600000000) AS n2,
    COUNT("each_one"."began_3") AS v3,
    COUNT("each_one"."began_3") AS n3
  FROM (
    SELECT
      "entries"."k0",
      "entries"."who",
      MAX(CASE WHEN "entries"."f1" <= "entries"."happened" + 864000000000 THEN 1 END) AS reached_1,
      MAX(CASE WHEN "entries"."f1" <= "entries"."happened" + 864000000000 THEN 1 END) AS began_1,
      MAX(CASE WHEN "entries"."f2" <= "entries"."happened" + 864000000000 THEN 1 END) AS reached_2,
      MAX(CASE WHEN "entries"."f2" <= "entries"."happened" + 864000000000 THEN 1 END) AS began_2,
      MAX(CASE WHEN "entries"."f3" <= "entries"."happened" + 864000000000 THEN 1 END) AS reached_3,
      MAX(CASE WHEN "entries"."f3" <= "entries"."happened" + 864000000000 THEN 1 END) AS began_3,
      MIN(
        CASE
          WHEN "entries"."happened" = "entries"."first_3"
          THEN "entries"."f3" - "entries"."f2"
        END
      ) AS took_2_3
    FROM (
      SELECT
        walked.*,
        MIN(
          CASE
            WHEN "walked"."f3" <= "walked"."happened" + 864000000000
            THEN "walked"."happened"
          END
        ) OVER (PARTITION BY "walked"."k0", "walked"."who") AS first_3
      FROM (
        SELECT
          "stepped"."k0",
          "stepped"."who",
          "stepped"."happened",
          "stepped"."opens",
          "stepped"."f2",
          "stepped"."f3",
          "stepped"."happened" AS f1
        FROM (
          SELECT
            "stepped"."k0",
            "stepped"."who",
            "stepped"."happened",
            "stepped"."opens",
            "stepped"."is_1",
            CASE
              WHEN "stepped"."is_1"
              THEN MIN(CASE WHEN "stepped"."is_2" THEN "stepped"."happened" END) OVER (
                PARTITION BY "stepped"."who"
                ORDER BY "stepped"."happened"
                RANGE BETWEEN 0 FOLLOWING AND 604800000000 FOLLOWING
              )
            END AS f2,
            CASE
              WHEN "stepped"."is_1"
              THEN MIN("stepped"."f3") OVER (
                PARTITION BY "stepped"."who"
                ORDER BY "stepped"."happened"
                RANGE BETWEEN 0 FOLLOWING AND 604800000000 FOLLOWING
              )
            END AS f3
          FROM (
            SELECT
              "stepped"."k0",
              "stepped"."who",
              "stepped"."happened",
              "stepped"."opens",
              "stepped"."is_1",
              "stepped"."is_2",
              CASE
                WHEN "stepped"."is_2"
                THEN MIN(CASE WHEN "stepped"."is_3" THEN "stepped"."happened" END) OVER (
                  PARTITION BY "stepped"."who"
                  ORDER BY "stepped"."happened"
                  RANGE BETWEEN 3600000000 FOLLOWING AND 864000000000 FOLLOWING
                )
              END AS f3
            FROM (
              SELECT
                "t"."channel" AS k0,
                "t"."user_id" AS who,
                EPOCH_US("t"."visited_at") AS happened,
                TRUE AS is_1,
                FALSE AS is_2,
                FALSE AS is_3,
                COALESCE(
                  TRUE
                  AND EPOCH_US("t"."visited_at") <= 1711058399000000
                  AND EPOCH_US("t"."visited_at") >= 1706396400000000,
                  FALSE
                ) AS opens
              FROM READ_PARQUET(
                '/project/data/visits.parquet',
                hive_partitioning = TRUE,
                union_by_name = TRUE
              ) AS "t"
              WHERE
                "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
                AND (
                  NOT "t"."user_id" IS NULL AND NOT EPOCH_US("t"."visited_at") IS NULL AND TRUE
                )
              UNION ALL
              SELECT
                NULL AS k0,
                "t"."user_id" AS who,
                EPOCH_US("t"."ordered_at" AT TIME ZONE 'Asia/Tokyo') AS happened,
                FALSE AS is_1,
                TRUE AS is_2,
                COALESCE("t"."status" = 'paid', FALSE) AS is_3,
                FALSE AS opens
              FROM READ_PARQUET(
                '/project/data/orders.parquet',
                hive_partitioning = TRUE,
                union_by_name = TRUE
              ) AS "t"
              WHERE
                "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
                AND (
                  NOT "t"."user_id" IS NULL
                  AND NOT EPOCH_US("t"."ordered_at" AT TIME ZONE 'Asia/Tokyo') IS NULL
                  AND (
                    TRUE OR COALESCE("t"."status" = 'paid', FALSE)
                  )
                )
            ) AS stepped
          ) AS stepped
        ) AS stepped
        WHERE
          "stepped"."opens"
      ) AS walked
    ) AS entries
    GROUP BY
      1,
      2
  ) AS each_one
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
    "scan_0"."v3" AS scan_0_v3,
    "scan_0"."n3" AS scan_0_n3
  FROM scan_0
)
SELECT
  "merged"."k0" AS "channel",
  CAST(COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END, 0) AS DOUBLE) / NULLIF(
    CAST(COALESCE(CASE WHEN "merged"."scan_0_n1" > 0 THEN "merged"."scan_0_v1" END, 0) AS DOUBLE),
    0
  ) AS "visit_to_paid",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
  END AS BIGINT) AS "visit_to_paid__n",
  COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END, 0) AS "visit_to_paid_orders",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
  END AS BIGINT) AS "visit_to_paid_orders__n",
  "merged"."scan_0_v2" AS "ordered_to_paid_hours",
  CAST(CASE
    WHEN "merged"."scan_0_n2" > 0 OR "merged"."scan_0_n3" > 0 OR "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n3", 0)
  END AS BIGINT) AS "ordered_to_paid_hours__n",
  FALSE AS "visit_to_paid__complete",
  FALSE AS "visit_to_paid_orders__complete",
  FALSE AS "ordered_to_paid_hours__complete"
FROM merged
ORDER BY
  "channel" ASC
