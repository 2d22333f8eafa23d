-- question: sticky_7
--   by period
-- scan_0: plays [last 7 days, last of period] — one pass for 1 aggregate (framed)
--     distinct(CASE WHEN NOT "user" IS NULL THEN ("user", metric_time.day) END)
-- scan_1: plays [last 7 days, last of period] — one pass for 1 aggregate (framed)
--     distinct("user")
-- meet: 2 scans stacked, one row a key
WITH scan_0 AS (
  SELECT
    "spine"."k0" AS k0,
    MAX("seen"."v0") AS v0,
    MAX("seen"."n0") AS n0
  FROM (
    SELECT
      "marked"."s",
      "marked"."k0"
    FROM (
      SELECT
        "all_days"."s",
        "all_days"."k0",
        MAX("all_days"."s") OVER (PARTITION BY "all_days"."k0") AS edge
      FROM (
        SELECT
          "days"."s",
          CAST(DATE_TRUNC('WEEK', "days"."s") AS DATE) AS k0
        FROM (
          SELECT
            CAST(g.moment AS DATE) AS s
          FROM GENERATE_SERIES(
            CAST(CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
            CAST(CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
            INTERVAL '1' DAY
          ) AS g(moment)
        ) AS days
      ) AS all_days
    ) AS marked
    WHERE
      "marked"."s" = "marked"."edge"
  ) AS spine
  JOIN (
    SELECT
      "changes"."d",
      LEAD("changes"."d") OVER (ORDER BY "changes"."d") AS until,
      CAST(SUM("changes"."v0") OVER (ORDER BY "changes"."d") AS BIGINT) AS v0,
      CAST(SUM("changes"."n0") OVER (ORDER BY "changes"."d") AS BIGINT) AS n0
    FROM (
      SELECT
        CASE WHEN "steps"."step" > 0 THEN "cells"."d" ELSE "cells"."over_on" END AS d,
        SUM("cells"."v" * "steps"."step") AS v0,
        SUM("cells"."n" * "steps"."step") AS n0
      FROM (
        SELECT
          "stays"."d",
          "stays"."over_on",
          COUNT("stays"."e") AS v,
          COUNT(*) AS n
        FROM (
          SELECT
            "dated"."d",
            "dated"."e",
            LEAST(
              CAST("dated"."d" + INTERVAL '7' DAY AS DATE),
              COALESCE(
                LEAD("dated"."d") OVER (PARTITION BY "dated"."e" ORDER BY "dated"."d"),
                CAST("dated"."d" + INTERVAL '7' DAY AS DATE)
              )
            ) AS over_on
          FROM (
            SELECT
              CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS d,
              CASE
                WHEN NOT "t"."user_id" IS NULL
                THEN ("t"."user_id", CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE))
              END AS e,
              COUNT(*) AS n0
            FROM READ_PARQUET(
              '/project/data/plays.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "t"
            WHERE
              "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
            GROUP BY
              1,
              2
          ) AS dated
          WHERE
            NOT "dated"."d" IS NULL
        ) AS stays
        GROUP BY
          1,
          2
      ) AS cells
      CROSS JOIN (
        SELECT
          1 AS step
        UNION ALL
        SELECT
          -1 AS step
      ) AS steps
      GROUP BY
        1
    ) AS changes
  ) AS seen
    ON "spine"."s" >= "seen"."d" AND "spine"."s" < "seen"."until" AND "seen"."n0" > 0
  GROUP BY
    1
), scan_1 AS (
  SELECT
    "spine"."k0" AS k0,
    MAX("seen"."v1") AS v1,
    MAX("seen"."n1") AS n1
  FROM (
    SELECT
      "marked"."s",
      "marked"."k0"
    FROM (
      SELECT
        "all_days"."s",
        "all_days"."k0",
        MAX("all_days"."s") OVER (PARTITION BY "all_days"."k0") AS edge
      FROM (
        SELECT
          "days"."s",
          CAST(DATE_TRUNC('WEEK', "days"."s") AS DATE) AS k0
        FROM (
          SELECT
            CAST(g.moment AS DATE) AS s
          FROM GENERATE_SERIES(
            CAST(CAST(CAST(CAST('2024-01-28 22:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
            CAST(CAST(CAST(CAST('2024-04-01 07:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
            INTERVAL '1' DAY
          ) AS g(moment)
        ) AS days
      ) AS all_days
    ) AS marked
    WHERE
      "marked"."s" = "marked"."edge"
  ) AS spine
  JOIN (
    SELECT
      "changes"."d",
      LEAD("changes"."d") OVER (ORDER BY "changes"."d") AS until,
      CAST(SUM("changes"."v1") OVER (ORDER BY "changes"."d") AS BIGINT) AS v1,
      CAST(SUM("changes"."n1") OVER (ORDER BY "changes"."d") AS BIGINT) AS n1
    FROM (
      SELECT
        CASE WHEN "steps"."step" > 0 THEN "cells"."d" ELSE "cells"."over_on" END AS d,
        SUM("cells"."v" * "steps"."step") AS v1,
        SUM("cells"."n" * "steps"."step") AS n1
      FROM (
        SELECT
          "stays"."d",
          "stays"."over_on",
          COUNT("stays"."e") AS v,
          COUNT(*) AS n
        FROM (
          SELECT
            "dated"."d",
            "dated"."e",
            LEAST(
              CAST("dated"."d" + INTERVAL '7' DAY AS DATE),
              COALESCE(
                LEAD("dated"."d") OVER (PARTITION BY "dated"."e" ORDER BY "dated"."d"),
                CAST("dated"."d" + INTERVAL '7' DAY AS DATE)
              )
            ) AS over_on
          FROM (
            SELECT
              CAST("t"."played_at" AT TIME ZONE 'Europe/Berlin' AS DATE) AS d,
              "t"."user_id" AS e,
              COUNT(*) AS n1
            FROM READ_PARQUET(
              '/project/data/plays.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "t"
            WHERE
              "t"."played_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
            GROUP BY
              1,
              2
          ) AS dated
          WHERE
            NOT "dated"."d" IS NULL
        ) AS stays
        GROUP BY
          1,
          2
      ) AS cells
      CROSS JOIN (
        SELECT
          1 AS step
        UNION ALL
        SELECT
          -1 AS step
      ) AS steps
      GROUP BY
        1
    ) AS changes
  ) AS seen
    ON "spine"."s" >= "seen"."d" AND "spine"."s" < "seen"."until" AND "seen"."n1" > 0
  GROUP BY
    1
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n0") AS scan_0_n0,
    MAX("stacked"."scan_1_v1") AS scan_1_v1,
    MAX("stacked"."scan_1_n1") AS scan_1_n1
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n0" AS scan_0_n0,
      NULL AS scan_1_v1,
      NULL AS scan_1_n1
    FROM scan_0
    UNION ALL
    SELECT
      "scan_1"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      "scan_1"."v1" AS scan_1_v1,
      "scan_1"."n1" AS scan_1_n1
    FROM scan_1
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n0,
      NULL AS scan_1_v1,
      NULL AS scan_1_n1
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
  CAST((
    CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END AS DOUBLE) / NULLIF(CAST(7 AS DOUBLE), 0)
  ) AS DOUBLE) / NULLIF(
    CAST(CASE WHEN "merged"."scan_1_n1" > 0 THEN "merged"."scan_1_v1" END AS DOUBLE),
    0
  ) AS "sticky_7",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0 OR "merged"."scan_1_n1" > 0
    THEN COALESCE("merged"."scan_1_v1", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-01-22' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "sticky_7__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-04-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-01-29' AS DATE)
    ),
    FALSE
  ) AS "sticky_7__complete"
FROM merged
ORDER BY
  "period" ASC
