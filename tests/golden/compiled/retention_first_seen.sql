-- question: play_back_w1
--   by period
-- scan_0: plays [cohorts by week of user, back in plays] — one pass for 2 aggregates (plain)
--     count(back_1_1)
--     count(size_1_1)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "members"."k0",
    COUNT("members"."back_1_1") AS v0,
    COUNT("members"."size_1_1") AS n0,
    COUNT("members"."size_1_1") AS v1,
    COUNT("members"."size_1_1") AS n1
  FROM (
    SELECT
      "returned"."k0",
      CASE
        WHEN "returned"."entered_in" <= CAST('2024-03-18' AS DATE)
        THEN "returned"."back_1_1"
      END AS back_1_1,
      CASE WHEN "returned"."entered_in" <= CAST('2024-03-18' AS DATE) THEN 1 END AS size_1_1
    FROM (
      SELECT
        "cohort"."k0",
        "cohort"."who",
        "cohort"."entered_in",
        MAX(
          CASE
            WHEN "active"."active_in" = CAST("cohort"."entered_in" + INTERVAL '1' WEEK AS DATE)
            THEN 1
          END
        ) AS back_1_1
      FROM (
        SELECT
          "ranked"."k0",
          "ranked"."who",
          "ranked"."entered_in"
        FROM (
          SELECT
            "entries"."k0",
            "entries"."who",
            "entries"."entered_in",
            "entries"."is_kept",
            ROW_NUMBER() OVER (
              PARTITION BY "entries"."who"
              ORDER BY "entries"."happened", "entries"."k0", "entries"."is_kept" DESC
            ) AS place
          FROM (
            SELECT
              CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
              "t"."user_id" AS who,
              CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS entered_in,
              EPOCH_US("t"."played_at") AS happened,
              COALESCE(TRUE, FALSE) AS is_kept
            FROM READ_PARQUET(
              '/project/data/plays.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "t"
            JOIN (
              SELECT
                "t"."user_id" AS who,
                MIN(EPOCH_US("t"."played_at")) AS happened
              FROM READ_PARQUET(
                '/project/data/plays.parquet',
                hive_partitioning = TRUE,
                union_by_name = TRUE
              ) AS "t"
              WHERE
                "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
                AND NOT "t"."user_id" IS NULL
              GROUP BY
                1
            ) AS firsts
              ON "t"."user_id" = "firsts"."who"
              AND EPOCH_US("t"."played_at") = "firsts"."happened"
            WHERE
              "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
              AND (
                NOT "t"."user_id" IS NULL AND NOT EPOCH_US("t"."played_at") IS NULL
              )
          ) AS entries
        ) AS ranked
        WHERE
          "ranked"."place" = 1 AND "ranked"."is_kept"
      ) AS cohort
      LEFT JOIN (
        SELECT DISTINCT
          "t"."user_id" AS who,
          CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS active_in
        FROM READ_PARQUET(
          '/project/data/plays.parquet',
          hive_partitioning = TRUE,
          union_by_name = TRUE
        ) AS "t"
        WHERE
          "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
          AND (
            "t"."tab" = 'feed' AND NOT "t"."user_id" IS NULL
          )
      ) AS active
        ON "cohort"."who" = "active"."who"
        AND "active"."active_in" = CAST("cohort"."entered_in" + INTERVAL '1' WEEK AS DATE)
      GROUP BY
        1,
        2,
        3
    ) AS returned
  ) AS members
  GROUP BY
    1
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_0_v1") AS scan_0_v1,
    MAX("stacked"."scan_0_n1") AS scan_0_n1
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0,
      "scan_0"."v1" AS scan_0_v1,
      "scan_0"."n1" AS scan_0_n1
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      NULL AS scan_0_v1,
      NULL AS scan_0_n1
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
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  CAST(COALESCE(
    CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END,
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
      AND "merged"."k0" <= CAST('2024-03-18' AS DATE)
      THEN 0
    END
  ) AS DOUBLE) / NULLIF(
    CAST(COALESCE(
      CASE WHEN "merged"."scan_0_n1" > 0 THEN "merged"."scan_0_v1" END,
      CASE
        WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
        AND "merged"."k0" <= CAST('2024-03-18' AS DATE)
        THEN 0
      END
    ) AS DOUBLE),
    0
  ) AS "play_back_w1",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "play_back_w1__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-03-25' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "play_back_w1__complete"
FROM merged
ORDER BY
  "period" ASC
