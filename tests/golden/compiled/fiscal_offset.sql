-- question: plays_lag
--   by period
-- scan_0: plays [1 fiscal_week back] — one pass for 1 aggregate (framed)
--     count(*)
-- meet: 1 scan stacked, one row a key
WITH scan_0 AS (
  SELECT
    "spine"."k0" AS k0,
    SUM("seen"."n0") AS v0,
    CAST(SUM("seen"."n0") AS BIGINT) AS n0
  FROM (
    SELECT
      "mapped"."s",
      "mapped"."origin",
      "mapped"."label" AS k0
    FROM (
      SELECT
        "numbered"."d" AS origin,
        CASE
          WHEN CAST("later"."first" + CAST((
            "numbered"."k" - 1
          ) AS INT) AS DATE) <= "later"."last"
          THEN CAST("later"."first" + CAST((
            "numbered"."k" - 1
          ) AS INT) AS DATE)
        END AS s,
        "later"."label" AS label
      FROM (
        SELECT
          "days"."d",
          "days"."p",
          ROW_NUMBER() OVER (PARTITION BY "days"."p" ORDER BY "days"."d") AS k
        FROM (
          SELECT DISTINCT
            CAST("cal"."ds" AS DATE) AS d,
            "cal"."fiscal_week" AS p
          FROM READ_PARQUET(
            '/sunday/data/fiscal_days.parquet',
            hive_partitioning = TRUE,
            union_by_name = TRUE
          ) AS "cal"
        ) AS days
      ) AS numbered
      LEFT JOIN (
        SELECT
          "edges"."p",
          LEAD("edges"."first", 1) OVER (ORDER BY "edges"."first") AS first,
          LEAD("edges"."last", 1) OVER (ORDER BY "edges"."first") AS last,
          LEAD("edges"."p", 1) OVER (ORDER BY "edges"."first") AS label
        FROM (
          SELECT
            "days"."p",
            MIN("days"."d") AS first,
            MAX("days"."d") AS last
          FROM (
            SELECT DISTINCT
              CAST("cal"."ds" AS DATE) AS d,
              "cal"."fiscal_week" AS p
            FROM READ_PARQUET(
              '/sunday/data/fiscal_days.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "cal"
          ) AS days
          GROUP BY
            "days"."p"
        ) AS edges
      ) AS later
        ON "numbered"."p" = "later"."p"
    ) AS mapped
  ) AS spine
  JOIN (
    SELECT
      CAST("t"."played_at" AT TIME ZONE 'America/New_York' AS DATE) AS d,
      COUNT(*) AS n0
    FROM READ_PARQUET(
      '/sunday/data/plays.parquet',
      hive_partitioning = TRUE,
      union_by_name = TRUE
    ) AS "t"
    WHERE
      "t"."played_at" AT TIME ZONE 'America/New_York' < CAST('2024-05-31 20:00:00' AS TIMESTAMP)
    GROUP BY
      1
  ) AS seen
    ON "seen"."d" = "spine"."origin"
  GROUP BY
    1
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
        "c0"."fiscal_week" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(CAST(CAST('2024-01-28 16:15:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          CAST(CAST(CAST(CAST('2024-04-01 05:59:59.999999' AS TIMESTAMP) AS TIMESTAMP) AS DATE) AS TIMESTAMP),
          INTERVAL '1' DAY
        ) AS g(moment)
      ) AS spine
      LEFT JOIN READ_PARQUET(
        '/sunday/data/fiscal_days.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "c0"
        ON "c0"."ds" = "spine"."s"
    ) AS grid
  ) AS stacked
  GROUP BY
    1
)
SELECT
  "merged"."k0" AS "period",
  (
    COALESCE(CASE WHEN "merged"."scan_0_n0" > 0 THEN "merged"."scan_0_v0" END, 0)
  ) + 0 AS "plays_lag",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN TRUE
    THEN 0
  END AS BIGINT) AS "plays_lag__n",
  COALESCE(
    "merged"."k0" IN (
      SELECT
        "cal"."fiscal_week"
      FROM READ_PARQUET(
        '/sunday/data/fiscal_days.parquet',
        hive_partitioning = TRUE,
        union_by_name = TRUE
      ) AS "cal"
      WHERE
        NOT "cal"."fiscal_week" IS NULL
      GROUP BY
        "cal"."fiscal_week"
      HAVING
        MAX(CAST("cal"."ds" AS DATE)) < CAST('2024-04-01' AS DATE)
        AND MIN(CAST("cal"."ds" AS DATE)) >= CAST('2024-01-28' AS DATE)
    ),
    FALSE
  ) AS "plays_lag__complete"
FROM merged
ORDER BY
  "period" ASC
