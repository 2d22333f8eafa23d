-- question: violating_share
--   by period
-- scan_0: labels [sample of is_violating: weight weight, strata stratum, 95 %] — one pass for 3 aggregates (plain)
--     prevalence(is_violating: estimate)
--     prevalence(is_violating: low)
--     prevalence(is_violating: high)
-- meet: 1 scan stacked, one row a key
-- note: Labelled rows of 'labels' without a weight, or with 0, are left out of is_violating: 2.
-- note: Strata with one labelled row for is_violating: 1 of 7; their spread is taken around the mean of all.
WITH scan_0 AS (
  SELECT
    "estimates"."k0",
    "estimates"."share" AS v0,
    CASE
      WHEN "estimates"."share" = 0 AND NOT "estimates"."size" IS NULL
      THEN CAST(0 AS DOUBLE)
      ELSE CAST((
        "estimates"."share" + CAST(3.8414588206941236 AS DOUBLE) / NULLIF(CAST(2 * "estimates"."size" AS DOUBLE), 0) - 1.9599639845400536 * SQRT(
          CAST("estimates"."share" * (
            1 - "estimates"."share"
          ) AS DOUBLE) / NULLIF(CAST("estimates"."size" AS DOUBLE), 0) + CAST(3.8414588206941236 AS DOUBLE) / NULLIF(CAST(4 * "estimates"."size" * "estimates"."size" AS DOUBLE), 0)
        )
      ) AS DOUBLE) / NULLIF(
        CAST((
          1 + CAST(3.8414588206941236 AS DOUBLE) / NULLIF(CAST("estimates"."size" AS DOUBLE), 0)
        ) AS DOUBLE),
        0
      )
    END AS v1,
    CASE
      WHEN "estimates"."share" = 1 AND NOT "estimates"."size" IS NULL
      THEN CAST(1 AS DOUBLE)
      ELSE CAST((
        "estimates"."share" + CAST(3.8414588206941236 AS DOUBLE) / NULLIF(CAST(2 * "estimates"."size" AS DOUBLE), 0) + 1.9599639845400536 * SQRT(
          CAST("estimates"."share" * (
            1 - "estimates"."share"
          ) AS DOUBLE) / NULLIF(CAST("estimates"."size" AS DOUBLE), 0) + CAST(3.8414588206941236 AS DOUBLE) / NULLIF(CAST(4 * "estimates"."size" * "estimates"."size" AS DOUBLE), 0)
        )
      ) AS DOUBLE) / NULLIF(
        CAST((
          1 + CAST(3.8414588206941236 AS DOUBLE) / NULLIF(CAST("estimates"."size" AS DOUBLE), 0)
        ) AS DOUBLE),
        0
      )
    END AS v2,
    COALESCE("estimates"."n", 0) AS n
  FROM (
    SELECT
      "sized"."k0",
      "sized"."share",
      "sized"."n",
      CASE
        WHEN "sized"."pairs" > 0
        THEN LEAST(
          CASE
            WHEN "sized"."rarer" < 30
            THEN "sized"."kish"
            ELSE CAST("sized"."n" AS DOUBLE)
          END,
          CAST("sized"."n" AS DOUBLE),
          CAST("sized"."share" * (
            1 - "sized"."share"
          ) AS DOUBLE) / NULLIF(CAST("sized"."variance" AS DOUBLE), 0)
        )
      END AS size
    FROM (
      SELECT
        "each"."k0",
        MAX("each"."share") AS share,
        SUM("each"."size") AS n,
        LEAST(SUM("each"."hits"), SUM("each"."size") - SUM("each"."hits")) AS rarer,
        CAST(SUM(
          CASE
            WHEN "each"."size" = 1
            THEN (
              1 - "each"."share"
            ) * (
              1 - "each"."share"
            ) * "each"."wwy" + "each"."share" * "each"."share" * (
              "each"."ww" - "each"."wwy"
            )
            ELSE CAST("each"."size" AS DOUBLE) / NULLIF(CAST((
              "each"."size" - 1
            ) AS DOUBLE), 0) * GREATEST(
              (
                (
                  1 - "each"."share"
                ) * (
                  1 - "each"."share"
                ) * "each"."wwy" + "each"."share" * "each"."share" * (
                  "each"."ww" - "each"."wwy"
                )
              ) - CAST((
                "each"."wy" - "each"."share" * "each"."w"
              ) * (
                "each"."wy" - "each"."share" * "each"."w"
              ) AS DOUBLE) / NULLIF(CAST("each"."size" AS DOUBLE), 0),
              CAST(0 AS DOUBLE)
            )
          END
        ) AS DOUBLE) / NULLIF(CAST(MAX("each"."all_w" * "each"."all_w") AS DOUBLE), 0) AS variance,
        CAST(SUM("each"."w") * SUM("each"."w") AS DOUBLE) / NULLIF(CAST(SUM("each"."ww") AS DOUBLE), 0) AS kish,
        SUM("each"."size" - 1) AS pairs
      FROM (
        SELECT
          strata.*,
          CAST(SUM("strata"."wy") OVER (PARTITION BY "strata"."k0") AS DOUBLE) / NULLIF(CAST(SUM("strata"."w") OVER (PARTITION BY "strata"."k0") AS DOUBLE), 0) AS share,
          SUM("strata"."w") OVER (PARTITION BY "strata"."k0") AS all_w
        FROM (
          SELECT
            "row_of"."k0",
            "row_of"."stratum",
            COUNT(*) AS size,
            SUM("row_of"."is_labelled") AS hits,
            SUM("row_of"."weight") AS w,
            SUM("row_of"."weight" * "row_of"."is_labelled") AS wy,
            SUM("row_of"."weight" * "row_of"."weight") AS ww,
            SUM("row_of"."weight" * "row_of"."weight" * "row_of"."is_labelled") AS wwy
          FROM (
            SELECT
              CAST(DATE_TRUNC('MONTH', CAST("t"."viewed_at" AT TIME ZONE 'Europe/Berlin' AS DATE)) AS DATE) AS k0,
              "t"."stratum" AS stratum,
              CAST("t"."weight" AS DOUBLE) AS weight,
              CASE WHEN "t"."is_violating" THEN 1 ELSE 0 END AS is_labelled
            FROM READ_PARQUET(
              '/project/data/labels.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "t"
            WHERE
              "t"."viewed_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
              AND NOT "t"."is_violating" IS NULL
          ) AS row_of
          WHERE
            "row_of"."weight" > 0
          GROUP BY
            1,
            2
        ) AS strata
      ) AS each
      GROUP BY
        1
    ) AS sized
  ) AS estimates
), merged AS (
  SELECT
    "stacked"."k0",
    MAX("stacked"."scan_0_v0") AS scan_0_v0,
    MAX("stacked"."scan_0_n") AS scan_0_n,
    MAX("stacked"."scan_0_v1") AS scan_0_v1,
    MAX("stacked"."scan_0_v2") AS scan_0_v2
  FROM (
    SELECT
      "scan_0"."k0",
      "scan_0"."v0" AS scan_0_v0,
      "scan_0"."n" AS scan_0_n,
      "scan_0"."v1" AS scan_0_v1,
      "scan_0"."v2" AS scan_0_v2
    FROM scan_0
    UNION ALL
    SELECT
      "grid"."k0",
      NULL AS scan_0_v0,
      NULL AS scan_0_n,
      NULL AS scan_0_v1,
      NULL AS scan_0_v2
    FROM (
      SELECT DISTINCT
        "spine"."s" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-02-01 01:10:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
          CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-03-27 04:31:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
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
  "merged"."scan_0_v0" AS "violating_share",
  CAST(CASE
    WHEN "merged"."scan_0_n" > 0 OR "merged"."scan_0_n" > 0 OR "merged"."scan_0_n" > 0
    THEN COALESCE("merged"."scan_0_n", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-02-01' AS DATE) AND CAST('2024-03-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "violating_share__n",
  "merged"."scan_0_v1" AS "violating_share__low",
  "merged"."scan_0_v2" AS "violating_share__high",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-03-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-02-01' AS DATE)
    ),
    FALSE
  ) AS "violating_share__complete"
FROM merged
ORDER BY
  "period" ASC
