-- question: order_back_d7, order_back_week
--   by period, channel
-- scan_0: visits [cohorts by day of user, back in orders] — one pass for 4 aggregates (plain)
--     count(back_7_7)
--     count(size_7_7)
--     count(back_1_7)
--     count(size_1_7)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "members"."k0",
    "members"."k1",
    COUNT("members"."back_7_7") AS v0,
    COUNT("members"."size_7_7") AS n0,
    COUNT("members"."size_7_7") AS v1,
    COUNT("members"."size_7_7") AS n1,
    COUNT("members"."back_1_7") AS v2,
    COUNT("members"."size_1_7") AS n2,
    COUNT("members"."size_1_7") AS v3,
    COUNT("members"."size_1_7") AS n3
  FROM (
    SELECT
      "returned"."k0",
      "returned"."k1",
      CASE
        WHEN "returned"."entered_in" <= CAST('2024-03-23' AS DATE)
        AND "returned"."entered_in" >= CAST('2024-01-27' AS DATE)
        THEN "returned"."back_1_7"
      END AS back_1_7,
      CASE
        WHEN "returned"."entered_in" <= CAST('2024-03-23' AS DATE)
        AND "returned"."entered_in" >= CAST('2024-01-27' AS DATE)
        THEN 1
      END AS size_1_7,
      CASE
        WHEN "returned"."entered_in" <= CAST('2024-03-23' AS DATE)
        AND "returned"."entered_in" >= CAST('2024-01-21' AS DATE)
        THEN "returned"."back_7_7"
      END AS back_7_7,
      CASE
        WHEN "returned"."entered_in" <= CAST('2024-03-23' AS DATE)
        AND "returned"."entered_in" >= CAST('2024-01-21' AS DATE)
        THEN 1
      END AS size_7_7
    FROM (
      SELECT
        "cohort"."k0",
        "cohort"."k1",
        "cohort"."who",
        "cohort"."entered_in",
        MAX(
          CASE
            WHEN "active"."active_in" BETWEEN CAST("cohort"."entered_in" + INTERVAL '1' DAY AS DATE) AND CAST("cohort"."entered_in" + INTERVAL '7' DAY AS DATE)
            THEN 1
          END
        ) AS back_1_7,
        MAX(
          CASE
            WHEN "active"."active_in" = CAST("cohort"."entered_in" + INTERVAL '7' DAY AS DATE)
            THEN 1
          END
        ) AS back_7_7
      FROM (
        SELECT
          "ranked"."k0",
          "ranked"."k1",
          "ranked"."who",
          "ranked"."entered_in"
        FROM (
          SELECT
            "entries"."k0",
            "entries"."k1",
            "entries"."who",
            "entries"."entered_in",
            "entries"."is_kept",
            ROW_NUMBER() OVER (
              PARTITION BY "entries"."who"
              ORDER BY "entries"."happened", "entries"."k0", "entries"."k1", "entries"."is_kept" DESC
            ) AS place
          FROM (
            SELECT
              CAST(DATE_TRUNC('WEEK', CAST("t"."visited_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
              "t"."channel" AS k1,
              "t"."user_id" AS who,
              CAST("t"."visited_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS entered_in,
              EPOCH_US("t"."visited_at") AS happened,
              COALESCE(TRUE, FALSE) AS is_kept
            FROM READ_PARQUET(
              '/project/data/visits.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "t"
            JOIN (
              SELECT
                "t"."user_id" AS who,
                MIN(EPOCH_US("t"."visited_at")) AS happened
              FROM READ_PARQUET(
                '/project/data/visits.parquet',
                hive_partitioning = TRUE,
                union_by_name = TRUE
              ) AS "t"
              WHERE
                "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
                AND NOT "t"."user_id" IS NULL
              GROUP BY
                1
            ) AS firsts
              ON "t"."user_id" = "firsts"."who"
              AND EPOCH_US("t"."visited_at") = "firsts"."happened"
            WHERE
              "t"."visited_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
              AND (
                NOT "t"."user_id" IS NULL AND NOT EPOCH_US("t"."visited_at") IS NULL
              )
          ) AS entries
        ) AS ranked
        WHERE
          "ranked"."place" = 1 AND "ranked"."is_kept"
      ) AS cohort
      LEFT JOIN (
        SELECT DISTINCT
          "t"."user_id" AS who,
          CAST("t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' AS DATE) AS active_in
        FROM READ_PARQUET(
          '/project/data/orders.parquet',
          hive_partitioning = TRUE,
          union_by_name = TRUE
        ) AS "t"
        WHERE
          "t"."ordered_at" AT TIME ZONE 'Asia/Tokyo' AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
          AND NOT "t"."user_id" IS NULL
      ) AS active
        ON "cohort"."who" = "active"."who"
        AND "active"."active_in" BETWEEN CAST("cohort"."entered_in" + INTERVAL '1' DAY AS DATE) AND CAST("cohort"."entered_in" + INTERVAL '7' DAY AS DATE)
      GROUP BY
        1,
        2,
        3,
        4
    ) AS returned
  ) AS members
  GROUP BY
    1,
    2
), merged AS (
  SELECT
    "stacked"."k0",
    "stacked"."k1",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_0_v1") AS scan_0_v1,
    MAX("stacked"."scan_0_n1") AS scan_0_n1,
    MAX("stacked"."scan_0_v2") AS scan_0_v2,
    MAX("stacked"."scan_0_n2") AS scan_0_n2,
    MAX("stacked"."scan_0_v3") AS scan_0_v3,
    MAX("stacked"."scan_0_n3") AS scan_0_n3
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."k1",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0,
      "scan_0"."v1" AS scan_0_v1,
      "scan_0"."n1" AS scan_0_n1,
      "scan_0"."v2" AS scan_0_v2,
      "scan_0"."n2" AS scan_0_n2,
      "scan_0"."v3" AS scan_0_v3,
      "scan_0"."n3" AS scan_0_n3
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      "grid"."k1",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      NULL AS scan_0_v1,
      NULL AS scan_0_n1,
      NULL AS scan_0_v2,
      NULL AS scan_0_n2,
      NULL AS scan_0_v3,
      NULL AS scan_0_n3
    FROM (
      SELECT
        "periods"."k0",
        "slices"."k1"
      FROM (
        SELECT DISTINCT
          "spine"."s" AS k0
        FROM (
          SELECT
            CAST(g.moment AS DATE) AS s
          FROM GENERATE_SERIES(
            CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-01-28 10:00:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-03-31 23:59:59' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            INTERVAL '1' WEEK
          ) AS g(moment)
        ) AS spine
      ) AS periods
      CROSS JOIN (
        SELECT DISTINCT
          "scan_0"."k1"
        FROM scan_0
      ) AS slices
    ) AS grid
  ) AS stacked
  GROUP BY
    1,
    2
)
SELECT
  "merged"."k0" AS "period",
  "merged"."k1" AS "channel",
  CAST(COALESCE(
    CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END,
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-03-25' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-15' AS DATE)
      AND "merged"."k0" <= CAST('2024-03-18' AS DATE)
      THEN 0
    END
  ) AS DOUBLE) / NULLIF(
    CAST(COALESCE(
      CASE WHEN "merged"."scan_0_n1" > 0 THEN "merged"."scan_0_v1" END,
      CASE
        WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-03-25' AS DATE)
        AND "merged"."k0" >= CAST('2024-01-15' AS DATE)
        AND "merged"."k0" <= CAST('2024-03-18' AS DATE)
        THEN 0
      END
    ) AS DOUBLE),
    0
  ) AS "order_back_d7",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-03-25' AS DATE)
    AND COUNT(CASE WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "order_back_d7__n",
  CAST(COALESCE(
    CASE WHEN "merged"."scan_0_n2" > 0 THEN "merged"."scan_0_v2" END,
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-03-25' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-22' AS DATE)
      AND "merged"."k0" <= CAST('2024-03-18' AS DATE)
      THEN 0
    END
  ) AS DOUBLE) / NULLIF(
    CAST(COALESCE(
      CASE WHEN "merged"."scan_0_n3" > 0 THEN "merged"."scan_0_v3" END,
      CASE
        WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-03-25' AS DATE)
        AND "merged"."k0" >= CAST('2024-01-22' AS DATE)
        AND "merged"."k0" <= CAST('2024-03-18' AS DATE)
        THEN 0
      END
    ) AS DOUBLE),
    0
  ) AS "order_back_week",
  CAST(CASE
    WHEN "merged"."scan_0_n2" > 0 OR "merged"."scan_0_n3" > 0
    THEN COALESCE("merged"."scan_0_n3", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-03-25' AS DATE)
    AND COUNT(CASE WHEN "merged"."scan_0_n2" > 0 OR "merged"."scan_0_n3" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "order_back_week__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-03-18' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "order_back_d7__complete",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-03-18' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "order_back_week__complete"
FROM merged
ORDER BY
  "period" ASC,
  "channel" ASC
