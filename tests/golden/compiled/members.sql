-- question:
--   by region_name
-- meet: 0 scans stacked, one row a key
SELECT DISTINCT
  "t"."region_name" AS "region_name"
FROM READ_PARQUET(
  '/project/data/regions.parquet',
  hive_partitioning = TRUE,
  union_by_name = TRUE
) AS "t"
ORDER BY
  "region_name" ASC
