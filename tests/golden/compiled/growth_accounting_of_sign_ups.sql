-- question: signed_monthly
--   by period
-- scan_0: plays [growth accounting of user every month, begun by users.signed_up_on] — one pass for 1 aggregate (plain)
--     sum(new) where tab = 'feed'
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "counted"."at" AS k0,
    CASE WHEN "counted"."at" > CAST('2024-01-01' AS DATE) THEN "counted"."v0" END AS v0,
    "counted"."n0"
  FROM (
    SELECT
      "told"."at",
      COUNT(*) FILTER(WHERE
        NOT "told"."is_out"
        AND NOT COALESCE("told"."before" = CAST("told"."at" - INTERVAL '1' MONTH AS DATE), FALSE)
        AND COALESCE("told"."first_at" = "told"."at", FALSE)) AS v0,
      COUNT(*) AS n0
    FROM (
      SELECT
        CASE
          WHEN "steps"."is_out"
          THEN CAST("near"."at" + INTERVAL '1' MONTH AS DATE)
          ELSE "near"."at"
        END AS "at",
        "near"."before",
        "near"."after",
        "firsts"."first_at",
        "steps"."is_out"
      FROM (
        SELECT
          "seen"."who",
          "seen"."at",
          LAG("seen"."at") OVER (PARTITION BY "seen"."who" ORDER BY "seen"."at") AS before,
          LEAD("seen"."at") OVER (PARTITION BY "seen"."who" ORDER BY "seen"."at") AS after
        FROM (
          SELECT
            "t"."user_id" AS who,
            CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS "at"
          FROM READ_PARQUET(
            '/project/data/plays.parquet',
            hive_partitioning = TRUE,
            union_by_name = TRUE
          ) AS "t"
          WHERE
            "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
            AND (
              NOT "t"."user_id" IS NULL
              AND NOT CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) IS NULL
              AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' >= CAST('2024-02-01 00:00:00' AS TIMESTAMP)
              AND "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-04-01 00:00:00' AS TIMESTAMP)
              AND "t"."tab" = 'feed'
            )
          GROUP BY
            1,
            2
        ) AS seen
      ) AS near
      CROSS JOIN (
        SELECT
          FALSE AS is_out
        UNION ALL
        SELECT
          TRUE AS is_out
      ) AS steps
      LEFT JOIN (
        SELECT
          "begun"."who",
          MIN("begun"."first_at") AS first_at
        FROM (
          SELECT
            "t"."user_id" AS who,
            MIN(
              CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE)
            ) AS first_at
          FROM READ_PARQUET(
            '/project/data/plays.parquet',
            hive_partitioning = TRUE,
            union_by_name = TRUE
          ) AS "t"
          WHERE
            "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
            AND (
              NOT "t"."user_id" IS NULL
              AND NOT CAST(DATE_TRUNC('MONTH', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) IS NULL
            )
          GROUP BY
            1
          UNION ALL
          SELECT
            "t"."user_id" AS who,
            MIN(CAST(DATE_TRUNC('MONTH', "t"."signed_up_on") AS DATE)) AS first_at
          FROM READ_PARQUET(
            '/project/data/users.parquet',
            hive_partitioning = TRUE,
            union_by_name = TRUE
          ) AS "t"
          WHERE
            "t"."signed_up_on" < CAST('2024-06-02' AS DATE)
            AND (
              NOT "t"."user_id" IS NULL
              AND NOT CAST(DATE_TRUNC('MONTH', "t"."signed_up_on") AS DATE) IS NULL
            )
          GROUP BY
            1
        ) AS begun
        GROUP BY
          1
      ) AS firsts
        ON "near"."who" = "firsts"."who"
      WHERE
        NOT "steps"."is_out"
        OR NOT COALESCE("near"."after" = CAST("near"."at" + INTERVAL '1' MONTH AS DATE), FALSE)
    ) AS told
    WHERE
      "told"."at" >= CAST('2024-03-01' AS DATE)
      AND "told"."at" < CAST('2024-04-01' AS DATE)
      AND (
        NOT "told"."is_out" OR "told"."at" < CAST('2024-05-01' AS DATE)
      )
    GROUP BY
      1
  ) AS counted
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0
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
      WHERE
        "spine"."s" >= CAST('2024-03-01' AS DATE)
        AND "spine"."s" < CAST('2024-04-01' AS DATE)
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  COALESCE(
    "merged"."scan_0_v0",
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-02-01' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "signed_monthly",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-02-01' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "signed_monthly__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-03-01' AS DATE)
    ),
    FALSE
  ) AS "signed_monthly__complete"
FROM merged
ORDER BY
  "period" ASC
