-- question: in_a_month
--   by period
-- scan_0: requests [closed by the due moment: received_at to closed_at] — one pass for 1 aggregate (plain)
--     share_in_time(*)
-- meet: 1 scan stacked, one row a key
-- note: Rows of 'requests' whose closed_at lies before their received_at are left out of the time from one to the other: 1.
WITH scan_0 AS (
  SELECT
    CAST(DATE_TRUNC(
      'MONTH',
      CAST((
        (
          "t"."received_at" AT TIME ZONE 'Europe/Berlin'
        ) + INTERVAL '1' MONTH
      ) AS DATE)
    ) AS DATE) AS k0,
    CAST(COUNT(*) FILTER(WHERE
      EPOCH_US("t"."closed_at") <= EPOCH_US(
        (
          (
            "t"."received_at" AT TIME ZONE 'Europe/Berlin'
          ) + INTERVAL '1' MONTH
        ) AT TIME ZONE 'Europe/Berlin'
      )) AS DOUBLE) / NULLIF(CAST(COUNT(*) AS DOUBLE), 0) AS v0,
    COUNT(*) AS n0
  FROM READ_PARQUET(
    '/project/data/requests.parquet',
    hive_partitioning = TRUE,
    union_by_name = TRUE
  ) AS "t"
  WHERE
    (
      (
        "t"."received_at" AT TIME ZONE 'Europe/Berlin'
      ) + INTERVAL '1' MONTH
    ) < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
    AND (
      (
        (
          "t"."received_at" AT TIME ZONE 'Europe/Berlin'
        ) + INTERVAL '1' MONTH
      ) < CAST('2024-05-03 16:24:00' AS TIMESTAMP)
      AND COALESCE(EPOCH_US("t"."closed_at") - EPOCH_US("t"."received_at"), 0) >= 0
    )
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
        "spine"."s" AS k0
      FROM (
        SELECT
          CAST(g.moment AS DATE) AS s
        FROM GENERATE_SERIES(
          CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-02-25 23:30:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
          CAST(CAST(DATE_TRUNC('MONTH', CAST(CAST(CAST('2024-04-28 14:33:00' AS TIMESTAMP) AS TIMESTAMP) AS DATE)) AS DATE) AS TIMESTAMP),
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
  "merged"."scan_0_v0" AS "in_a_month",
  CAST(CASE
    WHEN "merged"."scan_0_n0" > 0
    THEN COALESCE("merged"."scan_0_n0", 0)
    WHEN "merged"."k0" BETWEEN CAST('2024-02-01' AS DATE) AND CAST('2024-04-01' AS DATE)
    THEN 0
  END AS BIGINT) AS "in_a_month__n",
  COALESCE(
    (
      "merged"."k0" < CAST('2024-05-01' AS DATE)
      AND "merged"."k0" >= CAST('2024-03-01' AS DATE)
    ),
    FALSE
  ) AS "in_a_month__complete"
FROM merged
ORDER BY
  "period" ASC
