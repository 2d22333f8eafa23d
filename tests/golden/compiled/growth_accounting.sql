-- question: active_weekly, new_weekly, churned_weekly, quick_ratio_weekly
--   by period, tab
-- scan_0: plays [growth accounting of user every week] — one pass for 4 aggregates (plain)
--     sum(active)
--     sum(new)
--     sum(churned)
--     sum(resurrected)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "counted"."at" AS k0,
    "counted"."k1",
    "counted"."v0" AS v0,
    "counted"."n0",
    CASE WHEN "counted"."at" > CAST('2024-01-22' AS DATE) THEN "counted"."v1" END AS v1,
    "counted"."n1",
    CASE WHEN "counted"."at" > CAST('2024-01-22' AS DATE) THEN "counted"."v2" END AS v2,
    "counted"."n2",
    CASE WHEN "counted"."at" > CAST('2024-01-22' AS DATE) THEN "counted"."v3" END AS v3,
    "counted"."n3"
  FROM (
    SELECT
      "told"."k1",
      "told"."at",
      COUNT(*) FILTER(WHERE
        NOT "told"."is_out") AS v0,
      COUNT(*) FILTER(WHERE
        NOT "told"."is_out") AS n0,
      COUNT(*) FILTER(WHERE
        NOT "told"."is_out"
        AND NOT COALESCE("told"."before" = CAST("told"."at" - INTERVAL '1' WEEK AS DATE), FALSE)
        AND COALESCE("told"."first_at" = "told"."at", FALSE)) AS v1,
      COUNT(*) AS n1,
      COUNT(*) FILTER(WHERE
        "told"."is_out") AS v2,
      COUNT(*) AS n2,
      COUNT(*) FILTER(WHERE
        NOT "told"."is_out"
        AND NOT COALESCE("told"."before" = CAST("told"."at" - INTERVAL '1' WEEK AS DATE), FALSE)
        AND NOT COALESCE("told"."first_at" = "told"."at", FALSE)) AS v3,
      COUNT(*) AS n3
    FROM (
      SELECT
        "near"."k1",
        CASE
          WHEN "steps"."is_out"
          THEN CAST("near"."at" + INTERVAL '1' WEEK AS DATE)
          ELSE "near"."at"
        END AS "at",
        "near"."before",
        "near"."after",
        "firsts"."first_at",
        "steps"."is_out"
      FROM (
        SELECT
          "seen"."k1",
          "seen"."who",
          "seen"."at",
          LAG("seen"."at") OVER (PARTITION BY "seen"."k1", "seen"."who" ORDER BY "seen"."at") AS before,
          LEAD("seen"."at") OVER (PARTITION BY "seen"."k1", "seen"."who" ORDER BY "seen"."at") AS after
        FROM (
          SELECT
            "t"."tab" AS k1,
            "t"."user_id" AS who,
            CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS "at"
          FROM READ_PARQUET(
            '/project/data/plays.parquet',
            hive_partitioning = TRUE,
            union_by_name = TRUE
          ) AS "t"
          WHERE
            "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
            AND (
              NOT "t"."user_id" IS NULL
              AND NOT CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) IS NULL
            )
          GROUP BY
            1,
            2,
            3
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
          "t"."user_id" AS who,
          MIN(
            CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE)
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
            AND NOT CAST(DATE_TRUNC('WEEK', CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) IS NULL
          )
        GROUP BY
          1
      ) AS firsts
        ON "near"."who" = "firsts"."who"
      WHERE
        NOT "steps"."is_out"
        OR NOT COALESCE("near"."after" = CAST("near"."at" + INTERVAL '1' WEEK AS DATE), FALSE)
    ) AS told
    WHERE
      (
        NOT "told"."is_out" OR "told"."at" < CAST('2024-04-08' AS DATE)
      )
    GROUP BY
      1,
      2
  ) AS counted
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
            CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
            CAST(CAST(DATE_TRUNC('WEEK', CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
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
  "merged"."k1" AS "tab",
  COALESCE(
    "merged"."scan_0_v0",
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "active_weekly",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
    AND COUNT(CASE WHEN "merged"."scan_0_n0" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "active_weekly__n",
  COALESCE(
    "merged"."scan_0_v1",
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "new_weekly",
  CAST(CASE
    WHEN "merged"."scan_0_n1" > 0
    THEN COALESCE("merged"."scan_0_n1", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
    AND COUNT(CASE WHEN "merged"."scan_0_n1" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "new_weekly__n",
  COALESCE(
    "merged"."scan_0_v2",
    CASE
      WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
      THEN 0
    END
  ) AS "churned_weekly",
  CAST(CASE
    WHEN "merged"."scan_0_n2" > 0
    THEN COALESCE("merged"."scan_0_n2", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
    AND COUNT(CASE WHEN "merged"."scan_0_n2" > 0 THEN 1 END) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "churned_weekly__n",
  CAST((
    COALESCE(
      "merged"."scan_0_v1",
      CASE
        WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
        THEN 0
      END
    ) + COALESCE(
      "merged"."scan_0_v3",
      CASE
        WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
        THEN 0
      END
    )
  ) AS DOUBLE) / NULLIF(
    CAST(COALESCE(
      "merged"."scan_0_v2",
      CASE
        WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
        THEN 0
      END
    ) AS DOUBLE),
    0
  ) AS "quick_ratio_weekly",
  CAST(CASE
    WHEN "merged"."scan_0_n1" > 0 OR "merged"."scan_0_n3" > 0 OR "merged"."scan_0_n2" > 0
    THEN LEAST(
      COALESCE("merged"."scan_0_n1", 0),
      COALESCE("merged"."scan_0_n3", 0),
      COALESCE("merged"."scan_0_n2", 0)
    )
    WHEN "merged"."k0" BETWEEN CAST('2024-01-29' AS DATE) AND CAST('2024-04-01' AS DATE)
    AND COUNT(
      CASE
        WHEN "merged"."scan_0_n1" > 0 OR "merged"."scan_0_n3" > 0 OR "merged"."scan_0_n2" > 0
        THEN 1
      END
    ) OVER (PARTITION BY "merged"."k1") > 0
    THEN 0
  END AS BIGINT) AS "quick_ratio_weekly__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "active_weekly__complete",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-05' AS DATE)
    ),
    FALSE
  ) AS "new_weekly__complete",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-05' AS DATE)
    ),
    FALSE
  ) AS "churned_weekly__complete",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-05' AS DATE)
    ),
    FALSE
  ) AS "quick_ratio_weekly__complete"
FROM merged
ORDER BY
  "period" ASC,
  "tab" ASC
