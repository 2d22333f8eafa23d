-- question: days_to_close, hours_to_close_p90
--   by kind
-- scan_0: requests [time from received_at to closed_at, open cases censored] — one pass for 2 aggregates (plain)
--     time_to(*: 50 % in days)
--     time_to(*: 90 % in hours)
-- meet: 1 scan stacked, one row a key
-- note: Rows of 'requests' whose closed_at lies before their received_at are left out of the time from one to the other: 1.
WITH scan_0 AS (
  SELECT
    "reached"."k0",
    CAST(MIN("reached"."t0") AS DOUBLE) / 86400000000 AS v0,
    COALESCE(SUM("reached"."ended" + "reached"."waiting"), 0) AS n0,
    COALESCE(
      SUM(
        CASE
          WHEN COALESCE("reached"."duration" < "reached"."t0", TRUE)
          THEN "reached"."waiting"
        END
      ),
      0
    ) AS o0,
    CAST(MIN("reached"."t1") AS DOUBLE) / 3600000000 AS v1,
    COALESCE(SUM("reached"."ended" + "reached"."waiting"), 0) AS n1,
    COALESCE(
      SUM(
        CASE
          WHEN COALESCE("reached"."duration" < "reached"."t1", TRUE)
          THEN "reached"."waiting"
        END
      ),
      0
    ) AS o1
  FROM (
    SELECT
      curve.*,
      MIN(
        CASE
          WHEN "curve"."still_open" <= CAST(0.5 AS DOUBLE) + 1e-11 AND "curve"."ended" > 0
          THEN "curve"."duration"
        END
      ) OVER (PARTITION BY "curve"."k0") AS t0,
      MIN(
        CASE
          WHEN "curve"."still_open" <= CAST(0.1 AS DOUBLE) + 1e-11 AND "curve"."ended" > 0
          THEN "curve"."duration"
        END
      ) OVER (PARTITION BY "curve"."k0") AS t1
    FROM (
      SELECT
        risked.*,
        CAST((
          "risked"."at_risk" - "risked"."ended"
        ) AS DOUBLE) / NULLIF(CAST("risked"."of_all" AS DOUBLE), 0) * EXP(
          COALESCE(
            SUM(
              CASE
                WHEN "risked"."waiting" > 0
                THEN LN(
                  CAST((
                    "risked"."at_risk" - "risked"."ended"
                  ) AS DOUBLE) / NULLIF(
                    CAST((
                      (
                        "risked"."at_risk" - "risked"."ended"
                      ) - "risked"."waiting"
                    ) AS DOUBLE),
                    0
                  )
                )
              END
            ) OVER (
              PARTITION BY "risked"."k0"
              ORDER BY "risked"."duration" ASC
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
            ),
            0
          )
        ) AS still_open
      FROM (
        SELECT
          lasted.*,
          SUM("lasted"."ended" + "lasted"."waiting") OVER (
            PARTITION BY "lasted"."k0"
            ORDER BY "lasted"."duration" DESC
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
          ) AS at_risk,
          SUM((
            "lasted"."ended" + "lasted"."waiting"
          )) OVER (PARTITION BY "lasted"."k0") AS of_all
        FROM (
          SELECT
            "each_case"."k0",
            "each_case"."duration",
            COUNT(*) FILTER(WHERE
              "each_case"."has_ended") AS ended,
            COUNT(*) FILTER(WHERE
              NOT "each_case"."has_ended") AS waiting
          FROM (
            SELECT
              "t"."kind" AS k0,
              CASE
                WHEN COALESCE(
                  "t"."closed_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-05-03 16:24:00' AS TIMESTAMP),
                  FALSE
                )
                THEN EPOCH_US("t"."closed_at") - EPOCH_US("t"."received_at")
                ELSE 1714746240000000 - EPOCH_US("t"."received_at")
              END AS duration,
              COALESCE(
                "t"."closed_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-05-03 16:24:00' AS TIMESTAMP),
                FALSE
              ) AS has_ended
            FROM READ_PARQUET(
              '/project/data/requests.parquet',
              hive_partitioning = TRUE,
              union_by_name = TRUE
            ) AS "t"
            WHERE
              "t"."received_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-06-01 02:00:00' AS TIMESTAMP)
              AND "t"."received_at" AT TIME ZONE 'Europe/Berlin' < CAST('2024-05-03 16:24:00' AS TIMESTAMP)
          ) AS each_case
          WHERE
            "each_case"."duration" >= 0
          GROUP BY
            1,
            2
        ) AS lasted
      ) AS risked
    ) AS curve
  ) AS reached
  GROUP BY
    1
), merged AS (
  SELECT
    "scan_0"."k0",
    "scan_0"."v0" AS scan_0_v0,
    "scan_0"."n0" AS scan_0_n0,
    "scan_0"."v1" AS scan_0_v1,
    "scan_0"."n1" AS scan_0_n1,
    "scan_0"."o0" AS scan_0_o0,
    "scan_0"."o1" AS scan_0_o1
  FROM scan_0
)
SELECT
  "merged"."k0" AS "kind",
  "merged"."scan_0_v0" AS "days_to_close",
  CAST(CASE WHEN "merged"."scan_0_n0" > 0 THEN COALESCE("merged"."scan_0_n0", 0) END AS BIGINT) AS "days_to_close__n",
  "merged"."scan_0_v1" AS "hours_to_close_p90",
  CAST(CASE WHEN "merged"."scan_0_n1" > 0 THEN COALESCE("merged"."scan_0_n1", 0) END AS BIGINT) AS "hours_to_close_p90__n",
  FALSE AND COALESCE("merged"."scan_0_o0", 0) = 0 AS "days_to_close__complete",
  FALSE AND COALESCE("merged"."scan_0_o1", 0) = 0 AS "hours_to_close_p90__complete"
FROM merged
ORDER BY
  "kind" ASC
